"""Reports that contain hostile text are well-formed: JUnit as XML, HTML with balanced elements.

Usage: formats_test.py PROGRAM. The program lists the formats and prints a report in each (sample_reports_test.cc).
"""

import html.parser
import json
import subprocess
import sys
import unittest
import xml.etree.ElementTree

PROGRAM = sys.argv.pop(1)
VOID = {"meta", "br", "img", "link", "input", "hr"}


def rendered(name):
    return subprocess.run([PROGRAM, name], check=True, capture_output=True).stdout


def formats():
    return subprocess.run([PROGRAM], check=True, capture_output=True, text=True).stdout.split()


class Balance(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.seen = []

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()


class Formats(unittest.TestCase):
    def test_junit_is_xml_with_a_child_for_every_non_pass(self):
        root = xml.etree.ElementTree.fromstring(rendered("junit"))
        cases = root.findall(".//testcase")
        self.assertEqual(len(cases), int(root.get("tests")))
        for case in cases:
            self.assertEqual(len(case) == 0, case.get("name") == "pass", case.get("name"))
        for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            self.assertEqual(len(root.findall(f".//{tag}")), int(root.get(kind)), kind)

    def test_json_parses_line_by_line(self):
        lines = [json.loads(line) for line in rendered("json").decode("utf-8").splitlines()]
        self.assertEqual(lines[0]["type"], "header")
        self.assertEqual(lines[-1]["type"], "footer")

    def test_html_is_balanced_and_has_no_element_of_the_adapters(self):
        page = Balance()
        page.feed(rendered("html").decode("utf-8"))
        self.assertEqual(page.open, [])
        self.assertNotIn("b", page.seen)
        self.assertNotIn("script", page.seen)

    def test_svg_is_xml(self):
        root = xml.etree.ElementTree.fromstring(rendered("svg"))
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")

    def test_every_format_is_utf8_without_control_characters(self):
        for name in formats():
            text = rendered(name).decode("utf-8")
            self.assertEqual([c for c in text if ord(c) < 32 and c != "\n" and c != "\t"], [], name)


if __name__ == "__main__":
    sys.exit(unittest.main())
