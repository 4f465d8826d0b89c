#!/usr/bin/env python3
"""Builds the fuzz targets as OSS-Fuzz does, but without a container, and checks the result.

Runs fuzz/oss-fuzz/build.sh with only the variables that OSS-Fuzz sets. Then moves $OUT, hides $SRC and $WORK, and makes
the checks of contract_checks.py for every target; they include those of OSS-Fuzz's check_build. Prints one line for each
target and check. Exit status 1 if a check fails, 2 if the build fails. The nightly workflow runs this.

    fuzz/contract.py                                  address, undefined and coverage, with libFuzzer
    fuzz/contract.py --engine afl                     AFL++ (afl++), with AddressSanitizer
    fuzz/contract.py --engine honggfuzz --engine-library FILE.a   with its libhfuzz and libhfcommon in one archive
    fuzz/contract.py --sanitizer address --simdjson ../simdjson
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import contract_checks

FUZZ = pathlib.Path(__file__).resolve().parent
SIMDJSON = "https://github.com/simdjson/simdjson"
# The flags that OSS-Fuzz's base images set, as far as clang 14 knows them.
COMMON = (
    "-O1 -fno-omit-frame-pointer -gline-tables-only -Wno-error "
    "-DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
)
UNDEFINED = (
    "array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,"
    "returns-nonnull-attribute,shift,signed-integer-overflow,unreachable,vla-bound,vptr"
)
SANITIZERS = {
    "address": "-fsanitize=address -fsanitize-address-use-after-scope",
    "undefined": f"-fsanitize={UNDEFINED},unsigned-integer-overflow -fno-sanitize-recover={UNDEFINED}",
    "coverage": "-fprofile-instr-generate -fcoverage-mapping -pthread "
                "-Wl,--no-as-needed -Wl,-ldl -Wl,-lm -Wno-unused-command-line-argument",
}
# For each engine: the C and the C++ compiler, the library to link, the compiler flags, the programs that it needs.
ENGINES = {
    "libfuzzer": ("clang", "clang++", "-fsanitize=fuzzer", "-fsanitize=fuzzer-no-link", []),
    "afl": ("afl-clang-fast", "afl-clang-fast++", "/usr/lib/afl/libAFLDriver.a", "", ["afl-fuzz"]),
    "honggfuzz": ("clang", "clang++", "/usr/lib/libFuzzingEngine.a",
                  "-fsanitize-coverage=trace-pc-guard,indirect-calls,trace-cmp", ["honggfuzz"]),
}
PACKAGES = {
    "clang": "clang libclang-rt-14-dev", "clang++": "clang libclang-rt-14-dev", "objdump": "binutils",
    "file": "file", "zip": "zip", "meson": "meson", "ninja": "ninja-build", "pkg-config": "pkg-config",
    "afl-clang-fast": "afl++", "afl-clang-fast++": "afl++", "afl-fuzz": "afl++",
}


def missing(engine):
    """Returns the missing programs, each with the Debian package that has it."""
    cc, cxx, _, _, programs = ENGINES[engine]
    wanted = [cc, cxx, *programs, "objdump", "file", "zip", "meson", "ninja", "pkg-config"]
    return [(name, PACKAGES.get(name, "not in Debian 12")) for name in wanted if shutil.which(name) is None]


def pinned_simdjson():
    """Returns the commit that the Dockerfile names."""
    return re.search(r"checkout -q ([0-9a-f]{40})", (FUZZ / "oss-fuzz" / "Dockerfile").read_text()).group(1)


def lay_simdjson(given, place):
    if given is not None:
        for folder in ("include", "src"):
            shutil.copytree(given / folder, place / folder)
        return
    subprocess.run(["git", "clone", "-q", SIMDJSON, place], check=True)
    subprocess.run(["git", "-C", place, "checkout", "-q", pinned_simdjson()], check=True)


def lay_checkout(place):
    """Copies the files of this checkout, including changes that are not committed yet."""
    root = FUZZ.parent
    listed = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", "-z"],
                            check=True, stdout=subprocess.PIPE, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, place / name)


def environment(scratch, engine, library, sanitizer):
    """Returns all environment variables for build.sh."""
    cc, cxx, usual, feedback, _ = ENGINES[engine]
    flags = " ".join(filter(None, (COMMON, SANITIZERS[sanitizer], feedback if sanitizer != "coverage" else "")))
    return {
        "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "CC": cc, "CXX": cxx, "CCC": cxx,
        "CFLAGS": flags, "CXXFLAGS": flags, "LIB_FUZZING_ENGINE": library or usual, "SANITIZER": sanitizer,
        "FUZZING_ENGINE": engine, "ARCHITECTURE": "x86_64", "FUZZING_LANGUAGE": "c++",
        "OUT": str(scratch / "out"), "SRC": str(scratch / "src"), "WORK": str(scratch / "work"),
    }


def build(scratch, options, sanitizer):
    """Fills $SRC, $WORK and $OUT and runs build.sh. Its output goes to a file; if it fails, the end is printed."""
    for name in ("src", "work", "out"):
        shutil.rmtree(scratch / name, ignore_errors=True)
        (scratch / name).mkdir()
    lay_simdjson(options.simdjson, scratch / "src" / "simdjson")
    lay_checkout(scratch / "src" / "countersign")
    log = scratch / f"build-{options.engine}-{sanitizer}.log"
    script = scratch / "src" / "countersign" / ".clusterfuzzlite" / "build.sh"
    with open(log, "w", encoding="utf-8") as out:
        code = subprocess.run(["bash", "-eux", script], stdout=out, stderr=subprocess.STDOUT, check=False,
                              env=environment(scratch, options.engine, options.engine_library, sanitizer)).returncode
    if code != 0:
        print("".join(log.read_text(errors="replace").splitlines(keepends=True)[-40:]), end="")
        print(f"build.sh failed; its whole output is in {log}")
    return code == 0


def check(scratch, engine, sanitizer, seconds):
    """Moves the result to another folder, hides the sources and makes the checks."""
    moved = scratch / "not-out"
    shutil.rmtree(moved, ignore_errors=True)
    (scratch / "out").rename(moved)
    hidden = {scratch / name: scratch / f"hidden-{name}" for name in ("src", "work")}
    for place, away in hidden.items():
        shutil.rmtree(away, ignore_errors=True)
        place.rename(away)
    try:
        return contract_checks.check_all(moved, engine, sanitizer, seconds)
    finally:
        for place, away in hidden.items():
            away.rename(place)


def run(options, scratch):
    broken = 0
    for sanitizer in options.sanitizer:
        print(f"== {options.engine}, {sanitizer}", flush=True)
        if not build(scratch, options, sanitizer):
            return 2
        broken += check(scratch, options.engine, sanitizer, options.seconds)
    print(f"{broken} broken" if broken else "nothing broken")
    return 1 if broken else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, default="libfuzzer")
    parser.add_argument("--engine-library", help="the engine's library, if it is not in the usual place")
    parser.add_argument("--sanitizer", choices=SANITIZERS, action="append", help="may be given more than once")
    parser.add_argument("--simdjson", type=pathlib.Path, help="a checkout of simdjson (default: clone it)")
    parser.add_argument("--scratch", type=pathlib.Path, help="a folder to build in, which is kept (default: a temporary one)")
    parser.add_argument("--seconds", type=int, default=5, help="time for each target with engines other than libFuzzer")
    options = parser.parse_args()
    options.sanitizer = options.sanitizer or (list(SANITIZERS) if options.engine == "libfuzzer" else ["address"])
    return options


def main():
    options = arguments()
    lacking = missing(options.engine)
    for name, packages in lacking:
        print(f"contract.py: {name} is missing; it is in the package: {packages}", file=sys.stderr)
    if lacking:
        return 2
    if options.scratch is not None:
        options.scratch.mkdir(parents=True, exist_ok=True)
        return run(options, options.scratch.resolve())
    with tempfile.TemporaryDirectory(prefix="contract-") as scratch:
        os.chmod(scratch, 0o755)  # another user runs the targets
        return run(options, pathlib.Path(scratch))


if __name__ == "__main__":
    sys.exit(main())
