# shellcheck shell=sh
# Sourced by the scripts of this folder. The processes that they start write to $folder/log. When a script
# ends, the processes are ended and the folder is removed.

me=${0##*/}
folder=$(mktemp -d "${TMPDIR:-/tmp}/countersign-server.XXXXXX")
mkdir "$folder/log"
servers=
clock=

fail() {
  echo "$me: $*" >&2
  exit 2
}

# In reverse order. A process that has not ended after five seconds is killed.
clean_up() {
  for pid in $servers; do
    kill "$pid" 2>/dev/null || continue
    tries=0
    while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 50 ]; do
      tries=$((tries + 1))
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# need PACKAGES PROGRAM…: ends the script if a program is missing.
need() {
  packages=$1
  shift
  missing=
  for program in "$@"; do
    command -v "$program" >/dev/null || missing="$missing $program"
  done
  [ -z "$missing" ] || fail "not installed:$missing. On Debian: $me --install (apt-get install $packages)"
}

# install_packages PACKAGES: from Debian, without starting their services.
install_packages() {
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    # shellcheck disable=SC2064  # the path as it is now
    trap "rm -f $policy; clean_up" EXIT
  fi
  # shellcheck disable=SC2086  # several packages
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $1
}

# install_or_need OPTION PACKAGES PROGRAM…: with the option --install, installs the packages and ends the
# script. Otherwise the programs must be there.
install_or_need() {
  option=$1
  shift
  if [ "$option" = --install ]; then
    install_packages "$1"
    exit
  fi
  need "$@"
}

# start NAME COMMAND…: starts it in the background.
start() {
  name=$1
  shift
  "$@" > "$folder/log/$name" 2>&1 &
  servers="$! $servers"
}

# start_on_clock NAME COMMAND…: the same; with CLOCK=file, its clock follows $folder/clock.
start_on_clock() {
  if [ "${CLOCK-}" != file ]; then
    start "$@"
    return
  fi
  clock=$folder/clock
  TZ=UTC date '+%Y-%m-%d %H:%M:%S' > "$clock"
  library=$(find /usr/lib -name libfaketimeMT.so.1 2>/dev/null | head -n 1)
  [ -n "$library" ] || fail "CLOCK=file needs libfaketime. On Debian: apt-get install libfaketime"
  name=$1
  shift
  start "$name" env TZ=UTC LD_PRELOAD="$library" FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_NO_CACHE=1 \
    "FAKETIME_TIMESTAMP_FILE=$clock" "$@"
}

# wait_for NAME COMMAND…: waits until the command succeeds. Fails after a minute, or if the process that was
# started last has ended.
wait_for() {
  name=$1
  shift
  tries=0
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "${servers%% *}" 2>/dev/null; then
      tail -n 5 "$folder/log/$name" >&2 || true
      fail "$name did not come up"
    fi
    sleep 0.2
  done
}

# write_keys ID SECRET [ID SECRET]: the server's keys, the second one optional, for run_suite.
write_keys() {
  printf '{"access_key_id": "%s", "secret_access_key": "%s"' "$1" "$2"
  [ $# -lt 4 ] || printf ', "second": {"access_key_id": "%s", "secret_access_key": "%s"}' "$3" "$4"
  echo '}'
} > "$folder/keys.json"

# run_suite URL RUN_OPTION…: runs the suite with the options of the script and these. Ends the script with countersign's exit status, or 2 after LIMIT seconds.
run_suite() {
  url=$1
  shift
  # How to ask one case again, for the report: the server will be gone by then.
  COUNTERSIGN_SERVER_SCRIPT="${clock:+CLOCK=file }$0"
  export COUNTERSIGN_SERVER_SCRIPT
  [ -z "$clock" ] || set -- --clock-file "$clock" "$@"
  status=0
  timeout --foreground "${LIMIT:-1800}" "${COUNTERSIGN:-countersign}" run --endpoint "$url" \
    --bucket examplebucket --credentials "$folder/keys.json" "$@" || status=$?
  [ "$status" -ne 124 ] || fail "countersign had not ended after ${LIMIT:-1800} seconds"
  exit "$status"
}
