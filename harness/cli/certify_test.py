"""`countersign certify`: a bundle is written, judged again, and refused once anything in it was changed."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
CHALLENGE = "07" * 32

# An adapter that does not answer.
SILENT = """
import pathlib, sys, time
for line in sys.stdin:
    pathlib.Path("asked").touch()
    time.sleep(60)
"""


class CertifyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "mine.py").write_text("# the artefact\n")
        cls.product = cls.folder / "product.json"
        cls.product.write_text(json.dumps({"format": 1, "vendor": "Acme", "product": "SDK <b>", "version": "1",
                                           "files": ["mine.py"]}))
        cls.call("keygen", "key.pem", "key.pub", check=True)
        cls.certify("bundle", "--challenge", CHALLENGE, "--key", "key.pem", check=True)

    @classmethod
    def call(cls, *arguments, check=False):
        return subprocess.run([PROGRAM, "certify", *map(str, arguments)], capture_output=True, text=True, timeout=120,
                              cwd=cls.folder, check=check)

    @classmethod
    def certify(cls, out, *arguments, adapter=f"'{PROGRAM}' adapter", check=False):
        return cls.call("--adapter", adapter, "--product", cls.product, "--out", out, *arguments, check=check)

    def copy(self):
        copied = self.folder / f"copy-{self.id().rsplit('.')[-1]}"
        shutil.copytree(self.folder / "bundle", copied)
        return copied

    def refused(self, folder, *expected, options=()):
        result = self.call("check", folder, *options)
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        reasons = "\n".join(line for line in result.stdout.splitlines() if line.startswith("NOT CERTIFIABLE: "))
        for text in expected:
            self.assertIn(text, reasons)

    def test_a_bundle_of_the_reference_is_certifiable(self):
        result = self.call("check", "bundle", "--key", "key.pub", "--challenge", CHALLENGE, "--product", self.product)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("certifiable as presigner and verifier: Acme SDK <b> 1\n", result.stdout)
        certificate = json.loads((self.folder / "bundle" / "certificate.json").read_text())
        self.assertEqual({profile["standing"] for profile in certificate["profiles"]}, {"passed"})

    def test_one_challenge_asks_the_same_and_another_asks_something_else(self):
        self.certify("again", "--challenge", CHALLENGE, check=True)
        self.certify("otherwise", check=True)
        plans = [(self.folder / name / "plan.jsonl").read_text() for name in ("bundle", "again", "otherwise")]
        self.assertEqual(plans[0], plans[1])
        digests = [set(json.loads(line)["request_sha256"] for line in plan.splitlines()) for plan in plans]
        self.assertLess(len(digests[0] & digests[2]), len(digests[0]) / 50)

    def test_what_is_believed_is_said(self):
        result = self.call("check", "bundle")
        self.assertEqual(result.returncode, 0)
        for text in ("that a certifier sent the challenge", "is the signer's", "mine.py"):
            self.assertIn(text, result.stdout)

    def test_a_page_of_the_vendor_has_no_markup(self):
        page = (self.folder / "bundle" / "certificate.md").read_text()
        self.assertNotIn("<b>", page)

    def test_another_key_challenge_or_product_is_refused(self):
        self.call("keygen", "other.pem", "other.pub", check=True)
        self.refused("bundle", "/public_key: is not yours", options=("--key", "other.pub"))
        self.refused("bundle", "other questions were asked than yours", options=("--challenge", "08" * 32))
        (self.folder / "theirs.py").write_text("# another artefact\n")
        other = self.folder / "other.json"
        other.write_text(self.product.read_text().replace("mine.py", "theirs.py"))
        self.refused("bundle", "/product/artefacts", options=("--product", other))

    def test_a_changed_verdict_is_named_by_file_and_line(self):
        copied = self.copy()
        file = copied / "verdicts.jsonl"
        lines = file.read_text().splitlines(keepends=True)
        lines[16] = lines[16].replace('"pass"', '"fail"')
        file.write_text("".join(lines))
        self.refused(copied, "verdicts.jsonl line 17: ")

    def test_a_removed_record_is_named(self):
        copied = self.copy()
        file = copied / "transcript.jsonl"
        lines = file.read_text().splitlines(keepends=True)
        del lines[99]
        file.write_text("".join(lines))
        self.refused(copied, "transcript.jsonl record 100 /number")

    def test_a_link_out_of_the_folder_a_missing_and_a_further_file_are_refused(self):
        copied = self.copy()
        (copied / "plan.jsonl").unlink()
        (copied / "plan.jsonl").symlink_to("/etc/passwd")
        (copied / "verdicts.jsonl").unlink()
        (copied / "x\x1b[31m").touch()
        self.refused(copied, "plan.jsonl: is a link", "verdicts.jsonl: is missing", r"x\x1b[31m")

    def test_a_transcript_of_ten_gigabytes_is_refused_at_once(self):
        copied = self.copy()
        with open(copied / "transcript.jsonl", "r+b") as file:
            file.truncate(10 << 30)
        self.refused(copied, "transcript.jsonl: has 10737418240 bytes")

    def test_an_interrupted_run_leaves_nothing(self):
        (self.folder / "silent.py").write_text(SILENT)
        before = set(self.folder.iterdir())
        process = subprocess.Popen([PROGRAM, "certify", "--adapter", f"{sys.executable} silent.py", "--product",
                                    self.product, "--out", "none"], cwd=self.folder, stderr=subprocess.PIPE, text=True)
        while not (self.folder / "asked").exists() and process.poll() is None:
            time.sleep(0.05)
        (self.folder / "asked").unlink()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, stderr)
        self.assertEqual(set(self.folder.iterdir()), before)

    def test_an_adapter_that_ends_leaves_no_bundle(self):
        result = self.certify("none", adapter="exit 3")
        self.assertEqual(result.returncode, 3, result.stderr)
        self.assertFalse((self.folder / "none").exists())

    def test_usage_is_checked_before_anything_is_asked(self):
        for arguments, text in (((), "--product"),
                                (("--product", self.product, "--out", "bundle"), "exists already"),
                                (("--product", "absent.json", "--out", "none"), "absent.json"),
                                (("--product", self.product, "--out", "none", "--challenge", "7"), "64 hex digits"),
                                (("--product", self.product, "--out", "none", "--key", "key.pub"), "public key")):
            result = self.call("--adapter", f"'{PROGRAM}' adapter", *arguments)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn(text, result.stderr)

    def test_a_key_is_private_and_never_overwritten(self):
        self.assertEqual((self.folder / "key.pem").stat().st_mode & 0o777, 0o600)
        before = (self.folder / "key.pem").read_text()
        self.assertEqual(self.call("keygen", "key.pem", "new.pub").returncode, 2)
        self.assertEqual((self.folder / "key.pem").read_text(), before)


if __name__ == "__main__":
    sys.exit(unittest.main())
