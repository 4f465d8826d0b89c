"""What mutation_testing.py found, as a record (JSON) and as a page (Markdown)."""

import dataclasses
import json
import pathlib

from code_changes import Change

# Changes that no test can notice, with the reason. A line that has changed since is no longer one of them.
EQUIVALENT = json.loads((pathlib.Path(__file__).parent / "equivalent_changes.json").read_text())


@dataclasses.dataclass(frozen=True)
class Found:
    room: str
    path: str  # in the repository
    change: Change
    noticed_by: str  # the name of a test; "" for a survivor

    @property
    def equivalent(self):
        """Returns why no test can notice the change; "" if one could."""
        for one in EQUIVALENT:
            if (one["path"], one["before"], one["after"]) == (self.path, self.change.before.strip(), self.change.after.strip()):
                return "" if self.noticed_by else one["why"]
        return ""


def write(path, record):
    if path:
        changes = [dataclasses.asdict(found) for found in record["changes"]]
        path.write_text(json.dumps({**record, "changes": changes}, indent=1) + "\n")


def read(path):
    record = json.loads(path.read_text())
    return {**record, "changes": [Found(**{**one, "change": Change(**one["change"])}) for one in record["changes"]]}


def by_room(changes):
    rooms = {}
    for found in changes:
        rooms.setdefault(found.room, []).append(found)
    return rooms


def counts(changes):
    """Returns how many were noticed, how many could be, and how many are equivalent."""
    noticed = sum(bool(found.noticed_by) for found in changes)
    equivalent = sum(bool(found.equivalent) for found in changes)
    return noticed, len(changes) - equivalent, equivalent


def table(changes):
    lines = ["| room | noticed | of | equivalent |", "|---|---:|---:|---:|"]
    for name, some in [*by_room(changes).items(), ("all", changes)]:
        lines.append("| " + " | ".join([name, *map(str, counts(some))]) + " |")
    return "\n".join(lines)


def status(changes, rooms, least):
    noticed_of = {name: counts(by_room(changes).get(name, [])) for name in rooms}
    if not any(of for _, of, _ in noticed_of.values()):
        return 2
    return int(any(of == 0 or noticed < least * of for noticed, of, _ in noticed_of.values()))


def code(line):
    return f"`{line.strip()}`" if line.strip() else "left out"


def since(record):
    """What --again has changed: how many were noticed at first."""
    if "again" not in record:
        return []
    return [f"At that commit, {record['at_first']} of {counts(record['changes'])[1]} were noticed. The table shows the same changes "
            f"with the tests of commit {record['again']}:", "tests were written for survivors, so it says what is left, and not what "
            "another seed would find.", ""]


def page(record):
    changes = record["changes"]
    lines = [
        "# How many mistakes in our own code the tests notice", "",
        "Small changes to the product's code, drawn at random in each room, one at a time. Made by", "",
        f"    harness/testing/mutation_testing.py --work FOLDER --seed {record['seed']} {record['options']} --record RECORD --page PAGE", "",
        f"at commit {record['commit']}. An equivalent change is one that no caller can notice; it does not count, and its reason",
        "is below. `.github/CONTRIBUTING.md`, \"Do the tests notice?\", explains the command.", "", *since(record), table(changes), "",
    ]
    survivors = [found for found in changes if not found.noticed_by]
    for title, some in (("Not noticed", [found for found in survivors if not found.equivalent]),
                        ("Equivalent", [found for found in survivors if found.equivalent])):
        if some:
            lines += [f"## {title}", ""]
        for found in some:
            why = f": {found.equivalent}" if found.equivalent else ""
            lines += [f"- `{found.path}`: {code(found.change.before)} → {code(found.change.after)}{why}"]
        lines += [""] if some else []
    return "\n".join(lines).rstrip("\n") + "\n"
