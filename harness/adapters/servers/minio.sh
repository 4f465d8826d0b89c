#!/bin/sh
# Runs the suite against MinIO on loopback, with a temporary folder.
#
#   minio.sh --install FOLDER    builds the pinned version into FOLDER (needs Go)
#   minio.sh [RUN OPTION…]       runs `countersign run --endpoint … RUN OPTION…` against it
#
# COUNTERSIGN and MINIO name the two programs; by default they are on the PATH. PORT (7040) is used;
# LIMIT limits the run, in seconds. The exit status is that of countersign, or 2 if the server does not
# come up.
set -eu
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/live_server.sh"

version=v0.0.0-20260212201848-7aac2a2c5b7c
if [ "${1-}" = --install ]; then
  [ -n "${2-}" ] || fail "--install needs a folder"
  GOBIN=$(cd "$2" && pwd) go install "github.com/minio/minio@$version"
  exit
fi
program=${MINIO:-minio}
command -v "$program" >/dev/null || fail "not installed: $program. $me --install FOLDER does it, with Go"

port=${PORT:-7040}
server=http://127.0.0.1:$port
key_id=AKIAIOSFODNN7EXAMPLE
secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
# Without MINIO_REGION any region is accepted.
start minio env "HOME=$folder" "MINIO_ROOT_USER=$key_id" "MINIO_ROOT_PASSWORD=$secret" MINIO_REGION=us-east-1 \
  MINIO_BROWSER=off "$program" server --address "127.0.0.1:$port" "$folder/data"

# signed SERVICE CURL_OPTION…: a request with the server's key.
signed() {
  service=$1
  shift
  printf 'user = "%s:%s"\n' "$key_id" "$secret" | curl -sf -K - --aws-sigv4 "aws:amz:us-east-1:$service" "$@"
}
# shellcheck disable=SC2317  # called by wait_for
make_bucket() {
  signed s3 -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -X PUT "$server/examplebucket"
}
wait_for minio make_bucket

# A temporary key, by AssumeRole of the same server.
signed sts "$server/" -d 'Action=AssumeRole&Version=2011-06-15&DurationSeconds=3600' > "$folder/role.xml" ||
  fail "AssumeRole failed"
field() {
  sed -n "s|.*<$1>\([^<]*\)</$1>.*|\1|p" "$folder/role.xml"
}
printf '{"access_key_id": "%s", "secret_access_key": "%s", "temporary": {"access_key_id": "%s",
  "secret_access_key": "%s", "session_token": "%s"}}\n' "$key_id" "$secret" "$(field AccessKeyId)" \
  "$(field SecretAccessKey)" "$(field SessionToken)" > "$folder/keys.json"
run_suite "$server" "$@"
