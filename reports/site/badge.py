"""A badge for each implementation: a picture (SVG), and the JSON that the service shields.io reads (its "endpoint" badge)."""

import json
from xml.sax.saxutils import escape, quoteattr

LABEL = "countersign"
COLORS = {"brightgreen": "#2f7d1f", "yellow": "#8a6100", "orange": "#b04a00", "red": "#c0281c", "lightgrey": "#5b6570"}
CHARACTER = 6.6  # its width in pixels, at 11 pixels high


def message(result):
    """What the badge says, and the name of its colour."""
    if not result.judged:
        return "nothing asked", "lightgrey"
    passed = f"{result.tallies['pass']} of {result.judged}"
    if result.cases_of("lets-in") or result.cases_of("another-object"):
        return f"{passed}, lets in {result.cases_of('lets-in') + result.cases_of('another-object')}", "red"
    if result.wrong == result.cases_of("none"):
        return passed, "brightgreen"
    return passed, "yellow" if result.wrong == result.cases_of("another-code") + result.cases_of("none") else "orange"


def shields_json(result):
    text, color = message(result)
    return json.dumps({"schemaVersion": 1, "label": LABEL, "message": text, "color": color}) + "\n"


def svg(result):
    text, color = message(result)
    left, right = round(len(LABEL) * CHARACTER) + 12, round(len(text) * CHARACTER) + 12
    title = f"{LABEL}: {result.title} {result.version}: {text}"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label={quoteattr(title)}>
<title>{escape(title)}</title>
<clipPath id="r"><rect width="{left + right}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#444"/><rect x="{left}" width="{right}" height="20" fill="{COLORS[color]}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
<text x="{left / 2}" y="14" textLength="{left - 12}">{escape(LABEL)}</text>
<text x="{left + right / 2}" y="14" textLength="{right - 12}">{escape(text)}</text></g>
</svg>
"""
