"""The program as users see it: commands, messages, exit statuses, files."""

import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

from report_formats import report_formats

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
LIBRARY = os.environ["COUNTERSIGN_REFERENCE_LIBRARY"]
VECTORS = pathlib.Path(os.environ["COUNTERSIGN_VECTORS"])
ROOT = pathlib.Path(__file__).resolve().parents[2]
SELF = f"'{PROGRAM}' adapter"

# An adapter whose answer to every request is the code in %(answer)s.
ADAPTER = r"""
import json, sys, time
for line in sys.stdin:
    r = json.loads(line)
    if r["op"] == "hello":
        ok = {"protocol": 1, "name": "%(name)s", "version": "1", "language": "python", "ops": ["%(op)s"],
              "features": ["virtual-hosted", "path-style"], "clock": "ambient"}
    else:
        ok = %(answer)s
    print(json.dumps({"id": r["id"], "ok": ok}), flush=True)
"""
URL = '{"url": "https://examplebucket.s3.amazonaws.com/test.txt"}'
# A verifier that accepts everything, and presigners that sign nothing.
YES_SAYER = ADAPTER % {"name": "yes", "op": "verify", "answer": "{}"}
URL_SAYER = ADAPTER % {"name": "url", "op": "presign", "answer": URL}
SLEEPER = ADAPTER % {"name": "slow", "op": "presign", "answer": f"time.sleep(0.2) or {URL}"}


def report_options(formats):
    """One --report for each format, to r.FORMAT."""
    return [part for name in formats for part in ("--report", f"{name}=r.{name}")]


class CliTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def run_program(self, *arguments, **options):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=120,
                              cwd=options.get("cwd", self.folder))

    def adapter(self, source):
        path = self.folder / "adapter.py"
        path.write_text(source)
        return f"'{sys.executable}' '{path}'"

    def report(self, *arguments):
        """Runs with a json report; the status and the report's lines."""
        path = self.folder / f"report-{time.monotonic_ns()}.json"
        done = self.run_program("run", *arguments, "--report", f"json={path}")
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        return done, lines

    def assert_one_line(self, done, status, *words):
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        for word in words:
            self.assertIn(word, lines[0])


class LostOutput(CliTest):
    """What cannot be written is said, and is no success."""

    ONE = ("run", "--select", "presign/expires/week")

    def test_a_full_disk_behind_stdout_is_an_error(self):
        for arguments in (self.ONE, ("list",), ("mutants",)):
            with self.subTest(arguments=arguments), open("/dev/full", "w") as full:
                done = subprocess.run([PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("stdout cannot be written", done.stderr)

    def test_a_closed_stdout_loses_no_report(self):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run([PROGRAM, *self.ONE, "--report", "json=r.json"], stdout=write, stderr=subprocess.PIPE,
                              text=True, timeout=60, cwd=self.folder)
        os.close(write)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("stdout cannot be written", done.stderr)
        self.assertIn('"complete":true', (self.folder / "r.json").read_text())

    def test_two_reports_in_one_file_are_refused(self):
        (self.folder / "link.json").symlink_to("r.json")
        for other in ("r.json", "./r.json", "link.json"):
            done = self.run_program(*self.ONE, "--report", "json=r.json", "--report", f"tap={other}")
            self.assert_one_line(done, 2, f"tap={other}", "the same file as that of --report json=r.json")
        self.assertFalse((self.folder / "r.json").exists())

    def test_a_pipe_that_nobody_reads_is_an_error(self):
        os.mkfifo(self.folder / "pipe")
        for option in ("--trace=pipe", "--report=json=pipe"):
            self.assert_one_line(self.run_program(*self.ONE, option), 2, "pipe: cannot be ", "nobody reads this pipe")

    def test_a_loop_of_links_stays(self):
        (self.folder / "loop").symlink_to("loop")
        self.assert_one_line(self.run_program(*self.ONE, "--report", "json=loop"), 2, "json=loop", "is a loop of links")
        self.assertTrue((self.folder / "loop").is_symlink())

    def test_a_file_of_two_options_is_not_written(self):
        known = self.folder / "known.json"
        known.write_text('{"format": 1, "deviations": []}')
        os.link(known, self.folder / "hard.json")
        text = known.read_text()
        for first, second in (
                ("--expected=known.json", "--trace=known.json"), ("--expected=known.json", "--trace=hard.json"),
                ("--expected=known.json", "--report=json=./known.json"), ("--report=json=r.json", "--trace=r.json"),
                ("--report=json=r.json", "--write-expected=./r.json"), ("--trace=w.json", "--write-expected=w.json")):
            done = self.run_program(*self.ONE, first, second)
            self.assert_one_line(done, 2, "the same file as that of --")
        self.assertEqual(known.read_text(), text)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["hard.json", "known.json"])
        self.assertEqual(self.run_program(*self.ONE, "--expected=known.json", "--write-expected=known.json").returncode, 0)

    def test_a_limit_of_the_size_of_files_is_an_error_of_the_report(self):
        done = subprocess.run(["sh", "-c", 'ulimit -f 1; exec "$0" "$@"', PROGRAM, *self.ONE, "--trace", "t"],
                              capture_output=True, text=True, timeout=60, cwd=self.folder)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("--trace t: cannot be written: File too large", done.stderr)

    def test_a_run_without_threads_to_spare_goes_on(self):
        limit = str(1 << 18)  # KiB of addresses; a thread wants 8 MiB of them for its stack
        limited = ("sh", "-c", f'ulimit -v {limit}; exec "$0" "$@"', PROGRAM)
        if subprocess.run([*limited, "--version"], capture_output=True).returncode != 0:
            self.skipTest("this build needs more addresses to begin with")  # a sanitizer's
        done = subprocess.run([*limited, "run", "--select", "presign/published", "--jobs", "32"],
                              capture_output=True, text=True, timeout=60, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_two_reports_on_stdout_are_both_written(self):
        out = self.folder / "out.txt"
        with out.open("w") as file:
            done = subprocess.run([PROGRAM, *self.ONE, "--report", "tap=/dev/stdout", "--report", "json=/dev/stdout"],
                                  stdout=file, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for part in ("passed 1 of 1", "TAP version", '"type":"footer"'):
            self.assertIn(part, out.read_text())


class Numbers(CliTest):
    def test_a_time_is_a_number_within_its_bounds(self):
        for text in ("nan", "-nan", "inf", "-1", "0", "1e300", "x", ""):
            for command in (("run", "--timeout"), ("run", "--startup-timeout"), ("fuzz", "--timeout")):
                with self.subTest(text=text, command=command):
                    self.assert_one_line(self.run_program(*command, text), 2, command[1], "expected seconds from")


class Input(CliTest):
    """Files that users name are regular files of a limited length."""

    def test_devices_pipes_and_folders_are_refused_with_the_reason(self):
        os.mkfifo(self.folder / "pipe")
        url = "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        endpoint = ("run", "--endpoint", "http://127.0.0.1:1", "--bucket", "bucket", "--select", "verify/window")
        commands = [
            ("run", "--expected"), ("explain", url, "--secret-file"), ("explain", url, "--error-xml"),
            (*endpoint, "--credentials"), ("serve", "--listen", "127.0.0.1:0", "--config"),
            ("serve", "--listen", "127.0.0.1:0", "--clock-file"), ("vectors", "evidence"),
        ]
        for command in commands:
            for file, kind in (("/dev/zero", "a device"), ("pipe", "a pipe"), (".", "a folder")):
                with self.subTest(command=command, file=file):
                    done = self.run_program(*command, file)
                    self.assert_one_line(done, 2, f"{file}: is {kind}, expected a file")

    def test_vectors_that_are_no_files_are_refused(self):
        vectors = self.folder / "v"
        (vectors / "presign").mkdir(parents=True)
        os.mkfifo(vectors / "presign" / "a.json")
        (vectors / "presign" / "b.json").symlink_to("/dev/zero")
        done = self.run_program("list", "--vectors", str(vectors))
        self.assertEqual(done.returncode, 2)
        self.assertIn("presign/a.json: is a pipe, expected a file", done.stderr)
        self.assertIn("presign/b.json: is a device, expected a file", done.stderr)

    def test_a_clock_file_that_is_none_is_not_replaced(self):
        keys = self.folder / "keys.json"
        keys.write_text('{"access_key_id": "a", "secret_access_key": "b"}')
        (self.folder / "link").symlink_to("/dev/zero")
        done = self.run_program("run", "--endpoint", "http://127.0.0.1:1", "--bucket", "bucket", "--credentials", str(keys),
                                "--clock-file", "link", "--select", "verify/window")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("link", done.stdout + done.stderr)
        self.assertTrue((self.folder / "link").is_symlink())


class ForeignText(CliTest):
    """Text of adapters can control neither a terminal nor GitHub's runner, and has a limited length."""

    EVIL = "\x1b[2J\x1b]0;x\x07\u009b31m\n::error::x\n \u00a0::warning::y\n##[error]z\x7f\u202e"

    def assert_harmless(self, done):
        text = done.stdout + done.stderr
        self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")
        self.assertNotRegex(text, r"(?m)^\s*::")
        self.assertNotIn("##[", text)
        self.assertLess(len(text), 20000)

    def hello(self, answer):
        return self.adapter(f"import json\ninput()\nimport sys\nsys.stderr.write({self.EVIL!r} + 'x' * 9000 + {self.EVIL!r})\n"
                            f"print(json.dumps({answer!r}))")

    def test_a_broken_hello(self):
        ok = {"protocol": 1, "name": "x", "ops": ["presign"]}
        hellos = [
            {"id": 0, "ok": {**ok, self.EVIL: 1}}, {"id": 0, "ok": {**ok, "features": [self.EVIL]}},
            {"id": 0, "ok": {**ok, "ops": [self.EVIL]}}, {"id": 0, "ok": {**ok, "clock": self.EVIL}},
            {"id": 0, "ok": None, "fault": {"message": self.EVIL}}, self.EVIL,
            {"id": 0, "ok": {**ok, "features": ["A" * 15_000_000]}}, {"id": 0, "fault": {"message": "A" * 15_000_000}},
            {"id": 0, "ok": {**ok, "A" * 15_000_000: 1}},
        ]
        for hello in hellos:
            for command in (("run",), ("fuzz", "--time", "1")):
                with self.subTest(hello=str(hello)[:80], command=command):
                    done = self.run_program(*command, "--adapter", self.hello(hello))
                    self.assertEqual(done.returncode, 3)
                    self.assert_harmless(done)

    def test_answers(self):
        kinds = [
            f"ok = {{'url': {self.EVIL!r}}}", f"answer = {{'reject': {{'class': {self.EVIL!r}, 'message': {self.EVIL!r}}}}}",
            f"answer = {{'skip': {{'issue': {self.EVIL!r}}}}}", f"answer = {{'fault': {{'message': {self.EVIL!r}}}}}",
            f"answer = {{{self.EVIL!r}: 1}}",
        ]
        for kind in kinds:
            with self.subTest(kind=kind):
                source = YES_SAYER.replace('"ok": ok', '**answer').replace("verify", "presign").replace("ok = {}", kind)
                source = source.replace("    print(", f"    answer = locals().pop('answer', {{'ok': ok}})\n    sys.stderr.write({self.EVIL!r})\n    sys.stderr.flush()\n    print(")
                done = self.run_program("run", "--adapter", self.adapter(source), "--select", "presign/expires/week",
                                        "--report", "markdown=/dev/stdout", "--report", "tap=/dev/stdout")
                self.assertIn(done.returncode, (1, 3, 4), done.stderr)
                self.assert_harmless(done)

    def test_names_in_the_vectors(self):
        vectors = self.folder / "v"
        (vectors / "presign").mkdir(parents=True)
        (vectors / "presign" / "\x1b[2J.json").write_text(json.dumps({self.EVIL: 1}))
        done = self.run_program("list", "--vectors", str(vectors))
        self.assertEqual(done.returncode, 2)
        self.assert_harmless(done)


class Running(CliTest):
    def test_the_reference_conforms(self):
        done = self.run_program("run")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"passed (\d+) of \1 required")

    def test_every_connection_gives_the_same_verdicts(self):
        in_process, expected = self.report()
        for options in (["--adapter", SELF], ["--library", LIBRARY], ["--adapter", SELF, "--jobs", "2"]):
            with self.subTest(options=options):
                done, lines = self.report(*options)
                self.assertEqual(done.returncode, 0, done.stdout)
                self.assertEqual(lines[1:], expected[1:])
        self.assertEqual(in_process.returncode, 0)

    def test_shards_add_up(self):
        whole = self.report()[1]
        parts = [self.report("--shard", f"{i}/2")[1][1:-1] for i in (1, 2)]
        self.assertEqual(sorted(parts[0] + parts[1], key=lambda case: case["id"]), whole[1:-1])
        self.assertTrue(parts[0] and parts[1])

    def test_selection_and_exclusion(self):
        ids = self.run_program("list", "--select", "presign/path", "--exclude", "*octet*").stdout.split()
        self.assertTrue(ids)
        self.assertTrue(all(i.startswith("presign/path/") and "octet" not in i for i in ids))
        lines = self.report("--select", ids[0])[1]
        self.assertEqual([line["id"] for line in lines[1:-1]], [ids[0]])

    def test_a_wrong_verifier_does_not_conform(self):
        done, lines = self.report("--adapter", self.adapter(YES_SAYER.replace("ambient", "injected")))
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertRegex(done.stdout, r"\ANot conforming: (\d+) wrong decisions \(\1 let in what must be refused\)\n")
        self.assertRegex(done.stdout, r"countersign run .*--select \S+\n")
        swapped = next(line for line in lines if line.get("id") == "verify/host/bucket-swapped")
        self.assertEqual(swapped["wrong"], "let-in")
        self.assertEqual(lines[-1]["wrong"], {"let-in": lines[-1]["fail"]})
        self.assertLessEqual(len(done.stdout.splitlines()), 100)

    def test_a_wrong_presigner_fails_with_an_explanation(self):
        done = self.run_program("run", "--adapter", self.adapter(URL_SAYER), "--select", "presign/*")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("X-Amz-Signature", done.stdout)
        self.assertRegex(done.stdout, r"countersign run .*--select presign/")

    def test_cases_that_need_a_clock_are_not_exercised(self):
        done, lines = self.report("--adapter", self.adapter(YES_SAYER), "--select", "verify/*")
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertTrue(all(c["verdict"] in ("not-exercised", "unsupported") for c in lines[1:-1]))

    def test_fail_fast_ends_the_run_incomplete(self):
        done, lines = self.report("--adapter", self.adapter(URL_SAYER), "--fail-fast")
        self.assertEqual(done.returncode, 1)
        self.assertFalse(lines[-1]["complete"])

    def test_an_interrupted_run_writes_its_reports(self):
        path = self.folder / "report.json"
        process = subprocess.Popen(
            [PROGRAM, "run", "--adapter", self.adapter(SLEEPER), "--select", "presign/*", "--report", f"json={path}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=20), 130)
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        self.assertFalse(lines[-1]["complete"])
        self.assertGreater(len(lines), 2)


class BadInput(CliTest):
    def test_unknown_option(self):
        self.assert_one_line(self.run_program("run", "--adpter", "x"), 2, "--adpter")

    def test_unknown_command(self):
        self.assert_one_line(self.run_program("runn"), 2, "runn")

    def test_two_implementations(self):
        self.assert_one_line(self.run_program("run", "--adapter", SELF, "--library", LIBRARY), 2, "--library")

    def test_missing_adapter(self):
        done = self.run_program("run", "--adapter", "./nothing-here")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("not found", done.stderr)

    def test_missing_library(self):
        self.assert_one_line(self.run_program("run", "--library", "./nothing.so"), 2, "./nothing.so")

    def test_selection_that_matches_nothing(self):
        self.assert_one_line(self.run_program("run", "--select", "presign/no-such-case"), 4, "presign/no-such-case")
        self.assert_one_line(self.run_program("list", "--select", "no-such-case"), 4, "no-such-case")

    def test_unknown_case(self):
        self.assert_one_line(self.run_program("show", "verify/no/such"), 2, "verify/no/such")

    def test_missing_vectors(self):
        self.assert_one_line(self.run_program("run", "--vectors", "nowhere"), 2, "nowhere")

    def test_a_folder_without_vectors(self):
        (self.folder / "empty").mkdir()
        self.assert_one_line(self.run_program("run", "--vectors", "empty"), 2, "empty")

    def test_malformed_vector_names_file_place_and_expectation(self):
        shutil.copytree(VECTORS, self.folder / "vectors")
        victim = next((self.folder / "vectors" / "presign").rglob("*.json"))
        case = json.loads(victim.read_text())
        case["levle"] = "must"
        victim.write_text(json.dumps(case))
        self.assert_one_line(self.run_program("run", "--vectors", "vectors"), 2, victim.name, "/levle")

    def test_bad_numbers(self):
        for option, value in (("--jobs", "0"), ("--jobs", "two"), ("--shard", "3/2"), ("--shard", "x"),
                              ("--timeout", "-1"), ("--level", "most")):
            with self.subTest(option=option, value=value):
                self.assert_one_line(self.run_program("run", option, value), 2, option, value)

    def test_unknown_report_format(self):
        self.assert_one_line(self.run_program("run", "--report", "yaml=x"), 2, "yaml", "junit")

    def test_unwritable_report(self):
        done = self.run_program("run", "--report", "json=no/such/folder/r.json")
        self.assert_one_line(done, 2, "no/such/folder/r.json")
        self.assertEqual(os.listdir(self.folder), [])


class Expected(CliTest):
    def expected(self, deviations):
        path = self.folder / "expected.json"
        path.write_text(json.dumps({"format": 1, "deviations": deviations}))
        return str(path)

    def deviation(self, case_id):
        return {"id": case_id, "reason": "signs nothing", "link": "https://example.com/1"}

    def test_known_deviations_do_not_fail(self):
        done, lines = self.report("--adapter", self.adapter(URL_SAYER), "--select", "presign/path/*",
                                  "--expected", self.expected([self.deviation("presign/path/*")]))
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertGreater(lines[-1]["expected_failure"], 0)

    def test_the_rerun_line_runs_the_same_case_of_the_same_vectors(self):
        shutil.copytree(VECTORS, self.folder / "my vectors")
        expected = self.expected([self.deviation("presign/path/double-slash")])
        shown = self.run_program("run", "--adapter", self.adapter(URL_SAYER), "--vectors", "my vectors",
                                 "--expected", expected, "--select", "presign/path/*slash*")
        rerun = re.search(r"rerun   countersign (run .*--select (presign/path/\S+))\n", shown.stdout)
        again = self.run_program(*shlex.split(rerun[1]))
        self.assertIn(f"FAIL {rerun[2]}\n", again.stdout + again.stderr)
        self.assertIn("--vectors 'my vectors' --expected ", rerun[1])

    def test_a_deviation_that_no_longer_occurs_fails(self):
        done, lines = self.report("--select", "presign/path/*",
                                  "--expected", self.expected([self.deviation("presign/path/*")]))
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertGreater(lines[-1]["unexpected_pass"], 0)

    def test_a_deviation_that_matches_no_case_is_an_error(self):
        done = self.run_program("run", "--expected", self.expected([self.deviation("presign/nothing")]))
        self.assert_one_line(done, 2, "presign/nothing")

    def test_a_list_for_another_suite_is_one_line(self):
        done = self.run_program("run", "--expected",
                                self.expected([self.deviation("presign/old"), self.deviation("verify/old")]))
        self.assert_one_line(done, 2, "2 of its 2 ids match no case", "presign/old", "--write-expected")

    def test_a_run_with_the_list_that_it_wrote_conforms(self):
        target = ("--adapter", self.adapter(URL_SAYER), "--select", "presign/path", "--select", "presign/expires")
        first = self.run_program("run", *target, "--write-expected", "list.json")
        self.assertEqual(first.returncode, 1)
        wrote = re.search(r"\nNote: wrote (\d+) entries to list.json: (\d+) of its (\d+) reasons begin with \"To fill", first.stdout)
        self.assertEqual(len(set(wrote.groups())), 1)
        verdict = first.stdout.splitlines()[0]
        self.assertTrue(verdict.startswith("Not conforming: "))
        self.assertEqual(first.stdout.splitlines()[-1], verdict, "the last line is the verdict")
        document = json.loads((self.folder / "list.json").read_text())
        self.assertLess(len(document["deviations"]), 40)
        again = self.run_program("run", *target, "--expected", "list.json")
        self.assertEqual(again.returncode, 0, again.stdout)
        count = len(document["deviations"])
        self.assertIn(f"\nNote: list.json: {count} of its {count} reasons begin with \"To fill in:\"", again.stdout)
        self.assertEqual(again.stdout.splitlines()[-1], "Conforming")
        # An edited reason stays when the list is written again.
        document["deviations"][0]["reason"] = "Mine. Not reported yet."
        (self.folder / "list.json").write_text(json.dumps(document))
        update = ("--expected", "list.json", "--write-expected", "list.json")
        updated = self.run_program("run", *target, *update)
        self.assertEqual(updated.returncode, 0)
        self.assertIn(f"\nNote: wrote {count} entries to list.json: {count - 1} of its", updated.stdout)
        self.assertEqual(json.loads((self.folder / "list.json").read_text()), document)
        for one in document["deviations"]:
            one["reason"] = "Mine. Not reported yet."
        (self.folder / "list.json").write_text(json.dumps(document))
        self.assertNotIn("Note:", self.run_program("run", *target, "--expected", "list.json").stdout)

    def test_a_list_never_replaces_another_file(self):
        (self.folder / "list.json").write_text("mine")
        done = self.run_program("run", "--select", "presign/path/*", "--write-expected", "list.json")
        self.assert_one_line(done, 2, "list.json", "exists already", "--expected")
        done = self.run_program("run", "--write-expected", "no/such/folder/list.json")
        self.assert_one_line(done, 2, "no/such/folder/list.json")
        self.assertEqual((self.folder / "list.json").read_text(), "mine")

    def test_a_library_that_breaks_on_one_case_can_be_expected_to(self):
        target = ("--adapter", self.adapter(URL_SAYER.replace("for line in sys.stdin:", "for line in sys.stdin:\n"
                  "    if 'a//b' in line: sys.exit(101)")), "--select", "presign/path/double-slash")
        self.assertEqual(self.run_program("run", *target, "--write-expected", "list.json").returncode, 3)
        entry, = json.loads((self.folder / "list.json").read_text())["deviations"]
        self.assertIs(entry["fault"], True)
        again = self.run_program("run", *target, "--expected", "list.json")
        self.assertEqual(again.returncode, 0, again.stdout)
        self.assertIn("1 expected to fail", again.stdout)

    def test_an_unreadable_file_is_an_error(self):
        (self.folder / "bad.json").write_text('{"format": 1, "deviations": [], "deviation": []}')
        self.assert_one_line(self.run_program("run", "--expected", "bad.json"), 2, "bad.json")
        self.assert_one_line(self.run_program("run", "--expected", "absent.json"), 2, "absent.json")


class Broken(CliTest):
    def test_an_adapter_that_answers_only_its_hello_is_given_up_and_that_is_the_first_line(self):
        mute = self.adapter(URL_SAYER.replace("    print(", "    if r['op'] == 'hello': print("))
        done = self.run_program("run", "--adapter", mute, "--timeout", "0.3")
        self.assertEqual(done.returncode, 3)
        self.assertTrue(done.stdout.startswith("BROKEN: the adapter answers its hello and nothing else since case "),
                        done.stdout[:300])
        self.assertEqual(done.stderr.count("no answer within 0.3 s"), 3, "each is said when it happens")

    def test_a_wrong_clock_is_the_first_line_and_no_case_is_asked(self):
        done = self.run_program("run", "--adapter", self.adapter(URL_SAYER.replace('"ambient"', '"injected"').replace(
            "test.txt", "test.txt?X-Amz-Date=20130524T000000Z")))
        self.assertEqual(done.returncode, 3)
        self.assertTrue(done.stdout.startswith("BROKEN: clock probe: declares an injected clock"), done.stdout[:300])
        self.assertNotIn("FAIL", done.stdout)
        self.assertLess(len(done.stdout.splitlines()), 8)


class Traces(CliTest):
    def test_a_trace_has_each_line_and_no_secret(self):
        done = self.run_program("run", "--adapter", SELF, "--select", "presign/token", "--trace", "trace")
        self.assertEqual(done.returncode, 0, done.stdout)
        text = (self.folder / "trace").read_text()
        self.assertRegex(text, r'\A1 -> \{"id":0,"op":"hello"')
        self.assertRegex(text, r'\n1 -> \{"id":\d+,"op":"presign"')
        self.assertRegex(text, r'\n1 <- \{"id":\d+,"ok":\{"url":')
        self.assertTrue(text.endswith("\n1 !! ended in order\n"), text[-200:])
        self.assertIn("[redacted]", text)
        self.assertNotIn("wJalrXUtnFEMI", text)
        self.assertNotRegex(text, r"X-Amz-Security-Token=(?!\[redacted\])")

    def test_a_trace_that_cannot_be_written_is_an_error_before_anything_runs(self):
        done = self.run_program("run", "--adapter", "touch started", "--trace", "no/such/folder/trace")
        self.assert_one_line(done, 2, "no/such/folder/trace")
        self.assertEqual(os.listdir(self.folder), [])
        done = self.run_program("run", "--select", "presign/method", "--trace", "/dev/full")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--trace /dev/full: cannot be written", done.stderr)


class Reports(CliTest):
    def test_all_formats_are_written_whole(self):
        formats = report_formats(PROGRAM)
        done = self.run_program("run", "--adapter", self.adapter(URL_SAYER), "--select", "presign/path/*",
                                *report_options(formats))
        self.assertEqual(done.returncode, 1)
        self.assertEqual({f"r.{name}" for name in formats} | {"adapter.py"}, set(os.listdir(self.folder)))
        suites = xml.etree.ElementTree.parse(self.folder / "r.junit").getroot()
        self.assertTrue(suites.findall(".//failure"))
        self.assertTrue((self.folder / "r.tap").read_text().startswith("TAP version 14\n"))
        annotations = re.findall(r"^::error", (self.folder / "r.github").read_text(), re.M)
        self.assertTrue(0 < len(annotations) <= 10)

    def test_no_secret_is_in_any_report(self):
        secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        formats = report_formats(PROGRAM)
        done = self.run_program("run", "--adapter", self.adapter(URL_SAYER), *report_options(formats))
        self.assertNotIn(secret, done.stdout + done.stderr)
        for name in formats:
            self.assertNotIn(secret, (self.folder / f"r.{name}").read_text())


class RenamedWords(CliTest):
    """Scripts of an earlier version are told the new name of a command, an option or a folder."""

    def test_a_renamed_command_is_answered_with_the_new_one(self):
        self.assert_one_line(self.run_program("faults"), 2, "faults is now mutants")
        self.assertEqual(self.run_program("list", "--select", "faults").stderr.find("is now"), -1, "not a command")

    def test_a_renamed_option_is_answered_with_the_new_one(self):
        for arguments in (["--fault", "expires-ignored"], ["--fault=expires-ignored"]):
            self.assert_one_line(self.run_program("adapter", *arguments), 2, "--fault is now --mutant")
        self.assertNotIn("is now", self.run_program("adapter", "--faulty").stderr)

    def test_a_renamed_folder_is_answered_with_the_new_one(self):
        new_names = {"endpoints/swift.sh": "adapters/servers/", "server/README.md": "s3_server/", "builtin/x.py":
                     "reference_adapter/", "faults/catalogue.cc": "mutants/", "bench/cases_bench.cc": "cli/ and reference/"}
        for old, new in new_names.items():
            folder = f"harness/{old.split('/')[0]}/"
            for argument in (f"harness/{old}", f"sh harness/{old} --select verify", f"--library=harness/{old}"):
                done = self.run_program("run", "--adapter", argument)
                self.assert_one_line(done, 2, f"{folder} is now harness/{new}")

    def test_a_folder_that_exists_is_not_a_renamed_one(self):
        path = self.folder / "harness" / "server" / "expected.json"
        path.parent.mkdir(parents=True)
        path.write_text("{}")
        done = self.run_program("run", "--expected", "harness/server/expected.json")
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("is now", done.stderr)


class Pages(CliTest):
    """README.md and protocol.md say what the program says about itself."""

    def rows(self, page, title):
        """The first two cells of each row of the table whose first column has this title."""
        text = (ROOT / page).read_text()
        table = re.search(rf"^\| {title} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.M)
        return [tuple(cell.strip(" `") for cell in row.split("|")[1:3]) for row in table[1].splitlines()]

    def test_exit_statuses(self):
        printed = re.search(r"^Exit status of run:\n((?:  .*\n)+)", self.run_program("--help").stdout, re.M)
        statuses = [tuple(line.split(None, 1)) for line in printed[1].splitlines()]
        self.assertEqual(self.rows("README.md", "exit status"), statuses)
        self.assertEqual([row[0] for row in self.rows("harness/protocol/protocol.md", "status")],
                         [row[0] for row in statuses])

    def test_report_formats(self):
        self.assertEqual(self.rows("README.md", "format"), list(report_formats(PROGRAM).items()))


class Showing(CliTest):
    def test_show_prints_the_case_with_its_rules_and_sources(self):
        first = self.run_program("list").stdout.split()[0]
        shown = self.run_program("show", first)
        self.assertEqual(shown.returncode, 0)
        case = json.loads((VECTORS / f"{first}.json").read_text())
        self.assertIn(case["why"], shown.stdout)
        for rule in case["rules"]:
            self.assertIn(rule, shown.stdout)

    def test_help_and_version(self):
        self.assertIn("run", self.run_program("--help").stdout)
        self.assertRegex(self.run_program("--version").stdout, r"^countersign \d+\.\d+\.\d+$")


if __name__ == "__main__":
    unittest.main()
