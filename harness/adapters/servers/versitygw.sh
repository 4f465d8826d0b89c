#!/bin/sh
# Runs the suite against versitygw on loopback, with a temporary folder.
#
#   versitygw.sh --install FOLDER    builds the pinned version into FOLDER (needs Go)
#   versitygw.sh [RUN OPTION…]       runs `countersign run --endpoint … RUN OPTION…` against it
#
# COUNTERSIGN and VERSITYGW name the two programs; by default they are on the PATH. PORT (7070) is used;
# LIMIT limits the run, in seconds. The exit status is that of countersign, or 2 if the server does not
# come up.
set -eu
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/live_server.sh"

version=v1.8.0
if [ "${1-}" = --install ]; then
  [ -n "${2-}" ] || fail "--install needs a folder"
  GOBIN=$(cd "$2" && pwd) go install "github.com/versity/versitygw/cmd/versitygw@$version"
  exit
fi
program=${VERSITYGW:-versitygw}
command -v "$program" >/dev/null || fail "not installed: $program. $me --install FOLDER does it, with Go"

port=${PORT:-7070}
key_id=AKIAIOSFODNN7EXAMPLE
secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
mkdir -p "$folder/data/examplebucket"
start versitygw env "ROOT_ACCESS_KEY=$key_id" "ROOT_SECRET_KEY=$secret" "$program" \
  --port "127.0.0.1:$port" --region us-east-1 posix "$folder/data"
wait_for versitygw grep 'listening on' "$folder/log/versitygw"

write_keys "$key_id" "$secret"
run_suite "http://127.0.0.1:$port" "$@"
