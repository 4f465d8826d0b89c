#!/bin/sh
# Checks every submitted bundle. A challenge or a key that the certifier knows stands beside a bundle, in a file of the
# same name with the suffix .challenge or .pub. Ends with 1 if a bundle is not certifiable.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 2
countersign=${COUNTERSIGN:-./countersign}
status=0
for manifest in "$here"/*/*/*/manifest.json; do
  [ -e "$manifest" ] || { echo "no bundle is submitted"; break; }
  bundle=${manifest%/manifest.json}
  set --
  [ -e "$bundle.challenge" ] && set -- "$@" --challenge "$(cat "$bundle.challenge")"
  [ -e "$bundle.pub" ] && set -- "$@" --key "$bundle.pub"
  echo "== $bundle"
  "$countersign" certify check "$bundle" "$@" || status=1
done
exit $status
