"""A target that must fail does, on its seed, and says so as the crash databases read it.

alarm_test.py TARGET SEED FINDING
"""

import os
import subprocess
import sys


def main(target, seed, finding):
    environment = {k: v for k, v in os.environ.items() if k != "COUNTERSIGN_PLANTED"}
    ended = subprocess.run([target, seed], env=environment, capture_output=True, text=True)
    line = f"Assertion failure: FuzzerHash={finding}"
    wrong = []
    if ended.returncode in (0, 2):
        wrong.append(f"it ended with status {ended.returncode}; expected one of a finding")
    if line not in ended.stderr.splitlines():
        wrong.append(f"it did not print the line {line!r}")
    if wrong:
        sys.exit(f"{target} {seed}: " + "; ".join(wrong) + "\n" + ended.stderr[-2000:])


if __name__ == "__main__":
    main(*sys.argv[1:])
