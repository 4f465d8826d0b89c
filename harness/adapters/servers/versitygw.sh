#!/bin/sh
# Runs the suite against versitygw on loopback, over a folder that is gone afterwards.
#
#   versitygw.sh --install FOLDER    builds the pinned version into FOLDER (needs Go)
#   versitygw.sh [RUN OPTION…]       runs `countersign run --endpoint … RUN OPTION…` against it
#
# COUNTERSIGN and VERSITYGW name the two programs; found on the PATH otherwise. The exit status is
# that of countersign, or 2 where the server does not come up.
set -eu

version=v1.8.0

if [ "${1-}" = --install ]; then
  GOBIN=$(cd "$2" && pwd) exec go install "github.com/versity/versitygw/cmd/versitygw@$version"
fi

folder=$(mktemp -d)
server=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

mkdir -p "$folder/data/examplebucket"
key_id=AKIAIOSFODNN7EXAMPLE
secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
printf '{"access_key_id": "%s", "secret_access_key": "%s"}\n' "$key_id" "$secret" > "$folder/keys.json"
port=${PORT:-7070}
ROOT_ACCESS_KEY=$key_id ROOT_SECRET_KEY=$secret "${VERSITYGW:-versitygw}" \
  --port "127.0.0.1:$port" --region us-east-1 posix "$folder/data" > "$folder/log" 2>&1 &
server=$!

tries=0
until grep -q 'listening on' "$folder/log"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "versitygw.sh: the server did not come up:" >&2
    tail -n 5 "$folder/log" >&2
    exit 2
  fi
  sleep 0.1
done

status=0
"${COUNTERSIGN:-countersign}" run --endpoint "http://127.0.0.1:$port" --bucket examplebucket \
  --credentials "$folder/keys.json" "$@" || status=$?
exit "$status"
