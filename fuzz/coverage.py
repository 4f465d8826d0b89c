#!/usr/bin/env python3
"""Reports which lines and branches of reference/ and harness/ the corpora reach, and which the vectors do.

    fuzz/coverage.py [--build DIR] [--corpus DIR ...] [--report FILE] [--require-branches PERCENT]
    ninja -C build fuzz-coverage

Builds with clang's coverage, replays seeds, regressions, the seeds from vectors and every DIR/SUBJECT through the
targets, and, apart from that, has `countersign run` put the vectors to the reference. A branch counts twice: once for
its condition being true, once for false. With --require-branches the exit status is 1 where the corpora reach less of
the reference's parser, canonicaliser and verifier (the files below).
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
# What --require-branches looks at, in reference/sigv4.
JUDGED = {
    "parser": ("authentication_mode", "authentication_parameters", "credential_scope", "header_name", "payload",
               "percent_encoding", "query_string", "signed_headers", "timestamp"),
    "canonicaliser": ("canonical_headers", "canonical_query", "canonical_request", "canonical_uri", "string_to_sign"),
    "verifier": ("access_key", "signature", "validity_window", "verify"),
}
PROGRAM = pathlib.Path("harness", "cli", "countersign")


def tool(name):
    """Debian's compilers come with tools of their version's name."""
    for candidate in (name, f"{name}-14", f"{name}-19"):
        if shutil.which(candidate):
            return candidate
    sys.exit(f"this machine lacks {name}: llvm-14")


def run_profiled(command, profile, allowed=(0,)):
    done = subprocess.run([str(part) for part in command], env={**os.environ, "LLVM_PROFILE_FILE": str(profile)},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode not in allowed:
        print(done.stdout[-2000:])
        sys.exit(f"{command[0]} ended with status {done.returncode}")


def replay_corpora(build, kept, profiles):
    """One profile a target."""
    targets = corpora.targets_of(build)

    def replay(target):
        related = [folder / other.subject for folder in kept for other in targets if other.corpus == target.corpus]
        folders = [folder for folder in (*target.inputs(build), *related) if folder.is_dir()]
        run_profiled([target.program(build), *folders], profiles / f"{target.subject}.profraw")

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(replay, targets))
    return [target.program(build) for target in targets]


def counts(programs, profiles, merged):
    """Of every file: {(place of a branch, outcome): times}, {line: times}."""
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
    """Instantiations of one template, and what several programs link, are one branch. A constant is none; nor is the
    default of a switch that has none, since compilers hold that all its values have a case."""
    found = collections.Counter()
    for line, column, _, _, when_true, when_false, *_ in file["branches"]:
        text = source[line - 1]
        if text[column - 1:].startswith("true)") or text[:column - 1].endswith("switch ("):
            continue
        found[line, column, True] = max(found[line, column, True], when_true)
        found[line, column, False] = max(found[line, column, False], when_false)
    return found


def lines_of(file):
    """Lines at which a region starts; a line counts as its most often run region."""
    found = collections.Counter()
    for line, _, count, has_count, is_entry, is_gap in file["segments"]:
        if has_count and is_entry and not is_gap:
            found[line] = max(found[line], count)
    return found


def share(counters):
    """Reached, all, in percent."""
    every = [times for counter in counters for times in counter.values()]
    reached = sum(times > 0 for times in every)
    return f"{100 * reached / len(every):6.1f} % of {len(every):5}" if every else f"{'':17}"


def percent(counters):
    every = [times for counter in counters for times in counter.values()]
    return 100 * sum(times > 0 for times in every) / len(every) if every else 0.0


def merged_counts(one, other):
    """What either reaches."""
    return {path: tuple(collections.Counter({key: max(one.get(path, ({}, {}))[i].get(key, 0),
                                                      other.get(path, ({}, {}))[i].get(key, 0))
                                             for key in {**one.get(path, ({}, {}))[i], **other.get(path, ({}, {}))[i]}})
                        for i in (0, 1))
            for path in {**one, **other}}


def row(name, paths, columns):
    cells = [share([files[path][i] for path in paths if path in files]) for files in columns for i in (0, 1)]
    return f"{name:34}" + "".join(f"{cell:20}" for cell in cells)


def judged_files(files, stems):
    return [f"reference/sigv4/{stem}{suffix}" for stem in stems for suffix in (".cc", ".h")
            if f"reference/sigv4/{stem}{suffix}" in files]


def table(by_corpora, by_vectors):
    """Folders, then the parts that are judged."""
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
    """Lines FILE:LINE:COLUMN: never true|false, with the source."""
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
    # One set of programs, so that both columns are shares of the same.
    programs = [*replay_corpora(build, options.corpus, profiles), build / PROGRAM]
    by_corpora = counts(programs, sorted(profiles.glob("*.profraw")), build / "corpora.profdata")
    run_profiled([build / PROGRAM, "run"], build / "vectors.profraw")
    return by_corpora, counts(programs, [build / "vectors.profraw"], build / "vectors.profdata")


def report(by_corpora, by_vectors):
    lines = table(by_corpora, by_vectors)
    for folder in ("reference/sigv4", "reference/s3"):
        lines += ["", f"Branches of {folder} that the corpora do not reach:", *unreached(by_corpora, folder + "/")]
    lines += ["", "Branches of reference/ that neither the corpora nor the vectors reach:",
              *unreached(merged_counts(by_corpora, by_vectors), "reference/")]
    return "\n".join(lines) + "\n"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build-coverage"))
    parser.add_argument("--corpus", type=pathlib.Path, action="append", default=[],
                        help="a folder with a folder of inputs for each target, such as nightly.py keeps")
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
    print(f"the branches that are not reached: {options.report}")
    judged = judged_files(by_corpora, sum(JUDGED.values(), ()))
    reached = percent([by_corpora[path][0] for path in judged])
    if options.require_branches is not None and reached < options.require_branches:
        print(f"{reached:.1f} % of these branches are reached, of at least {options.require_branches} %")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
