"""The schemas in vectors/schema take every vector, and refuse what the loader refuses.

The loader is the authority: malformed_cases.json holds what both must refuse, load_test.cc asks the
loader. Needs python3-jsonschema; without it the test is skipped.
"""

import copy
import json
import pathlib
import sys
import unittest

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent.parent / "vectors"
SCHEMAS = {path.name: json.loads(path.read_text()) for path in sorted((VECTORS / "schema").glob("*.schema.json"))}


def validator(name):
    """A validator of one of the schemas; they name each other by file name."""
    try:
        import referencing
        registry = referencing.Registry().with_resources(
            (key, referencing.Resource.from_contents(schema)) for key, schema in SCHEMAS.items())
        return jsonschema.Draft202012Validator(SCHEMAS[name], registry=registry)
    except ImportError:  # before jsonschema 4.18
        resolver = jsonschema.RefResolver(name, SCHEMAS[name], store=SCHEMAS)
        return jsonschema.Draft202012Validator(SCHEMAS[name], resolver=resolver)


def patched(document, patch):
    """Applies what malformed_cases.json uses of JSON patches (RFC 6902): add, replace, remove."""
    document = copy.deepcopy(document)
    for step in patch:
        *parents, key = step["path"].split("/")[1:]
        place = document
        for parent in parents:
            place = place[int(parent) if isinstance(place, list) else parent]
        if isinstance(place, list):
            key = len(place) if key == "-" else int(key)
        if step["op"] == "remove":
            del place[key]
        elif step["op"] == "add" and isinstance(place, list):
            place.insert(key, step["value"])
        else:
            place[key] = step["value"]
    return document


def objects(schema):
    """Every object schema within a schema that lists properties of its own."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


class Schemas(unittest.TestCase):
    def test_are_schemas_whose_objects_are_closed_and_described(self):
        self.assertEqual(len(SCHEMAS), 9)
        for name, schema in SCHEMAS.items():
            jsonschema.Draft202012Validator.check_schema(schema)
            for found in objects(schema):
                self.assertIn("additionalProperties", found, f"{name}: {found}")
                self.assertIn("description", found, f"{name}: {found}")

    def test_take_every_vector(self):
        case = validator("case.schema.json")
        lists = {name: validator(f"{name[:-5]}.schema.json") for name in ("rules.json", "sources.json")}
        for path in sorted(VECTORS.rglob("*.json")):
            if path.parent == VECTORS / "schema":
                continue
            check = lists.get(path.name, case)
            errors = [f"{path.relative_to(VECTORS)} {error.json_path}: {error.message}"
                      for error in check.iter_errors(json.loads(path.read_text()))]
            self.assertEqual(errors, [])

    def test_take_every_line_of_evidence(self):
        check = validator("evidence.schema.json")
        digest = "sha256:" + "0" * 64
        first = {"type": "evidence", "format": 1, "countersign": "0.1.0", "suite": digest, "server": "aws",
                 "date": "2026-11-30T20:00:00Z"}
        answer = {"type": "answer", "case": "verify/path/space", "content": digest, "suite": digest,
                  "date": "2026-11-30T20:00:00Z", "region": "us-east-1", "endpoint": "global-virtual-elsewhere",
                  "request": {"method": "GET", "scheme": "https", "target": {"b64": "/w=="}, "headers": [["Host", "h"]]},
                  "status": 403, "code": "AccessDenied", "with_wrong_signature": {"status": 403}}
        end = {"type": "end", "answers": 1, "unanswered": 0, "complete": True}
        stopped = {**end, "complete": False, "reason": "interrupted"}
        lines = [json.loads(line) for path in sorted((VECTORS / "evidence").glob("*.jsonl"))
                 for line in path.read_text().splitlines()]
        for line in (first, answer, end, stopped, *lines):
            self.assertEqual([e.message for e in check.iter_errors(line)], [], line)
        for line in ({**first, "suite": "0"}, {**answer, "status": "403"}, {**answer, "case": "presign/path/space"},
                     {**answer, "endpoint": "mine"}, {**answer, "secret": "x"}, {**end, "complete": False}):
            self.assertFalse(check.is_valid(line), line)

    def test_refuse_what_the_loader_refuses(self):
        table = json.loads((HERE / "malformed_cases.json").read_text())
        case = validator("case.schema.json")
        for name, base in table["bases"].items():
            self.assertEqual([e.message for e in case.iter_errors(base)], [], name)
        for entry in table["malformed"]:
            document = patched(table["bases"][entry["base"]], entry["patch"])
            self.assertEqual(case.is_valid(document), entry.get("beyond_schema", False), entry)

    def test_refuse_the_sources_that_the_loader_refuses(self):
        table = json.loads((HERE / "malformed_sources.json").read_text())
        check = validator("sources.schema.json")
        whole = {"format": 1, "sources": list(table["bases"].values())}
        self.assertEqual([e.message for e in check.iter_errors(whole)], [])
        for entry in table["malformed"]:
            source = patched(table["bases"][entry["base"]], entry["patch"])
            self.assertFalse(check.is_valid({"format": 1, "sources": [source]}), entry)

    def test_take_the_known_deviations_of_the_adapters(self):
        check = validator("expected.schema.json")
        files = sorted((HERE.parent / "adapters").glob("*/*expected.json"))
        self.assertIn("ceph-rgw.expected.json", [path.name for path in files])
        for path in files:
            self.assertEqual([e.message for e in check.iter_errors(json.loads(path.read_text()))], [], path)

    def test_take_every_published_result(self):
        check = validator("published.schema.json")
        for path in sorted((VECTORS.parent / "reports" / "published").glob("*.json")):
            result = json.loads(path.read_text())
            self.assertEqual([f"{e.json_path}: {e.message}" for e in check.iter_errors(result)], [], path)
            self.assertEqual(path.name, f"{result['name']}-{result['version']}.json")
            cases = [case for deviation in result["deviations"] for case in deviation["cases"]]
            self.assertEqual(len({case["id"] for case in cases}), len(cases), path)
            for verdict in ("fail", "fault"):
                self.assertEqual(sum(case["verdict"] == verdict for case in cases), result["tallies"][verdict], path)

    def test_take_one_id_or_several_and_never_both(self):
        check = validator("expected.schema.json")
        reason = {"reason": "r", "link": "https://e"}
        for ids, valid in (({"id": "a"}, True), ({"ids": ["a", "b"]}, True), ({"id": "a", "ids": ["b"]}, False),
                           ({}, False), ({"ids": []}, False), ({"ids": ["a", "a"]}, False), ({"ids": "a"}, False),
                           ({"id": "a", "idz": 1}, False)):
            document = {"format": 1, "deviations": [{**ids, **reason}]}
            self.assertEqual(check.is_valid(document), valid, document)

    def test_take_a_reason_without_a_link_only_if_nothing_was_reported(self):
        check = validator("expected.schema.json")
        for entry, valid in (({"reason": "r", "link": "https://e", "fault": True}, True),
                             ({"reason": "Panics. Not reported yet."}, True), ({"reason": "r"}, False),
                             ({"reason": "r", "link": "https://e", "fault": False}, False)):
            self.assertEqual(check.is_valid({"format": 1, "deviations": [{"id": "a", **entry}]}), valid, entry)

    def test_take_the_lines_of_the_protocol(self):
        check = validator("protocol.schema.json")
        credentials = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "EXAMPLE"}
        presign = {"id": 1, "op": "presign", "now": "2013-05-24T00:00:00Z", "method": "GET", "scheme": "https",
                   "host": "examplebucket.s3.amazonaws.com", "path": "/", "payload": "UNSIGNED-PAYLOAD", "expires": 1,
                   "region": "us-east-1", "service": "s3", "algorithm": "AWS4-HMAC-SHA256", "path_encoding": "once",
                   "normalize_path": False, "credentials": credentials}
        hello = {"protocol": 1, "name": "mine", "ops": ["presign"], "features": ["verify:region", "bytes"]}
        for line in (presign, {"id": 0, "op": "hello", "protocol": 1, "harness": "countersign 0.1.0", "max_inflight": 64},
                     {"id": 0, "ok": hello}, {"id": 1, "ok": {"url": {"b64": "/w=="}}},
                     {"id": 1, "reject": {"class": "bad-input"}}, {"id": 2, "reject": {"status": 403, "code": "X"}},
                     {"id": 3, "skip": {"feature": "sigv4a"}}, {"id": 4, "fault": {"message": "broke"}}):
            self.assertEqual([e.message for e in check.iter_errors(line)], [], line)
        for line in ({"id": 1}, {"id": 1, "ok": {"ulr": "x"}}, {"id": 1, "skip": {}}, {**presign, "op": "verify"},
                     {"id": 1, "ok": {"url": "x"}, "skip": {"feature": "bytes"}}, {**presign, "now": "today"},
                     {"id": 0, "ok": {**hello, "features": ["presign:region"]}}):
            self.assertFalse(check.is_valid(line), line)

    def test_take_a_result_file(self):
        check = validator("result.schema.json")
        counts = {"pass": 1, "fail": 0, "fault": 0, "unsupported": 0, "not_exercised": 0, "expected_failure": 0,
                  "unexpected_pass": 0, "disputed": 0}
        case = {"type": "case", "id": "verify/window/one-second-late", "level": "must", "verdict": "not-exercised",
                "expected": {"outcome": "reject", "class": "expired", "or": [{"outcome": "accept"}]},
                "observed": {"not_asked": "its clock cannot be set"}, "explanation": ""}
        header = {"type": "header", "suite": "0.1.0", "suite_digest": "sha256:" + "0" * 64, "adapter": None,
                  "errors": "code", "clock": "injected"}
        cause = {"name": "path-encoded-twice", "text": "Encodes the path a second time.", "seen": ["boto/botocore#2346"]}
        diagnosed = {**case, "verdict": "fail", "likely_causes": [cause]}
        footer = {"type": "footer", **counts, "complete": True}
        for line in (header, case, diagnosed, {"type": "fault", "message": "x"}, footer,
                     {**diagnosed, "wrong": "let-in"}, {**footer, "wrong": {}}, {**footer, "wrong": {"other-code": 2}}):
            self.assertEqual([e.message for e in check.iter_errors(line)], [], line)
        for line in ({**header, "suite_digest": ""}, {**case, "verdict": "ok"}, {**case, "observed": {"outcom": 1}},
                     {"type": "footer", **counts}, {**case, "time": 1}, {**diagnosed, "likely_causes": []},
                     {**diagnosed, "likely_causes": [{**cause, "secret": "x"}]}, {**diagnosed, "wrong": "odd"},
                     {**footer, "wrong": {"odd": 1}}, {**footer, "wrong": {"let-in": 0}}):
            self.assertFalse(check.is_valid(line), line)


if __name__ == "__main__":
    unittest.main()
