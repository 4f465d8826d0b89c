#!/usr/bin/env python3
"""Measures how soon the fuzzers find the planted bugs, and which of them the corpora alone find.

  measure.py --replay-only BUILD
      BUILD has -Dplanted=true and no engine. Replays the corpora of the targets that read scenes
      once for each bug. Fails if fewer than 80 % of the bugs are found, if that takes ten seconds
      of CPU time or more, or if a target fails for the reference. It is the test planted_replay.
  measure.py --fuzz BUILD --replay BUILD --results FILE [--readme FILE]
      The first BUILD has -Dplanted=true -Dfuzz_engine=-fsanitize=fuzzer. For each bug, runs its
      target (planted.h) from one scene, the published example, and the same target without its
      mutator. Each run adds one line to FILE. Runs that are already in FILE are not repeated, so
      a measurement can be interrupted. Then prints the table, or writes it into the page. Fails if
      fewer than 80 % of the bugs are found. The nightly workflow does this with one seed.
  measure.py --table-only --replay BUILD --results FILE --readme FILE
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading

FUZZ = pathlib.Path(__file__).resolve().parent.parent
SEED = FUZZ / "seeds" / "scene" / "published-example"
TARGETS = ["presign_verify", "verify_request", "tampered_url"]
BEGIN = "<!-- planted: begin (fuzz/planted/measure.py) -->"
END = "<!-- planted: end -->"
KILLS_AT_LEAST = 0.8
REPLAY_SECONDS = 10.0


class Bug:
    def __init__(self, line):
        tier, self.name, self.target, self.reference, self.mistake = line.split("\t")
        self.tier = int(tier)


def bugs_of(build, only):
    listed = subprocess.run(
        [build / "fuzz" / "planted" / "planted_list"], check=True, capture_output=True, text=True
    )
    bugs = [Bug(line) for line in listed.stdout.splitlines()]
    for name in only:
        if name not in [bug.name for bug in bugs]:
            sys.exit(f"measure.py: --only {name}: unknown bug; planted_list prints all names")
    return [bug for bug in bugs if not only or bug.name in only]


def run(command, planted, cpu_limit=None):
    """Returns exit status (negative: signal), CPU-seconds and output."""

    def limit():
        if cpu_limit is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_limit, cpu_limit + 5))

    environment = dict(os.environ, COUNTERSIGN_PLANTED=planted, ASAN_OPTIONS="symbolize=0")
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            command, stdout=log, stderr=log, env=environment, preexec_fn=limit
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        printed = log.read().decode("utf-8", "replace")
    return child.returncode, usage.ru_utime + usage.ru_stime, printed


def are_enough(found, bugs):
    return found >= KILLS_AT_LEAST * len(bugs)


def finding_of(printed):
    for pattern in (r"FuzzerHash=(\S+)", r"ERROR: (AddressSanitizer: \S+)", r"(deadly signal)"):
        found = re.search(pattern, printed)
        if found:
            return found.group(1)
    return None


# Replay


def replay_once(build, target, planted):
    folder = build / "fuzz"
    command = [folder / "planted" / f"{target}_fuzz", FUZZ / "seeds" / "scene", FUZZ / "regressions" / "scene"]
    return run([*command, folder / "shape-seeds", folder / "vector-seeds" / "scene"], planted)


def replay(build, bugs):
    """Returns {bug: the first target that fails on the corpora}, and the CPU-seconds of all replays."""
    for target in TARGETS:
        status, _, printed = replay_once(build, target, "reference")
        if status != 0:
            sys.exit(f"measure.py: {target}_fuzz fails for the reference:\n{printed[-2000:]}")
    killed_by = {}
    seconds = 0.0
    for bug in bugs:
        for target in sorted(TARGETS, key=lambda one: one != bug.target):
            status, spent, _ = replay_once(build, target, bug.name)
            seconds += spent
            if status not in (0, 2):
                killed_by[bug.name] = target
                break
    return killed_by, seconds


def replay_only(build, bugs):
    killed_by, seconds = replay(build, bugs)
    for bug in bugs:
        print(f"{killed_by.get(bug.name, '(not found)'):16} {bug.name}")
    print(f"replay finds {len(killed_by)} of {len(bugs)} planted bugs in {seconds:.1f} CPU-seconds")
    return 0 if are_enough(len(killed_by), bugs) and seconds < REPLAY_SECONDS else 1


# Fuzzing


def executions_of(printed):
    final = re.search(r"stat::number_of_executed_units:\s*(\d+)", printed)
    if final:
        return int(final.group(1))
    counts = re.findall(r"^#(\d+)", printed, re.MULTILINE)
    return int(counts[-1]) if counts else 0


def fuzz_once(build, bug, arm, seed, limit):
    """`arm` is "ours" or "plain"."""
    executable = build / "fuzz" / "planted" / f"{bug.target}{'_plain' if arm == 'plain' else ''}_fuzz"
    with tempfile.TemporaryDirectory() as scratch:
        corpus = pathlib.Path(scratch) / "corpus"
        corpus.mkdir()
        (corpus / SEED.name).write_bytes(SEED.read_bytes())
        status, seconds, printed = run(
            [
                executable,
                f"-seed={seed}",
                f"-max_total_time={20 * limit}",
                f"-artifact_prefix={scratch}/found-",
                f"-dict={FUZZ / 'dictionaries' / 'scene.dict'}",
                "-print_final_stats=1",
                corpus,
            ],
            bug.name,
            limit,
        )
        artifacts = sorted(pathlib.Path(scratch).glob("found-*"))
        out_of_time = status in (0, -signal.SIGXCPU, -signal.SIGKILL) and not artifacts
        finding = finding_of(printed)
        if not out_of_time and (finding is None or not artifacts):
            sys.exit(f"measure.py: {bug.name}, seed {seed}: ended with {status}:\n{printed[-2000:]}")
        if not out_of_time:
            status, _, output = run([executable, artifacts[0]], "reference")
            if status != 0:
                sys.exit(f"measure.py: {bug.name}: the finding fails for the reference, too:\n{output[-2000:]}")
    counts = re.search(r"^planted .*: (reached in .*)$", printed, re.MULTILINE)
    return {
        "bug": bug.name,
        "arm": arm,
        "seed": seed,
        "found": not out_of_time,
        "executions": executions_of(printed),
        "cpu": round(seconds, 2),
        "limit": limit,
        "finding": finding,
        "counts": counts.group(1) if counts else None,
    }


def read_results(file):
    """If a run was repeated with a higher limit, its last line counts."""
    results = {}
    if file.exists():
        for line in file.read_text().splitlines():
            one = json.loads(line)
            results[one["bug"], one["arm"], one["seed"]] = one
    return results


def is_measured(results, bug, arm, seed, limit):
    known = results.get((bug.name, arm, seed))
    return known is not None and (known["found"] or known["limit"] >= limit)


def fuzz(options, bugs):
    results = read_results(options.results)
    writing = threading.Lock()

    def measure(task):
        bug, arm, seed, limit = task
        one = fuzz_once(options.fuzz, bug, arm, seed, limit)
        with writing, options.results.open("a") as out:
            out.write(json.dumps(one) + "\n")

    def tasks(arm, seeds, tier1_limit, tier2_limit):
        for seed in range(1, seeds + 1):
            for bug in bugs:
                limit = tier1_limit if bug.tier == 1 else tier2_limit
                if not is_measured(results, bug, arm, seed, limit):
                    yield bug, arm, seed, limit

    todo = [*tasks("ours", options.seeds, options.tier1_limit, options.tier2_limit)]
    todo += tasks("plain", options.plain_seeds, options.plain_limit, options.plain_limit)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for _ in pool.map(measure, todo):
            pass


# The table


def short(number):
    if number >= 1e6:
        return f"{number / 1e6:.1f} M"
    return f"{number / 1e3:.0f} k" if number >= 1e4 else f"{number:.0f}"


def median_of(runs, field):
    """A run without a finding counts as longer than any other."""
    ordered = sorted(one[field] if one["found"] else float("inf") for one in runs)
    return statistics.median_low(ordered) if ordered else float("inf")


def cells(runs):
    if not runs:
        return ["–", "–", "–"]
    found = sum(one["found"] for one in runs)
    seconds = median_of(runs, "cpu")
    if seconds == float("inf"):
        limit = min(one["limit"] for one in runs if not one["found"])
        least = min(one["executions"] for one in runs if not one["found"])
        return [f"{found}/{len(runs)}", f"> {short(least)}", f"> {limit}"]
    executions = short(median_of(runs, "executions"))
    return [f"{found}/{len(runs)}", executions, f"{seconds:.1f}"]


def runs_of(results, bug, arm):
    return [one for (name, a, _), one in sorted(results.items()) if (name, a) == (bug.name, arm)]


def found_by_fuzzing(bugs, results):
    """Returns the number of bugs that at least one run of our own targets found."""
    return sum(any(one["found"] for one in runs_of(results, bug, "ours")) for bug in bugs)


def summary(bugs, results, killed_by, seconds):
    one = [median_of(runs_of(results, bug, "ours"), "cpu") for bug in bugs if bug.tier == 1]
    two = [runs_of(results, bug, "ours") for bug in bugs if bug.tier == 2]
    in_time = sum(median_of(runs, "cpu") <= 600 for runs in two)
    plain = [runs_of(results, bug, "plain") for bug in bugs]
    by_plain = sum(any(one["found"] for one in runs) for runs in plain)
    return [
        f"- Tier 1: found in a median of {statistics.median(one):.1f} CPU-seconds, the slowest in "
        f"{max(one):.1f} (medians of each bug's seeds; {len(one)} bugs).",
        f"- Tier 2: {in_time} of {len(two)} found within 600 CPU-seconds, at the median seed.",
        f"- Replay of the corpora in a build without a fuzzer finds {len(killed_by)} of {len(bugs)}"
        f" in {seconds:.1f} CPU-seconds.",
        f"- Plain libFuzzer finds {by_plain} of {sum(bool(runs) for runs in plain)}, in at least "
        "one run.",
    ]


def table(bugs, results, killed_by, seconds):
    lines = summary(bugs, results, killed_by, seconds)
    lines += [
        "",
        "Found: runs that found it, of all runs. Executions and CPU-seconds: the median; `>`: more "
        "than half of the runs reached that limit. Replay: the target that fails on the corpora.",
        "",
        "| Tier | Bug | What is wrong | Seen at | Target | Found | Executions | CPU-s "
        "| Plain: found | Executions | CPU-s | Replay |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for bug in bugs:
        row = [str(bug.tier), f"`{bug.name}`", bug.mistake, bug.reference, bug.target]
        row += cells(runs_of(results, bug, "ours")) + cells(runs_of(results, bug, "plain"))
        row.append(killed_by.get(bug.name, "–"))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
    return "\n".join(lines)


def put_table(readme, text):
    before = readme.read_text()
    if BEGIN not in before or END not in before:
        sys.exit(f"measure.py: {readme}: expected the lines\n  {BEGIN}\n  {END}")
    head, rest = before.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    readme.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}")


def parsed(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    path = pathlib.Path
    parser.add_argument("--replay-only", type=path, metavar="BUILD")
    parser.add_argument("--table-only", action="store_true")
    parser.add_argument("--fuzz", type=path, metavar="BUILD")
    parser.add_argument("--replay", type=path, metavar="BUILD")
    parser.add_argument("--results", type=path, metavar="FILE")
    parser.add_argument("--readme", type=path, metavar="FILE")
    parser.add_argument("--only", action="append", default=[], metavar="BUG")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--tier1-limit", type=int, default=60, metavar="CPU-SECONDS")
    parser.add_argument("--tier2-limit", type=int, default=600, metavar="CPU-SECONDS")
    parser.add_argument("--plain-seeds", type=int, default=5)
    parser.add_argument("--plain-limit", type=int, default=60, metavar="CPU-SECONDS")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    measures = options.fuzz or options.table_only
    if not options.replay_only and not (measures and options.replay and options.results):
        parser.error("expected --replay-only, or --replay and --results with --fuzz or --table-only")
    return options


def main(arguments):
    options = parsed(arguments)
    if options.replay_only:
        build = options.replay_only.resolve()
        return replay_only(build, bugs_of(build, options.only))
    build = options.replay.resolve()
    bugs = bugs_of(build, options.only)
    if not options.table_only:
        options.fuzz = options.fuzz.resolve()
        fuzz(options, bugs)
    killed_by, seconds = replay(build, bugs)
    results = read_results(options.results)
    text = table(bugs, results, killed_by, seconds)
    if options.readme:
        put_table(options.readme, text)
    else:
        print(text)
    found = found_by_fuzzing(bugs, results)
    if are_enough(found, bugs):
        return 0
    print(f"measure.py: fuzzing found {found} of {len(bugs)} bugs; expected at least "
          f"{KILLS_AT_LEAST:.0%}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
