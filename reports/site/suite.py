"""What the pages say about the suite: rules, the cases of each, and the mutants that break it."""

import collections
import dataclasses
import json
import re
import subprocess

import results

CONFIDENCE = {"A": "an answer of AWS was seen", "B": "AWS documents it", "C": "only stated", "D": "not known"}


@dataclasses.dataclass
class CaseFile:
    """A vector file: one case, or a family of several."""
    id: str
    why: str
    level: str
    rules: list
    rule: str  # the one that it tests
    cases: int = 1


@dataclasses.dataclass
class Rule:
    id: str
    text: str
    source: str
    link: str
    confidence: str
    level: str
    tested_by: list = dataclasses.field(default_factory=list)
    used_by: list = dataclasses.field(default_factory=list)
    mutants: list = dataclasses.field(default_factory=list)
    broken_by: list = dataclasses.field(default_factory=list)  # (finding, its cases of this rule)

    @property
    def page(self):
        return f"rules/{self.id}.html"

    @property
    def step(self):
        return self.id.split("/")[0]

    @property
    def breakers(self):
        """How many implementations break it."""
        return len({finding.result.name for finding, _ in self.broken_by})

    def broken_with(self, severity):
        """Pairs of an implementation that breaks it with this severity and its number of cases, the most first."""
        counted = collections.Counter()
        for finding, cases in self.broken_by:
            if finding.severity == severity:
                counted[finding.result.name] += len(cases)
        newest = {finding.result.name: finding.result for finding, _ in self.broken_by}
        return [(newest[name], count) for name, count in counted.most_common()]


@dataclasses.dataclass
class Suite:
    rules: dict
    files: dict

    def file_of(self, case_id):
        """The file that holds a case; None if the suite no longer has it."""
        parts = case_id.split("/")
        for length in range(len(parts), 1, -1):
            found = self.files.get("/".join(parts[:length]))
            if found:
                return found
        return None

    def rule_of(self, case_id):
        found = self.file_of(case_id)
        return self.rules.get(found.rule) if found else None

    def add_findings(self, findings):
        for finding in findings:
            by_rule = collections.defaultdict(list)
            for case in finding.cases:
                rule = self.rule_of(case["id"])
                if rule and finding.is_mistake:
                    by_rule[rule.id].append(case)
            for rule, cases in by_rule.items():
                self.rules[rule].broken_by.append((finding, cases))
        for rule in self.rules.values():
            rule.broken_by.sort(key=lambda each: (each[0].rank, -len(each[1]), each[0].result.title))


def read_file(path, vectors):
    told = json.loads(path.read_text(encoding="utf-8"))
    rule = told["expect"].get("refused_by") or told["rules"][0]
    return CaseFile(path.relative_to(vectors).with_suffix("").as_posix(), told["why"], told["level"], told["rules"], rule)


def read(vectors, ids, mutants):
    """The suite of a folder of vectors. `ids`: of all cases, members of families included; `mutants`: as the program lists them."""
    try:
        rules = {told["id"]: Rule(**told) for told in json.loads((vectors / "rules.json").read_text(encoding="utf-8"))["rules"]}
        files = [read_file(path, vectors) for side in ("presign", "verify") for path in sorted((vectors / side).rglob("*.json"))]
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise results.Unusable(f"{vectors}: not a folder of vectors: {wrong!r}") from wrong
    suite = Suite(rules, {each.id: each for each in files})
    counted = collections.Counter(found.id for found in map(suite.file_of, ids) if found)
    for each in files:
        each.cases = counted[each.id] or 1
        for rule in each.rules:
            if rule in rules:
                (rules[rule].tested_by if rule == each.rule else rules[rule].used_by).append(each)
        if each.rule in rules and each.rule not in each.rules:
            rules[each.rule].tested_by.append(each)
    for mutant in mutants:
        for rule in mutant["rules"]:
            if rule in rules:
                rules[rule].mutants.append(mutant)
    return suite


def ask(program):
    """The ids of all cases and the mutants, from the program."""
    outputs = []
    for words in (["list", "--level", "may"], ["mutants", "--json"]):
        try:
            done = subprocess.run([program, *words], capture_output=True, text=True, timeout=60, check=True)
            outputs.append(done.stdout)
        except (OSError, subprocess.SubprocessError) as wrong:
            raise results.Unusable(f"{program} {' '.join(words)}: {wrong}; build it, or name it with --countersign") from wrong
    try:
        return outputs[0].split("\n")[:-1], json.loads(outputs[1])["mutants"]
    except (ValueError, KeyError) as wrong:
        raise results.Unusable(f"{program} mutants --json: expected a list of mutants, found {wrong!r}") from wrong


def thread_link(reference):
    """The address of OWNER/NAME#NUMBER or OWNER/NAME@COMMIT or OWNER/NAME on GitHub; None if it is something else."""
    found = re.fullmatch(r"([\w.-]+/[\w.-]+)(?:#(\d+)|@([0-9a-f]{6,40}))?", reference)
    if not found:
        return None
    rest = f"/issues/{found[2]}" if found[2] else f"/commit/{found[3]}" if found[3] else ""
    return f"https://github.com/{found[1]}{rest}"
