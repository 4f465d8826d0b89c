"""The checks of fuzz/contract.py for a folder of fuzz targets: those of OSS-Fuzz's check_build, and what its machines
need to run a target."""

import configparser
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import zipfile

RUNS = 4  # OSS-Fuzz's number and seed
SEED = 1337
FEWEST_EDGES = 100
# OSS-Fuzz's thresholds: the least and the most calls of each sanitizer's runtime, for each build.
CALLS = {"address": {"asan": (1000, None), "msan": (0, 3), "ubsan": (0, 200)},
         "undefined": {"asan": (0, 0), "msan": (0, 3), "ubsan": (168, None)},
         "coverage": {"asan": (0, 0), "msan": (0, 3), "ubsan": (0, 200)}}
# The libraries of the machines that run targets, and libstdc++, instead of which OSS-Fuzz links its own libc++.
LIBRARIES = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libdl.so.2", "libpthread.so.0", "librt.so.1",
             "libstdc++.so.6", "ld-linux-x86-64.so.2", "linux-vdso.so.1"}
SECTIONS = {"libfuzzer", "asan", "msan", "ubsan", "afl", "honggfuzz", "env"}
LARGEST_ARCHIVE = 2 << 20
ENTRY = b"LLVMFuzzerTestOneInput"
DICTIONARY_LINE = re.compile(r'^(?:\w+=)?"(?:[^"\\\x00-\x1f]|\\["\\]|\\x[0-9a-fA-F]{2})+"$')


class Broken(Exception):
    """A check failed; the message says why."""


def require(holds, sentence):
    if not holds:
        raise Broken(sentence)


def options_of(target):
    """Returns the section [libfuzzer] of the target's options as arguments of the engine."""
    parser = configparser.ConfigParser()
    parser.read(f"{target}.options")
    flags = dict(parser["libfuzzer"]) if parser.has_section("libfuzzer") else {}
    if "dict" in flags:
        flags["dict"] = str(target.parent / flags["dict"])
    return [f"-{name}={value}" for name, value in flags.items()]


def launch(command, folder, user=None, seconds=300, **environment):
    """Runs in `folder` with only PATH and `environment`. Returns exit status (-1: timed out) and output."""
    with tempfile.TemporaryFile() as out:
        try:
            code = subprocess.run([str(part) for part in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=out,
                                  stderr=subprocess.STDOUT, timeout=seconds, check=False, user=user,
                                  env={"PATH": "/usr/bin:/bin", **environment}).returncode
        except subprocess.TimeoutExpired:
            code = -1
        out.seek(0)
        return code, out.read().decode("utf-8", "replace")


def start(target, *arguments, folder="/", user=None, **environment):
    """Runs a libFuzzer target as OSS-Fuzz's run_fuzzer does."""
    limits = ["-rss_limit_mb=2560", "-timeout=25", *options_of(target)]
    return launch([target, *limits, *arguments], folder, user=user,
                  UBSAN_OPTIONS="silence_unsigned_overflow=1", **environment)


def finished(code, output, runs=RUNS):
    require(code == 0 and f"Done {runs} runs" in output,
            f"exit status {code}, without 'Done {runs} runs': {output.strip()[-500:]}")


def check_file(target, **_):
    require(re.fullmatch(r"[A-Za-z0-9_-]+", target.name), "the name has an extension or a character that OSS-Fuzz does not accept")
    kind = launch(["file", "-b", target], "/")[1]
    require("ELF 64-bit" in kind and "x86-64" in kind, f"is not a program for x86-64: {kind.strip()}")
    require(ENTRY in target.read_bytes(), "does not contain LLVMFuzzerTestOneInput")


def check_libraries(target, **_):
    listed = launch(["ldd", target], "/")[1]
    others = {pathlib.Path(line.split()[0]).name for line in listed.splitlines() if line.strip()} - LIBRARIES
    require(not others, f"needs {', '.join(sorted(others))}")


def check_calls(target, sanitizer, engine, **_):
    """Counts as bad_build_check does. For engines other than libFuzzer, it only counts calls of ASan."""
    code = launch(["objdump", "-dC", target], "/", seconds=900)[1]
    for name, (least, most) in CALLS[sanitizer].items():
        if engine != "libfuzzer" and name != "asan":
            continue
        calls = len(re.findall(rf"callq?\s+[0-9a-f]+\s+<__{name}", code))
        require(calls >= least, f"{calls} calls of __{name}; expected at least {least}")
        require(most is None or calls <= most, f"{calls} calls of __{name}; expected at most {most}")


def check_start(target, sanitizer, **_):
    with tempfile.TemporaryDirectory() as folder:
        profile = pathlib.Path(folder, "profile")
        code, output = start(target, f"-seed={SEED}", f"-runs={RUNS}", folder=folder, LLVM_PROFILE_FILE=str(profile))
        finished(code, output)
        if sanitizer == "coverage":
            require(profile.is_file() and profile.stat().st_size > 0, "writes no profile")
        edges = re.search(r"Loaded \d+ modules?\s+\((\d+) ", output)
        require(edges and int(edges.group(1)) >= FEWEST_EDGES, "is not instrumented, or only in part")


def check_dictionary(target, **_):
    lines = pathlib.Path(f"{target}.dict").read_text(encoding="ascii").splitlines()
    for number, line in enumerate(lines, 1):
        require(not line.strip() or line.startswith("#") or DICTIONARY_LINE.match(line), f"line {number} is not a valid entry")


def check_options(target, **_):
    parser = configparser.ConfigParser()
    require(parser.read(f"{target}.options"), "the file is missing")
    unknown = set(parser.sections()) - SECTIONS
    require(not unknown, f"unknown sections: {', '.join(unknown)}")
    flags = parser["libfuzzer"]
    require(flags.getint("max_len", 0) > 0, "max_len is missing or not positive")
    require((target.parent / flags.get("dict", "")).is_file(), "dict is missing, or names a file that is not beside the target")


def unpacked(target, folder):
    archive = pathlib.Path(f"{target}_seed_corpus.zip")
    require(archive.is_file(), "the archive is missing")
    require(archive.stat().st_size <= LARGEST_ARCHIVE, f"the archive has {archive.stat().st_size} bytes; expected at most {LARGEST_ARCHIVE}")
    with zipfile.ZipFile(archive) as seeds:
        require(seeds.namelist() and not any("/" in name for name in seeds.namelist()), "the archive is empty or has folders")
        seeds.extractall(folder)
    return sorted(pathlib.Path(folder).iterdir())


def check_seeds(target, engine, **_):
    with tempfile.TemporaryDirectory() as folder:
        files = unpacked(target, folder)
        longest = int(dict(flag[1:].split("=", 1) for flag in options_of(target))["max_len"])
        long = [file.name for file in files if file.stat().st_size > longest]
        require(not long, f"longer than max_len: {', '.join(long[:5])}")
        if engine == "libfuzzer":
            code, output = start(target, "-runs=0", folder)
            require(code == 0, f"a seed fails: {output.strip()[-500:]}")


def check_elsewhere(target, **_):
    """Runs from a read-only folder, as another user than root, who may write anywhere."""
    nobody = 65534 if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, "read-only")
        copy.mkdir()
        for suffix in ("", ".dict", ".options"):
            shutil.copy2(f"{target}{suffix}", copy)
        os.chmod(copy, 0o555)
        os.chmod(folder, 0o755)
        finished(*start(copy / target.name, f"-seed={SEED}", f"-runs={RUNS}", folder=copy, user=nobody,
                        LLVM_PROFILE_FILE="/dev/null"))
        os.chmod(copy, 0o755)


def check_afl(target, seconds, **_):
    """afl-fuzz accepts the target, runs it and finds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        seeds, found = pathlib.Path(folder, "seeds"), pathlib.Path(folder, "found")
        seeds.mkdir()
        for file in unpacked(target, seeds)[16:]:
            file.unlink()
        command = ["afl-fuzz", "-i", seeds, "-o", found, "-V", seconds, "-m", "none", "-t", "10000",
                   "-x", f"{target}.dict", "--", target]
        code, output = launch(command, folder, PATH=os.environ["PATH"], AFL_NO_UI="1", AFL_SKIP_CPUFREQ="1", AFL_NO_AFFINITY="1",
                              AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES="1", UBSAN_OPTIONS="silence_unsigned_overflow=1")
        statistics = found / "default" / "fuzzer_stats"
        require(code == 0 and statistics.is_file(), f"afl-fuzz: exit status {code}: {output.strip()[-500:]}")
        numbers = dict(re.findall(r"^(\w+)\s*: (\S+)", statistics.read_text(), re.MULTILINE))
        require(int(numbers["execs_done"]) > 0, "no execution")
        require(int(numbers["saved_crashes"]) == 0, f"{numbers['saved_crashes']} crashes")
        return f"{numbers['execs_done']} executions, {numbers['corpus_count']} inputs"


def check_honggfuzz(target, seconds, **_):
    with tempfile.TemporaryDirectory() as folder:
        seeds, found = pathlib.Path(folder, "seeds"), pathlib.Path(folder, "found")
        seeds.mkdir()
        found.mkdir()
        unpacked(target, seeds)
        command = ["honggfuzz", "-i", seeds, "-o", found, "-W", found, "--run_time", seconds, "-n", 1, "-v",
                   "-w", f"{target}.dict", "--", target]
        code, output = launch(command, folder, PATH=os.environ["PATH"])
        summary = re.search(r"Summary iterations:(\d+).* crashes_count:(\d+)", output)
        require(code == 0 and summary, f"honggfuzz: exit status {code}: {output.strip()[-500:]}")
        require(int(summary.group(1)) > 0 and int(summary.group(2)) == 0, summary.group(0))
        return f"{summary.group(1)} executions"


ALWAYS = [("file", check_file), ("libraries", check_libraries), ("calls", check_calls),
          ("dictionary", check_dictionary), ("options", check_options), ("seeds", check_seeds)]
BY_ENGINE = {"libfuzzer": [("start", check_start), ("elsewhere", check_elsewhere)],
             "afl": [("afl-fuzz", check_afl)],
             "honggfuzz": [("honggfuzz", check_honggfuzz)]}


def targets_in(folder):
    """Returns the executables: OSS-Fuzz treats each as a target."""
    return sorted(file for file in folder.iterdir() if file.is_file() and os.access(file, os.X_OK))


def check_all(folder, engine, sanitizer, seconds):
    """Prints a line for every target and check. Returns the number of failures."""
    broken, seen = 0, {}
    targets = targets_in(folder)
    if not targets:
        print("broken: no targets")
        return 1
    for target in targets:
        digest = hashlib.sha256(target.read_bytes()).digest()
        if digest in seen:
            print(f"{target.name} file: broken: the same program as {seen[digest]}")
            broken += 1
        seen[digest] = target.name
        for name, function in ALWAYS + BY_ENGINE[engine]:
            try:
                note = function(target, engine=engine, sanitizer=sanitizer, seconds=seconds)
                print(f"{target.name} {name}: ok{f' ({note})' if note else ''}", flush=True)
            except (Broken, OSError, ValueError, KeyError, configparser.Error, zipfile.BadZipFile) as error:
                print(f"{target.name} {name}: broken: {error}", flush=True)
                broken += 1
    print(f"{len(targets)} targets")
    return broken
