"""vectors/confirm.py and confirm_crossed.py, run with the program and adapters that are known to be right, wrong or absent."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
VECTORS = pathlib.Path(os.environ["COUNTERSIGN_VECTORS"])
CONFIRM = VECTORS / "confirm.py"
RIGHT = f"botocore={PROGRAM} adapter"
WRONG = f"aws4={PROGRAM} adapter --mutant query-space-as-plus"
ABSENT = f"aws4={sys.executable} -c 'import sys; sys.exit(\"install it with npm\")'"


def confirm(folder, *adapters):
    options = [part for adapter in adapters for part in ("--adapter", adapter)]
    return subprocess.run([sys.executable, CONFIRM, "--countersign", PROGRAM, "--vectors", folder, *options],
                          capture_output=True, text=True, timeout=200)


class Confirm(unittest.TestCase):
    """On a small folder: two cases of the suite, one with a space in its query, and a family."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        for name in ("rules.json", "sources.json", "presign/query/space.json", "presign/method/get.json",
                     "presign/path/every-ascii-character.json"):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes((VECTORS / name).read_bytes())

    def test_holds_with_a_right_implementation(self):
        done = confirm(self.folder, RIGHT)
        self.assertIn("cases hold, 0 fail", done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_tells_which_claims_could_not_be_tried(self):
        done = confirm(self.folder, RIGHT)
        self.assertIn("awscrt (aws-c-auth)", done.stdout)
        self.assertIn("not tried: no adapter calls it", done.stdout)

    def test_fails_with_a_wrong_implementation_and_names_the_case(self):
        done = confirm(self.folder, RIGHT, WRONG)
        self.assertIn("fails: presign/query/space", done.stdout)
        self.assertNotIn("fails: presign/method/get", done.stdout)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    def test_counts_the_members_of_a_family(self):
        done = confirm(self.folder, RIGHT)
        held = int(done.stdout.split(" cases hold")[0].split()[-1])
        self.assertGreater(held, 100)

    def test_says_why_a_library_is_missing_and_that_nothing_was_tried(self):
        done = confirm(self.folder, ABSENT)
        self.assertIn("not tried: ", done.stdout)
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)

    def test_asks_for_a_name_with_each_adapter(self):
        done = confirm(self.folder, "node adapter.mjs")
        self.assertIn("expected IMPLEMENTATION=COMMAND", done.stderr)
        self.assertEqual(done.returncode, 2)

    def test_knows_an_adapter_of_each_implementation_that_has_one(self):
        """A new implementation in sources.json must get an adapter in confirm.py, or be known to have none."""
        sources = json.loads((VECTORS / "sources.json").read_text(encoding="utf-8"))["sources"]
        names = {one["name"] for source in sources for one in source.get("implementations", [])}
        without = {"a separate signer in Python", "countersign's reference", "@smithy/signature-v4a",
                   "botocore, checksums (awscrt 0.38.1)"}
        text = CONFIRM.read_text(encoding="utf-8")
        for name in names - without:
            self.assertIn(f'    "{name}": ', text)


class ConfirmCrossed(unittest.TestCase):
    """vectors/confirm_crossed.py, on a folder with one family of verify/crossed whose signer signed another method."""

    def confirm(self, *adapters):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("rules.json", "sources.json", "verify/crossed/method-changed.json"):
                copy = pathlib.Path(folder) / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes((VECTORS / name).read_bytes())
            options = [part for adapter in adapters for part in ("--adapter", adapter)]
            return subprocess.run([sys.executable, VECTORS / "confirm_crossed.py", "--countersign", PROGRAM, "--vectors",
                                   folder, *options], capture_output=True, text=True, timeout=200)

    def test_holds_with_a_right_implementation(self):
        done = self.confirm(RIGHT)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("verify/crossed/method-changed, 45 members, botocore: holds", done.stdout)

    def test_does_not_hold_with_one_that_is_wrong_in_a_combination(self):
        done = self.confirm(f"aws4={PROGRAM} adapter --mutant port-lost-beside-a-token", RIGHT)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("aws4: does not hold", done.stdout)

    def test_ends_with_4_if_no_adapter_starts(self):
        done = self.confirm(ABSENT)
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("not tried", done.stdout)


if __name__ == "__main__":
    unittest.main()
