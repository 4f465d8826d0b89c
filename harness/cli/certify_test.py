"""`countersign certify`: a bundle is written, judged again, and refused once anything in it was changed."""

import hashlib
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
LIBRARY = os.environ["COUNTERSIGN_REFERENCE_LIBRARY"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
CHALLENGE = "07" * 32
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
CASES = ("presign/path/space", "presign/path/path-style-leading-slash", "verify/path/space",
         "verify/path/case-changed")

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
        # A few cases of each profile that makes a title, so that most tests are quick.
        cls.vectors = cls.folder / "vectors"
        cls.vectors.mkdir()
        for file in ("rules.json", "sources.json", *(f"{case}.json" for case in CASES)):
            (cls.vectors / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "vectors" / file, cls.vectors / file)
        cls.certify("bundle", "--challenge", CHALLENGE, "--key", "key.pem", check=True)

    @classmethod
    def call(cls, *arguments, check=False):
        return subprocess.run([PROGRAM, "certify", *map(str, arguments)], capture_output=True, text=True, timeout=120,
                              cwd=cls.folder, check=check)

    @classmethod
    def certify(cls, out, *arguments, adapter=f"'{PROGRAM}' adapter", check=False):
        return cls.call("--adapter", adapter, "--product", cls.product, "--out", out, "--vectors", cls.vectors,
                        *arguments, check=check)

    def copy(self):
        copied = self.folder / f"copy-{self.id().rsplit('.')[-1]}"
        shutil.copytree(self.folder / "bundle", copied)
        return copied

    def refused(self, folder, *expected, options=()):
        result = self.call("check", folder, "--vectors", self.vectors, *options)
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        reasons = "\n".join(line for line in result.stdout.splitlines() if line.startswith("NOT CERTIFIABLE: "))
        for text in expected:
            self.assertIn(text, reasons)

    def test_each_file_is_as_its_schema_says(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads((ROOT / "vectors" / "schema" / "bundle.schema.json").read_text())

        def check(name, text):
            one = jsonschema.Draft202012Validator({**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]})
            self.assertEqual([e.message for e in one.iter_errors(json.loads(text))], [], name)

        check("product", self.product.read_text())
        for path in (self.folder / "bundle").iterdir():
            name = path.name.split(".")[0]
            if path.suffix == ".json":
                check(name, path.read_text())
            elif path.suffix == ".jsonl":
                lines = path.read_text().splitlines()
                for line in (lines[0], lines[len(lines) // 2], lines[-1]):
                    check(name, line)

    def test_a_library_is_bound_by_its_digest(self):
        product = self.folder / "library.json"
        product.write_text(json.dumps({"format": 1, "vendor": "Acme", "product": "lib", "version": "1"}))
        self.call("--library", LIBRARY, "--product", product, "--out", "library", "--vectors", self.vectors,
                  check=True)
        result = self.call("check", "library", "--vectors", self.vectors)
        self.assertEqual(result.returncode, 0, result.stdout)
        digest = hashlib.sha256(pathlib.Path(LIBRARY).read_bytes()).hexdigest()
        self.assertIn(f"the answers are those of {pathlib.Path(LIBRARY).name}, SHA-256 {digest}", result.stdout)

    def test_what_is_believed_is_said(self):
        result = self.call("check", "bundle", "--vectors", self.vectors)
        self.assertEqual(result.returncode, 0, result.stdout)
        for text in ("that a certifier sent the challenge", "is the signer's", "mine.py"):
            self.assertIn(text, result.stdout)

    def test_a_bundle_of_other_vectors_is_refused(self):
        result = self.call("check", "bundle")
        self.assertEqual(result.returncode, 1)
        self.assertIn("/suite: is about another suite", result.stdout)

    def test_the_whole_suite_is_asked_and_judged_again(self):
        self.call("--adapter", f"'{PROGRAM}' adapter", "--product", self.product, "--out", "whole", check=True)
        result = self.call("check", "whole", "--product", self.product)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("certifiable as presigner and verifier: Acme SDK <b> 1\n", result.stdout)
        certificate = json.loads((self.folder / "whole" / "certificate.json").read_text())
        self.assertEqual({profile["standing"] for profile in certificate["profiles"]}, {"passed"})

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

    def test_a_live_server_is_asked_and_its_secret_is_nowhere(self):
        clock = self.folder / "clock"
        clock.write_text("2026-12-01 04:00:00")
        server = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0", "--clock-file", clock],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        url = server.stdout.readline().strip().removeprefix("listening on ")
        keys = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": SECRET}
        (self.folder / "keys.json").write_text(json.dumps(keys))
        (self.folder / "others.json").write_text(json.dumps({**keys, "secret_access_key": SECRET.lower()}))
        product = self.folder / "server.json"
        product.write_text(json.dumps({"format": 1, "vendor": "Acme", "product": "S3", "version": "1",
                                       "declared": [{"name": "image", "sha256": "0" * 64}]}))
        self.call("--endpoint", url, "--bucket", "examplebucket", "--credentials", "keys.json", "--clock-file", clock,
                  "--product", product, "--out", "server", "--vectors", self.vectors, check=True)
        self.assertNotIn(SECRET, "".join(path.read_text() for path in (self.folder / "server").iterdir()))
        for options, status, text in (((), 0, "believed: that the requests to the server carried"),
                                      (("--secret-file", "keys.json"), 0, "the signatures of all requests"),
                                      (("--secret-file", "others.json"), 1, "what was sent is not what the plan asks")):
            result = self.call("check", "server", "--vectors", self.vectors, *options)
            self.assertEqual(result.returncode, status, result.stdout)
            self.assertIn(text, result.stdout)

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
