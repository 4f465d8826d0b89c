#!/bin/sh
# Runs the suite against Ceph RGW on loopback, with a temporary folder: one monitor, one
# OSD that keeps its objects in memory, one radosgw.
#
#   ceph-rgw.sh --install        installs Debian's packages (as root)
#   ceph-rgw.sh [RUN OPTION…]    runs `countersign run --endpoint … RUN OPTION…` against it
#
# COUNTERSIGN names the program; by default it is on the PATH. PORT (7090) and the fifty above it are used.
# CLOCK=file lets radosgw's clock follow a file, by libfaketime; LIMIT limits the run, in seconds.
# The exit status is that of countersign, or 2 if the servers do not come up.
set -eu
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/live_server.sh"

install_or_need "${1-}" 'radosgw ceph-mon ceph-osd ceph-common curl' radosgw radosgw-admin ceph-mon ceph-osd ceph ceph-authtool monmaptool curl

port=${PORT:-7090}
gateway=http://127.0.0.1:$port
key_id=AKIAIOSFODNN7EXAMPLE
secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
second_key_id=AKIAI44QH8DHBEXAMPLE
second_secret=je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY
export CEPH_CONF="$folder/ceph.conf"
cluster=$(cat /proc/sys/kernel/random/uuid)
monitor="[v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]"
mkdir "$folder/mon" "$folder/osd" "$folder/rgw" "$folder/run"

# `crc secure`: by default, radosgw talks to the monitor only encrypted, and that needs keys.
cat > "$CEPH_CONF" <<END
[global]
fsid = $cluster
mon host = $monitor
public network = 127.0.0.0/8
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc secure
ms mon service mode = crc secure
ms mon cluster mode = crc secure
ms bind port min = $((port + 3))
ms bind port max = $((port + 50))
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail warn = 0
mon data avail crit = 0
run dir = $folder/run
admin socket = $folder/run/\$name.asok
pid file = $folder/run/\$name.pid
log file = $folder/log/\$name.log
[mon.a]
mon data = $folder/mon
[osd.0]
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = 1073741824
osd class load list = *
osd class default list = *
[client.rgw]
rgw data = $folder/rgw
keyring = $folder/rgw/keyring
rgw frontends = beast endpoint=127.0.0.1:$port
rgw dns name = s3.test
rgw enable usage log = false
rgw run sync thread = false
rgw enable lc threads = false
rgw enable gc threads = false
END

# Runs a command with its output in the log. If it fails, prints the output and ends the script.
step() {
  timeout 60 "$@" > "$folder/log/step" 2>&1 || { tail -n 5 "$folder/log/step" >&2; fail "failed: $*"; }
}

# shellcheck disable=SC2317  # called by wait_for
osd_is_up() {
  timeout 5 ceph osd stat | grep -q '1 up'
}

storage() {
  # radosgw needs a keyring even without authentication.
  step ceph-authtool --create-keyring "$folder/rgw/keyring" -n client.rgw --gen-key \
    --cap mon 'allow *' --cap osd 'allow *'
  step monmaptool --create --fsid "$cluster" --addv a "$monitor" "$folder/monmap"
  step ceph-mon --mkfs -i a --monmap "$folder/monmap"
  start monitor ceph-mon -f -i a
  wait_for monitor timeout 5 ceph --connect-timeout 2 mon stat
  step ceph auth add client.rgw -i "$folder/rgw/keyring"
  disk=$(cat /proc/sys/kernel/random/uuid)
  step ceph osd new "$disk" 0
  step ceph osd crush add osd.0 1 root=default
  step ceph-osd --mkfs -i 0 --osd-uuid "$disk"
  start osd ceph-osd -f -i 0
  wait_for osd osd_is_up
}

admin() {
  step radosgw-admin -n client.rgw "$@"
}

# radosgw's region is the api_name of the zone group.
users_and_region() {
  admin user create --uid=first --display-name=first "--access-key=$key_id" "--secret-key=$secret"
  admin user create --uid=second --display-name=second "--access-key=$second_key_id" \
    "--secret-key=$second_secret"
  admin zonegroup get --rgw-zonegroup=default
  sed -n '/^{/,$p' "$folder/log/step" | sed 's/"api_name": "[^"]*"/"api_name": "us-east-1"/' \
    > "$folder/zonegroup.json"
  admin zonegroup set --rgw-zonegroup=default "--infile=$folder/zonegroup.json"
}

# shellcheck disable=SC2317  # called by wait_for
make_bucket() {
  printf 'user = "%s:%s"\n' "$key_id" "$secret" | curl -sf -K - --aws-sigv4 aws:amz:us-east-1:s3 \
    -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -X PUT "$gateway/examplebucket"
}

storage
users_and_region
start_on_clock gateway radosgw -f -n client.rgw
wait_for gateway curl -s "$gateway/"
wait_for gateway make_bucket

write_keys "$key_id" "$secret" "$second_key_id" "$second_secret"
run_suite "$gateway" "$@"
