"""`countersign run --endpoint`, against our own server and against servers that are wrong on purpose."""

import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
FRESH = "verify/mode/query-authentication"


def error_document(code):
    return f"<Error><Code>{code}</Code><Message>made up</Message></Error>".encode()


def response(status, body=b"", headers=()):
    lines = [f"HTTP/1.1 {status} Made Up", f"Content-Length: {len(body)}", *headers, "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class WrongServer:
    """Sends what `answer` returns for a request's head; nothing if that is None.

    It accepts the PUTs and DELETEs of the run's own objects.
    """

    def __init__(self, answer, context=None):
        self.answer = answer
        self.context = context
        self.heads = []
        self.hung = False  # then it answers nothing
        self.own = response(200)  # to the run's own requests
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.socket.getsockname()[1]
        self.url = f"http{'s' if context else ''}://127.0.0.1:{self.port}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection = self.socket.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def read(self, connection):
        """The head of a request and what came of its body; (None, None) if the client closed before."""
        text = b""
        while b"\r\n\r\n" not in text:
            piece = connection.recv(65536)
            if not piece:
                return None, None
            text += piece
        head, body = text.split(b"\r\n\r\n", 1)
        self.heads.append(head)
        return head, body

    def serve(self, connection):
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                head, body = self.read(connection)
                if head is None:
                    return
                length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                while length and len(body) < int(length[1]):
                    body += connection.recv(65536)
                ours = body == b"countersign" or head.startswith(b"DELETE ")
                answer = self.own if ours else self.answer(head)
                if answer is None or self.hung:
                    connection.recv(1)  # until the client gives up
                else:
                    connection.sendall(answer)
        except OSError:
            pass

    def close(self):
        self.socket.close()


def check_removed(test, server):
    """Every request was below the run's own prefix, and every object that was put was removed."""
    paths = {b"PUT": set(), b"DELETE": set()}
    for head in server.heads:
        method, target = head.split(b" ", 2)[:2]
        path = target.split(b"?")[0]
        test.assertRegex(path, rb"^/examplebucket/countersign-[0-9a-f]{8}/")
        paths.setdefault(method, set()).add(path)
    test.assertTrue(paths[b"PUT"])
    test.assertLessEqual(paths[b"PUT"], paths[b"DELETE"])


class EndpointTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.credentials = self.write_credentials({})

    def write_credentials(self, more):
        path = self.folder / "keys.json"
        path.write_text(json.dumps({"access_key_id": KEY_ID, "secret_access_key": SECRET, **more}))
        return path

    def run_endpoint(self, url, *arguments, further_cases=False):
        """Runs the suite against `url`. `further_cases` lets the diagnosis ask whole groups beyond the selection."""
        report = self.folder / "report.jsonl"
        report.unlink(missing_ok=True)
        done = subprocess.run(
            [PROGRAM, "run", "--endpoint", url, "--bucket", "examplebucket", "--credentials", self.credentials,
             "--report", f"json={report}", *([] if further_cases else ["--no-further-cases"]), *arguments],
            capture_output=True, text=True, timeout=240, cwd=self.folder)
        self.lines = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
        self.cases = {line["id"]: line for line in self.lines if line["type"] == "case"}
        return done

    def verdicts(self):
        return {case["verdict"] for case in self.cases.values() if case["id"].startswith("verify/")}

    def wrong_server(self, answer, context=None):
        server = WrongServer(answer, context)
        self.addCleanup(server.close)
        return server


def start_server(test, *arguments):
    """Starts `countersign serve` in the test's folder, until the test ends. Returns its port."""
    process = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0", *arguments],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=test.folder)

    def end():
        process.terminate()
        process.wait()
        process.stdout.close()

    test.addCleanup(end)
    port = re.search(r":(\d+)", process.stdout.readline())[1]
    # Its standard output must be read, or it would block when the pipe is full.
    threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
    return int(port)


class AgainstTheReferenceServer(EndpointTest):
    def serve(self, *arguments):
        return start_server(self, *arguments)

    def test_it_conforms_in_all_cases_that_need_no_clock_file(self):
        port = self.serve()
        done = self.run_endpoint(f"http://127.0.0.1:{port}", "--select", "verify", "--jobs", "2")
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
        self.assertGreater(self.lines[-1]["pass"], 1500)
        self.assertEqual(self.lines[-1]["fail"], 0)
        transfers = {case["verdict"] for name, case in self.cases.items() if name.startswith("verify/transfer/")}
        self.assertEqual(transfers, {"pass"})
        late = self.cases["verify/window/one-minute-one-second-late"]
        self.assertEqual(late["verdict"], "not-exercised")
        self.assertIn("very second", late["explanation"])

    def test_it_conforms_at_every_second_with_a_clock_file(self):
        clock = self.folder / "clock"
        clock.write_text("2020-01-01T00:00:00Z")
        port = self.serve("--clock-file", clock)
        done = self.run_endpoint(f"http://127.0.0.1:{port}", "--select", "verify", "--clock-file", clock)
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
        for name in ("one-second-last-second", "one-second-one-second-late", "one-week-one-second-late",
                     "fifteen-minutes-one-second-ahead", "every-day-of-2024/2024-02-29", "across-new-year"):
            self.assertEqual(self.cases[f"verify/window/{name}"]["verdict"], "pass", name)
        transfers = [case["verdict"] for name, case in self.cases.items() if name.startswith("verify/transfer/")]
        self.assertEqual(transfers, ["pass"] * 9)
        self.assertNotIn("clock cannot be set", done.stdout + json.dumps(self.lines))
        self.assertEqual(clock.read_text(), "2020-01-01T00:00:00Z", "the file is as it was before")

    def test_it_conforms_with_virtual_hosted_addressing(self):
        port = self.serve()
        done = self.run_endpoint(f"http://localhost:{port}", "--select", "verify", "--addressing", "virtual")
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
        self.assertGreater(self.lines[-1]["pass"], 1500)
        self.assertEqual(self.cases["verify/host/bucket-swapped"]["verdict"], "pass")

    def test_more_keys_exercise_more_cases(self):
        token = "token/of+the==EXAMPLE" + "T" * 80
        second = {"access_key_id": "AKIAI44QH8DHBEXAMPLE", "secret_access_key": "second/EXAMPLE"}
        inactive = {"access_key_id": "AKIAOLDOLDEXAMPLE", "secret_access_key": "old/EXAMPLE"}
        temporary = {"access_key_id": "ASIATEMPEXAMPLE", "secret_access_key": "temp/EXAMPLE", "session_token": token}
        self.credentials = self.write_credentials({"second": second, "inactive": inactive, "temporary": temporary})
        config = self.folder / "server.json"
        config.write_text(json.dumps({
            "region": "us-east-1", "buckets": [{"name": "examplebucket", "region": "us-east-1"}],
            "credentials": [{"access_key_id": KEY_ID, "secret_access_key": SECRET}, second,
                            {**inactive, "status": "inactive"}, {**temporary, "kind": "sts"}]}))
        port = self.serve("--config", config)
        done = self.run_endpoint(f"http://127.0.0.1:{port}", "--select", "verify/token", "--select", "verify/keys")
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
        for name in ("token/in-query", "token/truncated", "token/raw-slashes", "keys/inactive",
                     "keys/secret-of-another-key"):
            self.assertEqual(self.cases[f"verify/{name}"]["verdict"], "pass", name)
        # The id that must be unknown in this case is that of a key in the file.
        self.assertEqual(self.cases["verify/keys/unknown"]["verdict"], "not-exercised")
        self.assertNotIn(token, json.dumps(self.lines), "a session token is in the report")
        self.assertNotIn("temp/EXAMPLE", json.dumps(self.lines), "a secret is in the report")

    def test_a_wrong_secret_is_reported_before_the_first_case(self):
        self.credentials = self.write_credentials({"secret_access_key": "wrong/EXAMPLE"})
        done = self.run_endpoint(f"http://127.0.0.1:{self.serve()}", "--select", FRESH)
        self.assertEqual(done.returncode, 2)
        self.assertIn("SignatureDoesNotMatch", done.stderr)
        self.assertIn("is the secret access key in the file of --credentials right?", done.stderr)
        self.assertNotIn("wrong/EXAMPLE", done.stderr + done.stdout)

    def test_a_wrong_bucket_or_key_is_one_line_with_what_to_do(self):
        store = self.folder / "store"
        store.mkdir()
        url = f"http://127.0.0.1:{self.serve('--folder', store)}"
        cases = ((("--bucket", "nosuchbucket"), {}, "create the bucket nosuchbucket there"),
                 ((), {"access_key_id": "AKIAUNKNOWN"}, "the server does not know the key AKIAUNKNOWN"),
                 (("--region", "eu-west-1"), {}, "--region"))
        for arguments, keys, words in cases:
            with self.subTest(words):
                self.credentials = self.write_credentials(keys)
                named = [] if "--bucket" in arguments else ["--bucket", "examplebucket"]
                done = subprocess.run([PROGRAM, "run", "--endpoint", url, "--credentials", self.credentials,
                                       "--select", FRESH, *named, *arguments], capture_output=True, text=True,
                                      timeout=60)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertIn(words, done.stderr)
        self.assertEqual(list(store.iterdir()), [])

    def test_workers_have_objects_of_their_own(self):
        server = self.wrong_server(lambda head: response(200))
        self.run_endpoint(server.url, "--select", "verify/signature", "--jobs", "4")
        used = {}
        for head in server.heads:
            method, target = head.split(b" ", 2)[:2]
            if method in (b"GET", b"PUT"):
                used.setdefault(target.split(b"/")[3].split(b"?")[0], set()).add(method)
        self.assertIn(b"w1", used)
        check_removed(self, server)

    def test_a_sample_of_the_days_of_a_year_is_asked_unless_all_are_wanted(self):
        clock = self.folder / "clock"
        clock.write_text("2020-01-01T00:00:00Z")
        url = f"http://127.0.0.1:{self.serve('--clock-file', clock)}"
        select = ("--select", "verify/window/every-day-of-2024/*", "--clock-file", clock)
        done = self.run_endpoint(url, *select)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])
        self.assertEqual((self.lines[-1]["pass"], self.lines[-1]["not_exercised"]), (25, 341))
        self.assertIn("`--level may` asks all", self.cases["verify/window/every-day-of-2024/2024-05-05"]["explanation"])
        done = self.run_endpoint(url, *select, "--level", "may")
        self.assertEqual(self.lines[-1]["pass"], 366, done.stdout[-2000:])

    def test_a_script_that_starts_the_server_is_named_to_run_a_case_again(self):
        os.environ["COUNTERSIGN_SERVER_SCRIPT"] = "CLOCK=file harness/adapters/servers/s3rver.sh"
        self.addCleanup(os.environ.pop, "COUNTERSIGN_SERVER_SCRIPT")
        server = self.wrong_server(lambda head: response(200))
        done = self.run_endpoint(server.url, "--select", "verify/signature/all-zeros", "--errors", "outcome")
        self.assertIn("CLOCK=file harness/adapters/servers/s3rver.sh --errors outcome --select verify/signature/all-zeros", done.stdout)
        self.assertNotIn("--endpoint", done.stdout)

    def test_nothing_is_left_behind(self):
        store = self.folder / "store"
        store.mkdir()
        port = self.serve("--folder", store)
        done = self.run_endpoint(f"http://127.0.0.1:{port}", "--select", "verify/path", "--select", "verify/method")
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
        self.assertEqual(done.stderr.count("left behind"), 0, done.stderr)
        # The only objects with this size are those that the run itself put.
        objects = [path for path in store.rglob("*") if path.is_file() and path.stat().st_size == len("countersign")]
        self.assertEqual(objects, [])

    def test_a_clock_that_does_not_follow_its_file_is_an_error(self):
        port = self.serve()
        begin = time.monotonic()
        done = self.run_endpoint(f"http://127.0.0.1:{port}", "--clock-file", self.folder / "clock", "--select", FRESH)
        self.assertEqual(done.returncode, 3)
        self.assertIn("does not follow", done.stderr)
        self.assertLess(time.monotonic() - begin, 30)
        self.assertFalse((self.folder / "clock").exists(), "a file that was not there is removed")

    def test_a_run_with_only_cases_of_the_very_second_exercises_nothing(self):
        done = self.run_endpoint(f"http://127.0.0.1:{self.serve()}", "--select",
                                 "verify/window/one-second-one-second-late")
        self.assertEqual(done.returncode, 4)


class AgainstWrongServers(EndpointTest):
    def test_a_server_that_accepts_everything_fails_the_cases_that_must_be_refused(self):
        server = self.wrong_server(lambda head: response(200, b"countersign"))
        done = self.run_endpoint(server.url, "--select", "verify/signature", "--select", "verify/window",
                                 "--select", "verify/host", "--jobs", "4")
        self.assertEqual(done.returncode, 1)
        for case in self.cases.values():
            if case["verdict"] == "pass":
                self.assertEqual(case["observed"]["outcome"], "accept", case["id"])
        self.assertEqual(self.cases["verify/signature/all-zeros"]["verdict"], "fail")
        self.assertEqual(self.cases["verify/window/long-expired"]["verdict"], "fail")

    def test_no_wrong_decision_is_lost_if_only_the_outcome_is_judged(self):
        select = ("--select", "verify/signature", "--select", "verify/mode")
        for answer in (response(200), response(403, error_document("AccessDenied"))):
            server = self.wrong_server(lambda head, answer=answer: answer)
            decided = []
            for level in ("code", "outcome"):
                self.run_endpoint(server.url, *select, "--errors", level)
                decided.append({name for name, case in self.cases.items() if case["verdict"] == "fail" and
                                case["observed"]["outcome"] != case["expected"]["outcome"]})
            self.assertGreater(len(decided[0]), 1)
            self.assertEqual(*decided)

    def test_a_server_that_always_answers_500_passes_nothing(self):
        server = self.wrong_server(lambda head: response(500, error_document("InternalError")))
        for level in ("code", "outcome"):
            done = self.run_endpoint(server.url, "--select", "verify/signature", "--errors", level)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(self.verdicts() - {"not-exercised"}, {"fail"})

    def test_a_refusal_without_an_error_document_fails_at_code_and_passes_at_outcome(self):
        server = self.wrong_server(lambda head: response(403, b"no"))
        select = ("--select", "verify/signature/all-zeros")
        self.assertEqual(self.run_endpoint(server.url, *select).returncode, 1)
        self.assertEqual(self.run_endpoint(server.url, *select, "--errors", "outcome").returncode, 0)

    def test_a_head_request_is_judged_by_its_status(self):
        server = self.wrong_server(lambda head: response(403))
        self.assertEqual(self.run_endpoint(server.url, "--select", "verify/method/get-url-used-with-head").returncode, 0)
        server = self.wrong_server(lambda head: response(400))
        self.assertEqual(self.run_endpoint(server.url, "--select", "verify/method/get-url-used-with-head").returncode, 1)

    def test_a_head_that_is_refused_after_authentication_is_told_by_its_status(self):
        def answer(head):
            signature = re.search(rb"X-Amz-Signature=([0-9a-f]+)", head)[1]
            seen.append(signature)
            return response(400 if signature == seen[0] else 403)

        seen = []
        head = "verify/method/head"
        self.assertEqual(self.run_endpoint(self.wrong_server(answer).url, "--select", head).returncode, 0)
        refuses = self.wrong_server(lambda head: response(400))
        self.assertEqual(self.run_endpoint(refuses.url, "--select", head, "--no-further-cases").returncode, 1)

    def test_an_incomplete_response_each_time_is_a_finding_about_the_server(self):
        server = self.wrong_server(lambda head: b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        done = self.run_endpoint(server.url, "--select", FRESH)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.startswith(f"THE SERVER BREAKS on 1 request:\n  {FRESH}\n"), done.stdout)
        self.assertIn("4 of 100 bytes", self.cases[FRESH]["explanation"])
        self.assertNotIn("adapter", self.cases[FRESH]["explanation"])

    def test_no_response_or_a_malformed_one_is_a_finding_about_the_server(self):
        for answer in (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"):
            server = self.wrong_server(lambda head, answer=answer: answer)
            self.assertEqual(self.run_endpoint(server.url, "--select", FRESH).returncode, 1, answer)
            self.assertEqual(self.cases[FRESH]["verdict"], "fail")
            self.assertIn("The server breaks", self.cases[FRESH]["explanation"])

    def test_a_server_that_dies_ends_the_run(self):
        def answer(head):
            answers.append(head)
            if len(answers) == 20:
                server.socket.shutdown(socket.SHUT_RDWR)
            return response(403, error_document("AccessDenied")) if len(answers) < 20 else b""

        answers = []
        server = self.wrong_server(answer)
        begin = time.monotonic()
        done = self.run_endpoint(server.url, "--select", "verify/signature", "--select", "verify/credential")
        self.assertEqual(done.returncode, 3)
        self.assertTrue(done.stdout.startswith("BROKEN: the server is gone since case verify/"), done.stdout)
        self.assertRegex(done.stdout, r"\d+ cases were not judged")
        self.assertLess(sum(case["verdict"] == "fault" for case in self.cases.values()), 5)
        self.assertLess(time.monotonic() - begin, 60)

    def test_a_server_that_dies_behind_its_proxy_ends_the_run(self):
        def answer(head):
            answers.append(head)
            if len(answers) < 20:
                return response(403, error_document("AccessDenied"))
            server.own = response(502, b"<html>Bad Gateway</html>")
            return server.own

        answers = []
        server = self.wrong_server(answer)
        done = self.run_endpoint(server.url, "--select", "verify/signature", "--select", "verify/credential")
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stdout, r"^BROKEN: the server is gone since case verify/\S+: no answer of a server behind the "
                                      r"endpoint's proxy: HTTP 502, .*; now: it answered HTTP 502, .*\d+ cases were not judged")
        self.assertEqual(sum(case["verdict"] == "fault" for case in self.cases.values()), 1)
        put = {head.split()[1].split(b"?")[0].decode() for head in server.heads if head.startswith(b"PUT ")}
        for path in put:
            self.assertIn(f"left behind at the endpoint: {path}: ", done.stderr)

    def test_a_busy_server_is_not_gone(self):
        server = self.wrong_server(lambda head: response(503, error_document("SlowDown")))
        done = self.run_endpoint(server.url, "--select", "verify/signature/all-*")
        self.assertEqual(done.returncode, 3)
        self.assertNotIn("gone", done.stdout)
        self.assertEqual({case["explanation"] for case in self.cases.values()},
                         {"the endpoint answered HTTP 503 SlowDown: made up"})

    def test_a_server_that_hangs_ends_the_run(self):
        def answer(head):
            answers.append(head)
            server.hung = len(answers) >= 20
            return response(403, error_document("AccessDenied"))

        answers = []
        server = self.wrong_server(answer)
        done = self.run_endpoint(server.url, "--select", "verify/signature", "--timeout", "0.3")
        self.assertEqual(done.returncode, 3)
        self.assertIn("the server is gone since case verify/", done.stdout)
        self.assertLess(sum(case["verdict"] == "fault" for case in self.cases.values()), 5)

    def test_a_hang_is_a_fault_after_the_timeout_of_a_case(self):
        server = self.wrong_server(lambda head: None)
        begin = time.monotonic()
        done = self.run_endpoint(server.url, "--select", FRESH, "--timeout", "0.5")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no answer within 0.5 s", self.cases[FRESH]["explanation"])
        self.assertLess(time.monotonic() - begin, 20)

    def test_a_server_that_answers_no_s3_is_wrong_input(self):
        for answer, words in ((b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "is the port right"),
                              (response(405, b"<html>no</html>"), "this is no answer of S3: is the URL of --endpoint"),
                              (b"", "is the port right, or does it want https?")):
            with self.subTest(answer):
                server = self.refusing_server(answer)
                done = self.run_endpoint(server.url, "--select", FRESH)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(words, done.stderr)
        self.assertEqual(self.run_endpoint(self.refusing_server(response(500)).url, "--select", FRESH).returncode, 3)

    def refusing_server(self, answer):
        class Refusing(WrongServer):
            def serve(self, connection):
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        server = Refusing(None)
        self.addCleanup(server.close)
        return server

    def test_everything_that_is_left_behind_is_listed(self):
        class Kept(WrongServer):
            def serve(self, connection):
                with connection:
                    head = connection.recv(65536)
                    self.heads.append(head)
                    if not head.startswith(b"DELETE "):
                        connection.sendall(response(200))

        server = Kept(None)
        self.addCleanup(server.close)
        done = self.run_endpoint(server.url, "--select", "verify/signature", "--jobs", "4")
        put = {head.split()[1].split(b"?")[0].decode() for head in server.heads if head.startswith(b"PUT ")}
        self.assertGreater(len(put), 1)
        for path in put:
            self.assertIn(f"left behind at the endpoint: {path}: ", done.stderr)

    def test_a_redirect_is_reported_and_not_followed(self):
        elsewhere = self.wrong_server(lambda head: response(200))
        server = self.wrong_server(lambda head: response(
            307, error_document("TemporaryRedirect"), [f"Location: {elsewhere.url}/examplebucket/x"]))
        done = self.run_endpoint(server.url, "--select", FRESH)
        self.assertEqual(done.returncode, 1)
        self.assertIn("307 TemporaryRedirect", self.cases[FRESH]["explanation"])
        self.assertIn(elsewhere.url, self.cases[FRESH]["explanation"])
        self.assertEqual(elsewhere.heads, [])

    def test_a_refusal_after_authentication_is_distinguished_from_one_before(self):
        def policy(head):
            # The first signature seen is the right one: a policy refuses it. Any other is wrong.
            signature = re.search(rb"X-Amz-Signature=([0-9a-f]+)", head)[1]
            seen.append(signature)
            code = "AccessDenied" if signature == seen[0] else "SignatureDoesNotMatch"
            return response(403, error_document(code))

        seen = []
        done = self.run_endpoint(self.wrong_server(policy).url, "--select", FRESH)
        self.assertEqual(done.returncode, 0, done.stdout)
        lacks = self.wrong_server(lambda head: response(405, error_document("MethodNotAllowed")))
        self.assertEqual(self.run_endpoint(lacks.url, "--select", FRESH).returncode, 4)
        self.assertEqual(self.cases[FRESH]["verdict"], "unsupported")
        denier = self.wrong_server(lambda head: response(403, error_document("AccessDenied")))
        self.assertEqual(self.run_endpoint(denier.url, "--select", FRESH).returncode, 1)

    def test_an_unsigned_copy_that_got_as_far_as_its_source_was_let_in(self):
        case = "verify/signed-headers/unsigned-copy-source"

        def copies(head):
            signature = re.search(rb"X-Amz-Signature=([0-9a-f]+)", head)[1]
            seen.append(signature)
            code = "NoSuchBucket" if signature == seen[0] else "SignatureDoesNotMatch"
            return response(404 if code == "NoSuchBucket" else 403, error_document(code))

        seen = []
        done = self.run_endpoint(self.wrong_server(copies).url, "--select", case, "--errors", "outcome")
        self.assertEqual(done.returncode, 1, done.stdout)
        checks_first = self.wrong_server(lambda head: response(404, error_document("NoSuchBucket")))
        done = self.run_endpoint(checks_first.url, "--select", case, "--errors", "outcome")
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_server_with_its_own_word_for_a_refusal_is_not_accused(self):
        def own_word(head):
            signature = re.search(rb"X-Amz-Signature=([0-9a-f]+)", head)[1]
            seen.append(signature)
            return response(403, error_document("UrlTooOld" if signature == seen[0] else "SignatureDoesNotMatch"))

        seen = []
        done = self.run_endpoint(self.wrong_server(own_word).url, "--select", "verify/window/long-expired",
                                 "--errors", "outcome")
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_501_is_a_refusal_only_of_what_must_be_refused(self):
        server = self.wrong_server(lambda head: response(501, error_document("NotImplemented")))
        refused = "verify/signature/all-zeros"
        self.run_endpoint(server.url, "--select", refused, "--select", FRESH, "--errors", "outcome")
        self.assertEqual(self.cases[refused]["verdict"], "pass")
        self.assertEqual(self.cases[FRESH]["verdict"], "unsupported")

    def test_targets_and_headers_are_sent_byte_by_byte(self):
        server = self.wrong_server(lambda head: response(200))
        self.run_endpoint(server.url, "--select", "verify/path", "--select", "verify/headers", "--level", "may")
        targets = [head.split(b" ", 2)[1] for head in server.heads]
        for part in (b"/../", b"//", b"/./", b"%c3"):
            self.assertTrue(any(part in target for target in targets), part)
        self.assertTrue(any(max(target) > 127 for target in targets), "raw bytes above 127")
        self.assertTrue(any(b"  " in head for head in server.heads), "several spaces in a header")

    def test_every_object_is_below_the_prefix_and_deleted_at_the_end(self):
        server = self.wrong_server(lambda head: response(200))
        self.run_endpoint(server.url, "--select", "verify/method", "--select", "verify/path/plain", further_cases=True)
        check_removed(self, server)

    def test_an_object_that_a_case_has_put_is_put_again_before_it_is_read(self):
        server = self.wrong_server(lambda head: response(200))
        self.run_endpoint(server.url, "--select", "verify/headers/four-amz-headers", "--select",
                          "verify/window/first-use")
        requests = [(head.split(b" ")[0], b"Content-Length: 11\r\n" in head + b"\r\n") for head in server.heads]
        case = requests.index((b"PUT", False))
        self.assertEqual(requests[case + 1:case + 3], [(b"PUT", True), (b"GET", False)])

    def test_the_report_names_the_endpoint_and_no_secret(self):
        server = self.wrong_server(lambda head: response(403, error_document("SignatureDoesNotMatch")))
        done = self.run_endpoint(server.url, "--select", FRESH)
        header = self.lines[0]
        self.assertEqual(header["adapter"]["name"], "endpoint")
        self.assertEqual(header["adapter"]["version"], server.url)
        self.assertEqual(header["clock"], "ambient")
        self.assertIn(f"\nendpoint {server.url}: passed ", done.stdout)
        self.assertNotIn(SECRET, json.dumps(self.lines) + done.stdout + done.stderr)


    def test_the_report_names_the_server_as_it_calls_itself(self):
        server = self.wrong_server(lambda head: response(403, error_document("SignatureDoesNotMatch")))
        for sent, shown in (("MinIO", "MinIO"), ("x\x1b[31m<b>" + "y" * 9000, "x?[31m<b>" + "y" * 51 + "..."),
                            (f"key {SECRET}", "key [redacted]"), ("", "endpoint")):
            server.own = response(200, b"", [f"Server: {sent}"])
            done = self.run_endpoint(server.url, "--select", "verify/signature/all-zeros")
            self.assertEqual(self.lines[0]["adapter"]["name"], shown)
            self.assertEqual(self.lines[0]["adapter"]["version"], server.url)
            self.assertIn(f"\n{shown} {server.url}: passed ", done.stdout)

    def test_what_is_not_asked_says_what_to_do(self):
        server = self.wrong_server(lambda head: response(200))
        done = self.run_endpoint(server.url, "--select", "verify/token", "--select", "verify/window", "--select", "verify/host")
        text = " ".join(done.stdout.split())
        for words in ("not exercised (`run --clock-file` sets the clock", "not exercised (use `--addressing virtual`): ",
                      '(add a key with its session_token as "temporary"): '):
            self.assertIn(words, text)
        for case in self.cases.values():
            if case["verdict"] == "not-exercised":
                self.assertRegex(case["explanation"], "^Cannot be asked of this endpoint: .+: .+$")


class Tls(EndpointTest):
    def setUp(self):
        super().setUp()
        if shutil.which("openssl") is None:
            self.skipTest("openssl, which makes the certificate, is missing")
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=elsewhere.example.com", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
                        certificate], check=True, capture_output=True)
        self.certificate = certificate
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.server = self.wrong_server(lambda head: response(200), self.context)

    def test_an_untrusted_certificate_is_refused(self):
        done = self.run_endpoint(self.server.url, "--select", FRESH)
        self.assertEqual(done.returncode, 3)
        self.assertIn("certificate", done.stderr)
        self.assertEqual(self.server.heads, [])

    def test_insecure_accepts_any_certificate(self):
        done = self.run_endpoint(self.server.url, "--select", FRESH, "--insecure")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_trusted_certificate_is_accepted_only_for_its_own_host(self):
        os.environ["SSL_CERT_FILE"] = str(self.certificate)
        self.addCleanup(os.environ.pop, "SSL_CERT_FILE")
        done = self.run_endpoint(self.server.url, "--select", FRESH)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.run_endpoint(f"https://localhost:{self.server.port}", "--select", FRESH)
        self.assertEqual(done.returncode, 3)
        self.assertIn("mismatch", done.stderr)


class BadInput(EndpointTest):
    def error_of(self, *arguments):
        done = subprocess.run([PROGRAM, "run", *arguments], capture_output=True, text=True, timeout=60,
                              cwd=self.folder)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.returncode, done.stderr

    def test_each_is_one_line_and_status_2(self):
        url = ("--endpoint", "http://127.0.0.1:1")
        bucket = ("--bucket", "examplebucket")
        keys = ("--credentials", str(self.credentials))
        wrong = self.folder / "wrong.json"
        wrong.write_text('{"access_key_id": "a", "secret_access_key": ""}')
        for arguments, words in (
                ((*url, *bucket), "--credentials"),
                ((*url, *keys), "--bucket"),
                ((*bucket, *keys), "--endpoint"),
                ((*url, *bucket, "--credentials", str(wrong)), "/secret_access_key: is empty"),
                ((*url, *bucket, "--credentials", "none.json"), "none.json: cannot be read: No such file"),
                ((*url, "--bucket", "a/b", *keys), "--bucket a/b"),
                (("--endpoint", "h:1", *bucket, *keys), "--endpoint h:1"),
                ((*url, *bucket, *keys, "--adapter", "x"), "excludes"),
                ((*url, *bucket, *keys, "--library", "x"), "excludes"),
                ((*url, *bucket, *keys, "--addressing", "both"), "--addressing"),
                ((*url, *bucket, *keys, "--clock-file", "none/clock"), "--clock-file none/clock"),
                (("--insecure",), "--endpoint")):
            status, error = self.error_of(*arguments)
            self.assertEqual(status, 2, error)
            self.assertIn(words, error)

    def test_a_refused_connection_is_status_3_with_the_address_and_the_reason(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        done = self.run_endpoint(f"http://127.0.0.1:{port}")
        self.assertEqual(done.returncode, 3)
        self.assertIn(f"127.0.0.1:{port}: Connection refused", done.stderr)


if __name__ == "__main__":
    sys.exit(unittest.main())
