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


DEBIAN = ["g++", "meson", "ninja-build", "python3", "pkg-config", "libssl-dev", "nlohmann-json3-dev", "libsimdjson-dev",
          "libxxhash-dev", "libcli11-dev", "libgtest-dev", "libboost-dev"]
FEDORA = ["gcc-c++", "meson", "ninja-build", "python3", "pkgconf-pkg-config", "openssl-devel", "json-devel",
          "simdjson-devel", "xxhash-devel", "cli11-devel", "gtest-devel", "boost-devel"]


class MissingPackages(unittest.TestCase):
    """On a machine that has nothing but what every system has, and a package manager that writes down its arguments."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(LAUNCHER, self.folder / "countersign")
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        for name in ("sh", "cat", "cut", "dirname", "env", "flock", "mkdir", "readlink", "rm", "sed", "touch", "tr"):
            (self.programs / name).symlink_to(shutil.which(name))
        self.program("id", "echo 0")

    def program(self, name, script):
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def package_manager(self, name, status):
        self.program(name, f'echo "$*" >>"{self.folder}/arguments"; exit {status}')

    def run_launcher(self, **environment):
        done = subprocess.run([self.folder / "countersign"], capture_output=True, text=True, timeout=60,
                              env={"PATH": str(self.programs), "COUNTERSIGN_BUILD": str(self.folder / "build"), **environment})
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        return done.stderr

    def named(self, err):
        return [line.split()[0] for line in err.splitlines() if line.startswith("  ")]

    def arguments(self):
        return (self.folder / "arguments").read_text().splitlines()

    def test_names_packages_of_debian_and_ubuntu_for_apt_get(self):
        self.package_manager("apt-get", 0)
        err = self.run_launcher(COUNTERSIGN_NO_INSTALL="1")
        self.assertEqual(self.named(err), DEBIAN)
        self.assertIn(f"install them with: apt-get install {' '.join(DEBIAN)}\n", err)
        self.assertFalse((self.folder / "arguments").exists())

    def test_names_packages_of_fedora_for_dnf(self):
        self.package_manager("dnf", 0)
        err = self.run_launcher(COUNTERSIGN_NO_INSTALL="1")
        self.assertEqual(self.named(err), FEDORA)
        self.assertIn(f"install them with: dnf install {' '.join(FEDORA)}\n", err)
        self.assertFalse((self.folder / "arguments").exists())

    def test_says_whose_names_they_are_without_a_known_package_manager(self):
        err = self.run_launcher()
        self.assertEqual(self.named(err), DEBIAN)
        self.assertIn("these are the names of Debian's and Ubuntu's packages", err)

    def test_installs_with_apt_get_and_says_if_that_fails(self):
        self.package_manager("apt-get", '$([ "$1" = update ] && echo 0 || echo 1)')
        err = self.run_launcher()
        self.assertEqual(self.arguments(), ["update -q", f"install -q -y --no-install-recommends {' '.join(DEBIAN)}"])
        self.assertIn(f"apt-get could not install: {' '.join(DEBIAN)} (Ubuntu has some of them in universe", err)

    def test_installs_with_dnf_and_says_if_that_fails(self):
        self.package_manager("dnf", 1)
        err = self.run_launcher()
        self.assertEqual(self.arguments(), [f"install -q -y --setopt=install_weak_deps=False {' '.join(FEDORA)}"])
        self.assertIn(f"dnf could not install: {' '.join(FEDORA)}\n", err)

    def test_tells_a_user_who_may_not_install_what_root_must_run(self):
        self.program("id", "echo 1000")
        self.package_manager("dnf", 0)
        self.assertIn(f"as root, run: dnf install {' '.join(FEDORA)}\n", self.run_launcher())


if __name__ == "__main__":
    sys.exit(unittest.main())
