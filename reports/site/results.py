"""Published results, read and checked against their schema, without the findings that are held back."""

import collections
import dataclasses
import json
import re

# The worst first; what a page says for each.
SEVERITIES = {
    "lets-in": "Lets in what must be refused, or grants more than was asked",
    "another-object": "Grants another object",
    "broke": "Breaks",
    "refused": "Refuses what is right, or makes a URL that S3 refuses",
    "another-code": "Decides rightly, with another code",
    "none": "Not a mistake",
}
TYPES = {"object": dict, "array": list, "string": str, "integer": int}
COUNTS = ("pass", "fail", "fault", "unsupported", "not_exercised", "disputed")


class Unusable(Exception):
    """An input that is wrong. The message names the file and the field, what was found and what was expected."""


class Schema:
    """The keywords of JSON Schema that vectors/schema/published.schema.json uses. Another keyword is an error."""

    KNOWN = {"$schema", "$id", "$defs", "title", "description", "type", "properties", "required", "additionalProperties",
             "propertyNames", "items", "minItems", "minLength", "minimum", "pattern", "enum", "const", "$ref"}

    def __init__(self, folder, name):
        self.folder, self.files = folder, {}
        self.name = name

    def document(self, name):
        if name not in self.files:
            self.files[name] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return self.files[name]

    def problem(self, value):
        """What is wrong with a document, or None."""
        return self.check(value, self.document(self.name), self.name, "")

    def resolve(self, reference, name):
        other, _, path = reference.partition("#")
        name = other or name
        schema = self.document(name)
        for part in path.split("/")[1:]:
            schema = schema[part]
        return schema, name

    def check(self, value, schema, name, where):
        unknown = set(schema) - self.KNOWN
        if unknown:
            raise NotImplementedError(f"{name}: the keywords {sorted(unknown)}")
        if "$ref" in schema:
            found = self.check(value, *self.resolve(schema["$ref"], name), where)
            if found:
                return found
        wanted = schema.get("type")
        if wanted and (not isinstance(value, TYPES[wanted]) or isinstance(value, bool)):
            return f"{where or 'the document'}: found {shown(value)}, expected {wanted}"
        return self.check_value(value, schema, where) or self.check_members(value, schema, name, where)

    def check_value(self, value, schema, where):
        if "const" in schema and value != schema["const"]:
            return f"{where}: found {shown(value)}, expected {schema['const']}"
        if "enum" in schema and value not in schema["enum"]:
            return f"{where}: found {shown(value)}, expected one of {', '.join(map(str, schema['enum']))}"
        if isinstance(value, str):
            if len(value) < schema.get("minLength", 0):
                return f"{where}: must not be empty"
            if "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), value):
                return f"{where}: found {shown(value)}, expected {schema['pattern']}"
        if isinstance(value, int) and value < schema.get("minimum", value):
            return f"{where}: found {value}, expected at least {schema['minimum']}"
        if isinstance(value, list) and len(value) < schema.get("minItems", 0):
            return f"{where}: must not be empty"
        return None

    def check_members(self, value, schema, name, where):
        if isinstance(value, list) and "items" in schema:
            checks = ((each, schema["items"], f"{where}[{i}]") for i, each in enumerate(value))
        elif isinstance(value, dict):
            missing = [key for key in schema.get("required", ()) if key not in value]
            if missing:
                return f"{where or 'the document'}: {', '.join(missing)} is missing"
            own, other = schema.get("properties", {}), schema.get("additionalProperties", {})
            unknown = [key for key in value if key not in own] if other is False else []
            if unknown:
                return f"{where or 'the document'}: unknown member {shown(unknown[0])}"
            names = [(key, schema["propertyNames"], f"{where}: a name") for key in value] if "propertyNames" in schema else []
            checks = names + [(each, own.get(key, other), f"{where}.{key}" if where else key) for key, each in value.items()]
        else:
            return None
        for each in checks:
            found = self.check(each[0], each[1], name, each[2])
            if found:
                return found
        return None


def shown(value):
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 80 else text[:79] + "…"


@dataclasses.dataclass
class Finding:
    """A deviation that may be shown."""
    result: "Result"
    number: int
    reason: str
    severity: str
    found: str
    cases: list
    report: str = ""
    see: str = ""
    shown: dict = dataclasses.field(default_factory=dict)

    @property
    def anchor(self):
        return f"deviation-{self.number}"

    @property
    def rank(self):
        return list(SEVERITIES).index(self.severity)

    @property
    def is_mistake(self):
        return self.severity != "none"

    @property
    def headline(self):
        """The first sentence of the reason."""
        return re.split(r"(?<=[.:!?])\s+(?=[A-Z0-9])", self.reason, maxsplit=1)[0]

    @property
    def rest(self):
        return self.reason[len(self.headline):].strip()


@dataclasses.dataclass
class Result:
    """One version of an implementation: the fields of its file, and what may be shown of its deviations."""
    told: dict
    findings: list
    held: int  # deviations that are held back
    held_until: str
    tallies: dict
    areas: dict
    older_suite: bool = False

    def __getattr__(self, name):
        try:
            return self.told[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def page(self):
        return f"implementations/{self.name}.html"

    @property
    def judged(self):
        """How many cases say something about it."""
        return self.tallies["pass"] + self.wrong

    @property
    def wrong(self):
        return self.tallies["fail"] + self.tallies["fault"]

    def cases_of(self, severity):
        return sum(len(each.cases) for each in self.findings if each.severity == severity)

    @property
    def mistakes(self):
        return [each for each in self.findings if each.is_mistake]

    def wrong_cases(self):
        return {case["id"] for each in self.findings for case in each.cases}


def without(tallies, cases):
    """The tallies as if these cases had not been asked."""
    counted = collections.Counter(case["verdict"] for case in cases)
    return {key: tallies[key] - counted[key] for key in COUNTS}


def area_of(case):
    return "/".join(case["id"].split("/")[:2])


def make_result(told, today, show_held_back):
    """A result with what may be shown on a day, given as YYYY-MM-DD."""
    held = [] if show_held_back else [each for each in told["deviations"] if each.get("hold_until", "") > today]
    hidden = [case for each in held for case in each["cases"]]
    areas = {area: without(found, [case for case in hidden if area_of(case) == area]) for area, found in told["areas"].items()}
    result = Result(told, [], len(held), max((each["hold_until"] for each in held), default=""),
                    without(told["tallies"], hidden), areas)
    for number, each in enumerate(told["deviations"], 1):
        if each not in held:
            fields = {key: each[key] for key in ("reason", "severity", "found", "cases", "report", "see", "shown") if key in each}
            result.findings.append(Finding(result, number, **fields))
    result.findings.sort(key=lambda each: (each.rank, -len(each.cases)))
    return result


def read(path, schema):
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise Unusable(f"{path}: {wrong}") from wrong
    problem = schema.problem(told)
    if problem:
        raise Unusable(f"{path}: {problem}")
    counted = collections.Counter(case["verdict"] for each in told["deviations"] for case in each["cases"])
    for verdict in ("fail", "fault"):
        if counted[verdict] != told["tallies"][verdict]:
            raise Unusable(f"{path}: tallies.{verdict} is {told['tallies'][verdict]}, but {counted[verdict]} such cases are listed")
    in_areas = {(area, verdict): 0 for area in told["areas"] for verdict in ("fail", "fault")}
    for each in told["deviations"]:
        for case in each["cases"]:
            if (area_of(case), case["verdict"]) not in in_areas:
                raise Unusable(f"{path}: areas lacks {area_of(case)}, of which {shown(case['id'])} is")
            in_areas[area_of(case), case["verdict"]] += 1
    for (area, verdict), count in in_areas.items():
        if told["areas"][area][verdict] != count:
            raise Unusable(f"{path}: areas.{area}.{verdict} is {told['areas'][area][verdict]}, but {count} such cases are listed")
    return told


def read_all(folders, schema, today, show_held_back):
    """The results by name of the implementation; of each the newest first. The list is sorted by role and title."""
    by_name = collections.defaultdict(list)
    for folder in folders:
        if not folder.is_dir():
            raise Unusable(f"{folder}: expected a folder with results")
        for path in sorted(folder.glob("*.json")):
            told = read(path, schema)
            if any(each.version == told["version"] for each in by_name[told["name"]]):
                raise Unusable(f"{path}: a second result of {told['name']} {told['version']}")
            by_name[told["name"]].append(make_result(told, today, show_held_back))
    histories = [sorted(each, key=lambda result: (result.date, version_key(result.version)), reverse=True)
                 for each in by_name.values()]
    everything = [each for history in histories for each in history]
    newest = max((each.date for each in everything), default="")
    digests = {each.suite_digest for each in everything if each.date == newest}  # of one day, the order is not known
    for each in everything:
        each.older_suite = each.suite_digest not in digests
    return sorted(histories, key=lambda each: (each[0].role, each[0].title.lower()))


def version_key(version):
    """Sorts 1.10 behind 1.9."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[A-Za-z]+", version)]
