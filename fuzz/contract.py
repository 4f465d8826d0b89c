#!/usr/bin/env python3
"""Builds the fuzz targets under OSS-Fuzz's contract on this machine, without containers, and checks the result.

fuzz/oss-fuzz/build.sh runs with the variables that OSS-Fuzz sets and no others. Then $OUT moves elsewhere, $SRC and
$WORK are hidden, and every target passes the checks of contract_checks.py, those of OSS-Fuzz's check_build among them.
One line a target and check; the exit status is 1 where anything is broken, 2 where nothing could be built.

    fuzz/contract.py                                  address, undefined and coverage, with libFuzzer
    fuzz/contract.py --engine afl                     AFL++ (afl++), with AddressSanitizer
    fuzz/contract.py --engine honggfuzz --engine-library FILE.a   its libhfuzz and libhfcommon in one archive
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
# What each engine wants: compilers, what is linked, the compiler's flags, and the files that it comes with.
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
    """Programs that this machine lacks, and the packages of Debian that have them."""
    cc, cxx, _, _, programs = ENGINES[engine]
    wanted = [cc, cxx, *programs, "objdump", "file", "zip", "meson", "ninja", "pkg-config"]
    return [(name, PACKAGES.get(name, "not in Debian 12")) for name in wanted if shutil.which(name) is None]


def pinned_simdjson():
    """The commit that the Dockerfile names."""
    return re.search(r"checkout -q ([0-9a-f]{40})", (FUZZ / "oss-fuzz" / "Dockerfile").read_text()).group(1)


def lay_simdjson(given, place):
    if given is not None:
        for folder in ("include", "src"):
            shutil.copytree(given / folder, place / folder)
        return
    subprocess.run(["git", "clone", "-q", SIMDJSON, place], check=True)
    subprocess.run(["git", "-C", place, "checkout", "-q", pinned_simdjson()], check=True)


def lay_checkout(place):
    """The files of this checkout as they are, with what is not committed yet."""
    root = FUZZ.parent
    listed = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", "-z"],
                            check=True, stdout=subprocess.PIPE, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, place / name)


def environment(scratch, engine, library, sanitizer):
    """Exactly what build.sh sees."""
    cc, cxx, usual, feedback, _ = ENGINES[engine]
    flags = " ".join(filter(None, (COMMON, SANITIZERS[sanitizer], feedback if sanitizer != "coverage" else "")))
    return {
        "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "CC": cc, "CXX": cxx, "CCC": cxx,
        "CFLAGS": flags, "CXXFLAGS": flags, "LIB_FUZZING_ENGINE": library or usual, "SANITIZER": sanitizer,
        "FUZZING_ENGINE": engine, "ARCHITECTURE": "x86_64", "FUZZING_LANGUAGE": "c++",
        "OUT": str(scratch / "out"), "SRC": str(scratch / "src"), "WORK": str(scratch / "work"),
    }


def build(scratch, options, sanitizer):
    """Lays $SRC, $WORK and $OUT and runs build.sh; its output is kept in a file, of which failures show the end."""
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
        print(f"build.sh failed; all it said is in {log}")
    return code == 0


def check(scratch, engine, sanitizer, seconds):
    """Moves the result away from where it was built, hides the sources, and checks."""
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
    parser.add_argument("--engine-library", help="what is linked as the engine, where it is not in the usual place")
    parser.add_argument("--sanitizer", choices=SANITIZERS, action="append", help="may be given more than once")
    parser.add_argument("--simdjson", type=pathlib.Path, help="a checkout of simdjson; without, it is cloned")
    parser.add_argument("--scratch", type=pathlib.Path, help="a folder to build in that is kept; without, a new one")
    parser.add_argument("--seconds", type=int, default=5, help="how long engines other than libFuzzer run a target")
    options = parser.parse_args()
    options.sanitizer = options.sanitizer or (list(SANITIZERS) if options.engine == "libfuzzer" else ["address"])
    return options


def main():
    options = arguments()
    lacking = missing(options.engine)
    for name, packages in lacking:
        print(f"this machine lacks {name}: {packages}", file=sys.stderr)
    if lacking:
        return 2
    if options.scratch is not None:
        options.scratch.mkdir(parents=True, exist_ok=True)
        return run(options, options.scratch.resolve())
    with tempfile.TemporaryDirectory(prefix="contract-") as scratch:
        os.chmod(scratch, 0o755)  # others are to run what is built
        return run(options, pathlib.Path(scratch))


if __name__ == "__main__":
    sys.exit(main())
