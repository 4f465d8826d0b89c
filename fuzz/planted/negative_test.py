"""Checks that a target that must fail does so on its seed, and prints the line by which crash databases group findings.

negative_test.py TARGET SEED FINDING
"""

import os
import subprocess
import sys


def main(target, seed, finding):
    environment = {k: v for k, v in os.environ.items() if k != "COUNTERSIGN_PLANTED"}
    ended = subprocess.run([target, seed], env=environment, capture_output=True, text=True)
    lines = ended.stderr.splitlines()
    expected = f"Assertion failure: FuzzerHash={finding}"
    # AddressSanitizer, if linked, reports the crash first.
    by_sanitizer = [line for line in lines if f"ERROR: AddressSanitizer: {finding}" in line]
    wrong = []
    if ended.returncode in (0, 2):
        wrong.append(f"it ended with status {ended.returncode}; expected that of a finding")
    if expected not in lines and not by_sanitizer:
        wrong.append(f"it did not print the line {expected!r}")
    if wrong:
        sys.exit(f"{target} {seed}: " + "; ".join(wrong) + "\n" + ended.stderr[-2000:])


if __name__ == "__main__":
    main(*sys.argv[1:])
