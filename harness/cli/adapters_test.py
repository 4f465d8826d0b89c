"""Adapters, run by the program: the reference's own, the templates, and those to real presigners."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
VECTORS = pathlib.Path(os.environ["COUNTERSIGN_VECTORS"])
ADAPTERS = pathlib.Path(os.environ["COUNTERSIGN_ADAPTERS"])
TEMPLATE_LIBRARY = os.environ["COUNTERSIGN_TEMPLATE_LIBRARY"]
TEMPLATE_PROGRAM = os.environ["COUNTERSIGN_TEMPLATE_PROGRAM"]
PYTHON = "/usr/bin/python3"  # distributions package botocore for this one
NODE = shutil.which("node")


def run_program(*arguments, **options):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=200, **options)


def has_module(name):
    if not os.path.exists(PYTHON):
        return False
    return subprocess.run([PYTHON, "-c", f"import {name}"], capture_output=True).returncode == 0


class PublishedAnswers(unittest.TestCase):
    """The reference reproduces what others have published, through the adapter protocol."""

    @classmethod
    def setUpClass(cls):
        paths = sorted((VECTORS / "presign" / "published").glob("*.json"))
        cls.cases = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths]
        requests = [{"op": "hello", "protocol": 1, "harness": "adapters_test", "max_inflight": 64}]
        requests += [{"op": "presign", **case["presign"]} for _, case in cls.cases]
        lines = [json.dumps({"id": number, **request}) + "\n" for number, request in enumerate(requests)]
        done = run_program("adapter", input="".join(lines))
        cls.status = done.returncode
        answers = [json.loads(line) for line in done.stdout.strip().split("\n")]
        cls.answers = {answer["id"]: answer for answer in answers}

    def test_each_request_is_answered_and_the_program_ends_with_status_0(self):
        self.assertEqual(self.status, 0)
        self.assertGreaterEqual(len(self.cases), 32)
        self.assertEqual(sorted(self.answers), list(range(len(self.cases) + 1)))

    def test_every_published_stage_is_reproduced(self):
        for number, (name, case) in enumerate(self.cases, start=1):
            with self.subTest(case=name):
                signed = self.answers[number].get("ok")
                self.assertIsNotNone(signed, self.answers[number])
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(signed["url"]).query)
                self.assertEqual(
                    {"canonical_request": signed["canonical_request"],
                     "string_to_sign": signed["string_to_sign"],
                     "signature": query["X-Amz-Signature"][0]}, case["stages"])


class Templates(unittest.TestCase):
    """Unchanged, the templates speak the protocol and support nothing: no fault, and no case was run."""

    def assert_nothing_ran(self, *target):
        done = run_program("run", *target)
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        selected = len(run_program("list").stdout.split())
        self.assertIn(f"passed 0 of 0 required; {selected} unsupported", done.stdout)

    def test_the_python_template_runs_and_skips(self):
        self.assert_nothing_ran("--adapter", f"'{sys.executable}' '{ADAPTERS}/template-python/adapter.py'")

    def test_the_c_template_runs_and_skips(self):
        self.assert_nothing_ran("--library", TEMPLATE_LIBRARY)

    def test_the_cpp_template_runs_and_skips(self):
        self.assert_nothing_ran("--adapter", f"'{TEMPLATE_PROGRAM}'")


class RealPresigners(unittest.TestCase):
    """Real presigners conform, except for the deviations in their expected.json."""

    def assert_conforms(self, interpreter, name, file):
        done = run_program("run", "--adapter", f"{interpreter} '{ADAPTERS}/{name}/{file}'",
                           "--select", "presign", "--expected", str(ADAPTERS / name / "expected.json"))
        self.assertEqual(done.returncode, 0, done.stdout[-4000:] + done.stderr)
        self.assertRegex(done.stdout, r"passed ([1-9]\d*) of \1 required")

    @unittest.skipUnless(has_module("botocore"), f"{PYTHON} has no botocore")
    def test_botocore_conforms_except_for_its_known_deviations(self):
        self.assert_conforms(PYTHON, "botocore", "adapter.py")

    @unittest.skipUnless(has_module("boto3"), f"{PYTHON} has no boto3")
    def test_boto3_conforms_except_for_its_known_deviations(self):
        self.assert_conforms(PYTHON, "boto3", "adapter.py")

    def test_each_is_in_the_readme(self):
        page = (ADAPTERS.parent / "README.md").read_text(encoding="utf-8")
        names = sorted(path.parent.name for path in ADAPTERS.glob("*/expected.json"))
        self.assertIn("botocore", names)
        self.assertEqual([name for name in names if f"`{name}`" not in page], [])


class MissingPackages(unittest.TestCase):
    """An adapter whose package is not installed says which command installs it."""

    def assert_names_its_installer(self, command, installer):
        done = run_program("run", "--adapter", command, "--select", "presign/published")
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertIn("is not installed", done.stderr)
        self.assertIn(installer, done.stderr)

    @unittest.skipUnless(os.path.exists(PYTHON), f"{PYTHON} is missing")
    def test_the_python_adapters_name_the_package(self):
        for name in ("botocore", "boto3"):
            with self.subTest(adapter=name):
                self.assert_names_its_installer(f"{PYTHON} -S '{ADAPTERS}/{name}/adapter.py'",
                                                f"apt-get install python3-{name}")

    @unittest.skipUnless(NODE, "node is missing")
    def test_the_javascript_adapters_name_npm(self):
        for name in ("aws-sdk-js-v3", "aws4", "minio"):
            with self.subTest(adapter=name), tempfile.TemporaryDirectory() as folder:
                copied = shutil.copy(ADAPTERS / name / "adapter.mjs", folder)  # no node_modules here
                self.assert_names_its_installer(f"'{NODE}' '{copied}'",
                                                f"npm ci --prefix harness/adapters/{name}")


if __name__ == "__main__":
    unittest.main()
