"""A room (a folder of sources) includes only the rooms that the table below allows.

Meson's include roots separate reference/, harness/ and reports/; inside harness/ only this test does.
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The rooms from the lowest up, each with the include prefixes that it may use besides its own.
ALLOWED = {
    "reference/sigv4": set(),
    "reference/policy": {"sigv4"},
    "reference/s3": {"policy", "sigv4"},
    "reference": {"policy", "sigv4", "s3"},
    "harness/protocol": set(),
    "harness/suite": {"protocol"},
    "harness/testing": {"protocol", "suite", "sigv4"},  # only tests and benchmarks include it
    "harness/s3_http": {"sigv4"},
    "harness/transport": {"protocol", "countersign"},
    "harness/translation": {"protocol", "policy", "reference", "sigv4", "s3"},
    "harness/reference_adapter": {"transport", "translation", "protocol", "countersign", "reference", "sigv4", "s3"},
    "harness/judge": {"suite", "translation", "protocol", "reference", "sigv4", "s3"},
    "harness/runner": {"transport", "judge", "suite", "protocol", "reference", "sigv4", "s3"},
    "harness/mutants": {"reference_adapter", "runner", "judge", "transport", "suite", "protocol", "reference", "sigv4",
                        "s3", "policy"},
    "harness/diagnose": {"mutants", "runner", "judge", "reference_adapter", "protocol", "sigv4", "s3"},
    "harness/diagnose/corpus": {"diagnose", "mutants", "runner", "judge", "transport", "suite", "protocol", "sigv4"},
    "harness/live_server": {"s3_http", "transport", "judge", "mutants", "translation", "suite", "protocol", "reference",
                            "sigv4", "s3"},
    "harness/evidence": {"s3_http", "live_server", "runner", "judge", "suite", "protocol", "sigv4", "s3"},
    "harness/s3_server": {"s3_http", "reference_adapter", "transport", "translation", "protocol", "reference", "sigv4", "s3"},
    "reports/writers": {"judge", "suite", "protocol"},
    "harness/explain": {"s3_http", "diagnose", "mutants", "judge", "writers", "protocol", "reference", "sigv4", "s3"},
    "harness/certify": {"live_server", "reference_adapter", "runner", "judge", "transport", "suite", "writers", "protocol", "sigv4"},
    "fuzz/scene": {"protocol", "reference", "sigv4"},
    "fuzz/oracle": {"scene", "sigv4"},
    "fuzz/engine": {"scene", "reference_adapter", "sigv4"},
    "fuzz/differential": {"scene", "oracle", "diagnose", "runner", "judge", "suite", "transport", "reference_adapter",
                          "translation", "protocol", "reference", "sigv4", "s3"},
    "harness/cli": {"certify", "transport", "reference_adapter", "live_server", "evidence", "diagnose", "explain", "mutants", "judge",
                    "protocol", "runner", "s3_server", "suite", "writers", "reference", "sigv4", "s3", "scene",
                    "differential", "countersign"},
}
INCLUDE = re.compile(r'^\s*#include "([^"]+)"', re.M)
OPENSSL = re.compile(r"^\s*#include <openssl/", re.M)
# The only files that may include OpenSSL.
OPENSSL_FILES = {
    "reference/sigv4/digest.cc", "reference/s3/checksum.cc",
    "reference/sigv4/hmac_key.h", "reference/sigv4/p256.cc", "harness/suite/digest.cc",
    "harness/live_server/tls.cc",  # servers behind https
    "harness/certify/ed25519.cc",  # the signature on a bundle
}


def sources(folder):
    # Tests and benchmarks may include more; they are not shipped.
    return sorted(p for p in (ROOT / folder).glob("*")
                  if p.suffix in (".h", ".cc") and not p.stem.endswith(("_test", "_bench")))


class Layering(unittest.TestCase):
    def test_every_room_has_sources(self):
        for room in ALLOWED:
            self.assertTrue(sources(room), f"{room} has no sources: is ALLOWED out of date?")

    def test_rooms_include_only_rooms_above_them_in_the_list_so_that_there_is_no_circle(self):
        seen = {"countersign"}
        for room, allowed in ALLOWED.items():
            self.assertLessEqual(allowed, seen, f"{room} may include a room that stands below it")
            seen.add(pathlib.PurePath(room).name)

    def test_includes_are_allowed(self):
        for room, allowed in ALLOWED.items():
            own = {pathlib.PurePath(room).name}
            for path in sources(room):
                for included in INCLUDE.findall(path.read_text()):
                    self.assertFalse(included.startswith(".."), f"{path}: {included}")
                    # The top of reference/ is included by the file's name alone: "verify.h".
                    first = included.split("/")[0] if "/" in included else "reference"
                    self.assertIn(first, allowed | own, f"{path.relative_to(ROOT)} includes {included}")

    def test_only_listed_files_include_openssl(self):
        for room in ALLOWED:
            for path in sources(room):
                name = str(path.relative_to(ROOT))
                if OPENSSL.search(path.read_text()):
                    self.assertIn(name, OPENSSL_FILES, f"{name} includes OpenSSL")


if __name__ == "__main__":
    sys.exit(unittest.main())
