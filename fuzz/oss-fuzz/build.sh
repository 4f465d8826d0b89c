#!/bin/bash -eu
# Builds the fuzz targets into $OUT, each with its dictionary, options and seeds. OSS-Fuzz, ClusterFuzzLite and
# fuzz/contract.py call it with the variables that OSS-Fuzz sets. $SRC holds this repository as countersign/, and simdjson/.

home=$SRC/countersign/fuzz
build=$WORK/countersign
export PKG_CONFIG_PATH=$WORK/simdjson

# Distributions have simdjson only as a shared library, and the machines that fuzz do not have it.
mkdir -p "$WORK/simdjson"
# shellcheck disable=SC2086  # lists of flags
$CXX $CXXFLAGS -std=c++17 -w -I"$SRC/simdjson/include" -I"$SRC/simdjson/src" \
  -c "$SRC/simdjson/src/simdjson.cpp" -o "$WORK/simdjson/simdjson.o"
ar rcs "$WORK/simdjson/libsimdjson.a" "$WORK/simdjson/simdjson.o"
cat >"$WORK/simdjson/simdjson.pc" <<PC
Name: simdjson
Description: at the commit that the Dockerfile names
Version: $(sed -n 's/^#define SIMDJSON_VERSION "\{0,1\}\([0-9.]*\)"\{0,1\}$/\1/p' "$SRC/simdjson/include/simdjson/simdjson_version.h")
Libs: -L$WORK/simdjson -lsimdjson
Cflags: -I$SRC/simdjson/include
PC

rm -rf "$build"
meson setup "$build" "$SRC/countersign" --buildtype=plain --default-library=static \
  -Dprefer_static=true -Db_lundef=false -Dfuzz_engine="$LIB_FUZZING_ENGINE"
ninja -C "$build" fuzz-targets

# The build derives families of inputs, such as one for every character or day. Only the first of every sixteen is kept, so
# that an archive stays at 1 MB.
add_thinned() {
  (cd "$1" && printf '%s\n' * |
    awk -F. '{ family = $1 "." $2 "." $3; sub(/[0-9]+[.]*$/, "", family) } (seen[family]++) % 16 == 0' | zip -q -@ "$2")
}

while read -r subject corpus derived; do
  target=$OUT/${subject}_fuzz
  cp "$build/fuzz/${subject}_fuzz" "$target"
  cp "$home/dictionaries/$corpus.dict" "$target.dict"
  sed "s/^dict = .*/dict = ${subject}_fuzz.dict/" "$home/options/$corpus.options" >"$target.options"
  rm -f "${target}_seed_corpus.zip"
  zip -q -j "${target}_seed_corpus.zip" "$home/seeds/$corpus"/* "$home/regressions/$corpus"/*
  for folder in $derived; do
    add_thinned "$build/fuzz/$folder" "${target}_seed_corpus.zip"
  done
done <"$build/fuzz/targets.txt"
