"""`countersign record` and `countersign vectors evidence`, against our own server and hostile ones in AWS's place."""

import base64
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
from email.utils import formatdate

from endpoint_test import KEY_ID, PROGRAM, SECRET, WrongServer, check_removed, error_document, response, start_server

VECTORS = pathlib.Path(os.environ["COUNTERSIGN_VECTORS"])
TOKEN = "IQoJb3JpZ2luX2VjE/of+the==token/EXAMPLE" + "T" * 60 + "end"
TEMPORARY = {"access_key_id": "ASIATEMPEXAMPLE", "secret_access_key": "temp/EXAMPLE+secret+of+forty+bytes/long",
             "session_token": TOKEN}
FRESH = "verify/mode/query-authentication"


def now():
    return f"Date: {formatdate(usegmt=True)}"


class RecordTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.out = self.folder / "evidence.jsonl"
        self.keys = self.write_keys({})

    def write_keys(self, more):
        path = self.folder / "keys.json"
        path.write_text(json.dumps({"access_key_id": KEY_ID, "secret_access_key": SECRET, **more}))
        return path

    def serve(self, *arguments):
        return f"http://localhost:{start_server(self, *arguments)}"

    def wrong_server(self, answer):
        server = WrongServer(answer)
        self.addCleanup(server.close)
        return server

    def command(self, url, *arguments, keys=None, yes=True):
        return [PROGRAM, "record", "--endpoint", url, "--bucket", "examplebucket", "--credentials", keys or self.keys,
                "--out", self.out, *arguments, *(["--yes"] if yes else [])]

    def record(self, url, *arguments, **options):
        done = subprocess.run(self.command(url, *arguments, **options), capture_output=True, text=True, timeout=240,
                              cwd=self.folder)
        self.read_lines()
        return done

    def read_lines(self):
        self.lines = [json.loads(line) for line in self.out.read_text().splitlines()] if self.out.exists() else []
        self.answers = {line["case"]: line for line in self.lines if line["type"] == "answer"}

    def evidence(self, *arguments):
        return subprocess.run([PROGRAM, "vectors", "evidence", self.out, *arguments], capture_output=True, text=True,
                              timeout=60, cwd=self.folder)

    def check_footer(self, complete, reason=""):
        footer = self.lines[-1]
        self.assertEqual(footer["type"], "end")
        self.assertEqual(footer["complete"], complete)
        self.assertEqual(footer["answers"], len(self.answers))
        self.assertIn(reason, footer.get("reason", ""))

    def check_no_secret(self, *outputs, signatures=()):
        """Neither the file nor what was printed holds a part of a secret, in any usual spelling."""
        text = self.out.read_text() if self.out.exists() else ""
        for encoded in re.findall(r'"b64":"([^"]*)"', text):
            text += base64.b64decode(encoded).decode("latin-1")
        text = (text + "".join(outputs)).lower()
        parts = {text[at:at + 16] for at in range(len(text) - 15)}
        for secret in (SECRET, TOKEN, TEMPORARY["secret_access_key"], *signatures):
            for spelling in (secret, urllib.parse.quote(secret, safe=""),
                             urllib.parse.quote(urllib.parse.quote(secret, safe=""), safe="")):
                leaked = parts & {spelling[at:at + 16].lower() for at in range(len(spelling) - 15)}
                self.assertEqual(leaked, set())
        self.assertEqual(re.findall(r"(?i)signature=(?!\[redacted\]|[&\"])[^&\"]+", self.out.read_text()
                                    if self.out.exists() else ""), [])


class AgainstOurOwnServer(RecordTest):
    def test_nothing_is_sent_without_yes(self):
        server = self.wrong_server(lambda head: response(200))
        done = self.record(server.url, "--select", "verify/path", yes=False)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertEqual(server.heads, [])
        self.assertFalse(self.out.exists())
        for words in ("examplebucket in us-east-1", "requests   at most", "next to nothing", "below countersign-",
                      "--yes"):
            self.assertIn(words, done.stdout)
        self.assertNotIn(SECRET, done.stdout)

    def test_a_whole_recording_confirms_what_our_server_does(self):
        self.write_keys({"temporary": TEMPORARY})
        config = self.folder / "server.json"
        config.write_text(json.dumps({
            "region": "us-east-1", "buckets": [{"name": "examplebucket", "region": "us-east-1"}],
            "credentials": [{"access_key_id": KEY_ID, "secret_access_key": SECRET}, {**TEMPORARY, "kind": "sts"}]}))
        store = self.folder / "store"
        store.mkdir()
        done = self.record(self.serve("--config", config, "--folder", store), "--addressing", "virtual")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(len(self.answers), 1500)
        self.assertTrue(any("security-token" in line["request"]["target"].lower() for line in self.answers.values()))
        self.check_footer(True)
        self.check_no_secret(done.stdout, done.stderr)
        self.assertNotIn(KEY_ID, self.out.read_text())
        self.assertEqual([p for p in store.rglob("*") if p.is_file() and p.stat().st_size == len("countersign")], [])
        self.check_schema()
        weighed = self.evidence()
        self.assertEqual(weighed.returncode, 0, weighed.stdout[-2000:] + weighed.stderr)
        self.assertIn("(not AWS)", weighed.stdout)
        self.assertRegex(weighed.stdout, r"confirms \d{4}, contradicts 0, settles \d+")
        self.assertEqual(len(weighed.stdout.splitlines()), len(self.answers) + 2, "each answer is named")

    def check_schema(self):
        try:
            import jsonschema
        except ImportError:
            return
        check = jsonschema.Draft202012Validator(json.loads((VECTORS / "schema/evidence.schema.json").read_text()))
        for line in self.lines:
            self.assertEqual([error.message for error in check.iter_errors(line)], [], line)

    def test_disputed_cases_come_first(self):
        done = self.record(self.serve(), "--select", "verify/query")
        self.assertEqual(done.returncode, 0, done.stderr)
        status = [json.loads((VECTORS / f"{case}.json").read_text()).get("status") == "disputed"
                  for case in self.answers if (VECTORS / f"{case}.json").exists()]
        self.assertIn(True, status)
        self.assertEqual(status, sorted(status, reverse=True))

    def test_keys_come_from_the_variables_of_aws(self):
        url = self.serve()
        variables = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": "us-east-1"}
        command = self.command(url, "--select", FRESH, keys="env")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**clean, **variables})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.out.unlink()
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=clean)
        self.assertEqual(done.returncode, 2)
        self.assertIn("AWS_ACCESS_KEY_ID is not set", done.stderr)
        done = subprocess.run(command, capture_output=True, text=True, timeout=60,
                              env={**clean, **variables, "AWS_SESSION_TOKEN": TOKEN, "AWS_REGION": "eu-west-1"})
        self.assertIn(f"{KEY_ID} (temporary)", done.stdout)
        self.assertIn("examplebucket in eu-west-1", done.stdout)
        self.assertNotIn(TOKEN, done.stdout + done.stderr)

    def test_a_second_bucket_answers_with_redirects(self):
        config = self.folder / "server.json"
        config.write_text(json.dumps({
            "region": "us-west-2", "hosts": ["localhost"],
            "buckets": [{"name": "examplebucket", "region": "us-west-2"}, {"name": "elsewhere", "region": "eu-west-1"}],
            "credentials": [{"access_key_id": KEY_ID, "secret_access_key": SECRET}]}))
        done = self.record(self.serve("--config", config), "--region", "us-west-2", "--other-bucket", "elsewhere",
                           "--other-region", "eu-west-1", "--select", "verify/endpoint/regional-for-older-region")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        answer = self.answers["verify/endpoint/regional-for-older-region"]
        self.assertEqual(answer["endpoint"], "given-path-elsewhere-other-bucket")
        self.assertEqual(answer["region"], "us-west-2")
        self.assertIn("/elsewhere/", answer["request"]["target"])


class AgainstHostileServers(RecordTest):
    def test_what_a_server_repeats_of_the_request_is_not_written(self):
        signatures = set()

        def echo(head):
            text = head.decode("latin-1")
            signatures.update(re.findall(r"X-Amz-Signature=([0-9a-f]{64})", text))
            line = text.split("\r\n")[0]
            pieces = [line, urllib.parse.unquote(line), urllib.parse.quote(line), line[100:], line.upper(), text]
            document = (f"<Error><Code>{'|'.join(sorted(signatures))[:70]}</Code><Message><![CDATA["
                        f"{' '.join(pieces)}]]></Message></Error>")
            return response(403, document.encode("latin-1"),
                            [now(), f"Location: http://elsewhere.example.com{line.split(' ')[1]}",
                             f"Server: {line[-120:]}"])

        self.write_keys({"temporary": TEMPORARY})
        done = self.record(self.wrong_server(echo).url, "--select", "verify/token", "--select", "verify/signature",
                           "--select", "verify/mode")
        self.assertIn(done.returncode, (0, 3), done.stderr)
        self.assertGreater(len(self.answers), 30)
        self.assertTrue(signatures)
        self.check_no_secret(done.stdout, done.stderr, signatures=signatures)

    def test_a_key_without_permission_is_said_and_nothing_is_recorded(self):
        class Denier(WrongServer):
            def serve(self, connection):
                with connection:
                    connection.recv(65536)
                    connection.sendall(response(403, error_document("AccessDenied"), [now()]))

        server = Denier(None)
        self.addCleanup(server.close)
        done = self.record(server.url)
        self.assertEqual(done.returncode, 3)
        self.assertIn("nothing was recorded: cannot put an object", done.stderr)
        self.assertIn("HTTP 403 AccessDenied", done.stderr)
        self.assertFalse(self.out.exists())

    def test_a_bucket_in_another_region_is_said(self):
        class Elsewhere(WrongServer):
            def serve(self, connection):
                with connection:
                    connection.recv(65536)
                    connection.sendall(response(301, error_document("PermanentRedirect"),
                                                [now(), "x-amz-bucket-region: eu-west-1"]))

        server = Elsewhere(None)
        self.addCleanup(server.close)
        done = self.record(server.url)
        self.assertEqual(done.returncode, 3)
        self.assertIn("the bucket is in eu-west-1, not in us-east-1: use --region", done.stderr)

    def test_a_clock_that_is_wrong_is_said_before_anything_is_recorded(self):
        for seconds, side in ((3600, "behind"), (-3600, "ahead")):
            class Skewed(WrongServer):
                status = 403

                def serve(self, connection, seconds=seconds):
                    with connection:
                        connection.recv(65536)
                        connection.sendall(response(self.status, error_document("RequestTimeTooSkewed"),
                                                    [f"Date: {formatdate(time.time() + seconds, usegmt=True)}"]))

            for status in (403, 200):
                Skewed.status = status
                server = Skewed(None)
                self.addCleanup(server.close)
                done = self.record(server.url)
                self.assertEqual(done.returncode, 3)
                self.assertRegex(done.stderr, rf"this machine's clock is .*3\d\d\d s {side}")
                self.assertFalse(self.out.exists())

    def test_a_clock_that_jumps_ends_the_recording(self):
        answers = []

        def jump(head):
            answers.append(head)
            ahead = 0 if len(answers) <= 3 else 7200
            return response(200, b"", [f"Date: {formatdate(time.time() + ahead, usegmt=True)}"])

        done = self.record(self.wrong_server(jump).url, "--select", "verify/path")
        self.assertEqual(done.returncode, 3)
        self.assertIn("clock is", done.stderr)
        self.assertEqual(len(self.answers), 3)
        self.check_footer(False, "clock is")
        self.assertIn(self.evidence().returncode, (0, 1), "what was recorded stays valid")

    def test_a_token_that_ends_ends_the_recording(self):
        def ends(head):
            answers.append(head)
            return response(*((200,) if len(answers) <= 2 else (400, error_document("ExpiredToken"))), headers=[now()])

        answers = []
        done = self.record(self.wrong_server(ends).url, "--select", "verify/path")
        self.assertEqual(done.returncode, 3)
        self.assertIn("the session token has ended", done.stderr)
        self.check_footer(False, "ended")
        self.assertEqual(len(self.answers), 2)

    def test_a_throttled_recording_waits_and_then_ends(self):
        def throttle(head):
            answers.append(head)
            slow = busy(len(answers))
            return response(503 if slow else 200, error_document("SlowDown") if slow else b"", [now()])

        answers = []
        busy = lambda count: count == 2
        done = self.record(self.wrong_server(throttle).url, "--select", "verify/date/basic-format", "--select", FRESH,
                           "--select", "verify/path/space")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({line["status"] for line in self.answers.values()}, {200})
        self.out.unlink()
        answers.clear()
        busy = lambda count: count > 2
        server = self.wrong_server(throttle)
        done = self.record(server.url, "--select", "verify/path")
        self.assertEqual(done.returncode, 3)
        self.assertIn("throttled: the server answered 503 SlowDown 4 times", done.stderr)
        self.assertEqual(len(self.answers), 2)
        self.check_footer(False, "throttled")
        check_removed(self, server)

    def test_a_single_500_is_asked_again(self):
        def break_once(head):
            answers.append(head)
            broke = len(answers) == 2
            return response(500 if broke else 200, error_document("InternalError") if broke else b"", [now()])

        answers = []
        done = self.record(self.wrong_server(break_once).url, "--select", "verify/path/space", "--select", FRESH)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({line["status"] for line in self.answers.values()}, {200})

    def test_an_interrupted_recording_keeps_what_it_has_and_cleans_up(self):
        def hang(head):
            answers.append(head)
            if len(answers) < 4:
                return response(200, b"", [now()])
            reached.set()
            return None  # until the client gives up

        answers, reached = [], threading.Event()
        server = self.wrong_server(hang)
        process = subprocess.Popen(self.command(server.url, "--select", "verify/path"), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.assertTrue(reached.wait(30))
        self.assertEqual(len(self.out.read_text().splitlines()), 4, "each line is there as soon as it is answered")
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)
        self.assertLess(time.monotonic() - begin, 8, "not only after the timeout of the case")
        self.assertEqual(process.returncode, 130)
        self.assertIn("not complete: interrupted", error)
        self.read_lines()
        self.assertEqual(len(self.answers), 3)
        self.check_footer(False, "interrupted")
        check_removed(self, server)
        self.assertIn("not complete: interrupted", self.evidence().stdout)

    def test_cases_without_a_whole_answer_are_named_and_five_in_a_row_end_it(self):
        server = self.wrong_server(lambda head: b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        done = self.record(server.url, "--select", "verify/path")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr.count("no answer: verify/path/"), 5, done.stderr)
        self.assertIn("nothing was recorded", done.stderr)
        self.assertFalse(self.out.exists())

    def test_objects_that_cannot_be_removed_are_named(self):
        class Keeper(WrongServer):
            def serve(self, connection):
                with connection:
                    head = connection.recv(65536)
                    denied = head.startswith(b"DELETE ")
                    connection.sendall(response(403 if denied else 200, error_document("AccessDenied") if denied
                                                else b"", [now()]))

        server = Keeper(None)
        self.addCleanup(server.close)
        done = self.record(server.url, "--select", FRESH)
        self.assertEqual(done.returncode, 3)
        self.assertIn("left behind: bucket examplebucket, /examplebucket/countersign-", done.stderr)
        self.check_footer(True)


class BadInput(RecordTest):
    def error_of(self, arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60,
                              cwd=self.folder)
        return done.returncode, done.stderr

    def test_options_are_refused_with_status_2_and_one_line(self):
        keys = ("--credentials", self.keys)
        base = ("record", "--bucket", "examplebucket", "--out", self.out)
        (self.folder / "there").write_text("")
        other = ("--other-bucket", "another")
        for arguments, words in (
                ((*base, *keys), "--aws or --endpoint"),
                ((*base, *keys, "--aws", "--endpoint", "http://127.0.0.1:1"), "excludes"),
                ((*base, "--aws"), "--credentials"),
                ((*base, *keys, "--aws", *other), "--other-region"),
                ((*base, *keys, "--aws", *other, "--other-region", "us-east-1"), "in another region than us-east-1"),
                ((*base, *keys, "--aws", "--bucket", "a.b.d"), "--bucket"),
                (("record", "--aws", "--bucket", "a.b.d", "--out", "x", *keys), "lower-case letters"),
                (("record", "--aws", "--bucket", "a/b", "--out", "x", *keys), "3 to 63 letters"),
                (("record", "--aws", "--bucket", "abc", "--out", "there", *keys), "exists already"),
                (("record", "--aws", "--bucket", "abc", "--out", "none/x", *keys), "none/x"),
                ((*base, "--aws", "--credentials", "none.json"), "none.json: cannot be read: No such file"),
                ((*base, *keys, "--aws", "--addressing", "path"), "--endpoint"),
                ((*base, *keys, "--endpoint", "h:1"), "--endpoint h:1")):
            status, error = self.error_of(arguments)
            self.assertEqual((status, error.count("\n")), (2, 1), error)
            self.assertIn(words, error)

    def test_presign_cases_cannot_be_recorded(self):
        done = self.record("http://127.0.0.1:1", "--select", "presign/path")
        self.assertEqual(done.returncode, 4)
        self.assertIn("no verify case is selected", done.stderr)

    def test_a_refused_connection_is_status_3(self):
        done = self.record("http://127.0.0.1:1", "--select", FRESH)
        self.assertEqual(done.returncode, 3)
        self.assertIn("Connection refused", done.stderr)
        self.assertFalse(self.out.exists())


class Evidence(RecordTest):
    def setUp(self):
        super().setUp()
        done = self.record(self.serve(), "--select", "verify/path/space", "--select", FRESH)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.text = self.out.read_text()

    def refused(self, text, *words):
        self.out.write_text(text)
        done = self.evidence()
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        for word in ("evidence.jsonl line ", *words):
            self.assertIn(word, done.stderr)

    def test_a_broken_or_foreign_file_is_refused_by_line(self):
        lines = self.text.splitlines(keepends=True)
        self.refused(self.text[:-1], "line 4", "truncated")
        self.refused("".join(lines[:-1]), "line 3", "truncated")
        self.refused("".join(lines[:1] + lines[2:]), "expected 1 answers", "found 2")
        self.refused('{"type":"header","suite":"0.1.0"}\n' + "".join(lines[1:]), "line 1", "expected evidence")
        self.refused(self.text.replace("verify/path/space", "verify/path/no-such-case"),
                     'found "verify/path/no-such-case"')
        self.refused(re.sub(r"[0-9a-f]{8}(\",\"server\")", r"00000000\1", self.text), "expected the suite")
        digest = json.loads(lines[0])["suite"]
        self.refused(self.text.replace(digest, "sha256:" + "0" * 64), "line 1 /suite", digest, "0" * 64)
        content = json.loads(lines[1])["content"]
        self.refused(self.text.replace(content, "sha256:" + "1" * 64), "line 2 /content", content)

    def test_another_suite_is_taken_on_request_if_its_cases_ask_the_same(self):
        digest = json.loads(self.text.splitlines()[0])["suite"]
        self.out.write_text(self.text.replace(digest, "sha256:" + "0" * 64))
        self.assertEqual(self.evidence("--other-suite").returncode, 0)

    def test_a_contradiction_is_status_1(self):
        self.out.write_text(self.text.replace('"status":200', '"status":403,"code":"SignatureDoesNotMatch"'))
        done = self.evidence()
        self.assertEqual(done.returncode, 1)
        self.assertIn("contradicts  verify/path/space: expected accept, answered 403 SignatureDoesNotMatch",
                      done.stdout)
        self.assertIn("contradicts 2", done.stdout)

    def test_a_file_cannot_control_the_terminal(self):
        self.out.write_text(self.text.replace('"status":200', '"status":403,"code":"\\u001b[31mX"'))
        self.assertNotIn("\x1b", self.evidence().stdout)

    def test_lint_takes_a_citation_that_holds_and_refuses_others(self):
        vectors = self.folder / "vectors"
        shutil.copytree(VECTORS, vectors)
        (vectors / "evidence/made-up.jsonl").write_text(re.sub(r'"server":"[^"]*"', '"server":"aws"', self.text, count=1))
        case = vectors / "verify/path/space.json"
        source = {"id": "recorded/space", "kind": "recorded", "evidence": "evidence/made-up.jsonl",
                  "case": "verify/path/space", "shows": "200"}
        sources = json.loads((vectors / "sources.json").read_text())
        sources["sources"] = sorted([*sources["sources"], source], key=lambda one: one["id"])
        (vectors / "sources.json").write_text(json.dumps(sources))
        cited = json.loads(case.read_text())
        cited["provenance"] = ["recorded/space", *cited["provenance"]]
        case.write_text(json.dumps(cited))

        def lint():
            done = subprocess.run([PROGRAM, "vectors", "lint", "--vectors", vectors], capture_output=True, text=True,
                                  timeout=120)
            return done.stderr

        self.assertNotIn("recorded/space", lint())
        (vectors / "sources.json").write_text(json.dumps(sources).replace('"shows": "200"}', '"shows": "204"}'))
        self.assertIn('recorded/space: shows "204", but line', lint())
        (vectors / "evidence/made-up.jsonl").unlink()
        self.assertIn("does not exist", lint())


if __name__ == "__main__":
    sys.exit(unittest.main())
