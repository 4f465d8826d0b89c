#!/usr/bin/env python3
"""Fuzzes with every target for an equal share of the time, and keeps a minimised corpus.

    fuzz/nightly.py --time SECONDS [--corpus DIR] [--out DIR] [--sanitizer NAME] [--only SUBJECT]

Builds with clang and libFuzzer, first with AddressSanitizer, then with UndefinedBehaviorSanitizer, and uses half of the
time for each. A target starts from its seeds, its regressions, and the inputs in DIR of this target and of those that
share its corpus. New inputs go to a scratch folder; afterwards DIR/SUBJECT is the smallest set with the same coverage. OUT
gets a log for each target, the inputs of findings, and summary.md.

Exit status 0: nothing found. 1: a finding, or a target with too few executions or features. 2: the build failed.
"""

import argparse
import concurrent.futures
import dataclasses
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

import corpora

SANITIZERS = ("address", "undefined")
TRIVIAL = corpora.Target("trivial", "trivial")  # measures the engine's own speed
LIMITS = ["-rss_limit_mb=2560", "-timeout=25", "-print_final_stats=1"]
# AddressSanitizer's defaults take a sixth of the time: it records long stacks of every allocation, which the replay of a
# finding also has, and keeps 256 MB of freed memory. No execution frees 1 MB, so that still finds a use after free.
FASTER = "malloc_context_size=2:quarantine_size_mb=1"
# A target is killed this many seconds after its share of the time.
GRACE = 300


@dataclasses.dataclass
class Result:
    """The result of one target."""

    target: corpora.Target
    executions: int = 0
    cpu_seconds: float = 0.0
    features: int = 0
    signature_valid: str = ""
    findings: list = dataclasses.field(default_factory=list)
    complaints: list = dataclasses.field(default_factory=list)

    def speed(self):
        return self.executions / self.cpu_seconds if self.cpu_seconds else 0.0


def build(place, sanitizer):
    corpora.compile_with_clang(
        place, ["-Dfuzz_engine=-fsanitize=fuzzer", f"-Db_sanitize={sanitizer}", "-Db_lundef=false",
                "-Dcpp_args=-g1"],
        ["fuzz-targets"])


def complaints_about_the_build(place, targets):
    """Finds an empty list, and two targets that are the same program: both would look like success."""
    complaints, seen = [], {}
    for target in targets:
        digest = hashlib.sha256(target.program(place).read_bytes()).digest()
        if digest in seen:
            complaints.append(f"{target.subject}_fuzz is the same program as {seen[digest]}_fuzz")
        seen[digest] = target.subject
    if not targets:
        complaints.append("no targets")
    return complaints


def asan_options(environment):
    """Returns ASAN_OPTIONS; those of the environment come last and take precedence."""
    return ":".join(filter(None, (FASTER, environment.get("ASAN_OPTIONS"))))


def run_logged(command, log, seconds):
    """Runs the command. Returns exit status (None: timed out) and CPU-seconds of the process and its children."""
    with open(log, "wb") as out:
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL, env={**os.environ, "ASAN_OPTIONS": asan_options(os.environ)})
        with concurrent.futures.ThreadPoolExecutor(1) as waiting:
            end = waiting.submit(os.wait4, process.pid, 0)
            try:
                _, status, usage = end.result(seconds)
            except concurrent.futures.TimeoutError:
                process.kill()
                _, _, usage = end.result()
                status = None
    process.returncode = 0  # reaped above
    return (None if status is None else os.waitstatus_to_exitcode(status)), usage.ru_utime + usage.ru_stime


def last_number(pattern, text):
    found = re.findall(pattern, text)
    return int(found[-1]) if found else 0


def fuzz(place, target, seconds, kept, out, related):
    """Runs one target for its share of the time."""
    result = Result(target)
    new, findings = out / "new" / target.subject, out / "findings"
    for folder in (new, findings, kept / target.subject):
        folder.mkdir(parents=True, exist_ok=True)
    known = set(findings.iterdir())
    folders = [new, *(kept / other.subject for other in related), *target.inputs(place)]
    options = target.options() if target is not TRIVIAL else []
    log = out / f"{target.subject}.log"
    command = [target.program(place), *LIMITS, *options, f"-max_total_time={seconds}",
               f"-artifact_prefix={findings}/{target.subject}-", *filter(pathlib.Path.is_dir, folders)]
    status, result.cpu_seconds = run_logged(command, log, seconds + GRACE)
    text = log.read_text(errors="replace")
    result.executions = last_number(r"stat::number_of_executed_units:\s*(\d+)", text)
    result.features = last_number(r"\bft: (\d+)", text)
    result.signature_valid = next(iter(re.findall(r"signature-valid: .*\((.* %)\)", text)[-1:]), "")
    result.findings = sorted(file for file in findings.iterdir()
                             if file not in known and file.name.startswith(f"{target.subject}-"))
    if status is None:
        result.complaints.append(f"timed out; its log is {log}")
    elif status != 0 and not result.findings:
        result.complaints.append(f"ended with status {status}; its log is {log}")
    return result


def check_floors(result, least_executions, least_features):
    if result.target is TRIVIAL or result.findings:
        return
    if result.executions < least_executions:
        result.complaints.append(f"{result.executions} executions; expected at least {least_executions}")
    if result.features < least_features:
        result.complaints.append(f"{result.features} features; expected at least {least_features}")


def minimise(place, target, kept, out):
    """Replaces the kept corpus by the smallest set with the same coverage. Returns a complaint or None."""
    least = out / "merged" / target.subject
    shutil.rmtree(least, ignore_errors=True)
    least.mkdir(parents=True)
    log = out / f"{target.subject}.merge.log"
    status, _ = run_logged([target.program(place), "-merge=1", *LIMITS, *target.options(), least,
                            kept / target.subject, out / "new" / target.subject], log, 3600)
    if status != 0:
        return f"merging ended with status {status}; its log is {log}"
    shutil.rmtree(kept / target.subject)
    shutil.copytree(least, kept / target.subject)
    return None


def each(jobs, function, items):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(function, items))


def night(options, sanitizer, seconds):
    """Builds, fuzzes and minimises with one sanitizer. Returns results and complaints about the build."""
    place, out = options.build / sanitizer, options.out / sanitizer
    for stale in ("new", "merged"):  # findings of earlier nights stay
        shutil.rmtree(out / stale, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    print(f"== {sanitizer}: building", flush=True)
    build(place, sanitizer)
    targets = [t for t in corpora.targets_of(place) if not options.only or t.subject in options.only]
    complaints = complaints_about_the_build(place, [*targets, TRIVIAL] if targets else [])
    share = max(1, seconds * options.jobs // (len(targets) + 1))
    print(f"== {sanitizer}: {len(targets)} targets, {share} s each, {options.jobs} at once", flush=True)

    def turn(target):
        related = [t for t in targets if t.corpus == target.corpus]
        result = fuzz(place, target, share, options.corpus, out, related)
        check_floors(result, options.least_executions, options.least_features)
        print(line_of(result), flush=True)
        return result

    results = each(options.jobs, turn, [TRIVIAL, *targets])
    print(f"== {sanitizer}: minimising", flush=True)
    merged = each(options.jobs, lambda target: minimise(place, target, options.corpus, out), targets)
    for result, complaint in zip(results[1:], merged):
        result.complaints.extend([complaint] if complaint else [])
    return results, complaints


def line_of(result):
    ending = [f"{len(result.findings)} findings"] if result.findings else []
    valid = f", signature-valid {result.signature_valid}" if result.signature_valid else ""
    return (f"{result.target.subject}: {result.executions} executions, {result.speed():.0f} a CPU-second, "
            f"{result.features} features{valid}{''.join(f'; {text}' for text in ending + result.complaints)}")


def replay_line(file, target, place):
    return f"{target.program(place)} {file}"


def summary(nights, build_folder):
    """Returns the results of the night as Markdown."""
    lines = []
    for sanitizer, (results, complaints) in nights.items():
        trivial = results[0].speed()
        lines += [f"### {sanitizer}", "", "| target | executions | a CPU-second | of the engine's | features "
                  "| signature-valid | findings |", "|---|--:|--:|--:|--:|--:|--:|"]
        for result in results:
            speed = result.speed()
            lines.append(f"| {result.target.subject} | {result.executions} | {speed:.0f} "
                         f"| {f'1/{trivial / speed:.0f}' if speed else ''} | {result.features} "
                         f"| {result.signature_valid} | {len(result.findings)} |")
        lines += ["", *(f"- {text}" for text in complaints)]
        for result in results:
            lines += [f"- {result.target.subject}: {text}" for text in result.complaints]
            lines += [f"- {result.target.subject}: replay with `{replay_line(file, result.target, build_folder / sanitizer)}`"
                      for file in result.findings]
        lines.append("")
    return "\n".join(lines)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--time", type=int, required=True, help="seconds of fuzzing in total")
    parser.add_argument("--corpus", type=pathlib.Path, help="the corpus that is kept from night to night (default: OUT/corpus)")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build-nightly"))
    parser.add_argument("--build", type=pathlib.Path, help="the build folders (default: OUT/build)")
    parser.add_argument("--sanitizer", choices=SANITIZERS, action="append", help="only this sanitizer")
    parser.add_argument("--only", action="append", metavar="SUBJECT", help="only this target; may be given more than once")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="number of targets at the same time")
    parser.add_argument("--least-executions", type=int, default=200)
    parser.add_argument("--least-features", type=int, default=100)
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.corpus = (options.corpus or options.out / "corpus").resolve()
    options.build = (options.build or options.out / "build").resolve()
    options.sanitizer = options.sanitizer or SANITIZERS
    return options


def main():
    options = arguments()
    if shutil.which("clang++") is None:
        print("nightly.py: clang++ is missing; it is in the packages: clang libclang-rt-14-dev", file=sys.stderr)
        return 2
    nights = {}
    for sanitizer in options.sanitizer:
        try:
            nights[sanitizer] = night(options, sanitizer, options.time // len(options.sanitizer))
        except subprocess.CalledProcessError as error:
            print(f"{error.cmd[0]} ended with status {error.returncode}; its output is above", file=sys.stderr)
            return 2
    text = summary(nights, options.build)
    (options.out / "summary.md").write_text(text)
    print(text)
    failed = any(complaints or any(r.findings or r.complaints for r in results)
                 for results, complaints in nights.values())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
