"""The words of the project: banned phrases, old names, the meaning of `fault`, the glossary, no private addresses.

Run by hand: `python3 harness/words_test.py --list` prints each finding as file:line, the phrase, what to write instead,
and counts them by folder. `--list PATH...` looks only at files below these paths.
"""

import collections
import functools
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
GLOSSARY = ".github/CONTRIBUTING.md"
SOURCES = (".cc", ".h")

# Not read: vectors, inputs of fuzzers, files that a package manager wrote, results recorded from other programs, and the
# files that list the words themselves.
NOT_READ = re.compile(
    r"^(vectors/.*\.json|fuzz/(seeds|regressions)/.*|fuzz/planted/seeds/.*|.*package-lock\.json|.*\.png|"
    r"reports/published/.*\.json|reports/certified/.*|harness/words_test\.py|harness/cli/renamed\.cc)$")
# These explain the rule or tell the history, so they quote phrases and old names.
QUOTE_WORDS = {GLOSSARY, ".github/CHANGELOG.md"}

# A phrase as a regular expression (matched without regard to case, a line break counts as a space), and what to write.
BANNED = {
    r"nothing where": 'return nullopt/"" if ...; "empty if"',
    r"where there (is|are|was|were)": "if there is",
    r"where it is": "if it is; say where if a place is meant",
    r"where (none|nothing) (is|are|was|were)": "if no ... is",
    r"where (?-i:none)": "if no ...",
    r"(is|are|was|were) (?-i:none)": "there is no ...; is absent",  # not Python's `is None`
    r"anew": "again",
    r"who(so)?ever": "the person who; anybody who; the caller",
    r"whomever": "anybody whom",
    r"for want of": "for missing; because ... is missing",
    r"as it were": "leave it out",
    r"of its own accord": "by itself; without being asked",
    r"there(of|by)": "of it; by this",
    r"wherein": "in which",
    r"hitherto": "until now",
    r"what it believes of itself": "what it says about itself",
    r"(get|gets|got|getting) past": "passes; is not caught by",
    r"nobody waits": "timed out",
    r"last words": "last lines on stderr",
    r"complained of": "prints an error and returns nullopt",
    r"that is as it should be": "leave it out",
    r"is no (word|authority)": "is empty or contains ...; invalid host",
    r"(is|are) taken for": "is treated as",
    r"(is|are|that) no (UTF-8|JSON|XML|text|number|member)": "is not valid UTF-8; is not JSON",
    r"(its|one's|their) own affair": "leave it out",
}
PHRASES = {re.compile(phrase.replace(" ", r"[\s/#*]+"), re.I): instead for phrase, instead in BANNED.items()}
ANY_PHRASE = re.compile(r"(?<![\w-])(?:" + "|".join(phrase.pattern for phrase in PHRASES) + r")(?![\w-])", re.I)

# Names that were replaced. Each must not occur as a whole identifier in C++.
OLD_NAMES = {
    "AdapterFailure": "AdapterBroke", "Analogue": "ApplySameEdit", "Asker": "BatchClient", "Broke": "SessionEnded",
    "Broken": "AdapterBroke", "Complain": "AddError or PrintError", "Conceal": "RedactExplanation",
    "Different": "CorrectVariant", "Door": "Connection", "EndpointTarget": "EndpointConfig", "Evidence": "FailedCase",
    "Heal": "MakeAcceptable", "Hello": "AdapterInfo", "HttpFault": "HttpError",
    "Ledger": "RunState", "Lineup": "Matcher", "LiveUse": "TransferScenario", "Moment": "TimeShift",
    "OneAtATime": "a name that says what it does", "Opener": "ConnectFn", "Patience": "RequestDeadline",
    "Pose": "AdaptCase", "ProgramDoor": "ProcessConnection", "PureStretch": "ForbidSideEffects",
    "ReportTarget": "ReportOutput", "S3Problem": "S3ErrorResponse", "Suspect": "Candidate", "Verification": "VerifyState",
    "VerifyQuestion": "VerifyInput", "WouldAnswer": "PredictedRefusal",
}
# Words that must not be a part of any identifier: opener_, kPatience, posed_case.
OLD_PARTS = {
    "analogue": "edit", "asker": "client", "conceal": "redact", "door": "connection", "doors": "connections",
    "ledger": "state", "lineup": "matcher", "opener": "connect", "patience": "deadline or timeout", "pose": "adapt",
    "posed": "adapted",
}
# `fault` means that the adapter or the harness broke. In these folders it used to mean a mutant.
NO_FAULT = ("harness/mutants/", "harness/diagnose/", "fuzz/planted/")
FAULT = re.compile(r"(?<![a-z])fault(s|y|ed)?(?![a-z])|(?-i:Fault)", re.I)
FAULT_ALLOWED = {  # what a line contains, and why it may
    "FaultAnswer": "the answer `fault` of the protocol",
    "Verdict::kFault": "the verdict",
    "kFault": "the verdict",
    "tally.fault": "the verdict's count",
    '"fault"': "the answer `fault` or the verdict, as text",
    "run.faults": "the faults of a run (RunResult)",
    "page fault": "of the operating system",
    "-fsanitize": "options of compilers",
}
# Places of the machine on which somebody built, and hosts that are not public.
PRIVATE = {
    re.compile(r"(?<![\w.])/(?:work)/"): "a path of a build machine: write one relative to the repository",
    re.compile(r"(?<![\w.$}])/(home|Users)/(?!runner\b|user\b|you\b|me\b)[a-z]\w*/"): "a path of a person's machine",
    re.compile(r"https?://(?!example)[\w.-]*\b(artifactory|nexus|jfrog|pypi-mirror|npm-mirror|goproxy)\b[\w./-]*"):
        "the address of a private package registry",
    re.compile(r"https?://[\w.-]+\.(internal|corp|lan|intranet)\b"): "the address of a private network",
}
# Words that the glossary explains. A new word of the project is added there and here.
GLOSSARY_WORDS = {
    "bundle", "challenge", "profile",
    "adapt", "adapter", "answer", "case", "cause", "connection", "correct variant", "deviation", "evidence", "family", "fault",
    "hello", "implementation", "live server", "mutant", "question", "report", "rule", "scene", "session", "source", "target", "verdict",
}


def tracked_files():
    """Every file that git tracks, or every file if this is not a git checkout or git is absent, relative to the root."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True)
        if listed.returncode == 0:
            return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    folders = (".ci", ".clusterfuzzlite", ".github", "fuzz", "harness", "reference", "reports", "vectors")
    inside = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.is_file()]
    return [p.relative_to(ROOT).as_posix() for p in [*ROOT.iterdir(), *inside]
            if p.is_file() and not {"node_modules", "__pycache__", "target", ".installed"} & set(p.parts)]


@functools.cache
def texts():
    """The text of every file that is read, by name."""
    found = {}
    for name in tracked_files():
        if NOT_READ.match(name):
            continue
        try:
            found[name] = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # not text
    return found


# A finding is where it is, what was found and what to write instead.
Finding = collections.namedtuple("Finding", "file line phrase instead")


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def banned_phrases():
    for name, text in texts().items():
        if name in QUOTE_WORDS:
            continue
        for found in ANY_PHRASE.finditer(text):
            instead = next(instead for phrase, instead in PHRASES.items() if phrase.fullmatch(found[0]))
            yield Finding(name, line_of(text, found.start()), " ".join(found[0].split()), instead)


def code(text):
    """C++ without comments and strings, which are replaced by spaces, so that lines keep their numbers."""
    token = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
    return token.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def parts(identifier):
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", identifier)]


def old_names():
    for name, text in texts().items():
        if not name.endswith(SOURCES):
            continue
        bare = code(text)
        for found in re.finditer(r"[A-Za-z_]\w*", bare):
            word = found[0]
            if word in OLD_NAMES:
                yield Finding(name, line_of(bare, found.start()), word, OLD_NAMES[word])
                continue
            for part in parts(word):
                if part in OLD_PARTS:
                    yield Finding(name, line_of(bare, found.start()), word, OLD_PARTS[part])


def faults():
    for name, text in texts().items():
        if not name.startswith(NO_FAULT):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if FAULT.search(line) and not any(allowed in line for allowed in FAULT_ALLOWED):
                yield Finding(name, number, FAULT.search(line)[0], "mutant, mistake, or broke")


def private_places():
    for name, text in texts().items():
        for pattern, instead in PRIVATE.items():
            for found in pattern.finditer(text):
                yield Finding(name, line_of(text, found.start()), found[0], instead)


def glossary():
    """The rows of the glossary: word and meaning."""
    text = (ROOT / GLOSSARY).read_text(encoding="utf-8")
    section = re.search(r"^## Glossary\n(.*?)(?=^## |\Z)", text, re.M | re.S)[1]
    rows = re.findall(r"^\| ([^|]+) \| (.+) \|$", section, re.M)
    return {re.sub(r" \(.*\)", "", word): meaning for word, meaning in rows if word != "word"}


def glossary_types():
    """The names in backticks in the glossary that look like C++ names: `ConnectFn`."""
    text = " ".join(glossary().values())
    return {name for name in re.findall(r"`([A-Z]\w*)`", text) if re.search(r"[a-z]", name)}


def declared_names():
    declaration = re.compile(r"\b(?:class|struct|enum class|enum|using)\s+(\w+)|\b(\w+)\(")
    return {name for file, text in texts().items() if file.endswith(".h")
            for names in declaration.findall(code(text)) for name in names if name}


CHECKS = {"banned phrases": banned_phrases, "old names": old_names, "fault": faults, "private places": private_places}


def shown(findings):
    return [f"{one.file}:{one.line}: {one.phrase} -> {one.instead}" for one in findings]


class Words(unittest.TestCase):
    maxDiff = None

    def test_no_banned_phrase_occurs(self):
        self.assertEqual(shown(banned_phrases()), [])

    def test_no_old_name_occurs_in_code(self):
        self.assertEqual(shown(old_names()), [])

    def test_fault_means_that_the_adapter_or_the_harness_broke(self):
        self.assertEqual(shown(faults()), [])

    def test_no_private_path_or_address_occurs(self):
        self.assertEqual(shown(private_places()), [])

    def test_the_glossary_explains_each_word_and_names_types_that_exist(self):
        self.assertEqual(set(glossary()), GLOSSARY_WORDS)
        self.assertEqual(glossary_types() - declared_names(), set(), "named in the glossary, declared in no header")
        self.assertTrue(glossary_types())

    def test_finds_what_it_looks_for(self):
        for text in ("nothing where it fails", "// if there\n// are none", "Whoever asks", "last\n  words"):
            self.assertTrue(ANY_PHRASE.search(text), text)
        for text in ("the last wordsmith", "nothing. Where it", "is nonetheless", "renewed"):
            self.assertFalse(ANY_PHRASE.search(text), text)
        self.assertEqual(code('a /* Door */ b "Door" // Door\nDoor').split(), ["a", "b", "Door"])
        self.assertEqual(parts("kOpenerOf_x"), ["k", "opener", "of", "x"])


def print_findings(below):
    count = collections.Counter()
    for check, findings in CHECKS.items():
        for one in findings():
            if below and not one.file.startswith(below):
                continue
            print(f"{one.file}:{one.line}: {one.phrase} -> {one.instead}")
            count[check, "/".join(one.file.split("/")[:2])] += 1
    for (check, folder), number in sorted(count.items()):
        print(f"{number:5} {check} in {folder}")
    print(f"{sum(count.values()):5} in all")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--list"]:
        print_findings(tuple(sys.argv[2:]))
    else:
        sys.exit(unittest.main())
