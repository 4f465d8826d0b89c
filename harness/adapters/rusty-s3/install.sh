#!/bin/sh
# Builds the adapter with the versions of locked.toml.
set -eu
cd "$(dirname "$0")"
../rust_lock.py write .
cargo build --quiet --locked --target-dir .installed/target
