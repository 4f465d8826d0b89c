"""Pages and comments cite only files that exist, and pages say what the program does.

A citation is a word, in a place that is scanned, that looks like a path of this repository:

- it begins with one of the repository's folders (`harness/`, `vectors/`, ...), whatever it ends in; or
- it ends as our sources and pages do (SUFFIXES), with folders in front of it or not.

Markdown, Python, Meson, shell, JavaScript, YAML and CMake files are scanned whole, C and C++ files in their comments.
A citation is looked up from the repository's root, from an include root, from the citing file's own folder and the
folders above it. A bare file name may stand in any folder. `*`, `{x}` and a part in capitals (NAME, CORPUS) stand for
any text, `{a,b}` for both.
"""

import functools
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
FOLDERS = (".ci", ".clusterfuzzlite", ".github", "fuzz", "harness", "reference", "reports", "vectors")
INCLUDE_ROOTS = ("harness", "harness/include", "reference", "reports", "fuzz", "vectors")
NOT_OURS = {"node_modules", "__pycache__", "target", ".installed"}
COMMENTED = (".cc", ".h", ".c")
WHOLE = (".md", ".py", ".build", ".sh", ".mjs", ".yml", ".yaml", ".txt", "Dockerfile", ".ci/run", "countersign")
SUFFIXES = (".cc", ".h", ".c", ".md", ".py", ".sh", ".mjs", ".yml", "meson.build", ".schema.json", "_options.txt")
# Generated files, recorded results of others' programs, and data.
NOT_SCANNED = re.compile(r"^(reports/published/(?!README)|fuzz/(seeds|regressions|dictionaries|options)/|"
                         r"fuzz/planted/seeds/|vectors/(presign|verify)/)")

# Words that look like a citation, but are file names of other projects or of examples.
OTHERS = {
    "api.py": "MinIO's client for Python", "helpers.py": "MinIO's client for Python", "signer.py": "MinIO's client for Python",
    "s3request.py": "OpenStack Swift",
    "mine.py": "the reader's own adapter",
    "auth.py": "botocore's",
    "endpoint_provider.py": "botocore's",
    "simdjson_version.h": "simdjson's",
    "test_s3.py": "LocalStack's",
    "summary.md": "written by fuzz/nightly.py",
    "certificate.md": "a file of a certification's bundle",
    "silent.py": "made by a test",
    "theirs.py": "made by a test",
    "file.cc": "made up by a test",
    "embedded_vectors.cc": "made by the build",
    "harness/cli/countersign": "made by the build",
    "harness/diagnose/corpus/diagnosis_corpus": "made by the build",
    "fuzz/targets.txt": "made by the build",
    "countersign/fuzz/oss-fuzz/build.sh": "in OSS-Fuzz's container",
}
# Files that cite what does not exist on purpose.
NOT_CHECKED = {
    "harness/cli/renamed.cc": "old names, which are answered with the new ones",
    "harness/cli/cli_test.py": "the same old names",
    "harness/pages_test.py": "examples",
    "harness/words_test.py": "patterns",
}

WORD = re.compile(r"(?<![\w<@])(?:[\w.*/-]|\{[\w.,*()\"-]*\})+")
NO_CITATION = re.compile(r"""[a-z]+://[^\s)`'"<>]+|\$\{?\w+\}?/""")  # addresses, "$folder/"
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])")


@functools.cache
def our_paths():
    """Every file of the repository and every folder that holds one, relative to the root."""
    files = {p.name for p in ROOT.iterdir() if p.is_file()}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not NOT_OURS.intersection(path.parts):
                files.add(path.relative_to(ROOT).as_posix())
    folders = {parent.as_posix() for file in files for parent in pathlib.PurePosixPath(file).parents}
    return files, folders


def scanned_text(name):
    if NOT_SCANNED.match(name) or not name.endswith(COMMENTED + WHOLE):
        return ""
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.endswith(COMMENTED):
        text = "\n".join(COMMENT.findall(text))
    if name.endswith("CHANGELOG.md"):
        text = re.sub(r"^\|[^|]*\|", "", text, flags=re.M)  # the column of old names
    return NO_CITATION.sub(" ", text)


def alternatives(word):
    """a/{b,c}.cc is a/b.cc and a/c.cc; {x} and capitals stand for any text."""
    braces = re.search(r"\{([^{}]*,[^{}]*)\}", word)
    if braces:
        for choice in braces.group(1).split(","):
            yield from alternatives(word[:braces.start()] + choice + word[braces.end():])
        return
    yield re.sub(r"\{[^{}]*\}", "*", word)


def is_citation(word):
    name = word.rstrip("/").rsplit("/", 1)[-1]
    if word.startswith(tuple(folder + "/" for folder in FOLDERS)):
        return True
    return word.endswith(SUFFIXES) and not name.startswith((".", "_", "*", "{"))


@functools.cache
def matches(path, bare=False):
    """Is there this file or folder; or, if bare, a file of this name in any folder?"""
    files, folders = our_paths()
    paths = {file.rsplit("/", 1)[-1] for file in files} if bare else files | folders
    if path in paths:
        return True
    wild = CAPITALS.sub("*", path)
    if "*" not in wild:
        return False
    pattern = re.compile("[^/]*".join(re.escape(piece) for piece in wild.split("*")))
    return any(pattern.fullmatch(one) for one in paths)


def exists(word, citing):
    if word.startswith("/"):  # after a variable: "$(dirname "$0")/live_server.sh"
        word = word.rsplit("/", 1)[-1]
    if re.search(r"_(test|bench|fuzz)$", word):  # a program, which the build puts into the folder of its sources
        word = word.rsplit("/", 1)[0] + "/"
    bare = "/" not in word
    word = word.rstrip("/").removesuffix("/*")
    if bare:
        return matches(word, bare=True)
    bases = ["", *INCLUDE_ROOTS, *(p.as_posix() for p in pathlib.PurePosixPath(citing).parents)]
    for base in bases:
        path = (ROOT / base / word).resolve() if ".." in word else ROOT / base / word
        if path.is_relative_to(ROOT) and matches(path.relative_to(ROOT).as_posix()):
            return True
    return False


def citations(name):
    for word in WORD.findall(scanned_text(name)):
        word = word.rstrip(".,-")
        for one in alternatives(word):
            if is_citation(one) and not OTHERS.keys() & {one, one.rsplit("/", 1)[-1]}:
                yield one


class Citations(unittest.TestCase):
    def test_every_cited_file_exists(self):
        files, _ = our_paths()
        missing = [f"{name}: {word}" for name in sorted(files - set(NOT_CHECKED))
                   for word in sorted(set(citations(name))) if not exists(word, name)]
        self.assertEqual(missing, [], "cited, and not in the repository")

    def test_finds_citations(self):
        for word in ("harness/cli/run.cc", "harness/{cli,judge}/meson.build", "judge/judge.h", "fuzz/", "rules.schema.json",
                     "harness/adapters/NAME/expected.json", "harness/judge/*", "pages_test.py"):
            for one in alternatives(word):
                self.assertTrue(is_citation(one) and exists(one, "README.md"), one)
        for word in ("harness/builtin/", "judge/no_such_file.cc", "no_such_file_test.py", "harness/adapters/NAME.cc"):
            self.assertTrue(is_citation(word) and not exists(word, "README.md"), word)
        for word in ("mine/", "judge", "presign/path/plus", "keys.json", "_test.cc", "s3.example.com/a"):
            self.assertFalse(is_citation(word), word)


def section(page, heading):
    """What stands under a heading of level 2."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S).group(1)


def first_cells(text):
    """The words in backticks in the first column of the tables."""
    return {word for row in re.findall(r"^\| (`[^|]*)\|", text, re.M) for word in re.findall(r"`([^`]+)`", row)}


def properties(schema):
    """The names of all members in a schema, nested ones included, but for `ok` and `reject` themselves."""
    names = set(schema.get("properties", {}))
    for part in [*schema.get("properties", {}).values(), *schema.get("oneOf", [])]:
        names |= properties(part)
    return names - {"ok", "reject"}


class ProtocolPage(unittest.TestCase):
    """protocol.md names what the schema names, which other tests compare with the code."""

    PAGE = "harness/protocol/protocol.md"
    DEFS = json.loads((ROOT / "vectors/schema/protocol.schema.json").read_text(encoding="utf-8"))["$defs"]
    FIELDS = {
        "hello": ("hello", "hello_ok"),
        "presign": ("presign", "presign_credential", "presign_answer"),
        "verify": ("verify", "request", "server", "verify_credential", "bucket", "access_point",
                   "verify_answer"),
    }

    def test_fields(self):
        for heading, names in self.FIELDS.items():
            fields = set().union(*(properties(self.DEFS[name]) for name in names))
            self.assertEqual(first_cells(section(self.PAGE, heading)) - {"ok", "reject"}, fields, heading)

    def test_features(self):
        bare = self.DEFS["hello_ok"]["properties"]["features"]["items"]["anyOf"][0]["enum"]
        self.assertEqual(first_cells(section(self.PAGE, "Features")), set(bare))

    def test_rejection_classes(self):
        listed = section(self.PAGE, "Rejection classes")
        for op in ("presign", "verify"):
            words = re.findall(r"`([a-z-]+)`", re.search(rf"^{op}: (.*?)\n\n", listed, re.M | re.S).group(1))
            refusal = self.DEFS[f"{op}_answer"]["oneOf"][1]["properties"]["reject"]
            self.assertEqual(words, refusal["properties"]["class"]["enum"], op)


class Pages(unittest.TestCase):
    def test_the_life_of_a_case_names_functions_of_its_files(self):
        rows = re.findall(r"^\| \d+ \| `([^`]+)` \| ([^|]*) \|", section("harness/README.md", "The life of a case"), re.M)
        self.assertGreater(len(rows), 10)
        for file, names in rows:
            path = ROOT / "harness" / file
            text = (path if path.exists() else ROOT / file).read_text(encoding="utf-8")
            for name in re.findall(r"`(\w+)`", names):
                self.assertTrue(re.search(rf"\b{name}\(", text), f"{file} has no function {name}")

    def test_the_life_of_a_case_names_what_is_in_the_code(self):
        code = "".join((ROOT / name).read_text(encoding="utf-8") for name in our_paths()[0] if name.endswith(COMMENTED))
        words = set(re.findall(r"\w+", code))
        for page, heading in (("harness/README.md", "The life of a case"), ("reference/README.md", "Reading order")):
            names = re.findall(r"`((?:k?[A-Z]\w*)(?:::\w+)*)`", section(page, heading))
            self.assertGreater(len(names), 1)
            self.assertEqual({name for name in names if not words.issuperset(name.split("::"))}, set(), page)

    def test_the_readme_names_every_room(self):
        rooms = {folder for folder in our_paths()[1] if re.fullmatch(r"(harness|reports)/[a-z0-9_]+", folder)}
        cited = first_cells(section("README.md", "The rooms"))
        self.assertEqual({room for room in rooms if not cited & {room, room + "/"}}, set())

    def test_the_page_of_fuzzers_lists_every_target(self):
        targets = {path.name.removesuffix("_fuzz.cc") for path in (ROOT / "fuzz").glob("*_fuzz.cc")}
        self.assertEqual(first_cells(section("fuzz/README.md", "Targets")), targets)

    def test_cited_cases_exist(self):
        for name in sorted(our_paths()[0]):
            if not name.endswith(".md") or NOT_SCANNED.match(name):
                continue
            for case in re.findall(r"(?<![\w/.])((?:presign|verify)/[\w*/+.-]+)", scanned_text(name)):
                if CAPITALS.search(case.removesuffix("U+0001")):
                    continue
                parts = case.rstrip(".").removesuffix("/*").split("/")
                found = any((ROOT / "vectors" / "/".join(parts[:n])).with_suffix(".json").exists()
                            for n in range(2, len(parts) + 1)) or (ROOT / "vectors" / "/".join(parts)).is_dir()
                self.assertTrue(found, f"{name}: {case}")


class Program(unittest.TestCase):
    """What the pages say of the program is what it does."""

    @staticmethod
    def run_program(*arguments):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False, cwd=ROOT).stdout

    def test_commands_and_options_exist(self):
        helps = {}
        for name in sorted(our_paths()[0]):
            if not name.endswith(".md") or NOT_SCANNED.match(name) or name.endswith("CHANGELOG.md"):
                continue
            for command, rest in re.findall(r"countersign (run|record|list|show|adapter|serve|explain|mutants|fuzz|selftest)"
                                            r"\b([^\n`]*)", scanned_text(name)):
                if command not in helps:
                    helps[command] = set(re.findall(r"--[a-z-]+", self.run_program(command, "--help")))
                bare = re.sub(r"'[^']*'", "", rest)  # what --adapter runs has options of its own
                unknown = set(re.findall(r"(?<= )--[a-z-]+", bare)) - helps[command]
                self.assertEqual(unknown, set(), f"{name}: countersign {command}{rest}")
        self.assertGreater(len(helps), 5)

    def test_the_example_of_the_readme_is_what_is_printed(self):
        page = (ROOT / "README.md").read_text(encoding="utf-8")
        shown = re.search(r"```\n\$ \./countersign (run .*?)\n(.*?)```", page, re.S)
        arguments = shlex.split(shown.group(1))
        adapter = arguments.index("--adapter") + 1
        printed = self.run_program(*arguments[:adapter], arguments[adapter].replace("./countersign", PROGRAM),
                                   *arguments[adapter + 1:]).replace(PROGRAM, "./countersign")
        lines = printed.splitlines()
        self.assertEqual(len(shown.group(2).splitlines()), len(lines), printed)
        for line, whole in zip(shown.group(2).splitlines(), lines):
            self.assertTrue(whole.rstrip() == line or (line.endswith("…") and whole.startswith(line[:-1])),
                            f"{line!r} is shown, {whole!r} is printed")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
