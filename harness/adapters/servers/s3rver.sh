#!/bin/sh
# Runs the suite against s3rver on loopback, with a temporary folder.
#
#   s3rver.sh --install FOLDER    installs the pinned version into FOLDER (needs npm)
#   s3rver.sh [RUN OPTION…]       runs `countersign run --endpoint … RUN OPTION…` against it
#
# COUNTERSIGN and S3RVER name the two programs (S3RVER: FOLDER/node_modules/.bin/s3rver); by default they are on
# the PATH. PORT (7060) is used; CLOCK=file lets the server's clock follow a file, by libfaketime; LIMIT
# limits the run, in seconds. The exit status is that of countersign, or 2 if the server does not come up.
set -eu
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/live_server.sh"

version=3.7.1
if [ "${1-}" = --install ]; then
  [ -n "${2-}" ] || fail "--install needs a folder"
  npm install --prefix "$2" --no-audit --no-fund "s3rver@$version"
  exit
fi
program=${S3RVER:-s3rver}
command -v "$program" >/dev/null || fail "not installed: $program. $me --install FOLDER does it, with npm"

port=${PORT:-7060}
mkdir "$folder/data"
start_on_clock s3rver "$program" --directory "$folder/data" --address 127.0.0.1 --port "$port" \
  --service-endpoint s3.test --configure-bucket examplebucket --silent
wait_for s3rver curl -s "http://127.0.0.1:$port/"

# The only key that s3rver has.
write_keys S3RVER S3RVER
run_suite "http://127.0.0.1:$port" "$@"
