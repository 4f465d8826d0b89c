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
        offered = run_program("list", "--select", "presign").stdout.split()
        self.assertIn(f"passed 0 of 0 required; {len(offered)} unsupported", done.stdout)

    def test_the_python_template_runs_and_skips(self):
        self.assert_nothing_ran("--adapter", f"'{sys.executable}' '{ADAPTERS}/template-python/adapter.py'")

    def test_the_c_template_runs_and_skips(self):
        self.assert_nothing_ran("--library", TEMPLATE_LIBRARY)

    def test_the_cpp_template_runs_and_skips(self):
        self.assert_nothing_ran("--adapter", f"'{TEMPLATE_PROGRAM}'")

    def built(self, name, *command):
        """Builds a copy of a template, without a network, and returns its folder."""
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(ADAPTERS / name, folder / name)
        environment = {**os.environ, "GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local",
                       "CARGO_NET_OFFLINE": "true"}
        done = subprocess.run(command, capture_output=True, text=True, timeout=200, cwd=folder / name, env=environment)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return folder / name

    @unittest.skipUnless(shutil.which("go"), "go is not installed: the template in Go was not tried")
    def test_the_go_template_runs_and_skips(self):
        folder = self.built("template-go", "go", "build", "-o", "adapter", ".")
        self.assert_nothing_ran("--adapter", f"'{folder}/adapter'")
        unformatted = subprocess.run(["gofmt", "-l", "."], capture_output=True, text=True, cwd=folder)
        self.assertEqual(unformatted.stdout, "")

    @unittest.skipUnless(shutil.which("cargo"), "cargo is not installed: the template in Rust was not tried")
    def test_the_rust_template_runs_and_skips(self):
        folder = self.built("template-rust", "cargo", "build", "--quiet")
        adapter = folder / "target" / "debug" / "countersign-adapter"
        self.assert_nothing_ran("--adapter", f"'{adapter}'")
        strange = {"op": "presign", "id": 7, "key": "\u00e9\ud83d\ude00\"\\\n", "query": [["a", "b"]], "expires": -1,
                   "normalize_path": False, "bucket": None}
        answered = subprocess.run([adapter], input=json.dumps(strange) + "\n", capture_output=True, text=True)
        self.assertIn("skip", json.loads(answered.stdout))


# An adapter that answers every presign request with the code of the second %s; the first is more of its hello.
SMALL = """
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    if r["op"] == "hello":
        a = {"ok": {"protocol": 1, "name": "small", "ops": ["presign"], **%s}}
    else:
        a = %s
    print(json.dumps({"id": r["id"], **a}), flush=True)
"""


class Check(unittest.TestCase):
    """`adapter check` asks about a dozen questions and explains the answers."""

    def check(self, command, *options):
        return run_program("adapter", "check", command, *options)

    def small(self, answer, **hello):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = pathlib.Path(folder.name) / "adapter.py"
        path.write_text(SMALL % ({"features": ["virtual-hosted"], "clock": "ambient", **hello}, answer))
        return f"'{sys.executable}' '{path}'"

    def test_the_reference_is_right_in_every_question(self):
        done = self.check(f"'{PROGRAM}' adapter")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        lines = done.stdout.splitlines()
        self.assertEqual(sum(line.startswith("right ") for line in lines), 16)
        self.assertNotRegex(done.stdout, r"(?m)^(WRONG|skipped)")
        self.assertIn("16 of 16 are right. Next: countersign run --adapter ", done.stdout)

    def test_a_wrong_url_is_explained_and_can_be_run_again(self):
        done = self.check(self.small('{"ok": {"url": "https://examplebucket.s3.amazonaws.com/test.txt"}}'))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("WRONG    signs a download (GET): ", done.stdout)
        self.assertRegex(done.stdout, r"countersign run --adapter .* --select presign/method/get\n")
        self.assertIn("skipped  signs with a session token: the feature session-token is not declared", done.stdout)

    def test_a_refusal_of_what_must_be_refused_is_right(self):
        done = self.check(self.small('{"reject": {"class": "expires-too-short"}}'))
        self.assertIn("right    refuses a lifetime of zero\n", done.stdout)

    def test_an_adapter_that_breaks_is_told_how(self):
        done = self.check(self.small('sys.exit("no licence")'))
        self.assertEqual(done.returncode, 3)
        self.assertIn("WRONG    signs a download (GET): exited with status 1", done.stdout)
        self.assertIn("no licence", done.stdout)
        done = self.check("echo Welcome")
        self.assertEqual(done.returncode, 3)
        self.assertIn("WRONG    answers the hello: ", done.stdout)
        self.assertIn("Welcome", done.stdout)
        self.assertIn("Logs belong to stderr", done.stdout)

    def test_an_adapter_without_an_addressing_is_told_to_declare_one(self):
        done = self.check(self.small('{"skip": {"issue": "https://example.com/1"}}', features=[]))
        self.assertIn("Nearly every case needs virtual-hosted or path-style: declare at least one", done.stdout)
        self.assertEqual(done.returncode, 4)

    def test_a_question_that_is_not_asked_names_the_feature_that_is_missing_in_its_addressing(self):
        done = self.check(self.small('{"reject": {"class": "expires-too-long"}}', features=["path-style"]))
        self.assertIn("skipped  signs a header: the feature signed-headers is not declared", done.stdout)
        self.assertIn("right    refuses a lifetime above a week", done.stdout)

    def test_a_clock_that_cannot_be_checked_is_not_called_right(self):
        done = self.check(self.small('{"reject": {"class": "bad-input", "message": "no such module"}}', clock="injected"))
        self.assertIn("skipped  uses the clock that it declares: it refuses a plain request for one object: "
                      "no such module\n", done.stdout)

    def test_a_skip_needs_an_address(self):
        done = self.check(self.small('{"skip": {"issue": "later"}}'))
        self.assertEqual(done.returncode, 3)
        self.assertIn('Skipped with the issue "later": expected the address', done.stdout)

    def test_an_unchanged_template_supports_nothing_yet(self):
        done = self.check(f"'{TEMPLATE_PROGRAM}'")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("It supports nothing yet", done.stdout)

    def test_a_field_that_is_not_known_must_be_ignored(self):
        strict = '{"fault": {"message": "x_later?"}} if "x_later" in r else {"reject": {"class": "bad-input"}}'
        done = self.check(self.small(strict))
        self.assertEqual(done.returncode, 3)
        self.assertIn("WRONG    ignores a field that it does not know", done.stdout)


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
        for name in ("aws-sdk-js-v2", "aws-sdk-js-v3", "aws4", "aws4fetch", "minio", "s3mini"):
            with self.subTest(adapter=name), tempfile.TemporaryDirectory() as folder:
                copied = shutil.copy(ADAPTERS / name / "adapter.mjs", folder)  # no node_modules here
                self.assert_names_its_installer(f"'{NODE}' '{copied}'",
                                                f"npm ci --prefix harness/adapters/{name}")


if __name__ == "__main__":
    unittest.main()
