#!/bin/sh
# Runs the suite against LocalStack's S3 on loopback, with a temporary folder.
#
#   localstack.sh --install FOLDER    installs the pinned version into FOLDER, by pip (needs Python 3.13 or newer)
#   localstack.sh [RUN OPTION…]       runs `countersign run --endpoint … RUN OPTION…` against it
#
# LOCALSTACK names FOLDER. COUNTERSIGN and, for --install, PYTHON name programs; by default they are on the PATH.
# PORT (7050) is used; LIMIT limits the run, in seconds. The exit status is that of countersign, or 2 if the
# server does not come up.
set -eu
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/live_server.sh"

version=2026.3.0
if [ "${1-}" = --install ]; then
  [ -n "${2-}" ] || fail "--install needs a folder"
  "${PYTHON:-python3}" -m venv "$2"
  # The package has no upper limits; these are the versions that were current when it was released.
  "$2/bin/pip" install "localstack-core[base-runtime]==$version" 'cbor2<6' 'pyopenssl<26' 'cryptography<47' \
    service-identity
  exit
fi
python=${LOCALSTACK:-.}/bin/python
[ -x "$python" ] || fail "not installed: $python. $me --install FOLDER does it, with pip; then LOCALSTACK=FOLDER"

port=${PORT:-7050}
server=http://127.0.0.1:$port
mkdir "$folder/state" "$folder/home"
start localstack env HOME="$folder/home" TMPDIR="$folder" FILESYSTEM_ROOT="$folder/state" SERVICES=s3 \
  EAGER_SERVICE_LOADING=0 DISABLE_EVENTS=1 SKIP_SSL_CERT_DOWNLOAD=1 S3_SKIP_SIGNATURE_VALIDATION=0 \
  "GATEWAY_LISTEN=127.0.0.1:$port" "$python" -c "
# Over IPv4 it ignores GATEWAY_LISTEN and would listen on every interface.
from twisted.internet import endpoints
endpoints.TCP4ServerEndpoint.__init__.__defaults__ = (50, '127.0.0.1')
from localstack.runtime.main import main
main()"

# shellcheck disable=SC2317  # called by wait_for
make_bucket() {
  curl -sf -K - --aws-sigv4 aws:amz:us-east-1:s3 -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' \
    -X PUT "$server/examplebucket" <<END
user = "test:test"
END
}
wait_for localstack make_bucket

# LocalStack always uses this secret.
write_keys test test
run_suite "$server" "$@"
