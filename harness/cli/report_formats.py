"""The formats of `countersign run --report`, for tests, read from the program's help."""

import re
import subprocess


def report_formats(program):
    """Each format's name with its description, in the order of the help text."""
    shown = subprocess.run([program, "run", "--help"], check=True, capture_output=True, text=True).stdout
    table = re.search(r"^Report formats:\n((?:  .*\n?)+)", shown, re.M)
    return dict(line.split(None, 1) for line in table[1].splitlines())
