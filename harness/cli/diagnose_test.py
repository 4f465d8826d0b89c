"""The likely cause of a failure, on the console and in every report format."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

from report_formats import report_formats

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
SCHEMAS = pathlib.Path(os.environ["COUNTERSIGN_VECTORS"]) / "schema"

# Mutants of both sides and of many steps, each with a part of the suite in which it fails.
MUTANTS = {
    "path-encoded-twice": "presign/path",
    "path-sub-delimiters-raw": "presign/path",
    "query-sorted-as-joined-text": "presign/query",
    "signed-headers-dropped": "presign/headers",
    "token-appended-after-signing": "presign/token",
    "expires-above-a-week-signed": "presign/expires",
    "signing-key-without-aws4": "verify/signing-key",
    "signature-not-checked": "verify/signature",
    "everything-accepted": "verify",
    "expiry-not-checked": "verify/window",
    "token-not-compared": "verify/token",
    "policy-not-asked": "verify/policy",
    "path-signed-decoded": "verify/path",
}
FORMATS = report_formats(PROGRAM)


def run(*arguments):
    """The console's text and the reports, by format."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: pathlib.Path(folder) / name for name in FORMATS}
        options = [option for name, path in paths.items() for option in ("--report", f"{name}={path}")]
        done = subprocess.run([PROGRAM, "run", *arguments, *options], capture_output=True, text=True, timeout=300)
        return done.stdout, {name: path.read_text() for name, path in paths.items()}


class LikelyCause(unittest.TestCase):
    def test_is_named_on_the_console_and_in_every_report(self):
        for mutant, part in MUTANTS.items():
            with self.subTest(mutant=mutant):
                console, reports = run("--adapter", f"'{PROGRAM}' adapter --mutant {mutant}", "--select", part)
                self.assertRegex(console, rf"(?m)^ +\d+ (let in|turned away|signed|not signed|wrong URL|other code): "
                                          rf"looks like {mutant}: ")
                failed = [case for case in map(json.loads, reports["json"].splitlines())
                          if case.get("verdict") == "fail"]
                self.assertEqual({case["likely_causes"][0]["name"] for case in failed}, {mutant})
                for failure in xml.etree.ElementTree.fromstring(reports["junit"]).iter("failure"):
                    self.assertIn(f"Likely cause: {mutant}: ", failure.get("message"))
                self.assertIn(f"<dt>likely cause</dt><dd>{mutant}: ", reports["html"])
                self.assertIn(f" like {mutant}: ", reports["html"])
                self.assertIn("looks like " + mutant.replace("-", "\\-"), reports["markdown"])
                for name in ("tap", "github"):
                    self.assertIn(f"Likely cause: {mutant}: ", reports[name], name)

    def test_is_that_of_a_run_of_everything_if_one_case_is_selected(self):
        # Each refuses or accepts this case as many mutants do. Only other cases tell them apart.
        def cause_of(mutant, case, *options):
            command = ("--adapter", f"'{PROGRAM}' adapter --mutant {mutant}", *options)
            console, reports = run(*command)
            lines = [json.loads(line) for line in reports["json"].splitlines()]
            found = [line for line in lines if line.get("id") == case]
            return [cause["name"] for cause in found[0].get("likely_causes", [])], console, lines

        case = "verify/window/one-minute-one-second-late"
        alone, console, lines = cause_of("window-not-checked", case, "--select", case)
        everything, _, _ = cause_of("window-not-checked", case)
        self.assertEqual(alone, everything)
        self.assertEqual(alone, ["window-not-checked"])
        self.assertRegex(console, r"passed 0 of 1 required; (?s:.*)\nLikely causes: asked \d+ further cases to tell the causes apart\n")
        self.assertEqual([line["type"] for line in lines].count("case"), 1)
        fewer, console, _ = cause_of("window-not-checked", case, "--select", case, "--no-further-cases")
        self.assertNotEqual(fewer, everything)
        self.assertRegex(console, r"\nLikely causes: asked no further cases to tell the causes apart: a run")

    def test_rests_on_no_case_that_is_excluded(self):
        ids = subprocess.run([PROGRAM, "list"], capture_output=True, text=True, check=True).stdout.split()
        groups = {"/".join(case.split("/")[:2]) for case in ids} - {"verify/signature"}
        console, _ = run("--adapter", f"'{PROGRAM}' adapter --mutant signature-not-checked", "--select", "verify/signature",
                         *[option for group in groups for option in ("--exclude", group)])
        self.assertIn("signature-not-checked", console)
        self.assertNotIn("further", console)

    def test_is_in_no_report_of_a_run_that_conforms(self):
        console, reports = run()
        for name, text in {**reports, "console": console}.items():
            self.assertIsNone(re.search("likely", text, re.I), name)

    def test_is_a_member_of_the_result_file_as_its_schema_says(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads((SCHEMAS / "result.schema.json").read_text())["$defs"]
        lines = run("--adapter", f"'{PROGRAM}' adapter --mutant path-encoded-twice", "--select", "presign/path")[1]["json"]
        cases = [case for case in map(json.loads, lines.splitlines()) if case["type"] == "case"]
        check = jsonschema.Draft202012Validator({"$defs": schema, "$ref": "#/$defs/case"})
        for case in cases:
            self.assertEqual([error.message for error in check.iter_errors(case)], [], case["id"])
        self.assertGreater(sum("likely_causes" in case for case in cases), 1000)


if __name__ == "__main__":
    sys.exit(unittest.main())
