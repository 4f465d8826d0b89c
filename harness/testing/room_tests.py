"""What mutation_testing.py needs to know of the build: the rooms, the tests of each, and how to run one test of a changed
program so that it harms nobody. A changed program may send its signals to any process and allocate without end, so each
test runs as a process tree of its own (`unshare`), with limited memory, and all of the tree ends with it."""

import dataclasses
import json
import os
import pathlib
import resource
import signal
import subprocess
import time

import code_changes

# Entries of tables: a changed one is another mistake, not a mistake of ours.
NOT_PRODUCT = ("_test.cc", "_bench.cc", "_mutants.cc", "_fuzz.cc")
FOLDERS_OF_TESTS = ("broken", "testing")
MEMORY = 8 << 30  # bytes of address space
OWN_TREE = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
AS_ORDINARY_USER = ["--user", "--map-root-user"]
IN_A_SHELL = ["sh", "-c", '"$@"; exit $?', "sh"]  # the first process of a tree ignores signals, which tests would notice


@dataclasses.dataclass
class Test:
    name: str
    command: list
    env: dict
    room: str
    files: list  # what ninja builds for it
    seconds: float | None = None  # of the unchanged program; None if it fails
    last: float = 0.0  # seconds of the last run


@dataclasses.dataclass
class Room:
    name: str
    changes: list  # (path, Change)


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", **more)


def rooms_of(tree):
    """Returns the rooms by name: every folder of product code that has its own meson.build."""
    named = {}
    for top in ("reference", "harness", "reports"):
        for build_file in sorted((tree / top).rglob("meson.build")):
            room = room_of(tree, build_file.parent)
            if room.changes:
                named[room.name] = room
    return named


def room_of(tree, folder):
    changes = [(path, change) for path in sources_of(folder) for change in code_changes.changes_of(path.read_text())]
    return Room(str(folder.relative_to(tree)), changes)


def sources_of(folder):
    for path in sorted(folder.rglob("*.cc")):  # a header would compile half of the product again
        if path.name.endswith(NOT_PRODUCT) or set(path.relative_to(folder).parts[:-1]) & set(FOLDERS_OF_TESTS):
            continue
        owner = path.parent
        while not (owner / "meson.build").exists():  # a room within a room has its own
            owner = owner.parent
        if owner == folder and folder.name not in FOLDERS_OF_TESTS:
            yield path


def tests_of(tree, build):
    """Returns every test, with its room: the folder of its unit tests or of its script."""
    targets = {target["id"]: target for target in json.loads(run(["meson", "introspect", "--targets", build], check=True).stdout)}
    tests = []
    for test in json.loads(run(["meson", "introspect", "--tests", build], check=True).stdout):
        files = [target["filename"][0] for target in (targets[depend] for depend in test["depends"])]
        scripts = [word for word in test["cmd"] if word.endswith("_test.py")]
        if scripts:
            folder = pathlib.Path(scripts[0]).resolve().parent
        else:
            folder = pathlib.Path(next(one["defined_in"] for one in targets.values() if test["cmd"][0] in one["filename"])).parent
        room = str(folder.relative_to(tree.resolve()))
        files = [str(pathlib.Path(file).relative_to(build)) for file in files]
        tests.append(Test(test["name"], test["cmd"], test["env"], room, files))
    return tests


def isolation():
    """Returns how a command gets a process tree of its own; None if this system does not allow it."""
    for way in (OWN_TREE, [*OWN_TREE[:1], *AS_ORDINARY_USER, *OWN_TREE[1:]]):
        try:
            if run([*way, "true"]).returncode == 0:
                return way
        except FileNotFoundError:
            return None
    return None


class Runner:
    """Runs tests of one build folder."""

    def __init__(self, build, scratch):
        self.build = build
        self.scratch = scratch
        self.way = isolation()
        scratch.mkdir(exist_ok=True)

    def passes(self, test, limit):
        """Returns whether `test` passes within `limit` seconds."""
        environment = {**os.environ, **test.env, "TMPDIR": str(self.scratch)}
        command = [*self.way, *IN_A_SHELL, *test.command]
        process = subprocess.Popen(command, env=environment, cwd=self.build, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=limit_memory)
        begin = time.monotonic()
        try:
            return process.wait(timeout=limit) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)  # and with it the whole tree
                process.wait()
            test.last = time.monotonic() - begin

    def builds(self, files):
        return run(["ninja", "-C", self.build, *files]).returncode == 0


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
