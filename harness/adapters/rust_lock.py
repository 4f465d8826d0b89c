#!/usr/bin/env python3
"""Keeps the lock file of an adapter in Rust without the address of a registry.

    rust_lock.py write FOLDER   Cargo.lock from locked.toml: Cargo's own address is put back
    rust_lock.py keep FOLDER    locked.toml from Cargo.lock: the same versions and checksums without an address

`write` asks Cargo for a lock file first, since that contains the address that Cargo uses on this machine.
"""

import pathlib
import re
import subprocess
import sys

SOURCE = re.compile(r'^source = ".*"\n', re.M)


def without_addresses(lock):
    return SOURCE.sub("", lock)


def with_address(locked, source):
    """Only packages of the registry have a checksum. The source stands in front of it."""
    return re.sub(r"^(?=checksum = )", lambda _: source, locked, flags=re.M)


def main(action, folder):
    lock, locked = folder / "Cargo.lock", folder / "locked.toml"
    if action == "keep":
        locked.write_text(without_addresses(lock.read_text(encoding="utf-8")), encoding="utf-8")
        return
    subprocess.run(["cargo", "generate-lockfile", "--quiet", "--manifest-path", folder / "Cargo.toml"], check=True)
    source = SOURCE.search(lock.read_text(encoding="utf-8"))
    if source is None:
        sys.exit(f"{lock}: expected a package with a source")
    lock.write_text(with_address(locked.read_text(encoding="utf-8"), source[0]), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("write", "keep"):
        sys.exit(__doc__)
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
