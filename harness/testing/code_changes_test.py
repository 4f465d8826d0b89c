#!/usr/bin/env python3
"""The changes that mutation_testing.py draws from: each kind, and what is never changed."""

import random
import unittest

import code_changes
from code_changes import Change


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


if __name__ == "__main__":
    unittest.main()
