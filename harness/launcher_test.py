"""The launcher ./countersign: a small project in its place is set up and built by the real meson and ninja."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

LAUNCHER = pathlib.Path(__file__).resolve().parents[1] / "countersign"
PROJECT = """project('small', 'cpp')
run_command('sh', '-c', 'if [ -e "$1" ]; then sleep 60; fi', 'sh', meson.current_source_dir() / 'slow', check: true)
subdir('harness/cli')
"""
PROGRAM = '#include <cstdio>\nint main() { std::puts("built"); }\n'


@unittest.skipUnless(shutil.which("meson") and shutil.which("ninja"), "meson or ninja is not installed")
class Launcher(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(LAUNCHER, self.folder / "countersign")
        (self.folder / "harness/cli").mkdir(parents=True)
        (self.folder / "meson.build").write_text(PROJECT)
        (self.folder / "harness/cli/meson.build").write_text("executable('countersign', 'main.cc')\n")
        (self.folder / "harness/cli/main.cc").write_text(PROGRAM)
        self.build = self.folder / "build"

    def start(self, **environment):
        return subprocess.Popen([self.folder / "countersign"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env={**os.environ, "COUNTERSIGN_BUILD": str(self.build), "COUNTERSIGN_SETUP": "",
                                     "COUNTERSIGN_NO_INSTALL": "1", **environment}, start_new_session=True)

    def finish(self, process):
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def wait_for(self, condition, process):
        for _ in range(6000):
            if condition():
                return
            self.assertIsNone(process.poll(), "ended too early")
            time.sleep(0.01)
        self.fail("nothing happened for a minute")

    def test_a_configuration_that_was_interrupted_is_made_anew(self):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup, children would ignore it
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number.name):
                shutil.rmtree(self.build, ignore_errors=True)
                (self.folder / "slow").touch()
                process = self.start()
                self.wait_for((self.build / "meson-private").exists, process)
                time.sleep(0.5)
                os.killpg(process.pid, number)
                self.assertNotEqual(self.finish(process)[0], 0)
                (self.folder / "slow").unlink()
                # As meson leaves it if the signal arrives after this file is written and before build.ninja is.
                (self.build / "meson-private/coredata.dat").write_bytes(b"half of it")
                status, out, err = self.finish(self.start())
                self.assertEqual((status, out), (0, "built\n"), err)

    def test_a_folder_that_cannot_be_written_is_one_clear_line(self):
        (self.folder / "file").touch()
        build = self.folder / "file" / "build"
        status, out, err = self.finish(self.start(COUNTERSIGN_BUILD=str(build)))
        self.assertEqual((status, out), (2, ""))
        self.assertEqual(err, f"countersign: cannot write {build}.lock; set COUNTERSIGN_BUILD to a folder that you may "
                              "write to\n")

    def test_the_second_of_two_calls_says_that_it_waits(self):
        (self.folder / "slow").touch()
        first = self.start()
        self.wait_for((self.build / "meson-private").exists, first)
        second = self.start()
        self.assertEqual(second.stderr.readline(),
                         f"countersign: another call is building in {self.build}; waiting for it\n")
        os.killpg(first.pid, signal.SIGTERM)
        self.finish(first)
        os.killpg(second.pid, signal.SIGTERM)
        self.finish(second)


if __name__ == "__main__":
    sys.exit(unittest.main())
