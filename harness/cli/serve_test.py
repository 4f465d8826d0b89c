"""`countersign serve`, with real sockets, presigned URLs, and clients that misbehave.

Each test starts a server of its own on a free port of the loopback. URLs come from `countersign adapter`.
"""

import concurrent.futures
import contextlib
import datetime
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
KEY = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
START = datetime.datetime(2013, 5, 24)
GREETING = b"Welcome to Amazon S3.\n"


def rfc3339(seconds_after_start):
    return (START + datetime.timedelta(seconds=seconds_after_start)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Presigner:
    """The reference presigner, by the adapter protocol."""

    def __init__(self):
        self.process = subprocess.Popen([PROGRAM, "adapter"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ask({"op": "hello", "protocol": 1, "harness": "serve_test", "max_inflight": 1})

    def ask(self, message):
        self.process.stdin.write(json.dumps({"id": 1, **message}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["ok"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def url(self, host, path, method="GET", now=rfc3339(0), expires=60, query=(), headers=(), region_set=None):
        signing = ({"region_set": region_set, "algorithm": "AWS4-ECDSA-P256-SHA256"} if region_set else
                   {"region": "us-east-1", "algorithm": "AWS4-HMAC-SHA256"})
        return self.ask({
            "op": "presign", "now": now, "method": method, "scheme": "http", "host": host, "path": path,
            "query": list(query), "headers": list(headers), "payload": "UNSIGNED-PAYLOAD", "expires": expires,
            "service": "s3", "path_encoding": "once", "normalize_path": False, "credentials": KEY, **signing})["url"]


class Server:
    """A running server. The clock stands at START until `set_clock` moves it."""

    def __init__(self, folder, *arguments, clock=True):
        self.clock_file = folder / "clock"
        self.set_clock(0)
        self.log = open(folder / "log", "w+")
        clock_arguments = ["--clock-file", str(self.clock_file)] if clock else []
        self.process = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0", *clock_arguments, *arguments],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        self.host = line.strip().removeprefix("listening on http://")
        self.port = int(self.host.rsplit(":", 1)[1]) if ":" in self.host else 0

    def set_clock(self, seconds_after_start):
        new = self.clock_file.with_suffix(".new")
        new.write_text(rfc3339(seconds_after_start))
        new.rename(self.clock_file)

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        return contextlib.closing(connection)

    def lines(self):
        """The log, once it has a line: it is written beside the answers."""
        self.log.flush()
        until = time.monotonic() + 10
        while not (lines := pathlib.Path(self.log.name).read_text().splitlines()) and time.monotonic() < until:
            time.sleep(0.02)
        return lines

    def stop(self):
        """The exit status, and what the server printed to standard output."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        rest = self.process.stdout.read()
        status = self.process.wait(10)
        self.process.stdout.close()
        self.log.close()
        return status, rest


def received(connection):
    """Everything that arrives until the server closes the connection or the socket times out."""
    everything = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            everything += piece
    return everything


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else answer


def element(body, name):
    return xml.etree.ElementTree.fromstring(body).findtext(name)


class ServeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.presigner = Presigner()
        cls.addClassCleanup(cls.presigner.close)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def serve(self, *arguments, **options):
        server = Server(self.folder, *arguments, **options)

        def check():
            status, _ = server.stop()
            self.assertEqual(status, 0, "\n".join(server_lines(self.folder)))
        self.addCleanup(check)
        self.assertTrue(server.port, server_lines(self.folder))
        return server

    def url(self, server, key="test.txt", **more):
        return self.presigner.url(server.host, "/examplebucket/" + key, **more)

    def target(self, server, key="test.txt", **more):
        return self.url(server, key, **more).removeprefix("http://" + server.host)

    def ask(self, url, method="GET", body=None, headers=()):
        """The status, headers and body, by urllib."""
        request = urllib.request.Request(url, data=body, method=method, headers=dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read()

    def send_raw(self, server, data):
        with server.connect() as connection:
            connection.sendall(data)
            return received(connection)

    def get_raw(self, server, target, *more_headers, host=None):
        head = [f"GET {target} HTTP/1.1", f"Host: {host or server.host}", "Connection: close", *more_headers]
        return self.send_raw(server, "\r\n".join(head).encode("latin-1") + b"\r\n\r\n")

    def upload(self, server, key, content):
        status, _, body = self.ask(self.url(server, key, method="PUT"), method="PUT", body=content)
        self.assertEqual(status, 200, body)


def server_lines(folder):
    return (folder / "log").read_text().splitlines()


class Objects(ServeTest):
    def test_an_object_is_downloaded_through_its_url(self):
        server = self.serve()
        status, headers, body = self.ask(self.url(server))
        self.assertEqual((status, body), (200, GREETING))
        self.assertEqual(headers["Content-Length"], str(len(GREETING)))
        self.assertEqual(headers["Date"], "Fri, 24 May 2013 00:00:00 GMT")

    def test_the_printed_command_works(self):
        server = self.serve(clock=False)
        self.assertEqual(server.process.stdout.readline(), "this command works for an hour:\n")
        command = server.process.stdout.readline().strip()
        self.assertTrue(command.startswith("curl --path-as-is 'http://127.0.0.1:"), command)
        self.assertEqual(self.ask(command.split("'")[1])[2], GREETING)
        if shutil.which("curl"):
            done = subprocess.run(command, shell=True, capture_output=True, timeout=10, check=True)
            self.assertEqual(done.stdout, GREETING)

    def test_an_object_is_put_read_and_deleted(self):
        server = self.serve()
        content = os.urandom(300_000)
        self.upload(server, "folder/new", content)
        self.assertEqual(self.ask(self.url(server, "folder/new"))[2], content)
        status, headers, body = self.ask(self.url(server, "folder/new", method="HEAD"), method="HEAD")
        self.assertEqual((status, headers["Content-Length"], body), (200, "300000", b""))
        self.assertEqual(self.ask(self.url(server, "folder/new", method="DELETE"), method="DELETE")[0], 204)
        self.assertEqual(self.ask(self.url(server, "folder/new"))[0], 404)

    def test_objects_are_files_of_a_folder(self):
        objects = self.folder / "objects"
        (objects / "photos").mkdir(parents=True)
        (objects / "photos" / "cat.jpg").write_bytes(b"meow")
        (self.folder / "secret").write_bytes(b"secret")
        server = self.serve("--folder", str(objects))
        self.assertEqual(self.ask(self.url(server, "photos/cat.jpg"))[2], b"meow")
        self.upload(server, "new/file", b"content")
        self.assertEqual((objects / "new" / "file").read_bytes(), b"content")
        for key in ("../secret", "%2e%2e%2fsecret", "photos/../../secret"):
            answer = self.get_raw(server, self.target(server, key))
            self.assertEqual(status_of(answer), 404, key)

    def test_a_folder_holds_every_legal_key(self):
        (self.folder / "store").mkdir()
        server = self.serve("--folder", self.folder / "store")
        keys = ["dir/x", "dir", "a.txt", "a.txt/x", "n" * 256, "a//b", "../outside", "..", "slash/", "k" * 1024]
        for key in keys:
            path = urllib.parse.quote(key)
            self.assertEqual(self.fetch(server, path, "PUT", key.encode())[0], 200, key)
        for key in keys:
            path = urllib.parse.quote(key)
            self.assertEqual(self.fetch(server, path)[:2], (200, key.encode()), key)
            self.assertEqual(self.fetch(server, path, "DELETE")[0], 204, key)
            self.assertEqual(self.fetch(server, path)[0], 404, key)
        self.assertNotIn("outside", os.listdir(self.folder))

    def fetch(self, server, path, method="GET", body=b""):
        """Over a socket, because a library would resolve dot segments."""
        target = self.target(server, path, method=method)
        with server.connect() as connection:
            connection.sendall((f"{method} {target} HTTP/1.1\r\nHost: {server.host}\r\n"
                                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode() + body)
            head, _, content = received(connection).partition(b"\r\n\r\n")
        return status_of(head), content

    def test_a_range_is_part_of_the_object(self):
        server = self.serve()
        status, headers, body = self.ask(self.url(server), headers={"Range": "bytes=11-16"})
        self.assertEqual((status, body, headers["Content-Range"]), (206, b"Amazon", "bytes 11-16/22"))
        status, headers, _ = self.ask(self.url(server), headers={"Range": "bytes=22-"})
        self.assertEqual((status, headers["Content-Range"]), (416, "bytes */22"))

    def test_a_bucket_may_be_in_the_host(self):
        server = self.serve()
        for host in (f"examplebucket.localhost:{server.port}", "examplebucket.s3.amazonaws.com"):
            target = self.presigner.url(host, "/test.txt").removeprefix("http://" + host)
            answer = self.get_raw(server, target, host=host)
            self.assertEqual((status_of(answer), answer.endswith(GREETING)), (200, True), host)

    def test_a_configuration_names_keys_buckets_and_regions(self):
        config = self.folder / "config.json"
        config.write_text(json.dumps({
            "region": "us-east-1", "credentials": [{**KEY, "session_token": "token"}],
            "buckets": [{"name": "examplebucket", "region": "us-east-1"}, {"name": "other", "region": "eu-west-1"}]}))
        server = self.serve("--config", str(config))
        self.upload_with_token(server)
        answer = self.get_raw(server, self.target(server), host="other.s3.amazonaws.com")
        self.assertEqual(status_of(answer), 307)
        self.assertIn(b"\r\nLocation: http://other.s3.eu-west-1.amazonaws.com/examplebucket/test.txt?", answer)

    def upload_with_token(self, server):
        for token, expected in (("token", 200), ("a-wrong-one", 400)):
            url = self.presigner.ask({
                "op": "presign", "now": rfc3339(0), "method": "PUT", "scheme": "http", "host": server.host,
                "path": "/examplebucket/k", "payload": "UNSIGNED-PAYLOAD", "expires": 60, "region": "us-east-1",
                "service": "s3", "algorithm": "AWS4-HMAC-SHA256", "path_encoding": "once", "normalize_path": False,
                "credentials": {**KEY, "session_token": token}})["url"]
            self.assertEqual(self.ask(url, method="PUT", body=b"x")[0], expected)
        self.assertNotIn("a-wrong-one", "\n".join(server.lines()))


class SigV4A(ServeTest):
    def test_a_url_for_a_set_of_regions_works_in_each_of_them(self):
        server = self.serve()
        for region_set in (["us-east-1"], ["eu-west-1", "us-*"], ["*"]):
            status, _, body = self.ask(self.url(server, region_set=region_set))
            self.assertEqual((status, body), (200, GREETING), region_set)

    def test_a_url_for_other_regions_is_refused_with_its_set(self):
        server = self.serve()
        status, _, body = self.ask(self.url(server, region_set=["eu-*", "us-west-2"]))
        self.assertEqual((status, element(body, "Code")), (400, "RegionSetMismatch"))
        self.assertEqual(element(body, "RequestedRegion"), "us-east-1")
        self.assertEqual(element(body, "RegionSet"), "eu-*,us-west-2")

    def test_a_wrong_signature_is_answered_with_the_text_that_should_have_been_signed(self):
        server = self.serve()
        url = self.url(server, region_set=["*"])
        status, _, body = self.ask(url[:-1] + ("0" if url[-1] != "0" else "1"))
        self.assertEqual((status, element(body, "Code")), (403, "SignatureDoesNotMatch"))
        self.assertTrue(element(body, "StringToSign").startswith("AWS4-ECDSA-P256-SHA256\n20130524T000000Z\n20130524/s3/"))


class Refusals(ServeTest):
    def test_a_refused_signature_is_answered_with_the_text_that_should_have_been_signed(self):
        server = self.serve()
        url = self.url(server).replace("test.txt", "text.txt")
        status, headers, body = self.ask(url)
        self.assertEqual((status, headers["Content-Type"]), (403, "application/xml"))
        self.assertEqual(element(body, "Code"), "SignatureDoesNotMatch")
        self.assertTrue(element(body, "StringToSign").startswith("AWS4-HMAC-SHA256\n20130524T000000Z\n"))
        self.assertTrue(element(body, "CanonicalRequest").startswith("GET\n/examplebucket/text.txt\n"))
        self.assertEqual(element(body, "CountersignRule"), "signature/match")
        line = server.lines()[-1]
        self.assertIn("2013-05-24T00:00:00Z GET /examplebucket/text.txt?", line)
        self.assertIn("X-Amz-Signature=[redacted] 403 SignatureDoesNotMatch signature/match ", line)
        self.assertNotIn(url[-64:], line)

    def test_the_clock_file_decides_whether_a_url_has_expired(self):
        server = self.serve()
        url = self.url(server, expires=60)
        self.assertEqual(self.ask(url)[0], 200)
        server.set_clock(60)
        self.assertEqual(self.ask(url)[0], 200)
        server.set_clock(61)
        status, _, body = self.ask(url)
        self.assertEqual((status, element(body, "Message")), (403, "Request has expired"))
        self.assertEqual(element(body, "Expires"), "2013-05-24T00:01:00Z")
        self.assertEqual(element(body, "ServerTime"), "2013-05-24T00:01:01Z")
        server.clock_file.unlink()
        status, _, body = self.ask(url)
        self.assertEqual((status, element(body, "Code")), (500, "InternalError"))

    def test_a_download_outlives_its_url_and_its_restart_is_refused(self):
        server = self.serve("--rate", "40000")
        content = os.urandom(60_000)
        self.upload(server, "large", content)
        url = self.url(server, "large", expires=60)
        with urllib.request.urlopen(url, timeout=10) as answer:
            self.assertEqual(answer.read(1), content[:1])
            server.set_clock(61)
            status, _, body = self.ask(url)
            self.assertEqual((status, element(body, "Message")), (403, "Request has expired"))
            status, _, _ = self.ask(url, headers={"Range": "bytes=1-"})
            self.assertEqual(status, 403)
            began = time.monotonic()
            self.assertEqual(answer.read(), content[1:])
        self.assertGreater(time.monotonic() - began, 0.7, "the rate was not kept")

    def test_an_upload_outlives_its_url(self):
        server = self.serve()
        target = self.target(server, "slow", method="PUT")
        with server.connect() as connection:
            connection.sendall(f"PUT {target} HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 10\r\n"
                               "Expect: 100-continue\r\nConnection: close\r\n\r\n".encode())
            self.assertEqual(connection.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
            connection.sendall(b"01234")
            server.set_clock(61)
            connection.sendall(b"56789")
            self.assertEqual(status_of(received(connection)), 200)
        answer = self.send_raw(server, f"PUT {target} HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 10\r\n"
                                       "Connection: close\r\n\r\n0123456789".encode())
        self.assertEqual(status_of(answer), 403)

    def test_a_refused_upload_is_refused_before_its_body(self):
        server = self.serve()
        target = self.target(server, "k", method="PUT") + "0"
        for length, more in ((5_000_000_000, ""), (5, "Expect: 100-continue\r\n")):
            answer = self.send_raw(server, f"PUT {target} HTTP/1.1\r\nHost: {server.host}\r\n"
                                           f"Content-Length: {length}\r\n{more}\r\n".encode())
            self.assertEqual(status_of(answer), 403)
            self.assertIn(b"\r\nConnection: close\r\n", answer)

    def test_a_client_that_sends_a_long_body_still_receives_the_refusal(self):
        server = self.serve()
        target = self.target(server, "k", method="PUT") + "0"
        head = f"PUT {target} HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 1000000\r\n\r\n".encode()
        for _ in range(5):
            with server.connect() as connection:
                connection.sendall(head)
                time.sleep(0.02)  # the answer is on its way before the body is
                connection.sendall(bytes(1_000_000))
                answer = received(connection)
            self.assertEqual(element(answer.split(b"\r\n\r\n", 1)[1], "Code"), "SignatureDoesNotMatch")


class Targets(ServeTest):
    """The request target reaches the verifier as it was sent."""

    def test_dot_segments_and_slashes_are_kept(self):
        server = self.serve()
        for key in ("a//b", "a/../b", "/a/./b/", "..", "a/%2E%2e/b"):
            self.upload_raw(server, key)
            answer = self.get_raw(server, self.target(server, key))
            self.assertEqual((status_of(answer), answer.endswith(b"content")), (200, True), key)

    def upload_raw(self, server, key):
        target = self.target(server, key, method="PUT")
        answer = self.send_raw(server, f"PUT {target} HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 7\r\n"
                                       "Connection: close\r\n\r\ncontent".encode())
        self.assertEqual(status_of(answer), 200, answer)

    def test_a_path_that_was_normalised_on_the_way_is_refused_with_its_path(self):
        server = self.serve()
        answer = self.get_raw(server, self.target(server, "a//b").replace("a//b", "a/b"))
        self.assertEqual(status_of(answer), 403)
        body = answer.split(b"\r\n\r\n", 1)[1]
        self.assertEqual(element(body, "CanonicalRequest").splitlines()[1], "/examplebucket/a/b")

    def test_every_spelling_arrives_in_the_canonical_request(self):
        server = self.serve()
        # As sent, and its canonical form: S3 decodes once and encodes once.
        spellings = (("%c3%bc", "%C3%BC"), ("a+b", "a%20b"), ("a%2Bb", "a%2Bb"), ("%7E", "~"), ("%2f", "/"), ("a;b=c,d'(e)*", None),
                     ("\xc3\xbc", "%C3%BC"), ("%252F", "%252F"), ("#frag", "%23frag"), ("a\\b", "a%5Cb"), ("//", "//"))
        for sent, canonical in spellings:
            if canonical is None:
                canonical = "a%3Bb%3Dc%2Cd%27%28e%29%2A"
            target = self.target(server, "KEY").replace("KEY", sent)
            answer = self.get_raw(server, target)
            self.assertEqual(status_of(answer), 403, sent)
            body = answer.split(b"\r\n\r\n", 1)[1]
            self.assertEqual(element(body, "CanonicalRequest").splitlines()[1], "/examplebucket/" + canonical)

    def test_a_malformed_escape_or_invalid_utf8_is_an_invalid_uri(self):
        server = self.serve()
        for sent in ("%zz", "%ff", "\xff", "%"):
            answer = self.get_raw(server, self.target(server, "KEY").replace("KEY", sent))
            self.assertEqual(element(answer.split(b"\r\n\r\n", 1)[1], "Code"), "InvalidURI", sent)
        answer = self.get_raw(server, self.url(server))  # the whole URL, as for a proxy
        self.assertEqual(element(answer.split(b"\r\n\r\n", 1)[1], "Code"), "InvalidURI")


class Abuse(ServeTest):
    def test_garbage_is_refused(self):
        server = self.serve()
        good = f"Host: {server.host}\r\n\r\n".encode()
        garbage = (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\n\n",
                   b"GET  / HTTP/1.1\r\n" + good, b"GET /a b HTTP/1.1\r\n" + good, b"GET /\x00 HTTP/1.1\r\n" + good,
                   b"GET / HTTP/1.1\r\nHost\r\n\r\n", b"GET / HTTP/1.1\r\nA: b\rC: d\r\n" + good,
                   b"GET / HTTP/1.1\r\nA : b\r\n" + good, b"PUT / HTTP/1.1\r\nContent-Length: -1\r\n" + good,
                   b"PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + good,
                   b"PUT / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n" + good,
                   b"PUT / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n" + good,
                   b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                   b"GET / HTTP/1.1\r\nConnection: close\r\nHost: a\r\n" + good, os.urandom(4000) + b"\r\n\r\n")
        for data in garbage:
            self.assertEqual(status_of(self.send_raw(server, data)), 400, data[:60])
        for data in (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.2\r\n" + good):
            self.assertEqual(status_of(self.send_raw(server, data)), 505, data)
        self.assertEqual(self.ask(self.url(server))[0], 200)

    def test_an_oversized_head_is_refused(self):
        server = self.serve()
        line = b"GET / HTTP/1.1\r\nHost: a\r\n"
        heads = {"a target": b"GET /" + b"a" * 40_000, "a header": line + b"A: " + b"a" * 40_000,
                 "many headers": line + b"A: b\r\n" * 20_000, "no line at all": b"a" * 70_000}
        for name, head in heads.items():
            self.assertIn(status_of(self.send_raw(server, head)), (400, 431), name)
        self.assertEqual(status_of(self.send_raw(server, heads["many headers"])), 431)
        together = b"GET /" + b"a" * 30_000 + b" HTTP/1.1\r\nConnection: close\r\nA: " + b"a" * 30_000 + b"\r\n\r\n"
        self.assertEqual(status_of(self.send_raw(server, together)), 431)

    def test_headers_that_arrive_one_by_one_have_the_same_limit(self):
        server = self.serve()
        with server.connect() as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(b"GET / HTTP/1.1\r\n")
                for _ in range(40):
                    connection.sendall(b"A: " + b"a" * 1000 + b"\r\n")
                    time.sleep(0.01)  # so that each is read separately
            self.assertEqual(status_of(received(connection)), 431)

    def test_a_slow_head_is_cut_off(self):
        server = self.serve("--timeout", "0.5")
        began = time.monotonic()
        with server.connect() as slow, server.connect() as silent:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                for byte in b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":
                    slow.sendall(bytes([byte]))
                    time.sleep(0.03)
            self.assertEqual(received(slow), b"")
            self.assertEqual(received(silent), b"")
        self.assertLess(time.monotonic() - began, 5)
        self.assertIn("400 RequestTimeout", server.lines()[-1])

    def test_an_upload_that_stops_is_cut_off(self):
        server = self.serve("--timeout", "0.5")
        target = self.target(server, "k", method="PUT")
        head = f"PUT {target} HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: 10\r\n\r\n".encode()
        with server.connect() as connection:
            connection.sendall(head + b"01234")
            self.assertEqual(received(connection), b"")
        with server.connect() as connection:
            connection.sendall(head + b"01234")
            connection.shutdown(socket.SHUT_WR)
            answer = received(connection)
        self.assertEqual(element(answer.split(b"\r\n\r\n", 1)[1], "Code"), "IncompleteBody")
        self.assertEqual(self.ask(self.url(server, "k"))[0], 404)

    def test_a_client_that_does_not_read_is_cut_off_and_does_not_block_others(self):
        server = self.serve("--timeout", "0.5")
        self.upload(server, "large", bytes(20_000_000))
        with server.connect() as connection:
            connection.sendall(f"GET {self.target(server, 'large')} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
            self.assertEqual(self.ask(self.url(server))[2], GREETING)
            time.sleep(1)
            self.assertLess(len(received(connection)), 20_000_000)

    def test_pipelined_requests_are_answered_in_their_order(self):
        server = self.serve()
        for number in range(20):
            self.upload(server, f"k{number}", f"content {number};".encode())
        requests = b"".join(f"GET {self.target(server, f'k{number}')} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
                          for number in range(20))
        last = f"GET {self.target(server)} HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode()
        answer = self.send_raw(server, requests + last)
        bodies = [part.split(b"\r\n\r\n", 1)[1] for part in answer.split(b"HTTP/1.1 200 OK\r\n")[1:]]
        self.assertEqual(bodies, [f"content {number};".encode() for number in range(20)] + [GREETING])

    def test_the_body_of_a_refused_request_is_not_read_as_a_request(self):
        server = self.serve()
        hidden = f"GET {self.target(server)} HTTP/1.1\r\nHost: {server.host}\r\n\r\n"
        target = self.target(server, "k", method="PUT") + "0"
        requests = (f"PUT {target} HTTP/1.1\r\nHost: {server.host}\r\nContent-Length: {len(hidden)}\r\n\r\n{hidden}"
                  f"GET {self.target(server)} HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n")
        answer = self.send_raw(server, requests.encode())
        self.assertEqual([line[:12] for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")],
                         [b"HTTP/1.1 403"])
        self.assertEqual(answer.count(b"HTTP/1.1 200 OK"), 1)

    def test_what_follows_an_unknown_transfer_coding_is_not_read_as_a_request(self):
        server = self.serve()
        smuggled = f"GET {self.target(server)} HTTP/1.1\r\nHost: {server.host}\r\n\r\n"
        for method in ("GET", "PUT"):
            target = self.target(server, method=method)
            for coding, status in (("gzip", 400), ("xchunked", 400), ("identity", 400), ("chunked, gzip", 400),
                                   ("gzip, chunked", 501)):
                with self.subTest(method=method, coding=coding), server.connect() as connection:
                    connection.sendall((f"{method} {target} HTTP/1.1\r\nHost: {server.host}\r\n"
                                        f"Transfer-Encoding: {coding}\r\n\r\n{smuggled}").encode())
                    answer = received(connection)
                    self.assertEqual(status_of(answer), status, answer)
                    self.assertEqual(answer.count(b"HTTP/1.1 "), 1)
                    self.assertIn(b"Connection: close", answer)

    def test_an_empty_body_is_not_waited_for_with_100_continue(self):
        server = self.serve()
        with server.connect() as connection:
            connection.sendall((f"PUT {self.target(server, method='PUT')} HTTP/1.1\r\nHost: {server.host}\r\n"
                                "Expect: 100-continue\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").encode())
            answer = received(connection)
        self.assertEqual(status_of(answer), 200, answer)
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1)

    def test_a_log_that_nobody_reads_or_that_is_closed_does_not_stop_it(self):
        for closed in (False, True):
            with self.subTest(closed=closed):
                process = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                           stderr=subprocess.PIPE)
                port = int(re.search(rb":(\d+)", process.stdout.readline())[1])
                if closed:
                    process.stderr.close()
                request = f"GET /examplebucket/{'a' * 20000} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
                with contextlib.closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
                    for _ in range(100):  # two megabytes of log
                        connection.sendall(request)
                        self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 4"))
                process.terminate()
                self.assertEqual(process.wait(10), 0)
                process.stdout.close()
                process.stderr.close()

    def test_a_half_closed_client_gets_its_answer(self):
        server = self.serve()
        with server.connect() as connection:
            connection.sendall(f"GET {self.target(server)} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
            connection.shutdown(socket.SHUT_WR)
            answer = received(connection)
        self.assertEqual((status_of(answer), answer.endswith(GREETING)), (200, True))

    def test_clients_that_disconnect_leave_no_open_files(self):
        server = self.serve("--rate", "10000")
        self.upload(server, "large", bytes(100_000))
        files = pathlib.Path(f"/proc/{server.process.pid}/fd")
        before = len(list(files.iterdir()))  # the upload's connection may be among them
        request = f"GET {self.target(server, 'large')} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
        for data in (request, request[:50], b""):
            for _ in range(20):
                with server.connect() as connection:
                    connection.sendall(data)
        deadline = time.monotonic() + 5
        while len(list(files.iterdir())) > before and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertLessEqual(len(list(files.iterdir())), before)

    def test_a_thousand_connections_at_once(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < 2400:
            self.skipTest(f"at most {hard} open files are allowed here, 2400 are needed (ulimit -Hn)")
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2400), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        server = self.serve()
        request = f"GET {self.target(server)} HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode()
        with contextlib.ExitStack() as stack:
            connections = [stack.enter_context(server.connect()) for _ in range(1000)]
            for connection in connections:
                connection.sendall(request[:100])
            for connection in connections:
                connection.sendall(request[100:])
            for connection in connections:
                answer = received(connection)
                self.assertEqual((status_of(answer), answer.endswith(GREETING)), (200, True))

    def test_connections_beyond_the_limit_wait(self):
        server = self.serve("--max-connections", "2", "--timeout", "0.5")
        with server.connect(), server.connect():
            began = time.monotonic()
            self.assertEqual(self.ask(self.url(server))[0], 200)
        self.assertGreater(time.monotonic() - began, 0.3)

    def test_many_clients_are_served_at_once(self):
        server = self.serve()
        url = self.url(server)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.ask(url)[2], range(200)))
        self.assertEqual(answers, [GREETING] * 200)


class Program(ServeTest):
    def test_it_ends_with_status_0_on_a_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            server = Server(self.folder)
            with server.connect() as idle:
                server.process.send_signal(number)
                self.assertEqual(server.process.wait(10), 0)
                self.assertEqual(received(idle), b"")
            self.assertEqual(server.stop()[0], 0)

    def refuse(self, *arguments):
        done = subprocess.run([PROGRAM, "serve", *arguments], capture_output=True, text=True, timeout=10)
        return done.returncode, done.stderr.strip()

    def test_errors_name_the_place(self):
        config = self.folder / "config.json"
        config.write_text('{"region":"us-east-1","buckets":[{"name":"abc","region":"x"}],"credentials":[{}]}')
        self.assertEqual(self.refuse("--config", str(config)),
                         (2, f"countersign: {config} /credentials/0/access_key_id: missing"))
        self.assertEqual(self.refuse("--config", "/nowhere"), (2, "countersign: /nowhere: cannot be read: No such file or directory"))
        clock = self.folder / "clock"
        clock.write_text("noon")
        status, message = self.refuse("--clock-file", str(clock))
        self.assertEqual(status, 2)
        self.assertIn('found "noon"', message)
        for address in ("9000", "example.test:80", "127.0.0.1:x", "127.0.0.1:99999", "::1:80"):
            status, message = self.refuse("--listen", address)
            self.assertEqual((status, message.split(":")[1]), (2, " --listen"), message)
        status, message = self.refuse("--folder", str(self.folder / "absent"))
        self.assertEqual(status, 2)
        self.assertIn("No such file or directory", message)

    def test_an_address_in_use_is_an_error(self):
        server = self.serve()
        status, message = self.refuse("--listen", server.host)
        self.assertEqual(status, 3)
        self.assertIn("Address already in use", message)


if __name__ == "__main__":
    sys.exit(unittest.main())
