"""Differential fuzzing as users see it: what it finds, prints and writes, and its exit status."""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]

# An adapter that answers the hello with %r and skips every request.
SKIPPER = """
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    answer = {"ok": %r} if request["op"] == "hello" else {"skip": {"issue": "https://example.com/1"}}
    print(json.dumps({"id": request["id"], **answer}), flush=True)
"""
HELLO = {"protocol": 1, "name": "mine", "version": "0", "language": "python", "ops": ["presign"],
         "features": ["virtual-hosted"], "clock": "injected", "errors": "class", "max_inflight": 8}


def fuzz(*arguments):
    return subprocess.run([PROGRAM, "fuzz", *arguments], capture_output=True, text=True, timeout=100)


def mutated(name):
    return f"'{PROGRAM}' adapter --mutant {name}"


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"

    def adapter(self, text):
        file = self.folder / "adapter.py"
        file.write_text(text)
        return f"'{sys.executable}' '{file}'"


class Mutants(unittest.TestCase):
    """Each mutant is found and written as a case that shows it; its cause is named if it is known."""

    EXPECTED = {  # what is printed for each
        "query-sorted-as-joined-text": [
            "presign/differs/canonical-query", "verify/refuses/signature-mismatch",
            "likely  query-sorted-as-joined-text: "],
        "path-plus-left-raw": ["presign/differs/canonical-uri", "likely  path-plus-left-raw: "],
        "expires-zero-signed": ["presign/accepts/expires-at-least-one", "likely  expires-zero-signed: "],
        "signature-not-checked": ["verify/accepts/signature-match", "likely  signature-not-checked: "],
        "token-not-compared": ["verify/accepts/token-malformed", "likely  token-not-compared: "],
        "crash-on-a-malformed-credential": ["breaks/was-killed-by-signal-sigabrt", "was killed by signal 6"],
        "exit-on-a-repeated-parameter": ["breaks/exited-with-status", "exited with status 1"],
        "hang-on-a-date-far-ahead": ["breaks/no-answer-within-s", "no answer within 0.5 s"],
    }

    @classmethod
    def setUpClass(cls):
        cls.parent = tempfile.TemporaryDirectory()
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            cls.done = dict(zip(cls.EXPECTED, pool.map(cls.find, cls.EXPECTED)))

    @classmethod
    def tearDownClass(cls):
        cls.parent.cleanup()

    @classmethod
    def find(cls, name):
        return fuzz("--adapter", mutated(name), "--questions", "4000", "--time", "60",
                    "--timeout", "0.5" if "hang" in name else "10", "--out", os.path.join(cls.parent.name, name))

    def reruns(self, name):
        lines = re.findall(r"^  rerun   (countersign run .*)$", self.done[name].stdout, re.MULTILINE)
        self.assertTrue(lines, self.done[name].stdout)
        return [[PROGRAM, *shlex.split(line)[1:]] for line in lines]

    def test_are_found_and_their_cause_is_named(self):
        for name, expected in self.EXPECTED.items():
            with self.subTest(mutant=name):
                done = self.done[name]
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                for text in expected:
                    self.assertIn(text, done.stdout)

    def test_fail_the_written_case_when_the_printed_command_runs_it(self):
        for name in self.EXPECTED:
            with self.subTest(mutant=name):
                command = self.reruns(name)[0]
                ran = subprocess.run([*command, "--timeout", "1"], capture_output=True, text=True, timeout=60)
                broke = "crash" in name or "exit" in name or "hang" in name
                self.assertEqual(ran.returncode, 3 if broke else 1, ran.stdout + ran.stderr)

    def test_write_cases_that_the_reference_passes(self):
        for name in self.EXPECTED:
            with self.subTest(mutant=name):
                vectors = os.path.join(self.parent.name, name, "vectors")
                ran = subprocess.run([PROGRAM, "run", "--vectors", vectors, "--level", "may"],
                                     capture_output=True, text=True, timeout=60)
                self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
                written = len(list(pathlib.Path(vectors).glob("*/fuzz/*.json")))
                self.assertEqual(written, len(self.reruns(name)))


class Reference(Case):
    def test_does_not_differ_from_itself(self):
        done = fuzz("--questions", "8000", "--time", "10", "--out", str(self.out))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("questions, no divergence from the reference", done.stdout)
        self.assertEqual(list((self.out / "vectors").iterdir()), [])


class Seed(Case):
    def run_with(self, seed, out):
        done = fuzz("--adapter", mutated("path-plus-left-raw"), "--questions", "1500", "--time", "60",
                    "--seed", seed, "--out", str(self.folder / out))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        corpus = {file.name for file in (self.folder / out / "corpus").iterdir()}
        return done.stdout.replace(str(self.folder / out), "OUT"), corpus

    def test_decides_what_is_tried_and_found(self):
        first = self.run_with("7", "a")
        self.assertEqual(first, self.run_with("7", "b"))
        self.assertNotEqual(first[1], self.run_with("8", "c")[1])


class Corpus(Case):
    def test_is_kept_and_the_next_run_starts_with_it(self):
        arguments = ("--questions", "500", "--time", "20", "--out", str(self.out))
        fuzz(*arguments)
        first = {file.name for file in (self.out / "corpus").iterdir()}
        self.assertTrue(first)
        again = fuzz(*arguments)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertLess(first, {file.name for file in (self.out / "corpus").iterdir()})

    def test_files_that_are_not_scenes_are_reported_and_not_changed(self):
        (self.out / "corpus").mkdir(parents=True)
        (self.out / "corpus" / "notes").write_text("nothing")
        done = fuzz("--questions", "100", "--time", "20", "--out", str(self.out))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("corpus/notes: not a scene; expected lines as fuzz/scene/scene.h describes", done.stderr)
        self.assertEqual((self.out / "corpus" / "notes").read_text(), "nothing")


class HowItEnds(Case):
    def test_status_3_if_the_implementation_does_not_start(self):
        done = fuzz("--adapter", "false", "--time", "1", "--out", str(self.out))
        self.assertEqual(done.returncode, 3)
        self.assertIn("the implementation cannot be fuzzed: ", done.stderr)

    def test_status_3_if_the_implementation_does_not_start_again(self):
        started = str(self.folder / "started")
        once = f"import os\nif os.path.exists({started!r}): raise SystemExit(7)\nopen({started!r}, 'w')\n"
        breaks_at_once = SKIPPER.replace('{"skip": {"issue": "https://example.com/1"}}', "sys.exit(8)") % HELLO
        done = fuzz("--adapter", self.adapter(once + breaks_at_once), "--time", "2", "--out", str(self.out))
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("the implementation does not start any more", done.stderr)

    def test_status_3_if_the_clock_of_the_implementation_cannot_be_set(self):
        done = fuzz("--adapter", self.adapter(SKIPPER % {**HELLO, "clock": "ambient"}), "--time", "1",
                    "--out", str(self.out))
        self.assertEqual(done.returncode, 3)
        self.assertIn('its clock cannot be set (hello says clock "ambient")', done.stderr)

    def test_status_3_if_the_implementation_answers_only_its_hello(self):
        mute = SKIPPER.replace('print(', 'if "ok" in answer: print(') % HELLO
        begin = time.monotonic()
        done = fuzz("--adapter", self.adapter(mute), "--time", "30", "--timeout", "0.5", "--out", str(self.out))
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("cannot be fuzzed: clock probe: the hello was answered, and then not a plain request", done.stderr)
        self.assertLess(time.monotonic() - begin, 25)

    def test_status_3_if_the_clock_does_not_follow_the_requests(self):
        url = '{"ok": {"url": "https://h/?X-Amz-Date=20130524T000000Z"}}'
        still = SKIPPER.replace('{"skip": {"issue": "https://example.com/1"}}', url) % HELLO
        done = fuzz("--adapter", self.adapter(still), "--time", "5", "--out", str(self.out))
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("cannot be fuzzed: clock probe: declares an injected clock", done.stderr)

    def test_status_4_if_the_implementation_skips_everything(self):
        done = fuzz("--adapter", self.adapter(SKIPPER % HELLO), "--time", "1", "--out", str(self.out))
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("nothing was asked", done.stderr)

    def test_status_2_if_the_folder_cannot_be_made(self):
        self.out.write_text("a file")
        done = fuzz("--time", "1", "--out", str(self.out))
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"--out {self.out}: ", done.stderr)

    def test_status_2_for_two_implementations(self):
        self.assertEqual(fuzz("--adapter", "true", "--library", "x.so", "--out", str(self.out)).returncode, 2)

    def test_status_130_after_an_interrupt_and_findings_are_kept(self):
        running = subprocess.Popen(
            [PROGRAM, "fuzz", "--adapter", mutated("path-plus-left-raw"), "--time", "60", "--out", str(self.out)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(3)
        running.send_signal(signal.SIGINT)
        stdout, stderr = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 130, stdout + stderr)
        self.assertIn("presign/differs/canonical-uri", stdout)
        self.assertTrue(list((self.out / "corpus").iterdir()))
        [written] = (self.out / "vectors" / "presign" / "fuzz").iterdir()
        self.assertEqual(json.loads(written.read_text())["format"], 1)


if __name__ == "__main__":
    sys.exit(unittest.main())
