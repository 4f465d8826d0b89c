#!/bin/sh
# Builds the adapter with the versions of go.mod. Without inlining (-l), so that time.Now can be replaced.
set -eu
cd "$(dirname "$0")"
GOTOOLCHAIN=local go build -mod=readonly -gcflags=all=-l -o .installed/adapter .
