#!/usr/bin/env python3
"""Condenses the report of a run into a published result: reports/published/NAME-VERSION.json.

    countersign run --adapter 'CMD' --select presign --report json=report.json
    reports/published/condense.py report.json --name mine --title 'My SDK' --role presigner \\
        --installed 'pip install mine==1.2' --command "countersign run --adapter 'CMD' --select presign" \\
        --expected harness/adapters/mine/expected.json

The reasons, links and severities are those of --expected; a case that it does not list is grouped by its cause. What a person
wrote into an earlier file of this implementation (day, report, bytes that show it, the day until which it is held back) stays,
for a deviation of the same reason and severity. A deviation that lets somebody in and that nobody has reported is held back for
90 days; --known says that its maintainers know it, or that it is public already.

vectors/schema/published.schema.json is the format. Exit status: 0, or 2 with the reason.
"""

import argparse
import collections
import datetime
import fnmatch
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
HELD_DAYS = 90
LONGEST = 1500  # characters of a URL or a message
NOT_PASSED = {"fail": "fail", "expected-failure": "fail", "fault": "fault"}
# What a verdict counts as in the tallies.
TALLY = {"pass": "pass", "unexpected-pass": "pass", "fail": "fail", "expected-failure": "fail", "fault": "fault",
         "unsupported": "unsupported", "not-exercised": "not_exercised", "disputed": "disputed"}
# The severity of a failure that no file names, by what is wrong with it.
SEVERITY = {"let-in": "lets-in", "server-broke": "broke", "broke": "broke", "server-error": "broke", "other-code": "another-code"}
REPORT = re.compile(r"/(issues|pull|discussions|security/advisories|advisories|bugs?)/|CVE-|GHSA-", re.I)
KEPT = ("found", "report", "hold_until", "shown")


class Unusable(Exception):
    """An input that is wrong. The message names the file and what was expected."""


def text(value):
    """Bytes of a result as text, cut if they are long."""
    if isinstance(value, dict):
        value = "base64:" + value.get("b64", "")
    return value if len(value) <= LONGEST else value[:LONGEST - 1] + "…"


def answer(found):
    """An answer of a result in short."""
    if "broken" in found:
        return {"outcome": "broken", "text": text(found["broken"])}
    if "fault" in found:
        return {"outcome": "broken", "text": text(found["fault"].get("message", "it said that it broke"))}
    if "outcome" not in found:
        return {"outcome": "skip"}
    short = {"outcome": found["outcome"]}
    if "status" in found:
        short["status"] = found["status"]
    for key in ("class", "code", "url"):
        if key in found:
            short[key] = text(found[key])
    if found.get("message"):
        short["text"] = text(found["message"])
    return short


def read_report(path):
    """The header, the cases and the footer of a report."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as wrong:
        raise Unusable(f"{path}: {wrong}") from wrong
    if len(lines) < 2 or lines[0].get("type") != "header" or lines[-1].get("type") != "footer":
        raise Unusable(f"{path}: expected a whole report in JSON (--report json=FILE), with header and footer")
    if not lines[-1]["complete"]:
        raise Unusable(f"{path}: the run was interrupted; expected a report with a line for each case")
    if lines[0]["adapter"] is None:
        raise Unusable(f"{path}: the adapter said no hello; expected a report with a name and a version")
    return lines[0], [line for line in lines if line["type"] == "case"], lines[-1]


def read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise Unusable(f"{path}: {wrong}") from wrong


def tallies(cases):
    found = dict.fromkeys(("pass", "fail", "fault", "unsupported", "not_exercised", "disputed"), 0)
    for case in cases:
        found[TALLY[case["verdict"]]] += 1
    return found


def areas(cases):
    by_area = collections.defaultdict(list)
    for case in cases:
        by_area["/".join(case["id"].split("/")[:2])].append(case)
    counted = {area: tallies(found) for area, found in sorted(by_area.items())}
    return {area: found for area, found in counted.items()
            if found["pass"] + found["fail"] + found["fault"] + found["disputed"] + found["not_exercised"]}


def condensed_case(case):
    short = {"id": case["id"], "verdict": NOT_PASSED[case["verdict"]]}
    if "wrong" in case:
        short["wrong"] = case["wrong"]
    short.update(expected=answer(case["expected"]), observed=answer(case["observed"]))
    if case.get("likely_causes"):
        short["cause"] = case["likely_causes"][0]["name"]
    return short


def known_deviation(case, expected):
    """The first deviation of the expected file that lists the case; None if it is not listed."""
    for deviation in expected:
        if any(fnmatch.fnmatchcase(case["id"], glob) for glob in deviation.get("ids", [deviation.get("id")])):
            return deviation
    return None


def of_no_file(case):
    """A deviation for a failure that no expected file lists."""
    causes = case.get("likely_causes")
    reason = causes[0]["text"] if causes else case["explanation"].split("\n")[0] or "It failed."
    return {"reason": text(reason), "severity": SEVERITY.get(case.get("wrong"), "refused")}


def severity(deviation, case):
    if re.match(r"Not tested fairly|Not a mistake", deviation["reason"]):
        return "none"
    return deviation.get("severity") or SEVERITY.get(case.get("wrong"), "refused")


def links(deviation):
    """`report` if the link is a report of this deviation, or else `see`."""
    link = deviation.get("link")
    if not link:
        return {}
    reported = REPORT.search(link) and not re.search(r"not reported", deviation["reason"], re.I)
    return {"report": link} if reported else {"see": link}


def without_status(reason):
    """The reason without the sentence about reports, which the members `report` and `see` say."""
    return re.sub(r"\s*Not reported (yet|as far as we know)\.", "", reason).strip() or reason


def group(cases, expected):
    """Deviation, severity and cases of each group, in the order of their first cases. Cases of a deviation that differ in
    severity are two groups."""
    groups = {}
    for case in cases:
        if case["verdict"] in NOT_PASSED:
            deviation = known_deviation(case, expected) or of_no_file(case)
            how_bad = severity(deviation, case)
            groups.setdefault((deviation["reason"], how_bad), (deviation, how_bad, []))[2].append(case)
    return groups.values()


def earlier_deviations(folder, name):
    """Those of all published versions, the latest last."""
    results = [read_json(path) for path in folder.glob(f"{name}-*.json")]
    results = sorted((each for each in results if each["name"] == name), key=lambda each: each["date"])
    return [deviation for each in results for deviation in each["deviations"]]


def deviations(cases, expected, before, day, known):
    held = (datetime.date.fromisoformat(day) + datetime.timedelta(days=HELD_DAYS)).isoformat()
    old = {(one["reason"], one["severity"]): one for one in before}
    found = []
    for deviation, how_bad, its_cases in group(cases, expected):
        one = {"reason": without_status(deviation["reason"]), "severity": how_bad, "found": day, **links(deviation)}
        earlier = old.get((one["reason"], how_bad))
        if earlier:
            one.update({key: earlier[key] for key in KEPT if key in earlier})
        elif how_bad in ("lets-in", "another-object") and "report" not in one and not known:
            one["hold_until"] = held
        found.append({**one, "cases": [condensed_case(case) for case in its_cases]})
    return found


def condense(header, cases, told, expected, before):
    adapter = header["adapter"]
    note = {"note": told.note} if told.note else {}
    return {
        "format": 1, "name": told.name, "title": told.title, "version": told.version or adapter["version"],
        "language": told.language or adapter["language"], "role": told.role, "date": told.date, "installed": told.installed,
        **note, "command": told.command, "suite": header["suite"], "suite_digest": header["suite_digest"],
        "errors": header["errors"], "clock": header["clock"], "tallies": tallies(cases), "areas": areas(cases),
        "deviations": deviations(cases, expected, before, told.date, told.known),
    }


def arguments(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=pathlib.Path, help="what --report json=FILE wrote")
    parser.add_argument("--name", required=True, help="short, for file names and addresses; the adapter's folder")
    parser.add_argument("--title", required=True, help="the name for people")
    parser.add_argument("--role", required=True, choices=["presigner", "verifier", "server"])
    parser.add_argument("--installed", required=True, help="how it was installed, for people")
    parser.add_argument("--command", required=True, help="the command of the run")
    parser.add_argument("--note", help="what a reader must know to be fair to it")
    parser.add_argument("--version", help="if the adapter's hello does not say it")
    parser.add_argument("--language", help="if the adapter's hello does not say it")
    parser.add_argument("--date", default=datetime.date.today().isoformat(), help="the day of the run (default: today)")
    parser.add_argument("--expected", type=pathlib.Path, help="the known deviations")
    parser.add_argument("--known", action="store_true", help="hold nothing back: the maintainers know, or it is public")
    parser.add_argument("--out", type=pathlib.Path, help="the file to write (default: NAME-VERSION.json beside this program)")
    return parser.parse_args(words)


def main(words=None):
    told = arguments(words)
    try:
        header, cases, _ = read_report(told.report)
        expected = read_json(told.expected)["deviations"] if told.expected else []
        out = told.out or HERE / f"{told.name}-{told.version or header['adapter']['version']}.json"
        result = condense(header, cases, told, expected, earlier_deviations(out.parent, told.name))
    except Unusable as wrong:
        print(f"condense.py: {wrong}", file=sys.stderr)
        return 2
    out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    held = sum("hold_until" in one for one in result["deviations"])
    print(f"{out}: {len(result['deviations'])} deviations, {held} of them held back")
    return 0


if __name__ == "__main__":
    sys.exit(main())
