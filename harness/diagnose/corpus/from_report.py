"""Makes a recording of a live server from the result file of a run. README.md beside it says how.

    from_report.py NAME VERSION REPORT.json CASES

CASES is the file that `diagnosis_corpus cases` has just written for the same suite, in recordings/. A server's
answer is its outcome, status and code, which the result file has as they were.
"""

import datetime
import json
import pathlib
import sys


def folders(name):
    while "/" in name:
        name = name.rsplit("/", 1)[0]
        yield name


def counted(names):
    counts = {}
    for name in names:
        for folder in folders(name):
            counts[folder] = counts.get(folder, 0) + 1
    return counts


def folded(left_out, every):
    """Names whole folders instead of each of their cases."""
    of_suite, of_these = counted(every), counted(left_out)
    return sorted({([name] + [f for f in folders(name) if of_suite[f] == of_these[f]])[-1] for name in left_out})


def answer(observed):
    if observed["outcome"] == "accept":
        return {"id": 0, "ok": {}}
    return {"id": 0, "reject": {key: observed[key] for key in ("status", "code") if key in observed}}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(name, version, report, cases):
    lines = [json.loads(line) for line in pathlib.Path(report).read_text().splitlines()]
    results = {line["id"]: line for line in lines if line["type"] == "case"}
    every = [f"{line['folder']}/{case}" for line in map(json.loads, pathlib.Path(cases).read_text().splitlines())
             for case in line["cases"] if line["folder"].startswith("verify")]
    left_out = [case for case in every if results.get(case, {}).get("verdict") not in ("pass", "fail")]
    head = {"day": datetime.date.today().isoformat(), "cases": pathlib.Path(cases).name,
            "hello": {"id": 0, "ok": {**lines[0]["adapter"], "name": name, "version": version}},
            "left_out": folded(left_out, every)}
    failed = [{"id": case, "answer": answer(results[case]["observed"])} for case in every
              if results.get(case, {}).get("verdict") == "fail"]
    target = pathlib.Path(cases).with_name(f"{name}.jsonl")
    target.write_text("\n".join(map(compact, [head, *sorted(failed, key=lambda one: one["id"])])) + "\n")
    print(len(failed), "failures recorded")


if __name__ == "__main__":
    main(*sys.argv[1:])
