#!/usr/bin/env python3
"""Builds the site of the published results: static pages that need no server and load nothing from elsewhere.

    reports/site/build.py OUT

Needs Jinja2 (Debian: python3-jinja2) and the program, which lists cases and mutants. OUT is made or, if an earlier build made
it, replaced. Findings that are held back (`hold_until`) are left out before their day. Exit status: 0, or 2 with the reason.
"""

import argparse
import datetime
import pathlib
import re
import shutil
import sys

sys.dont_write_bytecode = True
try:
    import pages
except ImportError as missing:
    if (missing.name or "") not in ("jinja2", "markupsafe"):
        raise
    sys.exit("build.py: Jinja2 is missing; as root, run: apt-get install python3-jinja2 (or pip install jinja2)")
import results
import suite

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MARK = ".countersign-site"  # in a folder that this program made


def day(text):
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise argparse.ArgumentTypeError(f"found {text}, expected YYYY-MM-DD")
    return text


def arguments(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path, metavar="OUT", help="the folder to write")
    parser.add_argument("--results", type=pathlib.Path, action="append", metavar="FOLDER",
                        help="where the results are; may be repeated (default: reports/published)")
    parser.add_argument("--vectors", type=pathlib.Path, default=ROOT / "vectors", help="the folder of vectors")
    parser.add_argument("--countersign", default=str(ROOT / "build/harness/cli/countersign"), metavar="PROGRAM",
                        help="the program (default: build/harness/cli/countersign)")
    parser.add_argument("--today", type=day, default=datetime.date.today().isoformat(), help="the day, as YYYY-MM-DD")
    parser.add_argument("--show-held-back", action="store_true", help="show what is held back, too: not for publication")
    return parser.parse_args(words)


def make_site(told):
    schema = results.Schema(ROOT / "vectors/schema", "published.schema.json")
    histories = results.read_all(told.results or [ROOT / "reports/published"], schema, told.today, told.show_held_back)
    ids, mutants = suite.ask(told.countersign)
    return pages.Site(histories, suite.read(told.vectors, ids, mutants), mutants, told.today, told.show_held_back)


def write(out, files):
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
        raise results.Unusable(f"{out}: expected a folder that is new, empty, or from an earlier build")
    made = dict(files)  # whole, before the earlier one is removed
    if out.exists():
        shutil.rmtree(out)
    for path, text in [(MARK, ""), *made.items()]:
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8")
    return len(made)


def main(words=None):
    told = arguments(words)
    try:
        site = make_site(told)
        count = write(told.out, pages.make(site))
    except (results.Unusable, OSError) as wrong:
        print(f"build.py: {wrong}", file=sys.stderr)
        return 2
    print(f"{told.out}: {count} files, {len(site.histories)} implementations, {site.held} findings held back")
    return 0


if __name__ == "__main__":
    sys.exit(main())
