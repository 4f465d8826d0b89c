#!/bin/sh
# Runs the suite against OpenStack Swift with s3api on loopback, with a temporary folder:
# one proxy with tempauth, one account, container and object server each, one memcached.
#
#   swift.sh --install        installs Debian's packages (as root)
#   swift.sh [RUN OPTION…]    runs `countersign run --endpoint … RUN OPTION…` against it
#
# COUNTERSIGN names the program; by default it is on the PATH. PORT (7080) and the four above it are used.
# CLOCK=file lets the proxy's clock follow a file, by libfaketime; LIMIT limits the run, in seconds.
# The temporary folder's file system must support extended attributes. The exit status is that of countersign,
# or 2 if the servers do not come up.
set -eu
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/live_server.sh"

install_or_need "${1-}" 'swift-proxy swift-account swift-container swift-object memcached curl' \
  swift-ring-builder swift-proxy-server swift-account-server swift-container-server swift-object-server \
  memcached curl

port=${PORT:-7080}
proxy=http://127.0.0.1:$port
secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
second_secret=second/K7MDENG/bPxRfiCYEXAMPLEKEY
user=$(id -un)
etc=$folder/etc
mkdir -p "$etc" "$folder/node/disk"

common() {
  cat <<END
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $1
workers = 0
user = $user
swift_dir = $etc
devices = $folder/node
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
recon_cache_path = $folder
END
}

storage_server() {
  {
    common "$2"
    printf '[pipeline:main]\npipeline = %s-server\n[app:%s-server]\nuse = egg:swift#%s\n' "$1" "$1" "$1"
  } > "$etc/$1-server.conf"
  (
    cd "$etc"
    swift-ring-builder "$1.builder" create 4 1 1
    swift-ring-builder "$1.builder" add --region 1 --zone 1 --ip 127.0.0.1 --port "$2" --device disk --weight 1
    # With only one device it warns and ends with status 1.
    swift-ring-builder "$1.builder" rebalance || [ -f "$1.ring.gz" ]
  ) > "$folder/log/$1-ring"
  start "$1" "swift-$1-server" "$etc/$1-server.conf"
}

proxy_filters() {
  for filter in catch_errors gatekeeper healthcheck listing_formats bulk slo dlo versioned_writes symlink; do
    printf '[filter:%s]\nuse = egg:swift#%s\n' "$filter" "$filter"
  done
  cat <<END
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$((port + 4))
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
storage_domain = s3.test
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = $secret .admin
user_test_second = $second_secret .admin
END
}

proxy_server() {
  {
    common "$port"
    cat <<END
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats s3api tempauth bulk slo dlo
  versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
END
    proxy_filters
  } > "$etc/proxy-server.conf"
  start_on_clock proxy swift-proxy-server "$etc/proxy-server.conf"
  wait_for proxy curl -sf "$proxy/healthcheck"
}

# By Swift's own protocol, which needs no signature.
# shellcheck disable=SC2317  # called by wait_for
make_bucket() {
  token=$(curl -s -D - -o "$folder/log/auth" -H 'X-Storage-User: test:tester' -H "X-Storage-Pass: $secret" \
    "$proxy/auth/v1.0" | tr -d '\r' | sed -n 's/^X-Auth-Token: //p')
  curl -sf -X PUT -H "X-Auth-Token: $token" -H 'Content-Length: 0' "$proxy/v1/AUTH_test/examplebucket"
}

printf '[swift-hash]\nswift_hash_path_suffix = test\n[storage-policy:0]\nname = default\ndefault = yes\n' \
  > "$etc/swift.conf"
if [ "$user" = root ]; then
  start memcached memcached -u nobody -l 127.0.0.1 -p "$((port + 4))" -m 16
else
  start memcached memcached -l 127.0.0.1 -p "$((port + 4))" -m 16
fi
storage_server account "$((port + 1))"
storage_server container "$((port + 2))"
storage_server object "$((port + 3))"
proxy_server
wait_for proxy make_bucket

write_keys test:tester "$secret" test:second "$second_secret"
run_suite "$proxy" "$@"
