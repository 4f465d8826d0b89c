"""The map of the rooms holds: a room includes only the rooms that its arrows lead to.

Meson's include roots keep reference/, harness/ and reports/ apart; inside harness/ only this test does.
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Room: folder, and the include prefixes it may use besides its own.
ARROWS = {
    "reference/policy": {"sigv4"},
    "reference/sigv4": {"policy", "sigv4", "s3"},
    "reference/s3": {"policy", "sigv4", "s3"},
    "harness/protocol": set(),
    "harness/translation": {"protocol", "policy", "sigv4", "s3"},
    "harness/suite": {"protocol"},
    "harness/judge": {"suite", "translation", "protocol", "sigv4", "s3"},
    "harness/adapter": {"protocol", "countersign"},
    "harness/runner": {"adapter", "judge", "suite", "protocol", "sigv4", "s3"},
    "harness/endpoint": {"adapter", "judge", "translation", "suite", "protocol", "sigv4", "s3"},
    "harness/builtin": {"adapter", "translation", "protocol", "countersign", "sigv4", "s3"},
    "harness/server": {"builtin", "translation", "protocol", "sigv4", "s3"},
    "harness/faults": {"builtin", "protocol", "sigv4", "s3", "policy"},
    "harness/selftest": {"faults", "builtin", "runner", "suite", "judge", "adapter", "protocol"},
    "harness/explain": {"faults", "runner", "judge", "reports", "protocol", "sigv4", "s3"},
    "harness/cli": {"adapter", "builtin", "endpoint", "explain", "faults", "judge", "protocol", "runner", "selftest", "server",
                    "suite", "reports", "sigv4", "s3", "scene", "differential",
                    "countersign"},
    "reports": {"judge", "suite", "protocol"},
    "fuzz/scene": {"protocol", "sigv4"},
    "fuzz/oracle": {"scene", "sigv4"},
    "fuzz/engine": {"scene", "builtin", "sigv4"},
    "fuzz/differential": {"scene", "oracle", "explain", "runner", "judge", "suite", "adapter", "builtin", "translation",
                          "protocol", "sigv4", "s3"},
}
INCLUDE = re.compile(r'^\s*#include "([^"]+)"', re.M)
OPENSSL = re.compile(r"^\s*#include <openssl/", re.M)
# Files that may reach OpenSSL; everything else goes through them.
OPENSSL_FILES = {
    "reference/sigv4/digest.cc", "harness/suite/digest.cc",
    "harness/endpoint/tls.cc",  # a server behind https can be reached by TLS only
}


def sources(folder):
    # Tests beside the code may also use what they test against; they are not shipped.
    return sorted(p for p in (ROOT / folder).glob("*")
                  if p.suffix in (".h", ".cc") and not p.stem.endswith(("_test", "_bench")))


class Layering(unittest.TestCase):
    def test_every_room_has_sources(self):
        for room in ARROWS:
            self.assertTrue(sources(room), f"{room} is empty: is the map of the rooms stale?")

    def test_includes_follow_the_arrows(self):
        for room, allowed in ARROWS.items():
            own = {pathlib.PurePath(room).name}
            for path in sources(room):
                for included in INCLUDE.findall(path.read_text()):
                    self.assertFalse(included.startswith(".."), f"{path}: {included}")
                    # reports/ is an include root of its own: "report.h".
                    first = included.split("/")[0] if "/" in included else "reports"
                    self.assertIn(first, allowed | own, f"{path.relative_to(ROOT)} includes {included}")

    def test_openssl_has_its_own_files(self):
        for room in ARROWS:
            for path in sources(room):
                name = str(path.relative_to(ROOT))
                if OPENSSL.search(path.read_text()):
                    self.assertIn(name, OPENSSL_FILES, f"{name} includes OpenSSL")


if __name__ == "__main__":
    sys.exit(unittest.main())
