#!/bin/sh
# Installs the versions of package-lock.json.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --silent
