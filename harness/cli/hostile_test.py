"""Adapters and libraries that attack the harness. Whatever they do, a run ends within its bound, with a whole report, a
documented exit status and no process left; its memory is limited, and no output has a secret or controls the terminal."""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
import xml.etree.ElementTree

from report_formats import report_formats

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
LIBRARY = os.environ["COUNTERSIGN_BROKEN_LIBRARY"]
HOSTILE = pathlib.Path(__file__).resolve().parents[1] / "runner" / "broken" / "hostile.py"
# Sanitizers multiply the memory of a process.
SANITIZED = os.environ.get("COUNTERSIGN_SANITIZED") == "1"
MOST_MEBIBYTES = 300
LONGEST_SECONDS = 90 if SANITIZED else 45
# Most attacks make the harness wait, so several run at once.
AT_ONCE = 3
# A run under nohup ignores it, and so would this test's children.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
CONTROLS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e\ufffe]"
FORMATS = report_formats(PROGRAM)
# The keys and tokens of the cases that are asked, by how they begin, as they are and encoded.
VECTORS = pathlib.Path(__file__).resolve().parents[2] / "vectors"
ASKED = ("presign/expires", "presign/token", "verify/credential", "verify/expires", "verify/token")
GIVEN = {secret[:16] for folder in ASKED for path in (VECTORS / folder).glob("*.json") for secret in
         re.findall(r'"(?:secret_access_key|session_token)": *"([^"]{16,})"', path.read_text())}
SECRETS = sorted(GIVEN | {urllib.parse.quote(secret, safe="") for secret in GIVEN})
MODES = [
    "answers-without-reading", "answers-for-ever", "answers-before-the-hello", "hello-of-controls", "hello-of-16-mebibytes",
    "hello-of-many-features", "hello-with-an-unknown-field", "joins-the-harness", "ignores-signals", "deep-arrays",
    "deep-and-open", "zero-byte", "lone-surrogate", "not-utf8", "huge-number", "many-parameters", "many-headers", "long-urls",
    "long-messages", "a-byte-at-a-time", "daemon-holds-the-pipes", "daemon-keeps-writing", "stops-itself",
    "writes-to-stderr-for-ever", "exits", "hangs", "controls", "tells-secrets",
]
LIBRARY_MODES = [
    "stops-itself", "signals-its-group", "joins-the-harness", "closes-descriptors", "writes-to-descriptors", "answers-thousands",
    "emits-nothing", "emits-from-a-thread", "forks", "changes-its-process", "blocks-in-close", "exits-at-its-end", "overflows-the-stack",
    "prints-an-answer",
]


class Ended:
    """A run that has ended: its status, seconds, peak memory, output, and the processes that it left."""

    def __init__(self, command, folder, interrupt=None, again=False, **environment):
        self.folder = folder
        tag = f"COUNTERSIGN_HOSTILE={folder.name}"
        # `meson test` sets it: malloc then writes to memory that the program never uses.
        usual = {name: value for name, value in os.environ.items() if name != "MALLOC_PERTURB_"}
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                   env={**usual, "COUNTERSIGN_HOSTILE": folder.name, **environment},
                                   start_new_session=True)
        self.mebibytes = 0
        watcher = threading.Thread(target=self.watch, args=(process,))
        watcher.start()
        if interrupt is not None:
            self.wait_until_it_catches(process, interrupt)
            time.sleep(2)  # then it waits for an answer
            start = time.monotonic()
            process.send_signal(interrupt)
            if again:
                time.sleep(0.02)  # two that wait at once are one
                process.send_signal(interrupt)
        try:
            out, err = process.communicate(timeout=LONGEST_SECONDS)
            self.in_time = True
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            self.in_time = False
        watcher.join()
        self.seconds = time.monotonic() - start
        self.status = process.returncode
        self.output = (out + err).decode(errors="surrogateescape")
        self.left = [pid for pid in self.tagged(tag) if pid != process.pid]
        for pid in self.left:
            os.kill(pid, signal.SIGKILL)

    @staticmethod
    def wait_until_it_catches(process, number):
        """Under sanitizers, or on a busy machine, a program takes seconds to begin."""
        for _ in range(600):
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            caught = int(re.search(r"SigCgt:\s+(\w+)", status)[1], 16) >> (number - 1) & 1
            if caught and status.startswith(f"Name:\t{pathlib.Path(PROGRAM).name}\n"):
                return
            time.sleep(0.1)
        raise AssertionError("it does not catch the signal")

    def watch(self, process):
        while process.poll() is None:
            try:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                if status.startswith(f"Name:\t{pathlib.Path(PROGRAM).name}\n"):  # before exec it is a copy of this test
                    self.mebibytes = max(self.mebibytes, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024)
            except (OSError, TypeError):
                pass
            time.sleep(0.02)

    @staticmethod
    def tagged(tag):
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
            try:
                if tag.encode() in path.read_bytes() and int(path.parent.name) != os.getpid():
                    found.append(int(path.parent.name))
            except OSError:
                pass
        return found


class Hostile(unittest.TestCase):
    def folder_of_a_run(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="countersign-hostile-"))
        self.addCleanup(shutil.rmtree, folder)
        return folder

    def each(self, names, run):
        """Gives every name and how its run ended."""
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            yield from zip(names, pool.map(run, names))

    def run_against(self, *options, **environment):
        reports = [part for name in FORMATS for part in ("--report", f"{name}=r.{name}")]
        interrupt = environment.pop("interrupt", None)
        timeout = environment.pop("timeout", "1")
        return Ended([PROGRAM, "run", *options, "--timeout", timeout, "--startup-timeout", "5", *reports], self.folder_of_a_run(), interrupt,
                     **environment)

    def adapter(self, mode):
        return f"'{sys.executable}' -S '{HOSTILE}' {mode}"

    def assert_unharmed(self, ended, statuses=(0, 1, 3, 4)):
        self.assertTrue(ended.in_time, "did not end")
        self.assertIn(ended.status, statuses, ended.output)
        self.assertEqual(ended.left, [], "left behind")
        if not SANITIZED:
            self.assertLess(ended.mebibytes, MOST_MEBIBYTES)
        self.assertNotRegex(ended.output, CONTROLS)
        self.assertNotRegex(ended.output, r"(?m)^\s*::")
        self.assertNotIn("##[", ended.output)
        self.assert_reports(ended.folder)
        for name in FORMATS:
            self.assertNotRegex((ended.folder / f"r.{name}").read_text(errors="surrogateescape"), CONTROLS, name)
        self.assert_no_secret(ended)

    def assert_reports(self, folder):
        lines = [json.loads(line) for line in (folder / "r.json").read_text().rstrip("\n").split("\n")]
        self.assertEqual((lines[0]["type"], lines[-1]["type"]), ("header", "footer"))
        xml.etree.ElementTree.parse(folder / "r.junit")
        for name in FORMATS:
            self.assertGreater((folder / f"r.{name}").stat().st_size, 0, name)

    def assert_no_secret(self, ended):
        """None is in what the run has printed or in any file that it has written."""
        outputs = {"stdout and stderr": ended.output,
                   **{path.name: path.read_text(errors="surrogateescape") for path in ended.folder.iterdir() if path.is_file()}}
        for name, text in outputs.items():
            for secret in SECRETS:
                at = text.find(secret)
                self.assertEqual(at, -1, f"{name}: {text[max(0, at - 100):at + 100]!r}")

    def test_adapters(self):
        for mode, ended in self.each(MODES, lambda mode: self.run_against(
                "--adapter", self.adapter(mode), "--select", "presign/expires")):
            with self.subTest(mode=mode):
                self.assert_unharmed(ended)

    def test_adapters_that_quote_what_they_were_given(self):
        self.assertGreater(len(SECRETS), 4)
        both = [(mode, op) for mode in ("controls", "tells-secrets") for op in ("presign", "verify")]
        for (mode, op), ended in self.each(both, lambda one: self.run_against(
                "--adapter", self.adapter(one[0]), "--trace", "trace", "--write-expected", "expected", "--no-further-cases",
                *(word for folder in ASKED if folder.startswith(one[1]) for word in ("--select", folder)))):
            with self.subTest(mode=mode, op=op):
                self.assert_unharmed(ended)
                self.assertIn("trace", [path.name for path in ended.folder.iterdir()])

    def test_libraries(self):
        for mode, ended in self.each(LIBRARY_MODES, lambda mode: self.run_against(
                "--library", LIBRARY, "--select", "verify/expires", BROKEN_LIBRARY=mode)):
            with self.subTest(mode=mode):
                self.assert_unharmed(ended)

    def test_signals_end_a_run_with_its_reports(self):
        both = [(number, mode) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
                for mode in ("hangs", "joins-the-harness", "ignores-signals")]
        for (number, mode), ended in self.each(both, lambda one: self.run_against(
                "--adapter", self.adapter(one[1]), "--select", "presign", timeout="60", interrupt=one[0])):
            with self.subTest(signal=number.name, mode=mode):
                self.assert_unharmed(ended, (130,))
                self.assertLess(ended.seconds, 20)

    def test_a_second_signal_ends_the_adapters_at_once(self):
        for mode in ("hangs", "joins-the-harness"):
            with self.subTest(mode=mode):
                ended = Ended([PROGRAM, "run", "--adapter", self.adapter(mode), "--timeout", "60"], self.folder_of_a_run(),
                              signal.SIGINT, again=True)
                self.assertTrue(ended.in_time, "did not end")
                self.assertIn(ended.status, (-signal.SIGINT, 130))
                self.assert_no_secret(ended)
                self.assertEqual(ended.left, [])

    def test_fuzzing(self):
        for mode in ("joins-the-harness", "hello-with-an-unknown-field", "daemon-holds-the-pipes", "controls", "tells-secrets"):
            with self.subTest(mode=mode):
                ended = Ended([PROGRAM, "fuzz", "--adapter", self.adapter(mode), "--time", "2", "--timeout", "1"],
                              self.folder_of_a_run())
                self.assertTrue(ended.in_time, "did not end")
                self.assertEqual(ended.left, [], "left behind")
                self.assertNotRegex(ended.output, CONTROLS)
                self.assert_no_secret(ended)


if __name__ == "__main__":
    sys.exit(unittest.main())
