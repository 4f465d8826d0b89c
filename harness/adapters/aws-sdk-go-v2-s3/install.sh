#!/bin/sh
# Builds the adapter with the versions of go.mod.
set -eu
cd "$(dirname "$0")"
GOTOOLCHAIN=local go build -mod=readonly -o .installed/adapter .
