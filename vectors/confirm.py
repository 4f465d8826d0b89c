#!/usr/bin/env python3
"""Signs every presign case again with each adapter that is installed, and says which derived claims hold today.

A case that cites a source of kind `derived` claims that each of its implementations makes the same signature. Run it from
the top of the repository:
    python3 vectors/confirm.py --countersign build/harness/cli/countersign

Exit status: 0 if every claim that could be tried holds, 1 if one fails, 2 for wrong usage, 4 if none could be tried.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HOLD, FAIL, USAGE, NOTHING = 0, 1, 2, 4
MOST_NAMED = 20  # failures that are listed of an implementation

def shipped(name, command):
    """An adapter of this repository. Where its library's interface is known to deviate, nothing is tried."""
    return ["--adapter", command, "--expected", f"harness/adapters/{name}/expected.json"]


# The name of an implementation in sources.json, and how to run an adapter that calls it.
ADAPTERS = {
    "botocore": shipped("botocore", "/usr/bin/python3 harness/adapters/botocore/adapter.py"),
    "aws4": shipped("aws4", "node harness/adapters/aws4/adapter.mjs"),
    "@smithy/signature-v4": shipped("aws-sdk-js-v3", "node harness/adapters/aws-sdk-js-v3/adapter.mjs"),
    "@aws-sdk/s3-request-presigner": shipped("aws-sdk-js-v3", "node harness/adapters/aws-sdk-js-v3/adapter.mjs"),
    "awscrt (aws-c-auth)": ["--library", "build-aws-c-auth/libcountersign-aws-c-auth.so"],
}


def claims_of(vectors):
    """The ids of the presign files that claim each implementation, and the versions that are claimed."""
    sources = {s["id"]: s for s in json.loads((vectors / "sources.json").read_text(encoding="utf-8"))["sources"]}
    claims, versions = collections.defaultdict(set), collections.defaultdict(set)
    for path in sorted(vectors.glob("presign/*/*.json")):
        for source in json.loads(path.read_text(encoding="utf-8"))["provenance"]:
            for one in sources[source].get("implementations", []):
                claims[one["name"]].add(path.relative_to(vectors).with_suffix("").as_posix())
                versions[one["name"]].add(one["version"])
    return claims, versions


def file_of(case):
    """A family's member has one part more than its file: presign/path/every-octet/0x2B."""
    return "/".join(case.split("/")[:3])


def run(program, vectors, adapter):
    """The header of a run's result file, the verdict of each case, and what the program said first."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "result.json"
        done = subprocess.run([program, "run", "--vectors", str(vectors), "--select", "presign", "--level", "may", *adapter,
                               "--report", f"json={report}"], capture_output=True, text=True)
        lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    said = (done.stderr.strip() or done.stdout.strip() or f"exit status {done.returncode}").splitlines()
    entries = [json.loads(line) for line in lines]
    header = next((entry for entry in entries if entry["type"] == "header"), {})
    cases = {entry["id"]: entry["verdict"] for entry in entries if entry["type"] == "case"}
    return header, cases, said[0] if said else ""


def judge(claimed, cases):
    """The members of each claim: those that hold, fail and could not be tried."""
    hold, fail, untried = [], [], []
    for case, verdict in sorted(cases.items()):
        if file_of(case) not in claimed:
            continue
        if verdict in ("pass", "unexpected-pass"):
            hold.append(case)
        elif verdict in ("fail", "fault"):
            fail.append(case)
        elif verdict != "disputed":
            untried.append(case)
    return hold, fail, untried


def report(name, claimed, versions, header, cases, why):
    """Prints one implementation's part. Returns how many claims hold and fail."""
    adapter = header.get("adapter") or {}
    found = f"{adapter['name']} {adapter.get('version', '')}".strip() if adapter else "no adapter"
    print(f"{name} (claimed: {', '.join(sorted(versions))}; found: {found})")
    hold, fail, untried = judge(claimed, cases)
    if not hold and not fail:
        print(f"  {len(claimed)} files claim it; not tried: {why}")
        return 0, 0
    print(f"  {len(hold)} cases hold, {len(fail)} fail, {len(untried)} were not tried (not supported, not exercised, or a known deviation)")
    for case in fail[:MOST_NAMED]:
        print(f"  fails: {case}")
    if len(fail) > MOST_NAMED:
        print(f"  and {len(fail) - MOST_NAMED} more")
    return len(hold), len(fail)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--countersign", required=True, help="the program, such as build/harness/cli/countersign")
    parser.add_argument("--vectors", type=pathlib.Path, default=HERE, help="the folder of vectors (this one)")
    parser.add_argument("--adapter", action="append", default=[], metavar="IMPLEMENTATION=COMMAND",
                        help="use this adapter for an implementation; only those that are given are tried")
    given = parser.parse_args()
    for one in given.adapter:
        if "=" not in one:
            parser.error(f"--adapter: expected IMPLEMENTATION=COMMAND, found {one!r}")
    return given


def main():
    given = arguments()
    adapters = {name: ["--adapter", command] for name, _, command in (one.partition("=") for one in given.adapter)}
    claims, versions = claims_of(given.vectors)
    held = failed = 0
    for name in sorted(claims):
        adapter = (adapters or ADAPTERS).get(name)
        if adapter is None:
            result = {}, {}, "no adapter calls it"
        else:
            result = run(given.countersign, given.vectors, adapter)
        hold, fail = report(name, claims[name], versions[name], *result)
        held, failed = held + hold, failed + fail
    if failed:
        return FAIL
    return HOLD if held else NOTHING


if __name__ == "__main__":
    sys.exit(main())
