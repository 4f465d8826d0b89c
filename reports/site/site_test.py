"""The site: built from a small suite and made-up results, some of them hostile.

With COUNTERSIGN_CHROMIUM set to a Chromium, its pages are also laid out at three widths, and the search is tried.
"""

import copy
import html.parser
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from contextlib import redirect_stderr, redirect_stdout

sys.dont_write_bytecode = True
try:
    import jinja2  # noqa: F401
except ImportError:
    print("skipped: python3-jinja2 is not installed")
    sys.exit(77)
import build
import badge
import pages
import results
import suite

ROOT = build.ROOT
HOSTILE = '<img src=x onerror=alert(1)>"\'</script>{{ 7 * 7 }}'
DIGEST = "sha256:" + "0" * 64


def tallies(passed, fail=0):
    return {"pass": passed, "fail": fail, "fault": 0, "unsupported": 1, "not_exercised": 0, "disputed": 0}


def case(name, **more):
    return {"id": name, "verdict": "fail", "wrong": "let-in", "expected": {"outcome": "reject", "status": 403, "code": "AccessDenied"},
            "observed": {"outcome": "accept", "text": HOSTILE}, "cause": "no-window", **more}


def result(**more):
    return {"format": 1, "name": "mine", "title": "Mine", "version": "1.10", "language": "Go", "role": "server",
            "date": "2026-12-01", "installed": HOSTILE, "command": "countersign run", "suite": "0.1.0", "suite_digest": DIGEST,
            "errors": "code", "clock": "ambient", "tallies": tallies(8, 2),
            "areas": {"verify/window": tallies(5, 1), "verify/path": tallies(3, 1)},
            "deviations": [
                {"reason": "It never expires. " + HOSTILE, "severity": "lets-in", "found": "2026-12-01",
                 "hold_until": "2027-03-01", "see": "https://example.com/see", "cases": [case("verify/window/late")],
                 "shown": {"case": "verify/window/late", "text": "GET /" + HOSTILE}},
                {"reason": "It decodes twice.", "severity": "another-code", "found": "2026-11-30",
                 "report": "https://example.com/o/r/issues/7", "cases": [case("verify/path/each/U+0001", cause="path-decoded-twice")]}], **more}


VECTORS = {
    "verify/window/late": {"why": "Late.", "rules": ["window/expired"], "expect": {"refused_by": "window/expired"}},
    "verify/path/each": {"why": HOSTILE, "rules": ["path/encoded-once"], "expect": {}},
    "presign/path/plus": {"why": "Plus.", "rules": ["path/encoded-once", "window/expired"], "expect": {}},
}
RULES = [{"id": name, "text": f"Text of {name}.", "source": HOSTILE, "link": link, "confidence": "A", "level": "must"}
         for name, link in (("window/expired", "https://example.com/rule"), ("path/encoded-once", "javascript:alert(1)"))]
MUTANTS = [{"name": "no-window", "side": "verify", "wrong": HOSTILE, "rules": ["window/expired"], "references": ["o/r#1", "x <y"]}]
PROGRAM = """#!/bin/sh
case $1 in
list) printf 'verify/window/late\\nverify/path/each/U+0001\\nverify/path/each/U+0002\\npresign/path/plus\\n' ;;
mutants) cat "$0.json" ;;
esac
"""


def write_suite(folder):
    for name, told in VECTORS.items():
        path = folder / "vectors" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"level": "must", **told}))
    (folder / "vectors/rules.json").write_text(json.dumps({"rules": RULES}))
    program = folder / "program"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    (folder / "program.json").write_text(json.dumps({"mutants": MUTANTS}))


class Page(html.parser.HTMLParser):
    """What a page names: ids, addresses, scripts, and its text."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.sources, self.tags, self.labels, self.text = [], [], [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append((tag, found))
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        self.sources += [found[key] for key in ("src", "action", "href") if key in found and tag != "a"]

    def handle_data(self, text):
        self.text += text


class Site(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = pathlib.Path(made.name)
        self.out = self.folder / "out"
        (self.folder / "results").mkdir()
        write_suite(self.folder)

    def build(self, *told, today="2026-12-02", more=(), status=0):
        for path in (self.folder / "results").glob("*.json"):
            path.unlink()
        for number, each in enumerate(told):
            (self.folder / "results" / f"{number}.json").write_text(each if isinstance(each, str) else json.dumps(each))
        words = [str(self.out), "--results", str(self.folder / "results"), "--vectors", str(self.folder / "vectors"),
                 "--countersign", str(self.folder / "program"), "--today", today, *more]
        err = io.StringIO()
        with redirect_stderr(err), redirect_stdout(io.StringIO()):
            self.assertEqual(build.main(words), status, err.getvalue())
        return err.getvalue()

    def text(self, name):
        return (self.out / name).read_text()

    def pages(self):
        return {path.relative_to(self.out).as_posix(): Page(path.read_text()) for path in self.out.rglob("*.html")}

    def test_every_link_leads_to_a_page_and_an_id_that_exist(self):
        self.build(result(), result(version="1.9", date="2026-11-01"), today="2027-03-01")
        found = self.pages()
        self.assertEqual(set(found), {"index.html", "found.html", "search.html", "rules/index.html", "implementations/mine.html",
                                      "rules/window/expired.html", "rules/path/encoded-once.html"})
        for name, page in found.items():
            for link in page.links:
                if not link.startswith("https://"):
                    path, _, anchor = link.partition("#")
                    target = os.path.normpath((pathlib.PurePath(name).parent / path).as_posix()) if path else name
                    self.assertIn(target, found, f"{name}: {link}")
                    self.assertTrue(not anchor or anchor in found[target].ids, f"{name}: {link}")

    def test_pages_can_be_read_by_everybody(self):
        self.build(result(), today="2027-03-01")
        for name, page in self.pages().items():
            tags = [tag for tag, _ in page.tags]
            self.assertEqual(len(page.ids), len(set(page.ids)), name)
            self.assertEqual((tags.count("h1"), tags.count("main"), dict(page.tags)["html"]), (1, 1, {"lang": "en"}), name)
            levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
            self.assertTrue(all(after <= before + 1 for before, after in zip(levels, levels[1:])), (name, levels))
            labelled = {found.get("for") for tag, found in page.tags if tag == "label"}
            self.assertTrue(all(found["id"] in labelled for tag, found in page.tags if tag == "input"), name)
            self.assertTrue(all(found.get("alt") for tag, found in page.tags if tag == "img"), name)
            self.assertTrue(all(found.get("tabindex") == "0" for tag, found in page.tags if found.get("role") == "region"), name)

    def test_nothing_is_loaded_from_elsewhere_and_only_the_search_has_a_script(self):
        self.build(result(), today="2027-03-01")
        for name, page in self.pages().items():
            self.assertEqual([each for each in page.sources if "//" in each and not each.startswith("data:")], [], name)
            scripts = re.findall(r"<script>(.*?)</script>", self.text(name), re.S)
            self.assertEqual(len(scripts), name == "search.html", name)
            policy = next(found["content"] for _, found in page.tags if found.get("http-equiv") == "Content-Security-Policy")
            for own in scripts + re.findall(r"<style>(.*?)</style>", self.text(name), re.S):
                self.assertIn(f"'{pages.integrity(own)}'", policy)

    def test_what_others_wrote_is_text(self):
        self.build(result(title=HOSTILE, language=HOSTILE, command=HOSTILE, suite=HOSTILE), today="2027-03-01")
        for name, page in self.pages().items():
            self.assertNotIn(("img", {"src": "x", "onerror": "alert(1)"}), page.tags, name)
            self.assertFalse(any("onerror" in found for _, found in page.tags), name)
            self.assertNotIn("javascript:", " ".join(page.links), name)
            self.assertNotIn("49", page.text.replace("x1f49", ""), name)
        self.assertIn(HOSTILE, Page(self.text("implementations/mine.html")).text)
        for path in self.out.rglob("*.svg"):
            self.assertIn(HOSTILE, xml.etree.ElementTree.parse(path).getroot().get("aria-label"))

    def test_a_finding_that_is_held_back_leaves_no_trace_before_its_day(self):
        self.build(result(), today="2027-02-28")
        for path in self.out.rglob("*"):
            if path.is_file() and not path.is_relative_to(self.out / "rules") and path.name != "search.html":
                for word in ("never expires", "verify/window/late", "lets-in\"", "no-window", "example.com/see"):
                    self.assertFalse(word in path.read_text(), f"{path}: {word}")
        self.assertIn("None of the published results breaks it.", self.text("rules/window/expired.html"))
        page = Page(self.text("implementations/mine.html")).text
        self.assertIn("8 of 9 cases passed, 1 did not", re.sub(r"\s+", " ", page))
        self.assertIn("1 finding held back until 2027-03-01", page)
        self.assertEqual(json.loads(self.text("badges/mine.json"))["message"], "8 of 9")
        self.build(result(), today="2027-03-01")
        self.assertIn("never expires", self.text("found.html"))
        self.assertNotIn("held back until", self.text("implementations/mine.html"))

    def test_maintainers_can_see_what_is_held_back_and_the_pages_say_so(self):
        self.build(result(), more=["--show-held-back"])
        self.assertIn("never expires", self.text("found.html"))
        for name, page in self.pages().items():
            self.assertIn("Not for publication", page.text, name)

    def test_a_rule_shows_its_cases_its_mutants_and_who_breaks_it(self):
        self.build(result(), today="2027-03-01")
        expired = Page(self.text("rules/window/expired.html"))
        for word in ("verify/window/late", "presign/path/plus", "no-window", "Mine 1.10", "x <y"):
            self.assertIn(word, expired.text)
        self.assertIn("https://github.com/o/r/issues/1", expired.links)
        self.assertIn("a family of 2 cases", self.text("rules/path/encoded-once.html"))
        self.assertIn("broken by 1 implementation<", self.text("rules/index.html"))

    def test_the_matrix_shows_each_area(self):
        other = result(name="other", title="Other", areas={"verify/path": tallies(10)}, tallies=tallies(10), deviations=[])
        self.build(result(), other, today="2027-03-01")
        cells = re.findall(r'<td class="(\w+)">', self.text("index.html"))
        self.assertEqual(cells, ["total", "odd", "bad", "total", "ok", "none"])

    def test_the_newest_version_is_shown_and_compared_with_the_one_before(self):
        older = result(version="1.9", deviations=[copy.deepcopy(result()["deviations"][1])], tallies=tallies(9, 1),
                       areas={"verify/path": tallies(3, 1)})
        self.build(older, result(), today="2027-03-01")
        page = Page(self.text("implementations/mine.html")).text
        self.assertLess(page.index("1.10"), page.index("1.9"))
        self.assertIn("1 new", page)

    def test_a_result_of_another_suite_is_marked(self):
        old = result(name="old", title="Old", date="2026-01-01", suite_digest="sha256:" + "1" * 64)
        same_day = result(name="too", title="Too", suite_digest="sha256:" + "2" * 64)
        self.build(result(), old, same_day)
        self.assertNotIn("Asked with another suite", self.text("implementations/too.html"))
        self.assertIn("Asked with another suite", self.text("implementations/old.html"))
        self.assertNotIn("Asked with another suite", self.text("implementations/mine.html"))

    def test_a_wrong_result_is_refused_with_the_field(self):
        for told, message in (
                (result(name="../up"), 'name: found "../up", expected '),
                (result(version="1\n"), "version: found"),
                (result(role="proxy"), "role: found \"proxy\", expected one of presigner, verifier, server"),
                (result(extra=1), 'the document: unknown member "extra"'),
                ({**result(), "tallies": {"pass": 1}}, "tallies: fail, fault, unsupported, not_exercised, disputed is missing"),
                (result(tallies=tallies(8, 3)), "tallies.fail is 3, but 2 such cases are listed"),
                (result(areas={"verify/path": tallies(3, 1)}), "areas lacks verify/window"),
                (result(areas={"verify/path": tallies(3, 5), "verify/window": tallies(5, 1)}), "areas.verify/path.fail is 5, but 1"),
                (result(deviations=[{**result()["deviations"][0], "report": "javascript:alert(1)"}]), "deviations[0].report: found"),
                (result(date=20261201), "date: found 20261201, expected string"), ("{", "0.json: Expecting"), ("[" * 9000, "0.json: ")):
            self.assertIn(message, self.build(told, status=2))
            self.assertFalse(self.out.exists())
        self.assertIn("1.json: a second result of mine 1.10", self.build(result(), result(), status=2))

    def test_a_folder_that_it_did_not_make_is_left_alone(self):
        self.out.mkdir()
        (self.out / "mine.txt").touch()
        self.assertIn("expected a folder that is new, empty, or from an earlier build", self.build(result(), status=2))
        (self.out / "mine.txt").unlink()
        self.build(result())
        (self.out / "old.html").touch()
        self.build(result())
        self.assertFalse((self.out / "old.html").exists())

    def test_a_program_that_is_missing_is_named(self):
        (self.folder / "program").unlink()
        self.assertIn("build it, or name it with --countersign", self.build(result(), status=2))

    def test_without_results_the_pages_say_so(self):
        self.build()
        self.assertIn("There are no published results yet.", self.text("index.html"))

    def test_badges(self):
        self.build(result(), today="2027-03-01")
        self.assertEqual(json.loads(self.text("badges/mine.json")),
                         {"schemaVersion": 1, "label": "countersign", "message": "8 of 10, lets in 1", "color": "red"})
        self.assertEqual(xml.etree.ElementTree.fromstring(self.text("badges/mine.svg")).get("role"), "img")

    def test_colors_of_badges(self):
        for severity, color in (("none", "brightgreen"), ("another-code", "yellow"), ("refused", "orange"), ("broke", "orange"),
                                ("another-object", "red")):
            told = result(deviations=[{**each, "severity": severity} for each in result()["deviations"]])
            self.assertEqual(badge.message(results.make_result(told, "2027-03-01", False))[1], color)

    def test_published_results_can_be_shown(self):
        schema = results.Schema(ROOT / "vectors/schema", "published.schema.json")
        results.read_all([ROOT / "reports/published"], schema, "2026-12-01", False)

    def test_links_to_threads(self):
        for reference, link in (("o/r#1", "https://github.com/o/r/issues/1"), ("o/r@0a1b2c3", "https://github.com/o/r/commit/0a1b2c3"),
                                ("o/r", "https://github.com/o/r"), ("CVE-2026-1", None), ("a b/c", None)):
            self.assertEqual(suite.thread_link(reference), link)

    @unittest.skipUnless(os.environ.get("COUNTERSIGN_CHROMIUM"), "COUNTERSIGN_CHROMIUM names no Chromium")
    def test_in_chromium_no_page_is_wider_than_the_window_and_the_search_works(self):
        self.build(result(title="M" * 60), today="2027-03-01")
        frames = [(name, width) for name in [*self.pages(), "search.html?q=late"] for width in (400, 1000, 1600)]
        wrapper = self.folder / "frames.html"
        wrapper.write_text("<body>" + "".join(f'<iframe src="out/{name}" style="width:{width}px"></iframe>' for name, width in frames) + """
<script>onload = () => document.body.textContent = JSON.stringify(Array.from(frames, (f) => [f.document.documentElement.scrollWidth,
  f.innerWidth, (f.document.getElementById("count") || {}).textContent || ""]))</script>""")
        done = subprocess.run([os.environ["COUNTERSIGN_CHROMIUM"], "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
                               "--allow-file-access-from-files", "--disable-background-networking", wrapper.as_uri()],
                              capture_output=True, text=True, timeout=120)
        measured = json.loads(re.search(r"<body>(\[.*\])</body>", done.stdout, re.S)[1])
        for (name, width), (content, window, count) in zip(frames, measured, strict=True):
            self.assertLessEqual(content, window, f"{name} at {width}")
            if name.startswith("search"):
                self.assertEqual(count, "2 of 9 entries" if "?" in name else "9 entries")


if __name__ == "__main__":
    sys.exit(unittest.main())
