#!/usr/bin/env python3
"""Measures the tests: makes one small change to the product's code, runs the tests, and counts the changes that none of
them notices ("mutation testing"). Each survivor is shown with its place: either a test is missing, or the changed program
behaves alike and nothing could notice.

  mutation_testing.py --work FOLDER [--rooms reference,harness/judge] [--count 5] [--seed WORD] [--room-tests] [--least 0.9]

Copies HEAD into FOLDER and builds it there, so the checkout stays as it is. Per room, draws COUNT changes that compile. The
room's own unit tests run first; only if they all pass, every test runs (minutes; not with --room-tests). One seed draws the
same changes of the same commit. Exit status 0; 1 if fewer than LEAST were noticed in any room; 2 if nothing was measured.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys

import code_changes

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Entries of tables: a changed one is another mistake, not a mistake of ours.
NOT_PRODUCT = ("_test.cc", "_bench.cc", "_mutants.cc", "_fuzz.cc")
DRAWS_PER_CHANGE = 20  # most changes compile; a room where hardly any does is said to be too small


class Room:
    """Where the code of one room is, and which programs hold its unit tests."""

    def __init__(self, name, tree, tests):
        self.name = name
        self.tests = tests
        self.changes = []
        for path in sorted((tree / name).rglob("*.cc")):
            if not path.name.endswith(NOT_PRODUCT) and self.owns(path, tree):
                self.changes += [(path, change) for change in code_changes.changes_of(path.read_text())]

    def owns(self, path, tree):
        """A room within a room has its own meson.build."""
        folder = path.parent
        while not (folder / "meson.build").exists():
            folder = folder.parent
        return folder == tree / self.name


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", **more)


def prepare(work):
    """Returns the copy of HEAD and its build folder, which holds a whole build."""
    tree = work / "tree"
    if tree.exists():
        sys.exit(f"mutation_testing.py: {tree}: exists already; name an empty --work folder")
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "-q", "--shared", ROOT, tree], check=True)
    build = tree / "build"
    print("building what is measured", flush=True)
    for command in (
        ["meson", "setup", "-Dunity=off", "-Doptimization=1", build, tree],
        ["ninja", "-C", build],
    ):
        done = run(command)
        if done.returncode != 0:
            sys.exit(f"mutation_testing.py: {command[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return tree, build


def rooms_of(tree, build):
    """Returns the rooms by name: every folder of product code that has its own meson.build."""
    targets = json.loads(run(["meson", "introspect", "--targets", build], check=True).stdout)
    tests_of = {}
    for target in targets:
        if target["type"] == "executable" and target["name"].endswith("_test"):
            folder = pathlib.Path(target["defined_in"]).parent.relative_to(tree)
            tests_of.setdefault(str(folder), []).append(pathlib.Path(target["filename"][0]))
    folders = [build_file.parent for top in ("reference", "harness", "reports") for build_file in (tree / top).rglob("meson.build")]
    named = {}
    for folder in sorted(folders):
        name = str(folder.relative_to(tree))
        room = Room(name, tree, tests_of.get(name, []))
        if room.changes:
            named[name] = room
    return named


def is_noticed(room, build, all_tests):
    """Returns whether a test fails; None if the change does not compile."""
    programs = [str(program.relative_to(build)) for program in room.tests]
    if run(["ninja", "-C", build, *(programs or ["all"])]).returncode != 0:
        return None
    for program in room.tests:
        try:
            if run([program], timeout=120, cwd=build).returncode != 0:
                return True
        except subprocess.TimeoutExpired:
            return True
    if not all_tests:
        return False
    if run(["ninja", "-C", build]).returncode != 0:
        return None
    return run(["meson", "test", "-C", build, "--no-rebuild", "--maxfail", "1"]).returncode != 0


def measure(room, tree, build, options):
    """Returns how many changes were noticed, and those that were not."""
    draw = random.Random(f"{options.seed} {room.name}")
    noticed, survivors = 0, []
    drawn = set()
    for _ in range(options.count * DRAWS_PER_CHANGE):
        if noticed + len(survivors) == options.count:
            break
        path, change = code_changes.choose(room.changes, draw)
        if (path, change) in drawn:
            continue
        drawn.add((path, change))
        original = path.read_text()
        path.write_text(code_changes.apply(original, change))
        try:
            found = is_noticed(room, build, not options.room_tests)
        finally:
            path.write_text(original)
        if found:
            noticed += 1
        elif found is False:
            survivors.append((path.relative_to(tree), change))
            show(*survivors[-1])
    return noticed, survivors


def show(path, change):
    print(f"not noticed: {path}:{change.line + 1} ({change.kind})")
    print(f"  - {change.before.strip()}\n  + {change.after.strip() or '(left out)'}", flush=True)


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--work", type=pathlib.Path, required=True, help="an empty folder")
    asked.add_argument("--rooms", default="", help="separated by commas; all if not given")
    asked.add_argument("--count", type=int, default=5, help="changes per room")
    asked.add_argument("--seed", default=None, help="any word; drawn and printed if not given")
    asked.add_argument("--room-tests", action="store_true", help="run only the unit tests of the changed room")
    asked.add_argument("--least", type=float, default=0.0, help="exit status 1 below this share")
    options = asked.parse_args()
    if options.count < 1:
        asked.error(f"--count {options.count}: must be at least 1")
    names = [name for name in options.rooms.split(",") if name]
    for name in names:
        if not (ROOT / name / "meson.build").exists():
            asked.error(f"--rooms {name}: no folder with a meson.build; for example harness/judge")
    options.seed = options.seed or str(random.SystemRandom().randrange(10**9))
    options.work = options.work.resolve()
    print(f"seed {options.seed}")
    tree, build = prepare(options.work)
    rooms = rooms_of(tree, build)
    for name in names:
        if name not in rooms:
            asked.error(f"--rooms {name}: has no code that can be changed; expected some of {', '.join(rooms)}")
    return report({name: measure(rooms[name], tree, build, options) for name in names or rooms}, options.least)


def report(results, least):
    """Prints the table and returns the exit status."""
    print("\n| room | noticed | of |\n|---|---:|---:|")
    total, noticed_in_all, status = 0, 0, 0
    for name, (noticed, survivors) in results.items():
        count = noticed + len(survivors)
        print(f"| {name} | {noticed} | {count} |")
        total += count
        noticed_in_all += noticed
        if count == 0 or noticed < least * count:
            status = 1
    print(f"| all | {noticed_in_all} | {total} |")
    return status if total else 2


if __name__ == "__main__":
    sys.exit(main())
