"""Lists that stand in code, in schemas and on pages agree: features, verdicts and exit statuses.

The list in code is the one to change; this test then names every place that has to follow.
"""

import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "vectors" / "schema"


def text_of(path):
    return (ROOT / path).read_text()


def schema(name):
    return json.loads((SCHEMAS / name).read_text())


def found(pattern, text):
    match = re.search(pattern, text, re.S)
    assert match, f"{pattern} is not found"
    return match[1]


def section(page, heading):
    return found(rf"\n## {re.escape(heading)}\n(.*?)(?:\n## |\Z)", text_of(page))


def rows(markdown):
    """The cells of a table's rows, without its head."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines
            if not line.startswith(("|---", "| feature", "| status", "| verdict", "| exit status"))]


def words(cell):
    return [word.strip("` ") for word in cell.split(",")]


class Features(unittest.TestCase):
    def setUp(self):
        code = text_of("harness/protocol/adapter_info.cc")
        self.features = {op.lower(): set(re.findall(r'"([^"]+)"', found(rf"k{op}Features\[\] = \{{(.*?)\}};", code)))
                         for op in ("Presign", "Verify")}

    def test_cases_name_the_features_of_their_operation(self):
        for op, features in self.features.items():
            known = schema("case.schema.json")["dependentSchemas"][op]["properties"]["requires"]["items"]["enum"]
            self.assertEqual(set(known), features)

    def test_an_adapter_declares_them_with_or_without_an_operation(self):
        text = (SCHEMAS / "protocol.schema.json").read_text()
        declared = set(re.findall(r'"([^"]+)"', found(r'"features": \{.*?"anyOf": (\[.*?\]\s*\}\s*\])', text))) - {"enum"}
        self.assertEqual(declared, {feature for features in self.features.values() for feature in features}
                         | {f"{op}:{feature}" for op, features in self.features.items() for feature in features})

    def test_the_protocols_page_explains_each(self):
        explained = {"presign": set(), "verify": set()}
        for names, ops, _ in rows(section("harness/protocol/protocol.md", "Features")):
            for op in explained if ops == "both" else [ops]:
                explained[op].update(words(names))
        self.assertEqual(explained, self.features)


class Verdicts(unittest.TestCase):
    def setUp(self):
        function = found(r"VerdictName\(Verdict verdict\) \{(.*?)\n\}", text_of("harness/judge/judge.cc"))
        self.verdicts = set(re.findall(r'return "([^"]+)"', function))

    def test_the_result_file_has_them_and_counts_them(self):
        text = (SCHEMAS / "result.schema.json").read_text()
        self.assertEqual(set(re.findall(r'"([^"]+)"', found(r'"verdict": \{.*?"enum": \[(.*?)\]', text))), self.verdicts)
        counted = found(r'"required": \[\s*"type", ("pass".*?), "complete"\s*\]', text)
        self.assertEqual({name.replace("_", "-") for name in re.findall(r'"([^"]+)"', counted)}, self.verdicts)

    def test_the_pages_explain_each(self):
        for table in (section("harness/README.md", "Verdicts"),
                      found(r"(\| verdict \|.*?)\n\n", text_of("README.md"))):
            self.assertEqual({name for cells in rows(table) for name in words(cells[0])}, self.verdicts)


class ExitStatuses(unittest.TestCase):
    def test_code_and_pages_have_the_same(self):
        statuses = re.findall(r"= (\d+),",
                              found(r"enum ExitStatus : int \{(.*?)\};", text_of("harness/cli/exit_status.h")))
        protocol = rows(section("harness/protocol/protocol.md", "Exit status of `countersign run`"))
        readme = rows(found(r"(\| exit status \|.*?)\n\n", text_of("README.md")))
        self.assertEqual([cells[0] for cells in protocol], statuses)
        self.assertEqual([cells[0] for cells in readme], statuses)


class Guide(unittest.TestCase):
    def test_the_table_of_the_guide_names_rules(self):
        known = {rule["id"] for rule in json.loads(text_of("vectors/rules.json"))["rules"]}
        table = section("vectors/README.md", "The user guide, sentence by sentence").split("|---|---|")[1]
        for sentence, cell in rows(table):
            ids = re.findall(r"`([^`]+)`", cell)
            self.assertTrue(ids or cell.startswith("none: "), sentence)
            self.assertEqual([rule for rule in ids if rule not in known], [], sentence)


if __name__ == "__main__":
    unittest.main()
