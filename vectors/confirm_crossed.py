#!/usr/bin/env python3
"""Signs every member of the verify/crossed families again with each adapter that is installed, and compares the digests.

The signer of a member made its URL for its method, host, headers, token and parameters, or for those in `signed`. The
adapter is asked to presign exactly that. Nothing here signs or reads what the program signs. From the top of the repository:
    python3 vectors/confirm_crossed.py --countersign build/harness/cli/countersign

Exit status: 0 if every digest that could be tried holds, 1 if one does not, 2 for wrong usage, 4 if none could be tried.
"""

import argparse
import hashlib
import json
import pathlib
import re
import shlex
import subprocess
import sys
from urllib.parse import parse_qs, unquote, urlsplit

sys.dont_write_bytecode = True  # a folder of vectors has nothing but vectors
import confirm  # noqa: E402

OF_THE_SIGNATURE = {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
                    "X-Amz-Signature", "X-Amz-Security-Token"}
PROTOCOL = 1


def merged(value, change):
    """`value` with the members of `change`: objects key by key, everything else as a whole."""
    if not (isinstance(value, dict) and isinstance(change, dict)):
        return change
    return {**value, **{key: merged(value.get(key), changed) for key, changed in change.items()}}


def substituted(value, variables):
    if isinstance(value, str):
        return re.sub(r"\$\{(\w+)\}", lambda found: variables.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [substituted(one, variables) for one in value]
    if isinstance(value, dict):
        return {key: substituted(one, variables) for key, one in value.items()}
    return value


def member(family, suffix):
    """What the signer of a member signed (method, target, headers) and the member's verify request."""
    verify, variables = family["verify"], {}
    over = family["family"]["over"]
    for dimension, name in zip(over.get("triples") or over["crossed"], suffix.split("-"), strict=True):
        choice = next(one for one in dimension["choices"] if one["name"] == name)
        verify = merged(verify, choice.get("change", {}))
        variables.update(choice)
    verify = substituted(verify, variables)
    return {**verify["request"], **substituted(family.get("signed", {}), variables)}, verify


def presign_request(request, verify):
    """The presign request, as adapters get it, whose URL is the one that was signed."""
    path, _, raw_query = request["target"].partition("?")
    query = [[unquote(part) for part in piece.split("=")] for piece in raw_query.split("&")]
    own = {name: value for name, value in query if name in OF_THE_SIGNATURE}
    key_id, _, region, service, _ = own["X-Amz-Credential"].split("/")
    signed = own["X-Amz-SignedHeaders"].split(";")
    headers = [[name, value] for name, value in request["headers"] if name.lower() in signed]
    host = next(value for name, value in headers if name.lower() == "host")
    bucket = verify["bucket"]["name"]
    addressing = "virtual" if host.startswith(bucket + ".") else "path"
    key = unquote(path.removeprefix("/" if addressing == "virtual" else f"/{bucket}/"))
    credentials = next(one for one in verify["credentials"] if one["access_key_id"] == key_id)
    return {"op": "presign", "now": re.sub(r"(....)(..)(..)T(..)(..)(..)Z", r"\1-\2-\3T\4:\5:\6Z", own["X-Amz-Date"]),
            "method": request["method"], "scheme": request["scheme"], "host": host, "addressing": addressing,
            "bucket": bucket, "key": key, "path": path, "payload": "UNSIGNED-PAYLOAD",
            "query": [pair for pair in query if pair[0] not in OF_THE_SIGNATURE],
            "headers": [pair for pair in headers if pair[0].lower() != "host"], "expires": int(own["X-Amz-Expires"]),
            "region": region, "service": service, "algorithm": own["X-Amz-Algorithm"], "path_encoding": "once",
            "normalize_path": False, "credentials": credentials}


def signatures(command, requests):
    """The signature of each request's URL, or None; an empty list if the adapter does not start."""
    lines = [{"id": 0, "op": "hello", "protocol": PROTOCOL}] + [{"id": i + 1, **one} for i, one in enumerate(requests)]
    done = subprocess.run(shlex.split(command), input="".join(json.dumps(line) + "\n" for line in lines),
                          capture_output=True, text=True)
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    if "ok" not in answers.get(0, {}):
        return []
    urls = [answers.get(i + 1, {}).get("ok", {}).get("url", "") for i in range(len(requests))]
    return [parse_qs(urlsplit(url).query).get("X-Amz-Signature", [None])[0] for url in urls]


def members_of(program, vectors, path):
    """The ids of a family's members, in the order of their choices, which is the order of the digest."""
    family = path.relative_to(vectors).with_suffix("").as_posix()
    over = json.loads(path.read_text(encoding="utf-8"))["family"]["over"]
    names = [[choice["name"] for choice in one["choices"]] for one in over.get("triples") or over["crossed"]]

    def places(member_id):
        return [of.index(name) for of, name in zip(names, member_id[len(family) + 1:].split("-"), strict=True)]

    done = subprocess.run([program, "list", "--vectors", str(vectors), "--select", family], capture_output=True,
                          text=True, check=True)
    ids = [line.split()[0] for line in done.stdout.splitlines() if line.startswith(family + "/")]
    return sorted(ids, key=places)


def holds(path, ids, command):
    """Whether an adapter makes a family's digest; None if it cannot be asked."""
    family = json.loads(path.read_text(encoding="utf-8"))
    made = signatures(command, [presign_request(*member(family, one.split("/")[-1])) for one in ids])
    if not made:
        return None
    lines = "".join(f"{one} {signature}\n" for one, signature in zip(ids, made))
    return hashlib.sha256(lines.encode()).hexdigest() == family["family"]["digest"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--countersign", required=True, help="the program, such as build/harness/cli/countersign")
    parser.add_argument("--vectors", type=pathlib.Path, default=confirm.HERE, help="the folder of vectors (this one)")
    parser.add_argument("--adapter", action="append", default=[], metavar="IMPLEMENTATION=COMMAND",
                        help="use this adapter for an implementation; only those that are given are tried")
    given = parser.parse_args()
    adapters = dict(one.split("=", 1) for one in given.adapter) or {
        name: confirm.ADAPTERS[name][1] for name in ("botocore", "aws4")}
    results = []
    for path in sorted(given.vectors.glob("verify/crossed/*.json")):
        family = path.relative_to(given.vectors).with_suffix("").as_posix()
        ids = members_of(given.countersign, given.vectors, path)
        for name, command in adapters.items():
            results.append(holds(path, ids, command))
            said = {True: "holds", False: "does not hold", None: "not tried: the adapter does not start"}[results[-1]]
            print(f"{family}, {len(ids)} members, {name}: {said}")
    if False in results:
        return confirm.FAIL
    return confirm.HOLD if True in results else confirm.NOTHING


if __name__ == "__main__":
    sys.exit(main())
