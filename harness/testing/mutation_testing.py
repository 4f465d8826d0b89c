#!/usr/bin/env python3
"""Measures the tests: makes one small change to the product's code, runs the tests, and counts the changes that none of
them notices ("mutation testing"). Each survivor is shown with its place: either a test is missing, or the changed program
behaves alike and nothing could notice. Those of the second kind are listed in equivalent_changes.json, with the reason,
and do not count.

  mutation_testing.py --work FOLDER [--rooms reference,harness/judge] [--count 5] [--seed WORD] [--room-tests] [--least 0.9]

Copies HEAD into FOLDER and builds it there, so the checkout stays as it is; a FOLDER of an earlier run is brought up to
date. Per room, draws COUNT changes that compile. The room's own tests run first; only if they all pass, every other test
runs, the fastest first. One seed draws the same changes of the same commit. --record FILE keeps what was found; with
--again, the survivors in FILE are tried again instead, on the present HEAD. --page FILE writes the figures as a page.
Exit status 0; 1 if fewer than LEAST were noticed in any room; 2 if nothing was measured.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys

import code_changes
import mutation_page
import room_tests
from mutation_page import Found

ROOT = pathlib.Path(__file__).resolve().parents[2]
DRAWS_PER_CHANGE = 20  # most changes compile; a room where hardly any does is said to be too small


def prepare(work):
    """Returns the copy of HEAD and its build folder, which holds a whole build."""
    tree = work / "tree"
    work.mkdir(parents=True, exist_ok=True)
    head = git(ROOT, "rev-parse", "HEAD")
    if (tree / ".git").exists():
        git(tree, "fetch", "-q", "origin", "HEAD")
        git(tree, "reset", "-q", "--hard", head)
    else:
        git(ROOT, "clone", "-q", "--shared", ROOT, tree)
        git(tree, "checkout", "-q", head)
    build = tree / "build"
    print("building what is measured", flush=True)
    if not (build / "build.ninja").exists():
        must(["meson", "setup", "-Dunity=off", "-Doptimization=1", build, tree])
    must(["ninja", "-C", build])
    return tree, build


def git(folder, *words):
    return subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, text=True).stdout.strip()


def must(command):
    done = room_tests.run(command)
    if done.returncode != 0:
        sys.exit(f"mutation_testing.py: {command[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


class Measurement:
    """Changes the copy, one change at a time, and asks the tests."""

    def __init__(self, tree, build, options):
        self.tree, self.build, self.options = tree, build, options
        self.runner = room_tests.Runner(build, options.work / "scratch")
        if self.runner.way is None:
            sys.exit("mutation_testing.py: `unshare --pid` does not work here; a changed program may signal any process")
        self.tests = []

    def try_unchanged(self, rooms):
        """Keeps the tests that pass as the code is, the fastest first. One that fails anyway would notice everything."""
        known = self.options.work / f"seconds-{git(self.tree, 'rev-parse', 'HEAD')}.json"
        seconds = json.loads(known.read_text()) if known.exists() else {}
        for test in room_tests.tests_of(self.tree, self.build):
            if self.options.room_tests and test.room not in rooms:
                continue
            if test.name not in seconds and self.runner.passes(test, self.options.longest):
                seconds[test.name] = test.last
                known.write_text(json.dumps(seconds))
            test.seconds = seconds.get(test.name)
            if test.seconds is not None and test.seconds < self.options.longest:
                self.tests.append(test)
            else:
                why = "fails without a change" if test.seconds is None and test.last < self.options.longest else "longer than --longest"
                print(f"left out: {test.name}: {why}", flush=True)
        self.tests.sort(key=lambda test: test.seconds)

    def noticed_by(self, room, path, change):
        """Returns the name of the first test that fails, "" if none does; None if the change does not compile."""
        original = path.read_text()
        path.write_text(code_changes.apply(original, change))
        try:
            own = [test for test in self.tests if test.room == room]
            others = [] if self.options.room_tests else [test for test in self.tests if test.room != room]
            for tests in (own, others):
                files = sorted({file for test in tests for file in test.files})
                if files and not self.runner.builds(files):
                    return None
                for test in tests:
                    if not self.runner.passes(test, 20 + 10 * test.seconds):
                        return test.name
            return ""
        finally:
            path.write_text(original)

    def measure(self, room):
        """Draws changes of `room` until COUNT of them compile and are not known to be equivalent."""
        draw = random.Random(f"{self.options.seed} {room.name}")
        found, drawn = [], set()
        for _ in range(self.options.count * DRAWS_PER_CHANGE):
            if len([one for one in found if not one.equivalent]) == self.options.count:
                break
            path, change = code_changes.choose(room.changes, draw)
            if (path, change) in drawn:
                continue
            drawn.add((path, change))
            noticed_by = self.noticed_by(room.name, path, change)
            if noticed_by is None:
                continue
            found.append(Found(room.name, str(path.relative_to(self.tree)), change, noticed_by))
            show(found[-1])
        return found

    def again(self, found):
        """Tries a survivor again; the line may have moved, but must be there once more."""
        path = self.tree / found.path
        same = [change for change in code_changes.changes_of(path.read_text() if path.exists() else "")
                if (change.before, change.after) == (found.change.before, found.change.after)]
        if not same:
            print(f"gone: {found.path}: {found.change.before.strip()}", flush=True)
            return found
        change = min(same, key=lambda one: abs(one.line - found.change.line))
        noticed_by = self.noticed_by(found.room, path, change)
        if noticed_by is None:
            print(f"does not compile any more: {found.path}", flush=True)
            return found
        found = Found(found.room, found.path, change, noticed_by)
        show(found)
        return found


def show(found):
    change = found.change
    said = f"noticed by {found.noticed_by}" if found.noticed_by else "equivalent" if found.equivalent else "not noticed"
    print(f"{said}: {found.path}:{change.line + 1} ({change.kind})")
    if not found.noticed_by:
        print(f"  - {change.before.strip()}\n  + {change.after.strip() or '(left out)'}", flush=True)


def arguments():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--work", type=pathlib.Path, required=True, help="a folder for the copy and its build")
    asked.add_argument("--rooms", default="", help="separated by commas; all if not given")
    asked.add_argument("--count", type=int, default=5, help="changes per room")
    asked.add_argument("--seed", default=None, help="any word; drawn and printed if not given")
    asked.add_argument("--room-tests", action="store_true", help="run only the tests of the changed room")
    asked.add_argument("--longest", type=float, default=600, metavar="SECONDS", help="leave out tests that take longer")
    asked.add_argument("--least", type=float, default=0.0, help="exit status 1 below this share")
    asked.add_argument("--record", type=pathlib.Path, help="a JSON file of all changes and what noticed each")
    asked.add_argument("--again", action="store_true", help="try the survivors in the --record file again")
    asked.add_argument("--page", type=pathlib.Path, help="a Markdown file of the figures")
    options = asked.parse_args()
    if options.count < 1:
        asked.error(f"--count {options.count}: must be at least 1")
    if options.again and not (options.record and options.record.exists()):
        asked.error("--again: needs a --record FILE that an earlier run has written")
    names = [name for name in options.rooms.split(",") if name]
    for name in names:
        if not (ROOT / name / "meson.build").exists():
            asked.error(f"--rooms {name}: no folder with a meson.build; for example harness/judge")
    options.seed = options.seed or str(random.SystemRandom().randrange(10**9))
    options.work = options.work.resolve()
    return asked, options, names


def main():
    asked, options, names = arguments()
    tests = " --room-tests" if options.room_tests else f" --longest {options.longest:g}"
    new = {"seed": options.seed, "options": f"--count {options.count}{tests}", "changes": []}
    record = mutation_page.read(options.record) if options.again else new
    print(f"seed {record['seed']}")
    tree, build = prepare(options.work)
    rooms = room_tests.rooms_of(tree)
    for name in names:
        if name not in rooms:
            asked.error(f"--rooms {name}: has no code that can be changed; expected some of {', '.join(rooms)}")
    measurement = Measurement(tree, build, options)
    measurement.try_unchanged(names or rooms)
    record["again" if options.again else "commit"] = git(tree, "rev-parse", "--short=12", "HEAD")
    if options.again:
        changes = record["changes"]
        record.setdefault("at_first", mutation_page.counts(changes)[0])
        for at, found in enumerate(changes):
            if not found.noticed_by and not found.equivalent and found.room in (names or rooms):
                changes[at] = measurement.again(found)
                mutation_page.write(options.record, record)
    else:
        for name in names or rooms:
            record["changes"] += measurement.measure(rooms[name])
            mutation_page.write(options.record, record)
    if options.page:
        options.page.write_text(mutation_page.page(record))
    print(mutation_page.table(record["changes"]))
    return mutation_page.status(record["changes"], names or rooms, options.least)


if __name__ == "__main__":
    sys.exit(main())
