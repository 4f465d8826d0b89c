#!/bin/bash -eu
exec "$SRC/countersign/fuzz/oss-fuzz/build.sh"
