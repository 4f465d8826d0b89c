#!/bin/sh
# Builds the adapter with the versions of locked.toml.
set -eu
cd "$(dirname "$0")"
../rust_lock.py write .
# s3s 0.17 names Rust 1.96 and builds with 1.95.
cargo build --quiet --locked --ignore-rust-version --target-dir .installed/target
