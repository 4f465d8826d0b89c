#!/usr/bin/env python3
"""Installs and runs the adapters to other people's implementations, and prints one table.

    harness/adapters/all.py                   all of them
    harness/adapters/all.py minio-go botocore these
    harness/adapters/all.py --list            what there is, and what each needs

Each folder beside this file that has an adapter.json is one. What it needs is installed into its folder .installed, packages
of Debian with apt-get. It is installed once, until its files change: a second run needs no network. If something is missing
(a toolchain, a package, a registry), the table says what, and the others still run. --offline installs nothing.

A run is compared with expected.json. An alarm is a case that fails and is not listed there, or is listed and passes, or on
which the adapter broke.

--publish writes each result that has no alarm into reports/published (condense.py there says how it is condensed). These runs
are not told what is expected, so that each failure has its likely cause; the known deviations are looked up afterwards.

Exit status: 0 if each adapter that was asked ran without an alarm, 1 otherwise, 2 if the command line or an adapter.json is
wrong. The program is the one named by COUNTERSIGN, or build/harness/cli/countersign, or else ./countersign.
"""

import argparse
import dataclasses
import fnmatch
import hashlib
import json
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(os.environ.get("COUNTERSIGN_ADAPTERS") or pathlib.Path(__file__).resolve().parent)
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# How to get what apt-get cannot bring in every version of Debian, by the name of its program.
TOOLS = {
    "cargo": "Rust 1.95 or later, from rust-lang.org (rustup) or your distribution",
    "go": "Go 1.26 or later, from go.dev or your distribution (golang-go)",
    "mvn": "Maven and a JDK of 17 or later: apt-get install maven default-jdk",
    "node": "Node.js 20 or later, from nodejs.org or your distribution (nodejs)",
    "npm": "npm, which comes with Node.js: apt-get install npm",
    "php": "PHP 8: apt-get install php-cli",
    "python3": "Python 3.10 or later with venv: apt-get install python3 python3-venv",
    "ruby": "Ruby 3: apt-get install ruby",
}
# The members of adapter.json, with the type of each.
MEMBERS = {"implementation": str, "language": str, "operation": str, "command": str, "select": str,
           "tools": list, "debian": list, "shares": list}
REQUIRED = {"implementation", "language", "operation", "command"}


class Unusable(Exception):
    """An adapter.json that is wrong. The message names the member."""


class Missing(Exception):
    """What an adapter needs is not there. The message says what, and how to get it."""


@dataclasses.dataclass
class Adapter:
    name: str
    folder: pathlib.Path
    implementation: str
    language: str
    operation: str
    command: str
    select: str = ""  # a part of the operation's cases, for tests
    tools: list = dataclasses.field(default_factory=list)
    debian: list = dataclasses.field(default_factory=list)
    shares: list = dataclasses.field(default_factory=list)

    @property
    def expected(self):
        return self.folder / "expected.json"

    @property
    def stamp(self):
        return self.folder / ".installed" / "stamp"

    def sources(self):
        """The files that decide what is installed, in a fixed order."""
        for folder in [self.folder, *(self.folder.parent / name for name in self.shares)]:
            for path in sorted(folder.rglob("*")):
                inside = path.relative_to(folder).parts
                built = {".installed", "node_modules", "target", "__pycache__"} & set(inside)
                if path.is_file() and not built and inside[-1] not in ("expected.json", "adapter.json", "Cargo.lock"):
                    yield path

    def digest(self):
        found = hashlib.sha256()
        for path in self.sources():
            found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return found.hexdigest()


def read_adapter(folder):
    path = folder / "adapter.json"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise Unusable(f"{path}: {wrong}") from wrong
    if not isinstance(told, dict):
        raise Unusable(f"{path}: expected an object")
    for member, value in told.items():
        if member not in MEMBERS:
            raise Unusable(f"{path}: unknown member {member}, expected one of {', '.join(MEMBERS)}")
        if not isinstance(value, MEMBERS[member]):
            raise Unusable(f"{path}: {member} must be a {MEMBERS[member].__name__}")
    if REQUIRED - told.keys():
        raise Unusable(f"{path}: {', '.join(sorted(REQUIRED - told.keys()))} is missing")
    if told["operation"] not in ("presign", "verify"):
        raise Unusable(f"{path}: operation is {told['operation']}, expected presign or verify")
    for tool in told.get("tools", []):
        if tool not in TOOLS:
            raise Unusable(f"{path}: the tool {tool} is not known to all.py, which knows {', '.join(TOOLS)}")
    return Adapter(name=folder.name, folder=folder, **told)


def adapters(names):
    """The adapters with these names, or all of them."""
    there = sorted(path.parent.name for path in HERE.glob("*/adapter.json"))
    unknown = [name for name in names if name not in there]
    if unknown:
        raise Unusable(f"no adapter {', '.join(unknown)}; there are {', '.join(there)}")
    return [read_adapter(HERE / name) for name in (dict.fromkeys(names) or there)]


def debian_missing(packages):
    if packages and not shutil.which("dpkg-query"):
        raise Missing(f"the Debian packages {' '.join(packages)}, or your distribution's counterparts")
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}"]
    return [one for one in packages
            if subprocess.run([*asked, one], capture_output=True, text=True).stdout != "installed"]


def install_debian(packages):
    missing = debian_missing(packages)
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        raise Missing("as root, run: " + shlex.join(command))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for attempt in (command, ["apt-get", "update", "--quiet"], command):
        done = subprocess.run(attempt, capture_output=True, text=True, env=environment)
        if attempt is command and done.returncode == 0:
            return
    raise Missing(f"apt-get could not install {' '.join(missing)}: {last_line(done.stderr)}")


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def run_with_deadline(command, seconds, **options):
    """Runs a command in a process group that is killed if it takes longer. Returns status (None: it was killed) and output."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          start_new_session=True, **options) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
            return process.returncode, output
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            return None, output


def install(adapter, offline, seconds):
    """Installs what the adapter needs, unless that is there. Raises Missing."""
    for tool in adapter.tools:
        if not shutil.which(tool):
            raise Missing(f"{tool}: {TOOLS[tool]}")
    if offline:
        missing = debian_missing(adapter.debian)
        if missing:
            raise Missing("apt-get install " + " ".join(missing))
    else:
        install_debian(adapter.debian)
    script, digest = adapter.folder / "install.sh", adapter.digest()
    if not script.exists() or (adapter.stamp.exists() and adapter.stamp.read_text() == digest):
        return
    if offline:
        raise Missing(f"not installed: without --offline, {script.relative_to(HERE.parent.parent)} does it")
    print(f"installing {adapter.name}", file=sys.stderr, flush=True)
    status, output = run_with_deadline([script], seconds, cwd=adapter.folder)
    if status != 0:
        (adapter.folder / ".installed").mkdir(exist_ok=True)
        log = adapter.folder / ".installed" / "install.log"
        log.write_text(output, encoding="utf-8")
        how = f"took longer than {seconds} s" if status is None else f"ended with {status}: {last_line(output)}"
        raise Missing(f"install.sh {how} (all of it: {log})")
    adapter.stamp.parent.mkdir(exist_ok=True)
    adapter.stamp.write_text(digest)


def program():
    built = ROOT / "build" / "harness" / "cli" / "countersign"
    return os.environ.get("COUNTERSIGN") or str(built if built.exists() else ROOT / "countersign")


@dataclasses.dataclass
class Row:
    """A line of the table. Numbers are texts, empty if the adapter did not run."""
    name: str
    version: str = ""
    passed: str = ""
    failed: str = ""
    unsupported: str = ""
    alarms: str = ""
    exit: str = ""
    note: str = ""


def read_result(path):
    """The header and the footer of a result file; None if it is not complete."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if len(lines) < 2:
        return None
    header, footer = json.loads(lines[0]), json.loads(lines[-1])
    return (header, footer) if header["type"] == "header" and footer["type"] == "footer" else None


def command_of(adapter, report, expecting=True):
    command = [program(), "run", "--adapter", adapter.command.replace("{folder}", shlex.quote(str(adapter.folder))),
               "--select", adapter.select or adapter.operation, "--startup-timeout", "60", "--timeout", "30", "--report", f"json={report}"]
    return command + (["--expected", str(adapter.expected)] if expecting and adapter.expected.exists() else [])


def run(adapter, report, options):
    """Runs the suite against an adapter, writes the result to the file `report` and returns its line of the table."""
    print(f"running {adapter.name}", file=sys.stderr, flush=True)
    seconds = options.timeout
    status, output = run_with_deadline(command_of(adapter, report, not options.publish), seconds, cwd=ROOT)
    row = Row(adapter.name, exit="hung" if status is None else str(status))
    result = read_result(report)
    if result:
        header, footer = result
        row.version = (header["adapter"] or {}).get("version", "")
        row.passed, row.unsupported = str(footer["pass"]), str(footer["unsupported"])
        row.failed = str(footer["fail"] + footer["expected_failure"])
        row.alarms = str(footer["fail"] + footer["unexpected_pass"] + footer["fault"])
        if options.publish:
            row.alarms = str(len(alarms(adapter, report)))
            row.exit = "0" if status == 1 and row.alarms == "0" else row.exit
    if status is None:
        row.note = f"not ended after {seconds} s, killed"
    elif status not in (0, 1):
        row.note = broken_because(output)
    elif status == 1 and row.alarms != "0":
        row.note = "again: " + shlex.join(command_of(adapter, "result.json"))
    return row


def alarms(adapter, report):
    """The ids of the cases whose verdict is not the one that expected.json says, of a run that was not told of it."""
    listed = json.loads(adapter.expected.read_text(encoding="utf-8"))["deviations"] if adapter.expected.exists() else []
    found = []
    for line in report.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["type"] == "case" and case["verdict"] in ("pass", "fail", "fault"):
            of_it = [one for one in listed
                     if any(fnmatch.fnmatchcase(case["id"], glob) for glob in one.get("ids", [one.get("id")]))]
            expected = ("fault" if of_it[0].get("fault") else "fail") if of_it else "pass"
            if case["verdict"] != expected and not (case["verdict"] == "fail" and case["level"] == "may"):
                found.append(case["id"])
    return found


def origin(adapter):
    """How it was installed, for people."""
    if adapter.debian:
        return "Packages of Debian: " + " ".join(adapter.debian)
    pinned = ("requirements.txt", "package-lock.json", "go.mod", "locked.toml", "pom.xml")
    return "install.sh, with the versions of " + next(name for name in pinned if (adapter.folder / name).exists())


def publish(adapter, report, row, options):
    """Writes the condensed result, and says in the line's note what became of it."""
    if row.exit != "0":
        row.note += "; not published"
        return
    out = options.publish / f"{adapter.name}-{row.version}.json"
    done = subprocess.run(
        [sys.executable, ROOT / "reports" / "published" / "condense.py", report, "--name", adapter.name,
         "--title", adapter.implementation, "--role", "presigner" if adapter.operation == "presign" else "verifier",
         "--installed", origin(adapter), "--command", f"harness/adapters/all.py {adapter.name}", "--out", out,
         *(["--expected", adapter.expected] if adapter.expected.exists() else []), *(["--known"] if options.known else [])],
        capture_output=True, text=True)
    if done.returncode != 0:
        row.exit = str(done.returncode)
    row.note = last_line(done.stdout + done.stderr)


def broken_because(output):
    """The line that says why a run broke: the first that begins with the program's name or an exclamation mark."""
    for line in output.splitlines():
        if line.strip().startswith(("countersign:", "! ")):
            return line.strip()
    return last_line(output)


def table(rows):
    """The lines as text in columns, then the notes."""
    titles = ["implementation", "version", "passed", "failed", "unsupported", "alarms", "exit"]
    lines = [titles] + [[r.name, r.version, r.passed, r.failed, r.unsupported, r.alarms, r.exit] for r in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(titles))]
    text = "".join("  ".join(cell.ljust(width) if i < 2 else cell.rjust(width)
                             for i, (cell, width) in enumerate(zip(line, widths))).rstrip() + "\n" for line in lines)
    notes = "".join(f"{row.name}: {row.note}\n" for row in rows if row.note)
    return text + ("\n" + notes if notes else "")


def measure(wanted, options):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        reports = pathlib.Path(options.results or folder)
        reports.mkdir(parents=True, exist_ok=True)
        for adapter in wanted:
            try:
                install(adapter, options.offline, options.install_timeout)
                report = reports / f"{adapter.name}.json"
                rows.append(run(adapter, report, options))
                if options.publish:
                    publish(adapter, report, rows[-1], options)
            except Missing as missing:
                rows.append(Row(adapter.name, exit="missing", note=f"missing: {missing}"))
    return rows


def needs(adapter):
    return ", ".join([*adapter.tools, *adapter.debian]) or "python3"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", help="a folder beside this file")
    parser.add_argument("--list", action="store_true", help="print the names with what each needs, and end")
    parser.add_argument("--offline", action="store_true", help="install nothing")
    parser.add_argument("--results", metavar="FOLDER", help="keep each result as FOLDER/NAME.json")
    parser.add_argument("--publish", metavar="FOLDER", nargs="?", type=pathlib.Path, const=ROOT / "reports" / "published",
                        help="write condensed results into FOLDER (default: reports/published)")
    parser.add_argument("--known", action="store_true", help="with --publish: what was found is public already")
    parser.add_argument("--timeout", metavar="SECONDS", type=int, default=1200, help="for one run (default 1200)")
    parser.add_argument("--install-timeout", metavar="SECONDS", type=int, default=3600, help="for one install.sh (default 3600)")
    options = parser.parse_args()
    try:
        wanted = adapters(options.names)
    except Unusable as wrong:
        print(f"all.py: {wrong}", file=sys.stderr)
        return 2
    if options.list:
        width = max(len(one.name) for one in wanted)
        for one in wanted:
            print(f"{one.name.ljust(width)}  {one.operation.ljust(7)}  {one.implementation} ({one.language}); needs {needs(one)}")
        return 0
    rows = measure(wanted, options)
    print(table(rows), end="")
    return 0 if all(row.exit == "0" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
