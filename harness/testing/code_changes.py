"""Finds the small changes that mutation_testing.py makes to C++ code: a comparison turned round, a number raised by one, a
statement left out. It knows no grammar: a change that does not compile is not counted."""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Change:
    line: int  # counted from 0
    before: str
    after: str
    kind: str


# Each pattern is looked for in code whose comments and literals are blank. clang-format writes operators with a space on
# either side, and templates and references without.
REPLACEMENTS = [
    ("comparison", r" == ", " != "),
    ("comparison", r" != ", " == "),
    ("boundary", r" < ", " <= "),
    ("boundary", r" <= ", " < "),
    ("boundary", r" > ", " >= "),
    ("boundary", r" >= ", " > "),
    ("logic", r" && ", " || "),
    ("logic", r" \|\| ", " && "),
    ("negation", r"(?<=[(\s])!(?=[\w(])", ""),
    ("arithmetic", r" \+ ", " - "),
    ("arithmetic", r" - ", " + "),
    ("constant", r"\btrue\b", "false"),
    ("constant", r"\bfalse\b", "true"),
]
NUMBER = re.compile(r"(?<![\w.'])\d+(?![\w.'])")
STATEMENT = re.compile(r"^\s+(?:[\w.:\[\]]|->)+(?:\(.*\)| [+|-]?= .*);$")
STARTS_A_STATEMENT = re.compile(r"[;{}]\s*$|^\s*$")
NOT_CHANGED = re.compile(r"^\s*(#|static_assert|using |namespace |template)")
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'')
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
RAW_STRING = re.compile(r'R"(\w*)\(.*?\)\1"', re.DOTALL)


def blank(text):
    """Returns text of the same length in which comments and literals are blank; line ends stay."""
    token = re.compile(f"{RAW_STRING.pattern}|{LITERAL.pattern}|{COMMENT.pattern}", re.DOTALL)
    return token.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def changes_of(text):
    """Returns every change that can be made to the C++ file `text`."""
    originals = text.split("\n")
    blanks = blank(text).split("\n")
    changes = []
    for at, (line, code) in enumerate(zip(originals, blanks)):
        if NOT_CHANGED.match(code):
            continue
        for kind, pattern, after in REPLACEMENTS:
            for found in re.finditer(pattern, code):
                changes.append(Change(at, line, line[: found.start()] + after + line[found.end() :], kind))
        for found in NUMBER.finditer(code):
            raised = str(int(found.group()) + 1)
            changes.append(Change(at, line, line[: found.start()] + raised + line[found.end() :], "number"))
        changes += text_changes(at, line, code)
        if STATEMENT.match(code) and STARTS_A_STATEMENT.search(blanks[at - 1]):
            changes.append(Change(at, line, "", "statement left out"))
    return changes


def text_changes(at, line, code):
    """A string literal that loses its last character. `code` shows that the literal is not part of a comment."""
    for found in LITERAL.finditer(line):
        is_in_a_comment = "//" in line[: found.start()] and "//" not in code[: found.start()]
        if found.group()[0] == '"' and re.search(r"\w$", found.group()[:-1]) and not is_in_a_comment:
            shorter = found.group()[:-2] + '"'
            yield Change(at, line, line[: found.start()] + shorter + line[found.end() :], "text")


def choose(changes, random):
    """Draws the kind first: otherwise numbers and texts would be most of what is drawn."""
    kind = random.choice(sorted({change.kind for _, change in changes}))
    return random.choice([both for both in changes if both[1].kind == kind])


def apply(text, change):
    lines = text.split("\n")
    lines[change.line] = change.after
    return "\n".join(lines)
