#!/usr/bin/env python3
"""Checks that every fuzz target has seeds, regressions, a dictionary and options, and that all scripts can be parsed.

    layout_test.py BUILD
"""

import pathlib
import re
import subprocess
import sys
import unittest

import contract_checks
import corpora

FUZZ = corpora.FUZZ
ROOT = FUZZ.parent
BUILD = pathlib.Path()
TARGETS = []
NOT_LISTED = {"trivial"}  # it measures engines and has no property


def names_in(folder, suffix=""):
    return {path.name.removesuffix(suffix) for path in (FUZZ / folder).iterdir() if path.name.endswith(suffix)}


class Targets(unittest.TestCase):
    def test_every_target_is_listed(self):
        self.assertEqual({target.subject for target in TARGETS} | NOT_LISTED, names_in(".", "_fuzz.cc"))

    def test_every_target_and_nothing_else_has_seeds_and_regressions(self):
        for folder in ("seeds", "regressions"):
            self.assertEqual({target.corpus for target in TARGETS}, names_in(folder), folder)
            for corpus in names_in(folder):
                self.assertTrue(any((FUZZ / folder / corpus).iterdir()), f"{folder}/{corpus} is empty")

    def test_every_target_has_a_valid_dictionary(self):
        self.assertEqual({target.corpus for target in TARGETS}, names_in("dictionaries", ".dict"))
        for file in sorted((FUZZ / "dictionaries").iterdir()):
            for number, line in enumerate(file.read_text(encoding="ascii").splitlines(), 1):
                good = not line.strip() or line.startswith("#") or contract_checks.DICTIONARY_LINE.match(line)
                self.assertTrue(good, f"{file.name}:{number} is not a valid entry: {line}")

    def test_every_target_has_options_with_its_dictionary_and_a_sufficient_max_len(self):
        self.assertEqual({target.corpus for target in TARGETS}, names_in("options", ".options"))
        longer = []
        for target in TARGETS:
            flags = dict(flag[1:].split("=", 1) for flag in target.options())
            self.assertEqual(FUZZ / "dictionaries" / f"{target.corpus}.dict", pathlib.Path(flags["dict"]))
            inputs = [file for folder in target.inputs(BUILD) for file in folder.iterdir()]
            for folder in target.inputs(BUILD):
                self.assertTrue(any(folder.iterdir()), f"{folder} is empty")
            longer += [file for file in inputs if file.stat().st_size > int(flags["max_len"])]
        self.assertEqual([], longer, "longer than max_len: engines would truncate these inputs")

    def test_every_folder_of_seeds_from_vectors_is_read_by_a_target(self):
        made = {f"vector-seeds/{folder.name}" for folder in (BUILD / "fuzz" / "vector-seeds").iterdir()
                if folder.is_dir()}
        self.assertEqual({place for target in TARGETS for place in target.derived if place.startswith("vector-")}, made)


class Scripts(unittest.TestCase):
    def test_bash_can_parse_the_shell_scripts(self):
        scripts = [*FUZZ.rglob("*.sh"), *(ROOT / ".clusterfuzzlite").glob("*.sh")]
        self.assertGreaterEqual(len(scripts), 2)
        for script in scripts:
            read = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
            self.assertEqual(0, read.returncode, read.stderr)

    def test_python_can_compile_the_python_scripts(self):
        for script in FUZZ.rglob("*.py"):
            compile(script.read_text(encoding="utf-8"), script, "exec")

    def test_a_test_or_a_workflow_runs_every_script_and_benchmark(self):
        runners = [*(ROOT / ".github" / "workflows").glob("*.yml"), ROOT / "meson.build"]
        runners += [file for folder in ("fuzz", "harness", "reference") for file in (ROOT / folder).rglob("meson.build")]
        run = "".join(file.read_text(encoding="utf-8") for file in runners)
        scripts = [*FUZZ.rglob("*.py")]
        imported = set(re.findall(r"^import (\w+)$", "".join(file.read_text() for file in scripts), re.MULTILINE))
        benchmarks = [file for folder in ("harness", "reference") for file in (ROOT / folder).rglob("*_bench.*")]
        self.assertGreaterEqual(len(benchmarks), 6)
        for file in scripts + benchmarks:
            self.assertTrue(file.name in run or file.stem in imported, f"nothing runs {file.relative_to(ROOT)}")

    def test_both_dockerfiles_name_the_same_base_and_simdjson(self):
        builders = [FUZZ / "oss-fuzz" / "Dockerfile", ROOT / ".clusterfuzzlite" / "Dockerfile"]
        for pattern in (r"^FROM (\S+:ubuntu-24-04)$", r"checkout -q ([0-9a-f]{40})$", r"^ +(libboost-dev .*)$"):
            named = {re.search(pattern, file.read_text(), re.MULTILINE).group(1) for file in builders}
            self.assertEqual(1, len(named), named)

    def test_workflows_pin_actions_by_commit(self):
        used = [line for file in (ROOT / ".github" / "workflows").glob("*.yml")
                for line in file.read_text().splitlines() if "uses:" in line]
        self.assertGreater(len(used), 0)
        for line in used:
            self.assertRegex(line, r"uses: \S+@[0-9a-f]{40}  # v[0-9.]+$")


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1))
    TARGETS = corpora.targets_of(BUILD)
    unittest.main()
