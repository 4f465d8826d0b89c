"""condense.py: from a report to a published result."""

import argparse
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import condense  # noqa: E402

HEADER = {"type": "header", "suite": "0.1.0", "suite_digest": "sha256:" + "0" * 64, "errors": "class", "clock": "injected",
          "adapter": {"name": "mine", "version": "1.2", "language": "python"}}


def case(name, verdict, **more):
    return {"type": "case", "id": name, "level": "must", "verdict": verdict, "expected": {"outcome": "reject", "class": "expired"},
            "observed": {"outcome": "accept"}, "explanation": "It let the request in.\nMore.", **more}


LET_IN = case("verify/window/late", "fail", wrong="let-in", likely_causes=[{"name": "no-window", "text": "Checks no window.", "seen": []}])
OTHER_CODE = case("verify/mode/both", "expected-failure", wrong="other-code")


class Condense(unittest.TestCase):
    def condense(self, cases, expected=(), before=(), known=False, date="2026-12-01"):
        told = argparse.Namespace(name="mine", title="Mine", version=None, language=None, role="verifier", installed="by hand",
                                  command="countersign run", date=date, known=known, note=None)
        return condense.condense(HEADER, cases, told, list(expected), list(before))

    def test_counts_the_cases_of_each_area_and_leaves_out_areas_without_an_answer(self):
        result = self.condense([LET_IN, OTHER_CODE, case("verify/mode/one", "pass"), case("verify/sigv4a/a", "unsupported")])
        self.assertEqual(result["tallies"], {"pass": 1, "fail": 2, "fault": 0, "unsupported": 1, "not_exercised": 0, "disputed": 0})
        self.assertEqual({area: (found["pass"], found["fail"]) for area, found in result["areas"].items()},
                         {"verify/mode": (1, 1), "verify/window": (0, 1)})

    def test_takes_reason_severity_and_link_from_the_expected_file(self):
        expected = [{"ids": ["verify/mode/*"], "reason": "The query decides. Not reported yet.", "link": "https://example.com/issues/2"},
                    {"id": "verify/window/late", "reason": "Never expires.", "severity": "another-object",
                     "link": "https://example.com/o/r/issues/1"}]
        late, mode = self.condense([LET_IN, OTHER_CODE], expected)["deviations"]
        self.assertEqual((late["severity"], late["report"]), ("another-object", "https://example.com/o/r/issues/1"))
        self.assertEqual(late["cases"], [{"id": "verify/window/late", "verdict": "fail", "wrong": "let-in", "cause": "no-window",
                                          "expected": {"outcome": "reject", "class": "expired"}, "observed": {"outcome": "accept"}}])
        self.assertEqual((mode["reason"], mode["severity"], mode["see"]),
                         ("The query decides.", "another-code", "https://example.com/issues/2"))
        self.assertNotIn("report", mode)

    def test_groups_what_no_file_lists_by_its_cause(self):
        found = self.condense([LET_IN, {**LET_IN, "id": "verify/window/later"}])["deviations"]
        self.assertEqual([(one["reason"], len(one["cases"])) for one in found], [("Checks no window.", 2)])

    def test_holds_back_what_lets_somebody_in_and_nobody_reported(self):
        late, mode = self.condense([LET_IN, OTHER_CODE])["deviations"]
        self.assertEqual(late["hold_until"], "2027-03-01")
        self.assertNotIn("hold_until", mode)
        self.assertNotIn("hold_until", self.condense([LET_IN], known=True)["deviations"][0])
        reported = [{"id": "*", "reason": "R", "link": "https://example.com/o/r/issues/1"}]
        self.assertNotIn("hold_until", self.condense([LET_IN], reported)["deviations"][0])

    def test_keeps_what_a_person_wrote_before(self):
        before = self.condense([LET_IN])["deviations"]
        before[0].update(found="2026-01-02", shown={"case": "verify/window/late", "text": "GET /"}, report="https://example.com/1")
        del before[0]["hold_until"]
        again = self.condense([LET_IN], before=before)["deviations"][0]
        self.assertEqual((again["found"], again["shown"]["text"], again["report"]), ("2026-01-02", "GET /", "https://example.com/1"))
        self.assertNotIn("hold_until", again)

    def test_keeps_nothing_of_another_severity(self):
        before = self.condense([{**LET_IN, "wrong": "other-code"}])["deviations"]
        self.assertIn("hold_until", self.condense([LET_IN], before=before)["deviations"][0])

    def test_reads_what_was_written_about_earlier_versions(self):
        with tempfile.TemporaryDirectory() as folder:
            for version, date, name in (("1.10", "2026-02-01", "mine"), ("1.9", "2026-01-01", "mine"), ("2", "2026-03-01", "mine-too")):
                told = {"name": name, "date": date, "deviations": [{"reason": version}]}
                (pathlib.Path(folder) / f"{name}-{version}.json").write_text(json.dumps(told))
            found = condense.earlier_deviations(pathlib.Path(folder), "mine")
        self.assertEqual([each["reason"] for each in found], ["1.9", "1.10"])

    def test_splits_a_deviation_whose_cases_differ_in_severity(self):
        found = self.condense([LET_IN, OTHER_CODE], [{"id": "*", "reason": "R. Not reported yet."}])["deviations"]
        self.assertEqual([(one["reason"], one["severity"]) for one in found], [("R.", "lets-in"), ("R.", "another-code")])

    def test_says_that_a_case_that_is_not_fair_has_no_severity(self):
        found = self.condense([LET_IN], [{"id": "*", "reason": "Not tested fairly. Not reported yet."}])["deviations"]
        self.assertEqual((found[0]["severity"], found[0]["reason"]), ("none", "Not tested fairly."))

    def test_shortens_answers(self):
        self.assertEqual(condense.answer({"outcome": "reject", "status": 403, "code": {"b64": "/w=="}, "message": "m" * 2000}),
                         {"outcome": "reject", "status": 403, "code": "base64:/w==", "text": "m" * 1499 + "…"})
        self.assertEqual(condense.answer({"broken": "killed by signal 11"}), {"outcome": "broken", "text": "killed by signal 11"})
        self.assertEqual(condense.answer({"skip": {}}), {"outcome": "skip"})

    def test_refuses_a_report_that_is_not_whole(self):
        footer = {"type": "footer", "complete": True}
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "report.json"
            for lines, message in (([HEADER], "with header and footer"), ([HEADER, {**footer, "complete": False}], "interrupted"),
                                   ([{**HEADER, "adapter": None}, footer], "no hello")):
                path.write_text("".join(json.dumps(line) + "\n" for line in lines))
                with self.assertRaisesRegex(condense.Unusable, message):
                    condense.read_report(path)
            path.write_text("".join(json.dumps(line) + "\n" for line in [HEADER, LET_IN, footer]))
            self.assertEqual(condense.read_report(path)[1], [LET_IN])


if __name__ == "__main__":
    sys.exit(unittest.main())
