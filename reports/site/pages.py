"""Makes the text of every file of the site from the results and the suite."""

import base64
import collections
import dataclasses
import hashlib
import pathlib

import jinja2
import markupsafe

import badge
import results
import suite as suite_module

HERE = pathlib.Path(__file__).resolve().parent
ROLES = {"presigner": "Presigners", "verifier": "Verifiers", "server": "Servers"}
SHOWN_RULES = 12  # of the first page


@dataclasses.dataclass
class Site:
    """What every page may show."""
    histories: list
    suite: suite_module.Suite
    mutants: list
    today: str
    shows_held_back: bool = False

    @property
    def newest(self):
        return [history[0] for history in self.histories]

    @property
    def held(self):
        return sum(each.held for each in self.newest)

    def findings(self):
        """Those of the newest versions, the worst first, of these the latest first."""
        found = [finding for result in self.newest for finding in result.mistakes]
        found.sort(key=lambda each: each.result.title.lower())
        found.sort(key=lambda each: each.found, reverse=True)
        return sorted(found, key=lambda each: each.rank)

    def all_findings(self):
        return [finding for history in self.histories for result in history for finding in result.findings]


def matrix(newest):
    """The tables of implementations against areas: for presigners, and for all that verify."""
    tables = []
    for heading, roles in (("Presigners", ("presigner",)), ("Servers and verifiers", ("server", "verifier"))):
        rows = [each for each in newest if each.role in roles]
        areas = sorted({area for each in rows for area in each.areas})
        if rows:
            tables.append((heading, rows, areas))
    return tables


def cell(result, area):
    """The kind, the text and the words of a cell of the matrix."""
    found = result.areas.get(area)
    if not found or not found["pass"] + found["fail"] + found["fault"]:
        return "none", "–", "nothing asked"
    wrong = found["fail"] + found["fault"]
    if not wrong:
        return "ok", "✓", f"all {found['pass']} passed"
    severities = {each.severity for each in result.findings for case in each.cases if results.area_of(case) == area}
    kind = "bad" if severities & {"lets-in", "another-object"} else "ok" if severities <= {"none"} else "odd"
    return kind, str(wrong), f"{wrong} of {found['pass'] + wrong} did not pass"


def changes(newer, older):
    """What changed between two versions, if they were asked the same."""
    if newer.suite_digest != older.suite_digest:
        return "asked with another suite"
    now, then = newer.wrong_cases(), older.wrong_cases()
    parts = [f"{len(found)} {what}" for found, what in ((then - now, "mended"), (now - then, "new")) if found]
    return ", ".join(parts) or "no change"


def https(link):
    """The link if it is an ordinary https address, or else an empty text."""
    return link if link and link.startswith("https://") and not any(each in link for each in " \"'<>\n") else ""


def answer(told):
    """An answer in one line."""
    words = [{"accept": "accepted", "reject": "refused", "broken": "broke", "skip": "not answered"}[told["outcome"]]]
    words += [str(told[key]) for key in ("status", "code", "class") if key in told and (key != "class" or "code" not in told)]
    return " ".join(words)


def integrity(text):
    """The hash by which the policy of a page names its own style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def environment(site):
    style, script = ((HERE / "templates" / name).read_text(encoding="utf-8") for name in ("style.css", "search.js"))
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    made.filters.update(https=https, answer=answer, thread_link=suite_module.thread_link)
    made.tests["in_area"] = lambda case_id, area: case_id.startswith(area + "/")
    made.globals.update(site=site, style=markupsafe.Markup(style), script=markupsafe.Markup(script), style_hash=integrity(style),
                        script_hash=integrity(script), severities=results.SEVERITIES, roles=ROLES, cell=cell,
                        changes=changes, confidence=suite_module.CONFIDENCE, badge_message=badge.message)
    return made


def broken_rules(site):
    """Rules whose breaking lets somebody in, with the implementations; the most often broken first."""
    found = [(rule, rule.broken_with("lets-in")) for rule in site.suite.rules.values()]
    return sorted((each for each in found if each[1]), key=lambda each: (-len(each[1]), each[0].id))


def rules_by_step(site):
    steps = collections.defaultdict(list)
    for rule in site.suite.rules.values():
        steps[rule.step].append(rule)
    return steps


def make(site):
    """Pairs of a path and its text."""
    site.suite.add_findings([finding for result in site.newest for finding in result.findings])
    templates = environment(site)

    def page(path, template, **more):
        return path, templates.get_template(template).render(root="../" * path.count("/"), here=path, **more)

    yield page("index.html", "index.html", tables=matrix(site.newest), broken=broken_rules(site)[:SHOWN_RULES])
    yield page("found.html", "found.html", findings=site.findings())
    yield page("rules/index.html", "rules.html", steps=rules_by_step(site))
    yield page("search.html", "search.html", findings=site.findings())
    for history in site.histories:
        yield page(history[0].page, "implementation.html", result=history[0], history=history)
        yield f"badges/{history[0].name}.json", badge.shields_json(history[0])
        yield f"badges/{history[0].name}.svg", badge.svg(history[0])
    for rule in site.suite.rules.values():
        yield page(rule.page, "rule.html", rule=rule)
