"""Mutants on the command line: listed, run as adapters, and caught by the suite."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
VECTORS = pathlib.Path(os.environ["COUNTERSIGN_VECTORS"])


def countersign(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=100)


class Mutants(unittest.TestCase):
    def test_are_listed_with_their_references(self):
        listed = countersign("mutants")
        self.assertEqual(listed.returncode, 0)
        self.assertIn("signature-not-checked (verify)", listed.stdout)
        self.assertIn("seaweedfs/seaweedfs#7954", listed.stdout)

    def test_are_listed_as_json_with_the_not_expressible_ones(self):
        catalogue = json.loads(countersign("mutants", "--json").stdout)
        by_name = {mutant["name"]: mutant for mutant in catalogue["mutants"]}
        self.assertEqual(by_name["path-encoded-twice"]["side"], "both")
        self.assertEqual(by_name["path-encoded-twice"]["rules"], ["path/encoded-once"])
        self.assertIn("signature-compared-with-equals", {one["name"] for one in catalogue["not_expressible"]})

    def test_run_as_adapters_and_fail_the_cases_of_their_rules(self):
        ran = countersign("run", "--adapter", f"'{PROGRAM}' adapter --mutant signature-not-checked",
                          "--select", "verify/signature/last-digit-changed")
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIn("Accepted, although it must be rejected", ran.stdout)

    def test_that_crash_are_reported_as_faults(self):
        ran = countersign("run", "--adapter", f"'{PROGRAM}' adapter --mutant crash-on-a-malformed-credential",
                          "--select", "verify/credential/key-id-alone")
        self.assertEqual(ran.returncode, 3, ran.stdout + ran.stderr)
        self.assertIn("was killed by signal 6", ran.stdout)

    def test_that_hang_are_reported_as_faults(self):
        ran = countersign("run", "--adapter", f"'{PROGRAM}' adapter --mutant hang-on-a-long-host",
                          "--select", "presign/host/long", "--timeout", "0.5")
        self.assertEqual(ran.returncode, 3, ran.stdout + ran.stderr)
        self.assertIn("no answer within", ran.stdout)

    def test_similar_names_are_offered_for_an_unknown_name(self):
        wrong = countersign("adapter", "--mutant", "signature-not-cheked")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("signature-not-cheked: unknown mutant", wrong.stderr)
        self.assertIn("did you mean signature-not-checked", wrong.stderr)


class SelfTest(unittest.TestCase):
    def test_writes_which_cases_catch_each_mutant(self):
        with tempfile.TemporaryDirectory() as folder:
            matrix = pathlib.Path(folder, "matrix.json")
            ran = countersign("selftest", "--select", "token-not-compared", "--matrix", str(matrix))
            self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
            self.assertIn("caught 1 of 1 mutants", ran.stdout)
            [row] = json.loads(matrix.read_text())["mutants"]
            self.assertEqual((row["mutant"], row["side"]), ("token-not-compared", "verify"))
            self.assertIn("verify/token/garbage", row["caught_by"])

    def test_names_a_mutant_that_survives_a_weakened_case(self):
        with tempfile.TemporaryDirectory() as folder:
            vectors = pathlib.Path(folder, "vectors")
            shutil.copytree(VECTORS, vectors)
            weakened = vectors / "verify" / "keys" / "secret-looks-encoded.json"
            case = json.loads(weakened.read_text())
            case["level"] = "may"
            weakened.write_text(json.dumps(case))
            ran = countersign("selftest", "--vectors", str(vectors), "--select", "secret-percent-decoded")
            self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
            self.assertIn("secret-percent-decoded (verify) survives", ran.stdout)

    def test_catches_mutants_of_optional_rules_with_optional_cases(self):
        with tempfile.TemporaryDirectory() as folder:
            matrix = pathlib.Path(folder, "matrix.json")
            ran = countersign("selftest", "--select", "input-empty-method-taken", "--matrix", str(matrix))
            self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
            [row] = json.loads(matrix.read_text())["mutants"]
            self.assertEqual(row["caught_by"], ["presign/input/empty-method"])

    def test_passes_the_reference_and_correct_variants(self):
        ran = countersign("selftest", "--select", "reference", "--select", "answers-out-of-order")
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertIn("2 of 2 correct implementations conform", ran.stdout)

    def test_fails_if_nothing_is_selected(self):
        self.assertEqual(countersign("selftest", "--select", "no-such-mutant").returncode, 4)


if __name__ == "__main__":
    sys.exit(unittest.main())
