"""A target that must fail does, on its seed, and says so as the crash databases read it.

alarm_test.py TARGET SEED FINDING
"""

import os
import subprocess
import sys


def main(target, seed, finding):
    environment = {k: v for k, v in os.environ.items() if k != "COUNTERSIGN_PLANTED"}
    ended = subprocess.run([target, seed], env=environment, capture_output=True, text=True)
    lines = ended.stderr.splitlines()
    said = f"Assertion failure: FuzzerHash={finding}"
    # A sanitizer sees it first where there is one.
    by_sanitizer = [line for line in lines if f"ERROR: AddressSanitizer: {finding}" in line]
    wrong = []
    if ended.returncode in (0, 2):
        wrong.append(f"it ended with status {ended.returncode}; expected one of a finding")
    if said not in lines and not by_sanitizer:
        wrong.append(f"it did not print the line {said!r}")
    if wrong:
        sys.exit(f"{target} {seed}: " + "; ".join(wrong) + "\n" + ended.stderr[-2000:])


if __name__ == "__main__":
    main(*sys.argv[1:])
