#!/usr/bin/env python3
"""The changes that mutation_testing.py draws from: each kind, and what is never changed; and how it counts."""

import pathlib
import random
import tempfile
import unittest

import code_changes
import mutation_page
import room_tests
from code_changes import Change
from mutation_page import Found

ROOT = pathlib.Path(__file__).resolve().parents[2]


def afters(code):
    return {change.after for change in code_changes.changes_of(code)}


class CodeChanges(unittest.TestCase):
    def test_each_kind(self):
        for code, changed in [
            ("if (a == b) {", "if (a != b) {"),
            ("if (a < b) {", "if (a <= b) {"),
            ("if (a && b) {", "if (a || b) {"),
            ("if (!a) {", "if (a) {"),
            ("return !a;", "return a;"),
            ("return a + b;", "return a - b;"),
            ("return true;", "return false;"),
            ("at = 19;", "at = 20;"),
            ('Say("too long");', 'Say("too lon");'),
            ("int a = 1;\n  Close(a);", "int a = 1;\n"),
            ("int a = 1;\n  self->a = b;", "int a = 1;\n"),
        ]:
            with self.subTest(code):
                file = code_changes.apply(code, self.only(code, changed))
                self.assertEqual(file, changed)

    def only(self, code, changed):
        made = [change for change in code_changes.changes_of(code) if code_changes.apply(code, change) == changed]
        self.assertEqual(len(made), 1, code_changes.changes_of(code))
        return made[0]

    def test_what_is_not_code_stays(self):
        for code in [
            '#include <a_1>',
            "// if (a == 1) it is",
            "/* a == 1\n a && b */",
            'R"(a == 1)"',
            "std::vector<std::string>&& a",
            "x1",
            '// "quoted"',
            "static_assert(a == 1);",
        ]:
            with self.subTest(code):
                self.assertEqual(code_changes.changes_of(code), [])

    def test_operators_within_a_literal_stay(self):
        self.assertEqual(afters('Say("a == b");'), {'Say("a == ");'})

    def test_half_a_statement_is_not_left_out(self):
        self.assertNotIn("", afters("int a =\n  Sum(b);"))

    def test_a_seed_draws_the_same_change(self):
        changes = [("file", Change(n, "", str(n), "number")) for n in range(50)]
        drawn = [code_changes.choose(changes, random.Random("seed")) for _ in range(2)]
        self.assertEqual(drawn[0], drawn[1])

    def test_rare_kinds_are_drawn_as_often(self):
        changes = [("file", Change(n, "", "", "number")) for n in range(99)] + [("file", Change(0, "", "", "logic"))]
        draw = random.Random("seed")
        kinds = [code_changes.choose(changes, draw)[1].kind for _ in range(100)]
        self.assertGreater(kinds.count("logic"), 30)


class Rooms(unittest.TestCase):
    def test_a_room_has_its_product_code_and_nothing_else(self):
        runner = room_tests.room_of(ROOT, ROOT / "harness" / "runner")
        self.assertEqual(runner.name, "harness/runner")
        paths = {path.name for path, _ in runner.changes}
        self.assertIn("worker.cc", paths)
        self.assertFalse([name for name in paths if "test" in name or "broken" in name])
        self.assertEqual(list(room_tests.sources_of(ROOT / "harness" / "testing")), [])
        diagnose = {path.parent.name for path in room_tests.sources_of(ROOT / "harness" / "diagnose")}
        self.assertEqual(diagnose, {"diagnose"})  # not the rooms within it


class Counting(unittest.TestCase):
    def found(self, noticed_by, before="  a = b;", room="reference"):
        return Found(room, "file.cc", Change(3, before, "  a = c;", "number"), noticed_by)

    def setUp(self):
        known = [{"path": "file.cc", "before": "same = 1;", "after": "a = c;", "why": "it is"}]
        self.addCleanup(setattr, mutation_page, "EQUIVALENT", mutation_page.EQUIVALENT)
        mutation_page.EQUIVALENT = known

    def test_an_equivalent_change_does_not_count_unless_a_test_notices_it(self):
        equivalent, noticed = self.found("", "  same = 1;"), self.found("suite", "  same = 1;")
        self.assertEqual((equivalent.equivalent, noticed.equivalent), ("it is", ""))
        self.assertEqual(mutation_page.counts([self.found("suite"), self.found(""), equivalent]), (1, 2, 1))

    def test_every_room_must_reach_the_share(self):
        changes = [self.found("suite"), self.found("suite", room="harness/judge"), self.found("", room="harness/judge")]
        self.assertEqual(mutation_page.status(changes, ["reference", "harness/judge"], 0.5), 0)
        self.assertEqual(mutation_page.status(changes, ["reference", "harness/judge"], 0.6), 1)
        self.assertEqual(mutation_page.status(changes, ["reports"], 0.5), 2)

    def test_a_record_is_read_as_it_was_written(self):
        record = {"seed": "1", "options": "--count 2", "commit": "abc", "changes": [self.found("suite"), self.found("")]}
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "record.json"
            mutation_page.write(path, record)
            self.assertEqual(mutation_page.read(path), record)
        page = mutation_page.page(record)
        self.assertIn("| reference | 1 | 2 | 0 |", page)
        self.assertIn("- `file.cc`: `a = b;` → `a = c;`", page)


class Running(unittest.TestCase):
    """A changed program may do anything to itself and to nobody else."""

    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.runner = room_tests.Runner(folder, folder / "scratch")
        if self.runner.way is None:
            self.skipTest("unshare --pid does not work here")

    def passes(self, script, limit=30.0):
        return self.runner.passes(room_tests.Test("t", ["sh", "-c", script], {"NAME": "value"}, "room", []), limit)

    def test_a_test_passes_if_its_status_is_0_in_time(self):
        self.assertTrue(self.passes('[ "$NAME" = value ]'))
        self.assertFalse(self.passes("exit 3"))
        self.assertFalse(self.passes("kill -9 $$"))
        self.assertFalse(self.passes("sleep 60", limit=0.2))

    def test_it_can_signal_only_its_own_processes(self):
        self.assertFalse(self.passes("kill -9 -1; exit 3"))  # and this test goes on


if __name__ == "__main__":
    unittest.main()
