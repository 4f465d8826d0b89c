#!/usr/bin/env python3
"""An adapter that attacks the harness in one way, for tests: hostile.py MODE. Harmless outside of its own processes."""

import json
import os
import signal
import sys
import time

MODE = sys.argv[1]
MEBIBYTES_16 = (16 << 20) - 200
# Controls terminals, GitHub's runner, TAP, XML and Markdown, if it is printed as it is.
EVIL = ("\x1b[2J\x1b]0;x\x07\u009b31m<script>]]>\n::error::x%0A\n\u00a0::warning::x\n##[error]x\nok 1 - x\nBail out!\n"
        "```\n</details>|\x00\x01\x7f\u0085\u2028\u202e\ufffe\U0010ffff\r\n")
REJECT = {"reject": {"class": "bad-input"}}


def say(answer):
    line = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def warn(text):
    os.write(2, text.encode(errors="replace"))


def linger():
    while True:
        time.sleep(60)


def hello(**more):
    return {"id": 0, "ok": {"protocol": 1, "name": "hostile", "version": "1", "ops": ["presign", "verify"],
                            "features": ["path-style", "virtual-hosted", "extra-query", "signed-headers", "session-token"],
                            "clock": "ambient", **more}}


def daemon(work):
    """Runs work in a process without a living parent, in a session of its own, with the adapter's pipes."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            work()
        os._exit(0)
    os.wait()


def write_for_ever():
    while True:
        os.write(2, b"x" * 65536)
        os.write(1, b" " * 4096)


def before_reading():
    """The modes that do not wait for a request."""
    if MODE == "answers-without-reading":
        say(hello())
        for i in range(1, 20000):
            say({"id": i, **REJECT})
        linger()
    if MODE == "answers-for-ever":
        say(hello())
        i = 0
        while True:
            i += 1
            say({"id": i, **REJECT})
    if MODE == "answers-before-the-hello":
        for i in range(1, 5000):
            say({"id": i, **REJECT})


def answer_hello():
    if MODE == "hello-of-controls":
        say(hello(name=EVIL, version=EVIL, language=EVIL))
    elif MODE == "hello-of-16-mebibytes":
        say(hello(name="A" * MEBIBYTES_16))
    elif MODE == "hello-of-many-features":
        say(hello(features=["path-style"] * 1_000_000))
    elif MODE == "hello-with-an-unknown-field":
        warn(EVIL)
        say(hello(**{EVIL: 1}))
    else:
        say(hello())
    if MODE == "joins-the-harness":
        os.setpgid(0, os.getpgid(os.getppid()))
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


def raw(number):
    """Lines that are hard to read."""
    start = b'{"id":%d,' % number
    return {
        "deep-arrays": start + b'"ok":{"url":' + b"[" * 1000000 + b"]" * 1000000 + b"}}",
        "deep-and-open": start + b'"ok":{"url":' + b"[" * 5000000,
        "zero-byte": start + b'"ok":{"url":"https://h/\\u0000"}}',
        "lone-surrogate": start + b'"ok":{"url":"https://h/\\ud800"}}',
        "not-utf8": start + b'"ok":{"url":"https://h/\xff\xfe"}}',
        "huge-number": start + b'"reject":{"status":1e999,"class":"bad-input"}}',
        "many-parameters": start + b'"ok":{"url":"https://h/?' + b"&".join(b"p%d=1" % k for k in range(100000)) + b'"}}',
        "many-headers": start + b'"ok":{"url":"https://h/","headers":[' + b",".join(b'["a%d","b"]' % k for k in range(100000)) + b"]}}",
    }.get(MODE)


def tell(number, request, text):
    """Each answer has the text at another place."""
    kinds = [
        {"ok": {"url": text, "canonical_request": text, "string_to_sign": text}}, {"ok": {"url": "https://h/?" + text}},
        {"reject": {"class": text, "message": text}}, {"skip": {"issue": text}}, {"fault": {"message": text}}, {text: 1},
    ]
    if request["op"] == "verify":
        kinds[:3] = [{"ok": {"principal": text, "canonical_request": text}}, {"reject": {"status": 403, "code": text, "class": text}}]
    warn(text)
    return {"id": number, **kinds[number % len(kinds)]}


def answer(number, request):
    if MODE == "long-urls":
        return b'{"id":%d,"ok":{"url":"https://h/' % number + b"a" * MEBIBYTES_16 + b'"}}'
    if MODE == "long-messages":
        return b'{"id":%d,"reject":{"class":"bad-input","message":"' % number + b"a" * MEBIBYTES_16 + b'"}}'
    if MODE == "a-byte-at-a-time":
        for byte in json.dumps({"id": number, **REJECT}):
            sys.stdout.write(byte)
            sys.stdout.flush()
            time.sleep(1)
    if MODE == "daemon-holds-the-pipes":
        daemon(linger)
        os._exit(0)
    if MODE == "daemon-keeps-writing":
        daemon(write_for_ever)
        os._exit(0)
    if MODE == "stops-itself":
        os.kill(os.getpid(), signal.SIGSTOP)
    if MODE == "writes-to-stderr-for-ever":
        while True:
            os.write(2, b"E" * 1048576)
    if MODE == "exits":
        os._exit(0)
    if MODE in ("hangs", "joins-the-harness"):
        linger()
    if MODE == "controls":
        return tell(number, request, EVIL)
    if MODE == "tells-secrets":
        return tell(number, request, json.dumps(request.get("credentials")))
    return raw(number) or {"id": number, **REJECT}


def main():
    if MODE == "ignores-signals":
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
    before_reading()
    sys.stdin.readline()
    answer_hello()
    for line in sys.stdin:
        request = json.loads(line)
        say(answer(request["id"], request))
    if MODE in ("ignores-signals", "joins-the-harness"):
        linger()


main()
