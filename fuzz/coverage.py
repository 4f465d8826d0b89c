#!/usr/bin/env python3
"""Reports which lines and branches of reference/ and harness/ are reached by the corpora, and which by the vectors.

    fuzz/coverage.py [--build DIR] [--corpus DIR ...] [--report FILE] [--require-branches PERCENT]
    ninja -C build fuzz-coverage

Builds with clang's coverage. Replays seeds, regressions, the seeds from vectors and every DIR/SUBJECT through the
targets. Separately, runs the vectors against the reference with `countersign run`. A branch counts twice: once for true
and once for false. With --require-branches, the exit status is 1 if the corpora reach a smaller share of the branches of
the reference's parser, canonicaliser and verifier (JUDGED below). The nightly workflow runs this with 98.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

import corpora

ROOT = corpora.FUZZ.parent
ROOMS = ("reference", "harness")
FLAGS = "-fprofile-instr-generate -fcoverage-mapping"
# The files of reference/ for which --require-branches sets the least share, without .cc or .h.
JUDGED = {
    "parser": ("sigv4/authentication_mode", "sigv4/authentication_parameters", "sigv4/credential_scope",
               "sigv4/header_name", "sigv4/payload", "sigv4/percent_encoding", "sigv4/query_string",
               "sigv4/signed_headers", "sigv4/timestamp"),
    "canonicaliser": ("sigv4/canonical_headers", "sigv4/canonical_query", "sigv4/canonical_request",
                      "sigv4/canonical_uri", "sigv4/string_to_sign"),
    "verifier": ("access_key", "sigv4/signature", "sigv4/validity_window", "verify"),
}
PROGRAM = pathlib.Path("harness", "cli", "countersign")


def tool(name):
    """Returns the name of the program, in Debian perhaps with the version of the compiler."""
    for candidate in (name, f"{name}-14", f"{name}-19"):
        if shutil.which(candidate):
            return candidate
    sys.exit(f"coverage.py: {name} is missing; it is in the package: llvm-14")


def run_profiled(command, profile, allowed=(0,)):
    done = subprocess.run([str(part) for part in command], env={**os.environ, "LLVM_PROFILE_FILE": str(profile)},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode not in allowed:
        print(done.stdout[-2000:])
        sys.exit(f"{command[0]} ended with status {done.returncode}")


def replay_corpora(build, kept, profiles):
    """Writes one profile for each target. Returns the programs."""
    targets = corpora.targets_of(build)

    def replay(target):
        related = [folder / other.subject for folder in kept for other in targets if other.corpus == target.corpus]
        folders = [folder for folder in (*target.inputs(build), *related) if folder.is_dir()]
        run_profiled([target.program(build), *folders], profiles / f"{target.subject}.profraw")

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(replay, targets))
    return [target.program(build) for target in targets]


def counts(programs, profiles, merged):
    """Returns for every file: {(line, column, outcome of a branch): times}, {line: times}."""
    subprocess.run([tool("llvm-profdata"), "merge", "-sparse", *profiles, "-o", merged], check=True)
    others = [part for program in programs[1:] for part in ("-object", program)]
    exported = subprocess.run([tool("llvm-cov"), "export", "-instr-profile", merged, programs[0], *others],
                              check=True, stdout=subprocess.PIPE).stdout
    files = {}
    for file in json.loads(exported)["data"][0]["files"]:
        path = pathlib.Path(os.path.normpath(file["filename"]))
        if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in ROOMS:
            continue
        source = path.read_text(encoding="utf-8").splitlines()
        files[path.relative_to(ROOT).as_posix()] = (branches_of(file, source), lines_of(file))
    return files


def branches_of(file, source):
    """Instantiations of a template are one branch, and so is code that several programs link. Not counted: a constant
    condition, and the default of a switch that has none, because all its values have a case."""
    found = collections.Counter()
    for line, column, _, _, when_true, when_false, *_ in file["branches"]:
        text = source[line - 1]
        if text[column - 1:].startswith("true)") or text[:column - 1].endswith("switch ("):
            continue
        found[line, column, True] = max(found[line, column, True], when_true)
        found[line, column, False] = max(found[line, column, False], when_false)
    return found


def lines_of(file):
    """Returns the lines at which a region starts, each with the count of its region that ran most often."""
    found = collections.Counter()
    for line, _, count, has_count, is_entry, is_gap in file["segments"]:
        if has_count and is_entry and not is_gap:
            found[line] = max(found[line], count)
    return found


def share(counters):
    """Returns the share that is reached, as text for the table."""
    every = [times for counter in counters for times in counter.values()]
    reached = sum(times > 0 for times in every)
    return f"{100 * reached / len(every):6.1f} % of {len(every):5}" if every else f"{'':17}"


def percent(counters):
    every = [times for counter in counters for times in counter.values()]
    return 100 * sum(times > 0 for times in every) / len(every) if every else 0.0


def merged_counts(one, other):
    """Returns for every branch and line the higher of both counts."""
    return {path: tuple(collections.Counter({key: max(one.get(path, ({}, {}))[i].get(key, 0),
                                                      other.get(path, ({}, {}))[i].get(key, 0))
                                             for key in {**one.get(path, ({}, {}))[i], **other.get(path, ({}, {}))[i]}})
                        for i in (0, 1))
            for path in {**one, **other}}


def row(name, paths, columns):
    cells = [share([files[path][i] for path in paths if path in files]) for files in columns for i in (0, 1)]
    return f"{name:34}" + "".join(f"{cell:20}" for cell in cells)


def judged_files(files, stems):
    """The measured files of these stems. A file that was moved must not drop out of the measurement unnoticed."""
    named = {stem: [path for suffix in (".cc", ".h") if (path := f"reference/{stem}{suffix}") in files]
             for stem in stems}
    missing = [stem for stem, found in named.items() if not found]
    if missing:
        sys.exit(f"coverage.py: JUDGED names files that were not measured: {', '.join(missing)}")
    return [path for found in named.values() for path in found]


def table(by_corpora, by_vectors):
    """Returns the lines of the table: folders, then the parts for which there is a floor."""
    columns = (by_corpora, by_vectors)
    every = sorted({*by_corpora, *by_vectors})
    lines = [f"{'':34}{'corpora: branches':20}{'lines':20}{'vectors: branches':20}{'lines':20}"]
    for folder in sorted({path.rsplit("/", 1)[0] for path in every}):
        lines.append(row(folder, [path for path in every if path.rsplit("/", 1)[0] == folder], columns))
    for part, stems in JUDGED.items():
        lines.append(row(f"the reference's {part}", judged_files(by_corpora, stems), columns))
    lines.append(row("these three", judged_files(by_corpora, sum(JUDGED.values(), ())), columns))
    return lines


def unreached(files, folder):
    """Returns lines "FILE:LINE:COLUMN: never true|false: SOURCE"."""
    lines = []
    for path in sorted(files):
        if not path.startswith(folder):
            continue
        source = (ROOT / path).read_text(encoding="utf-8").splitlines()
        lines += [f"{path}:{line}:{column}: never {str(outcome).lower()}: {source[line - 1].strip()}"
                  for (line, column, outcome), times in sorted(files[path][0].items()) if times == 0]
    return lines


def measure(options):
    build, profiles = options.build, options.build / "profiles"
    corpora.compile_with_clang(
        build, ["-Doptimization=0", f"-Dcpp_args={FLAGS}", f"-Dcpp_link_args={FLAGS}"], ["fuzz-targets", str(PROGRAM)])
    shutil.rmtree(profiles, ignore_errors=True)
    profiles.mkdir()
    # The same programs for both columns, so that both are shares of the same total.
    programs = [*replay_corpora(build, options.corpus, profiles), build / PROGRAM]
    by_corpora = counts(programs, sorted(profiles.glob("*.profraw")), build / "corpora.profdata")
    run_profiled([build / PROGRAM, "run"], build / "vectors.profraw")
    return by_corpora, counts(programs, [build / "vectors.profraw"], build / "vectors.profdata")


def report(by_corpora, by_vectors):
    lines = table(by_corpora, by_vectors)
    lines += ["", "Branches of reference/ that the corpora do not reach:", *unreached(by_corpora, "reference/")]
    lines += ["", "Branches of reference/ that neither the corpora nor the vectors reach:",
              *unreached(merged_counts(by_corpora, by_vectors), "reference/")]
    return "\n".join(lines) + "\n"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build-coverage"))
    parser.add_argument("--corpus", type=pathlib.Path, action="append", default=[],
                        help="a folder that has a folder of inputs for each target, as nightly.py keeps it")
    parser.add_argument("--report", type=pathlib.Path, help="a file for the report (default: BUILD/coverage.txt)")
    parser.add_argument("--require-branches", type=float, metavar="PERCENT")
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.report = options.report or options.build / "coverage.txt"
    return options


def main():
    options = arguments()
    for name in ("llvm-profdata", "llvm-cov"):
        tool(name)
    by_corpora, by_vectors = measure(options)
    options.report.write_text(report(by_corpora, by_vectors), encoding="utf-8")
    print("\n".join(table(by_corpora, by_vectors)))
    print(f"list of branches that are not reached: {options.report}")
    judged = judged_files(by_corpora, sum(JUDGED.values(), ()))
    reached = percent([by_corpora[path][0] for path in judged])
    if options.require_branches is not None and reached < options.require_branches:
        print(f"{reached:.1f} % of these branches are reached; expected at least {options.require_branches} %")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
