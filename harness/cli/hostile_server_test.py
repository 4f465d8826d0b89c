"""`countersign run --endpoint` against servers that attack it: they never stop sending, repeat what they were sent, or
answer with megabytes.

A run against each must end within its bound, with a report, little memory used and nothing secret printed.
"""

import json
import os
import re
import resource
import signal
import subprocess
import time
import unittest
from urllib.parse import quote

from endpoint_test import FRESH, PROGRAM, EndpointTest, WrongServer, error_document, response
from report_formats import report_formats

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
SECRET = "LIVE/CANARY+secretaccesskeyEXAMPLE12345"
TOKEN = "token/CANARY+session" + "0123456789abcdefghijk" * 6 + "=="
# Bytes of memory. Sanitizers multiply what a process takes.
LIMIT = (2000 if os.environ.get("COUNTERSIGN_SANITIZED") == "1" else 300) << 20
SELECTED = ("--select", FRESH, "--select", "verify/token", "--select", "verify/signature/one-*")


def endless(head, piece):
    """An answer that has no end: its first bytes, then the same piece again and again."""
    many = piece * (65536 // len(piece) + 1)

    class Bytes:
        def __iter__(self):
            yield head
            while True:
                yield many

    return Bytes()


class SendingServer(WrongServer):
    """Like WrongServer, but an answer is many pieces of bytes; `ours` may answer requests for the run's own objects."""

    def __init__(self, answer, ours):
        self.ours = ours
        super().__init__(answer)

    def serve(self, connection):
        try:
            with connection:
                head, body = self.read(connection)
                if head is None:
                    return
                own = body == b"countersign" or head.startswith(b"DELETE ")
                answer = (self.ours(head) or (response(200),)) if own else self.answer(head)
                for piece in answer:
                    connection.sendall(piece)
        except OSError:
            pass


def whole(answer):
    """The pieces of an answer that has an end."""
    return lambda head: (answer(head),)


class HostileServerTest(EndpointTest):
    """Every run has keys and a token that are searched for in whatever it writes, and so are its signatures."""

    def setUp(self):
        super().setUp()
        self.credentials = self.write_credentials({"secret_access_key": SECRET, "temporary": {
            "access_key_id": "ASIATEMPEXAMPLE", "secret_access_key": SECRET + "2", "session_token": TOKEN}})

    def server(self, answer, ours=lambda head: None):
        server = SendingServer(answer, ours)
        self.addCleanup(server.close)
        return server

    def command(self, server, *arguments):
        self.reports = {name: self.folder / f"report.{name}" for name in report_formats(PROGRAM)}
        named = [word for name, path in self.reports.items() for word in ("--report", f"{name}={path}")]
        return [PROGRAM, "run", "--endpoint", server.url, "--bucket", "examplebucket",
                "--credentials", self.credentials, "--trace", self.folder / "trace",
                "--write-expected", self.folder / "expected", *named, *arguments]

    def run_hostile(self, server, *arguments, bound=60):
        begin = time.monotonic()
        process = subprocess.Popen(self.command(server, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   cwd=self.folder)
        out, err = process.communicate(timeout=bound)
        self.elapsed = time.monotonic() - begin
        self.status = process.returncode
        self.read_written(server, out, err)
        return process.returncode

    def read_written(self, server, out, err):
        written = {**self.reports, **{name: self.folder / name for name in ("trace", "expected")}}
        self.texts = {"stdout": out, "stderr": err,
                      **{name: path.read_bytes() for name, path in written.items() if path.exists()}}
        for path in written.values():
            path.unlink(missing_ok=True)
        self.check_nothing_secret(server)

    def check_nothing_secret(self, server):
        targets = b"&".join(head.split()[1] for head in server.heads)
        signatures = set(re.findall(rb"X-Amz-Signature=([0-9a-f]{16})[0-9a-f]{48}", targets))
        self.assertTrue(signatures)
        for name, text in self.texts.items():
            for secret in (b"CANARY", SECRET[12:24].encode(), *signatures):
                at = text.find(secret)
                self.assertEqual(at, -1, f"{name}: {text[max(0, at - 100):at + 100]!r}")

    def explanation(self, name):
        lines = [json.loads(line) for line in self.texts["json"].decode().splitlines()]
        return next(line["explanation"] for line in lines if line.get("id") == name)


class NeverStops(HostileServerTest):
    """What an answer consists of has an end for the client, even if the server knows none."""

    ANSWERS = {
        "interim responses": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        "a status line": endless(b"HTTP/1.1 200 ", b"a"),
        "headers": endless(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
        "a chunk's size": endless(CHUNKED, b"0"),
        "a chunk's extension": endless(CHUNKED + b"1;", b"x"),
        "small chunks": endless(CHUNKED, b"1;" + b"e" * 3000 + b"\r\nx\r\n"),
        "a trailer": endless(CHUNKED + b"0\r\n", b"t"),
        "trailers": endless(CHUNKED + b"0\r\n", b"T: t\r\n"),
        "a body": endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    }

    def test_the_run_ends_in_time_with_a_report_and_little_memory(self):
        for name, answer in self.ANSWERS.items():
            with self.subTest(name):
                server = self.server(lambda head, answer=answer: answer)
                self.assertIn(self.run_hostile(server, "--select", FRESH, "--timeout", "0.5"), (1, 3))
                self.assertLess(self.elapsed, 15)
                self.assertIn("no ", self.explanation(FRESH))
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, LIMIT)

    def test_a_server_that_drips_its_first_answer_ends_the_run_in_time(self):
        def drip(head):
            yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
            while True:
                time.sleep(0.1)
                yield b"x"

        server = self.server(whole(lambda head: response(200)), ours=drip)
        self.assertEqual(self.run_hostile(server, "--select", FRESH, "--timeout", "0.7"), 3)
        self.assertIn(b"had not ended (timed out)", self.texts["stderr"])
        self.assertLess(self.elapsed, 15)

    def test_an_interrupted_run_ends(self):
        server = self.server(lambda head: self.ANSWERS["small chunks"])
        process = subprocess.Popen(self.command(server, "--select", "verify/signature", "--timeout", "300"),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder)
        while not any(head.startswith(b"GET ") for head in server.heads):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=15)
        self.assertEqual(process.returncode, 130)
        self.read_written(server, out, err)


class RepeatsWhatItWasSent(HostileServerTest):
    def quote_everywhere(self, head):
        said = (head.decode("latin-1") + f" {SECRET} {TOKEN} {quote(TOKEN, safe='')}")
        text = said.replace("&", "&amp;").replace("<", "&lt;")
        document = (f"<Error><Code>SignatureDoesNotMatch</Code><Message>You sent {text}</Message>"
                    f"<CanonicalRequest>{text}</CanonicalRequest><StringToSign>{text}</StringToSign></Error>")
        line = said.replace("\r", " ").replace("\n", " ").encode("latin-1")
        return document.encode("latin-1"), line

    def answers(self):
        def document(status):
            return lambda head: response(status, self.quote_everywhere(head)[0])

        return {
            "a message": document(403),
            "not implemented": document(501),
            "a busy server": document(503),
            "a redirect": lambda head: response(307, b"", [f"Location: http://other{head.split()[1].decode()}"]),
            "a page": lambda head: response(403, self.quote_everywhere(head)[1]),
            "the status line": lambda head: self.quote_everywhere(head)[1] + b"\r\n\r\n",
            "a bad header": lambda head: b"HTTP/1.1 200 OK\r\n" + self.quote_everywhere(head)[1] + b"\r\n\r\n",
            "a transfer coding": lambda head: (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: " +
                                               self.quote_everywhere(head)[1] + b"\r\n\r\n"),
            "a length": lambda head: (b"HTTP/1.1 200 OK\r\nContent-Length: " + self.quote_everywhere(head)[1] +
                                      b"\r\n\r\n"),
            "a chunk": lambda head: CHUNKED + self.quote_everywhere(head)[1][:4000] + b"\r\n",
            "the region": lambda head: response(400, b"", ["x-amz-bucket-region: " +
                                                           self.quote_everywhere(head)[1].decode("latin-1")]),
            "the date": lambda head: response(403, b"", ["Date: " + self.quote_everywhere(head)[1].decode("latin-1")]),
        }

    def test_answers_to_cases_show_no_secret(self):
        for name, answer in self.answers().items():
            with self.subTest(name):
                server = self.server(whole(answer))
                self.run_hostile(server, *SELECTED, "--timeout", "2", "--jobs", "2")

    def test_the_answer_to_the_first_put_shows_no_secret(self):
        for name, answer in self.answers().items():
            with self.subTest(name):
                server = self.server(whole(answer), ours=whole(answer))
                self.run_hostile(server, "--select", FRESH, "--timeout", "2")
                self.assertIn(self.status, (2, 3))
                self.assertIn(b"cannot put an object", self.texts["stderr"])

    def test_a_refused_delete_shows_no_secret(self):
        for name, answer in self.answers().items():
            if name == "a busy server":
                continue  # asked again and again
            with self.subTest(name):
                server = self.server(
                    lambda head: (response(200),),
                    ours=lambda head, answer=answer: head.startswith(b"DELETE ") and (answer(head),))
                self.run_hostile(server, "--select", FRESH, "--timeout", "2")
                self.assertIn(b"left behind", self.texts["stderr"])


class AnswersWithMegabytes(HostileServerTest):
    def test_an_excerpt_the_length_and_a_digest_are_kept(self):
        message = "M" * (7 << 20)
        answer = response(403, f"<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>".encode())
        server = self.server(lambda head: (answer,))
        self.run_hostile(server, "--select", "verify/mode", "--jobs", "2", bound=120)
        self.assertEqual(self.status, 1)
        self.assertLess(max(len(text) for text in self.texts.values()), 3 << 20)
        self.assertIn(f"({len(message)} bytes, SHA-256 ".encode(), self.texts["json"])
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, LIMIT)


if __name__ == "__main__":
    unittest.main()
