"""harness/adapters/all.py: what is missing, hangs or is wrong is told, and the other adapters still run.

The adapters here are small folders of the test's own, so that only Python is needed.
"""

import importlib.machinery
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
ADAPTERS = pathlib.Path(os.environ["COUNTERSIGN_ADAPTERS"])
ALL = ADAPTERS / "all.py"

# Answers hello, and each request with the expression in %s.
ANSWERS = """
import json, sys, time
for line in sys.stdin:
    r = json.loads(line)
    if r["op"] == "hello":
        a = {"ok": {"protocol": 1, "name": "small", "version": "3.1", "ops": ["presign"], "clock": "ambient"}}
    else:
        a = %s
    print(json.dumps({"id": r["id"], **a}), flush=True)
"""
SKIPS = ANSWERS % '{"skip": {"issue": "https://example.com/1"}}'
# Refuses everything: right for some cases, a failure for most.
REFUSES = (ANSWERS % '{"reject": {"class": "bad-input"}}').replace('"clock"', '"features": ["virtual-hosted"], "clock"')
LISTED = {"format": 1, "deviations": [{"id": "presign/method/*", "reason": "Not reported yet.", "severity": "refused"}]}


class AllAdapters(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def adapter(self, name, source=SKIPS, install=None, expected=None, **members):
        """Makes a folder with an adapter."""
        folder = self.folder / name
        folder.mkdir()
        told = {"implementation": name, "language": "python", "operation": "presign",
                "command": f"'{sys.executable}' {{folder}}/adapter.py", **members}
        (folder / "adapter.json").write_text(json.dumps(told))
        (folder / "adapter.py").write_text(source)
        if install is not None:
            (folder / "install.sh").write_text("#!/bin/sh\n" + install)
            (folder / "install.sh").chmod(0o755)
        if expected is not None:
            (folder / "expected.json").write_text(json.dumps(expected))
        return folder

    def run_all(self, *arguments, **environment):
        return subprocess.run([sys.executable, ALL, *arguments], capture_output=True, text=True, timeout=300,
                              env={**os.environ, "COUNTERSIGN": PROGRAM, "COUNTERSIGN_ADAPTERS": str(self.folder),
                                   **environment})

    def row(self, done, name):
        """The cells of a line of the table: version, passed, failed, unsupported, alarms, exit."""
        lines = [line for line in done.stdout.splitlines() if line.split()[:1] == [name]]
        self.assertEqual(len(lines), 1, done.stdout + done.stderr)
        return lines[0].split()[1:]

    def test_a_missing_tool_is_named_and_the_others_still_run(self):
        self.adapter("first", tools=["cargo"])
        self.adapter("second")
        # No cargo is in that folder. What is run is not tested here.
        done = self.run_all(PATH="/nowhere", COUNTERSIGN=shutil.which("true"))
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(self.row(done, "first"), ["missing"])
        self.assertRegex(done.stdout, r"(?m)^first: missing: cargo: Rust 1\.\d+ or later, from ")
        self.assertEqual(self.row(done, "second"), ["0"])

    def test_an_install_script_that_fails_is_quoted_and_runs_again_next_time(self):
        self.adapter("broken", install="echo downloading\necho 'no registry answers' >&2\nexit 7\n")
        for _ in range(2):
            done = self.run_all()
            self.assertEqual(done.returncode, 1)
            self.assertIn("install.sh ended with 7: no registry answers", done.stdout)
            self.assertEqual(self.row(done, "broken"), ["missing"])

    def test_what_is_installed_is_installed_once_until_a_file_changes(self):
        folder = self.adapter("once", install="echo installed >> ../log\n", select="presign/method")
        log = self.folder / "log"
        self.run_all(COUNTERSIGN="true")  # what is run is not tested here
        self.run_all(COUNTERSIGN="true")
        self.assertEqual(log.read_text(), "installed\n")
        (folder / "adapter.py").write_text(SKIPS + "\n")
        missing = self.run_all("--offline")
        self.assertIn("not installed: without --offline, ", missing.stdout)
        self.run_all(COUNTERSIGN="true")
        self.assertEqual(log.read_text(), "installed\ninstalled\n")

    def test_a_run_that_hangs_is_killed_and_the_others_still_run(self):
        self.adapter("hangs")
        self.adapter("works")
        program = self.folder / "program"  # instead of countersign, which would take some of the time
        program.write_text('#!/bin/sh\ncase "$*" in *hangs*) sleep 600;; esac\n')
        program.chmod(0o755)
        done = self.run_all("--timeout", "5", COUNTERSIGN=str(program))
        self.assertEqual(self.row(done, "hangs"), ["hung"])
        self.assertIn("hangs: not ended after 5 s, killed", done.stdout)
        self.assertEqual(self.row(done, "works"), ["0"])

    def test_an_install_script_that_hangs_is_killed(self):
        self.adapter("slow", install="sleep 600\n")
        self.assertIn("install.sh took longer than 1 s", self.run_all("--install-timeout", "1").stdout)

    def test_failures_that_are_listed_are_no_alarms_and_the_result_is_kept_where_it_is_asked(self):
        self.adapter("refuses", REFUSES, expected=LISTED, select="presign/method")
        done = self.run_all("--results", str(self.folder / "results"))
        first = (self.folder / "results" / "refuses.json").read_text().splitlines()[0]
        self.assertEqual(json.loads(first)["adapter"]["version"], "3.1")
        version, passed, failed, _, alarms, status = self.row(done, "refuses")
        self.assertEqual((version, passed, alarms, status), ("3.1", "0", "0", "0"), done.stdout)
        self.assertGreater(int(failed), 3)
        self.assertEqual(done.returncode, 0)

    def test_a_failure_that_is_not_listed_is_an_alarm(self):
        self.adapter("refuses", REFUSES, select="presign/method")
        done = self.run_all()
        _, _, failed, _, alarms, status = self.row(done, "refuses")
        self.assertEqual((alarms, status), (failed, "1"))
        self.assertRegex(done.stdout, r"refuses: again: .*run --adapter")
        self.assertEqual(done.returncode, 1)

    def test_a_list_that_is_wrong_is_told(self):
        self.adapter("wrong", expected={"format": 1, "deviations": [{"id": "presign/method/*", "reason": "r"}]},
                     select="presign/method")
        done = self.run_all()
        self.assertEqual(self.row(done, "wrong"), ["2"])
        self.assertRegex(done.stdout, r"wrong: .*expected a link, or a reason that says")

    def test_an_adapter_that_does_not_start_is_told_with_its_last_line(self):
        self.adapter("gone", "import sys\nsys.exit('small is not installed')\n", select="presign/method")
        done = self.run_all()
        self.assertEqual(self.row(done, "gone")[-1], "3")
        self.assertEqual(done.returncode, 1)

    def test_a_wrong_name_or_description_is_an_error_of_usage(self):
        self.adapter("here")
        done = self.run_all("there")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("no adapter there; there are here", done.stderr)
        for members, told in (({"tool": []}, "unknown member tool"), ({"tools": ["make"]}, "the tool make is not known"),
                              ({"operation": "sign"}, "operation is sign, expected presign or verify")):
            with self.subTest(told=told):
                folder = self.adapter(f"wrong{len(told)}", **members)
                done = self.run_all()
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn(told, done.stderr)
                (folder / "adapter.json").unlink()

    def test_a_result_is_published_with_reason_and_severity_if_there_is_no_alarm(self):
        (self.folder / "published").mkdir()
        folder = self.adapter("refuses", REFUSES, expected=LISTED, select="presign/method", debian=[])
        (folder / "requirements.txt").write_text("")
        done = self.run_all("--publish", str(self.folder / "published"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        result = json.loads((self.folder / "published" / "refuses-3.1.json").read_text())
        self.assertEqual([(one["severity"], len(one["cases"])) for one in result["deviations"]],
                         [("refused", result["tallies"]["fail"])])

    def test_alarms_of_a_run_that_was_not_told_what_is_expected(self):
        # A module of this name would hide Python's all().
        loader = importlib.machinery.SourceFileLoader("all_py", str(ALL))
        all_py = importlib.util.module_from_spec(importlib.util.spec_from_loader("all_py", loader))
        sys.modules["all_py"] = all_py  # dataclasses look it up
        loader.exec_module(all_py)
        report = self.folder / "report.json"
        verdicts = {"presign/method/get": "fail", "presign/method/put": "pass", "presign/path/a": "fail",
                    "presign/path/b": "pass", "presign/path/c": "unsupported", "presign/path/d": "fault"}
        lines = [{"type": "case", "id": name, "level": "must", "verdict": verdict} for name, verdict in verdicts.items()]
        lines += [{"type": "case", "id": "presign/input/e", "level": "may", "verdict": "fail"}]
        report.write_text("\n".join(json.dumps(line) for line in lines))
        adapter = all_py.read_adapter(self.adapter("small", expected=LISTED))
        self.assertEqual(all_py.alarms(adapter, report), ["presign/method/put", "presign/path/a", "presign/path/d"])


class TheAdaptersHere(unittest.TestCase):
    """What is in the repository is complete, whether or not it is installed."""

    def setUp(self):
        self.descriptions = {path.parent.name: json.loads(path.read_text()) for path in ADAPTERS.glob("*/adapter.json")}

    def test_each_has_a_list_of_known_deviations_with_severities(self):
        self.assertGreater(len(self.descriptions), 15)
        for name in self.descriptions:
            with self.subTest(adapter=name):
                listed = json.loads((ADAPTERS / name / "expected.json").read_text())["deviations"]
                without = [entry["reason"] for entry in listed
                           if "severity" not in entry and not entry["reason"].startswith("Not a mistake")]
                self.assertEqual(without, [])

    def test_all_py_lists_them(self):
        done = subprocess.run([sys.executable, ALL, "--list"], capture_output=True, text=True, timeout=300,
                              env={name: value for name, value in os.environ.items() if name != "COUNTERSIGN_ADAPTERS"})
        self.assertEqual(sorted(line.split()[0] for line in done.stdout.splitlines()), sorted(self.descriptions))

    def test_versions_are_pinned_and_no_file_has_an_address_of_a_registry(self):
        for path in sorted(ADAPTERS.glob("*/*")):
            with self.subTest(file=path.name):
                if path.name == "requirements.txt":
                    self.assertEqual([line for line in path.read_text().split() if "==" not in line], [])
                if path.name in ("package-lock.json", "locked.toml"):
                    self.assertNotRegex(path.read_text(), r'(?m)"resolved"|^source = |registry')
        self.assertEqual({name for name, told in self.descriptions.items() if told.get("tools") == ["cargo"]},
                         {path.parent.name for path in ADAPTERS.glob("*/locked.toml")})


if __name__ == "__main__":
    unittest.main()
