"""`countersign run --endpoint` against servers with one mistake in how they time transfers.

The cases are transfers that last beyond a URL's end, or that use a URL twice.
"""

import http.server
import os
import re
import select
import subprocess
import threading
import time
import unittest
from datetime import datetime, timezone
from urllib.parse import parse_qs, urlsplit

from endpoint_test import EndpointTest, error_document

CASES = {f"verify/transfer/{name}" for name in (
    "download-outlives-its-url", "upload-outlives-its-url", "download-again-before-its-end",
    "upload-again-before-its-end", "range-before-its-end", "download-again-after-its-end", "range-after-its-end",
    "upload-again-after-its-end", "part-after-its-end")}


class Store(http.server.ThreadingHTTPServer):
    """Keeps objects and checks only the time of a URL. `mistake` is what it does wrong."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, mistake=None, ahead=0, clock_file=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.mistake, self.ahead, self.clock_file = mistake, ahead, clock_file
        self.objects, self.seen = {}, set()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def now(self):
        if self.clock_file is None:
            return time.time() + self.ahead
        text = self.clock_file.read_text().strip()
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone.utc).timestamp()

    def handle_error(self, request, client_address):
        """Not printed: clients may cut off a download on purpose."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mistake = None

    def log_message(self, *arguments):
        pass

    def date_time_string(self, timestamp=None):
        return super().date_time_string(self.server.now() if timestamp is None else timestamp)

    def ended(self):
        query = parse_qs(urlsplit(self.path).query)
        if "X-Amz-Date" not in query:
            return False
        begin = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        return self.server.now() > begin.timestamp() + int(query["X-Amz-Expires"][0])

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for begin in range(0, len(body), 16384):
            if self.mistake == "cuts downloads" and self.ended() and status < 300:
                self.close_connection = True
                return
            piece = body[begin:begin + 16384]
            spoils = self.mistake == "spoils downloads" and self.ended() and status < 300
            self.wfile.write(bytes(len(piece)) if spoils else piece)

    def refuse(self, code="AccessDenied"):
        self.answer(403, error_document(code))

    def begin(self):
        """Notes the use of the URL. True if the request is accepted; otherwise it has been refused."""
        self.close_connection = True
        self.mistake = self.server.mistake
        use = (self.command, self.path)
        used = use in self.server.seen
        self.server.seen.add(use)
        if self.mistake == "once only" and used:
            return self.refuse()
        accepts = {"restarts": used and self.command == "GET" and "Range" not in self.headers,
                   "ranges": "Range" in self.headers,
                   "uploads again": used and self.command == "PUT",
                   "parts": "partNumber" in self.path}
        if self.ended() and not accepts.get(self.mistake):
            return self.refuse("ExpiredToken" if self.mistake == "other words" else "AccessDenied")
        return True

    def do_PUT(self):
        if not self.begin():
            return
        body = bytearray()
        while len(body) < int(self.headers["Content-Length"]):
            body += self.rfile.read1(int(self.headers["Content-Length"]) - len(body))
            if self.mistake == "cuts uploads" and self.ended() and "partNumber" not in self.path:
                return self.refuse()
        if self.mistake == "keeps half of uploads" and self.ended():
            del body[len(body) // 2:]
        if self.mistake != "keeps the first upload" or self.path.split("?")[0] not in self.server.objects:
            self.server.objects[self.path.split("?")[0]] = bytes(body)
        self.answer(200)

    def do_GET(self):
        if not self.begin():
            return
        body = self.server.objects.get(self.path.split("?")[0])
        if body is None:
            return self.answer(404, error_document("NoSuchKey"))
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if wanted is None or self.mistake == "knows no ranges":
            return self.answer(200, body)
        begin = 0 if self.mistake == "starts again" else int(wanted[1])
        self.answer(206, body[begin:], [("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")])

    def do_DELETE(self):
        if self.begin():
            self.server.objects.pop(self.path.split("?")[0], None)
            self.answer(204)


# The cases that each mistake must fail, and no others.
MISTAKES = {
    None: (),
    "knows no ranges": (),
    "cuts downloads": ("download-outlives-its-url",),
    "spoils downloads": ("download-outlives-its-url",),
    "cuts uploads": ("upload-outlives-its-url",),
    "keeps half of uploads": ("upload-outlives-its-url",),
    "keeps the first upload": ("upload-again-before-its-end",),
    "once only": ("download-again-before-its-end", "upload-again-before-its-end", "range-before-its-end"),
    "starts again": ("range-before-its-end",),
    "restarts": ("download-again-after-its-end",),
    "ranges": ("range-after-its-end",),
    "uploads again": ("upload-again-after-its-end",),
    "parts": ("part-after-its-end",),
    "other words": ("download-again-after-its-end", "range-after-its-end", "upload-again-after-its-end",
                    "part-after-its-end"),
}


class TransferTest(EndpointTest):
    def run_against(self, store, *arguments):
        self.addCleanup(store.server_close)
        self.addCleanup(store.shutdown)
        return self.run_endpoint(store.url, "--select", "verify/transfer", *arguments)

    def failing(self):
        self.assertEqual(set(self.cases), CASES)
        self.assertLessEqual({case["verdict"] for case in self.cases.values()}, {"pass", "fail"}, self.cases)
        return {name for name, case in self.cases.items() if case["verdict"] == "fail"}


class Ambient(TransferTest):
    """These runs wait for the real clock, so they run in parallel, each with its own folder and thread."""

    def run_all(self, stores):
        runs = {name: TransferTest() for name in stores}

        def run(name):
            runs[name].setUp()
            runs[name].done = runs[name].run_against(stores[name])

        threads = [threading.Thread(target=run, args=(name,)) for name in runs]
        for one in runs.values():
            self.addCleanup(one.doCleanups)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return runs

    def test_each_mistake_fails_its_cases_and_no_others(self):
        runs = self.run_all({mistake: Store(mistake) for mistake in MISTAKES})
        for mistake, names in MISTAKES.items():
            with self.subTest(mistake=mistake):
                run = runs[mistake]
                self.assertEqual(run.failing(), {f"verify/transfer/{name}" for name in names})
                self.assertEqual(run.done.returncode, 1 if names else 0, run.done.stderr)
        cut = runs["cuts downloads"].cases["verify/transfer/download-outlives-its-url"]
        self.assertRegex(cut["explanation"], r"Rejected with 200, .* after \d+ of 4194304 bytes")
        spoilt = runs["spoils downloads"].cases["verify/transfer/download-outlives-its-url"]
        self.assertRegex(spoilt["explanation"], r"4194304 bytes of 4194304, the first that differs at \d+")

    def test_a_clock_that_is_ahead_or_behind_is_followed(self):
        for ahead, run in self.run_all({ahead: Store(ahead=ahead) for ahead in (-60, 60)}).items():
            self.assertEqual(run.failing(), set(), ahead)

    def test_a_case_whose_object_cannot_be_put_is_unsupported(self):
        class Small(Handler):
            def do_PUT(self):
                if int(self.headers["Content-Length"]) > 100:
                    self.rfile.read(int(self.headers["Content-Length"]))
                    self.close_connection = True
                    return self.answer(400, error_document("EntityTooLarge"))
                return super().do_PUT()

        store = Store()
        store.RequestHandlerClass = Small
        self.run_against(store)
        case = self.cases["verify/transfer/download-outlives-its-url"]
        self.assertEqual(case["verdict"], "unsupported")
        self.assertIn("could not be put: HTTP 400 EntityTooLarge", case["explanation"])
        case = self.cases["verify/transfer/upload-again-after-its-end"]
        self.assertEqual(case["verdict"], "unsupported")
        self.assertIn("before the URL's end", case["explanation"])

    def test_a_broken_off_download_is_broken_off(self):
        class Watching(Handler):
            def answer(self, status, body=b"", headers=()):
                if self.command != "GET" or "Range" in self.headers or len(body) != 65536:
                    return super().answer(status, body, headers)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[:49152])
                # The client has more than half. If it wants the rest, it waits.
                readable, _, _ = select.select([self.connection], [], [], 1)
                if readable:
                    self.server.broken_off.add(self.path.split("?")[0].rpartition("/")[2])
                self.wfile.write(body[49152:])

        store = Store()
        store.RequestHandlerClass = Watching
        store.broken_off = set()
        self.run_against(store)
        cases = [self.cases[f"verify/transfer/{name}"]["verdict"] for name in (
            "download-again-after-its-end", "range-after-its-end", "range-before-its-end")]
        self.assertEqual(cases, ["pass"] * 3)
        self.assertEqual(store.broken_off, {"restarted", "resumed", "resumed-late"})

    def test_an_interrupted_run_does_not_wait_for_transfers(self):
        report = self.folder / "report.jsonl"
        store = Store()
        self.addCleanup(store.server_close)
        self.addCleanup(store.shutdown)
        process = subprocess.Popen(
            [os.environ["COUNTERSIGN_PROGRAM"], "run", "--endpoint", store.url, "--bucket", "examplebucket",
             "--credentials", self.credentials, "--select", "verify/transfer", "--report", f"json={report}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not any("again-upload" in path for path in list(store.objects)):
            time.sleep(0.05)
        process.terminate()
        told = time.monotonic()
        self.assertEqual(process.wait(timeout=30), 130)
        self.assertLess(time.monotonic() - told, 4)
        self.assertEqual(store.objects, {}, "objects are removed nevertheless")


class WithAClockFile(TransferTest):
    def run_at(self, mistake):
        clock = self.folder / "clock"
        clock.write_text("2020-01-01 00:00:00\n")
        began = time.monotonic()
        self.run_against(Store(mistake, clock_file=clock), "--clock-file", clock)
        self.elapsed = time.monotonic() - began
        return {name.rpartition("/")[2] for name in self.failing()}

    def test_no_case_waits(self):
        self.assertEqual(self.run_at(None), set())
        self.assertLess(self.elapsed, 30)

    def test_a_download_that_is_cut_off_fails(self):
        self.assertEqual(self.run_at("cuts downloads"), {"download-outlives-its-url"})

    def test_an_upload_that_is_cut_off_fails(self):
        self.assertEqual(self.run_at("cuts uploads"), {"upload-outlives-its-url"})

    def test_an_accepted_restart_fails(self):
        self.assertEqual(self.run_at("restarts"), {"download-again-after-its-end"})


if __name__ == "__main__":
    unittest.main()
