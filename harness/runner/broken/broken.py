#!/usr/bin/env python3
"""An adapter that presigns well and breaks in one way, for tests: broken.py MODE [MAX_INFLIGHT].

Modes that concern one case act on the object break.txt alone. Every process writes its number to
the file $BROKEN_PIDS, so that a test can see whether it is gone.
"""

import hashlib
import hmac
import json
import os
import sys
import time
from urllib.parse import quote

MODE = sys.argv[1]
MAX_INFLIGHT = int(sys.argv[2]) if len(sys.argv) > 2 else 1


def remember(pid):
    if "BROKEN_PIDS" in os.environ:
        with open(os.environ["BROKEN_PIDS"], "a") as file:
            file.write(f"{pid}\n")


def starts():
    """How many processes have started, this one included."""
    with open(os.environ["BROKEN_PIDS"]) as file:
        return len(file.readlines())


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def presign(request):
    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    if MODE != "own-clock":
        now = request["now"].replace("-", "").replace(":", "")
    scope = f"{now[:8]}/{request['region']}/{request['service']}/aws4_request"
    credentials = request["credentials"]
    query = {
        "X-Amz-Algorithm": request["algorithm"],
        "X-Amz-Credential": f"{credentials['access_key_id']}/{scope}",
        "X-Amz-Date": now,
        "X-Amz-Expires": str(request["expires"]),
        "X-Amz-SignedHeaders": "host",
    }
    query = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in sorted(query.items()))
    canonical = "\n".join(
        [request["method"], request["path"], query, f"host:{request['host']}\n", "host", request["payload"]]
    )
    to_sign = "\n".join([request["algorithm"], now, scope, sha256(canonical)])
    key = ("AWS4" + credentials["secret_access_key"]).encode()
    for part in scope.split("/") + [to_sign]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    url = f"{request['scheme']}://{request['host']}{request['path']}?{query}"
    return f"{url}&X-Amz-Signature={key.hex()}"


def hello():
    answer = {
        "protocol": 2 if MODE == "protocol-2" else 1,
        "name": "broken",
        "version": "1",
        "language": "python",
        "ops": ["presign"],
        "features": ["virtual-hosted"],
        "max_inflight": MAX_INFLIGHT,
    }
    if MODE == "answers-only-the-hello":
        answer["clock"] = "ambient"
    if MODE == "changes-hello" and starts() > 1:
        answer["version"] = "2"
    return {"id": 0, "ok": answer}


def say(line):
    sys.stdout.write(line if isinstance(line, str) else json.dumps(line) + "\n")
    sys.stdout.flush()


def linger():
    while True:
        time.sleep(60)


def join_the_harness():
    """Leaves its process group for the harness's, which the harness must not kill."""
    os.setpgid(0, os.getpgid(os.getppid()))


def leave_a_daemon():
    """Leaves a process behind that has its own session and no living parent, and holds no pipe."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            remember(os.getpid())
            for descriptor in range(3):
                os.close(descriptor)
            linger()
        os._exit(0)
    os.wait()


def greet():
    if MODE == "silent" or (MODE == "changes-hello-to-silence" and starts() > 1):
        linger()
    if MODE == "banner":
        say("Welcome to the adapter!\n")
    if MODE in ("joins-the-harness", "joins-the-harness-and-ignores-end"):
        join_the_harness()
    if MODE in ("daemon", "daemon-and-dies"):
        leave_a_daemon()
    if MODE == "grandchild":
        import subprocess  # slow to load

        remember(subprocess.Popen(["sleep", "300"]).pid)
    say(hello())


def misbehave(request, answer):
    """Answers break.txt. What a mode does not replace is answered well."""
    if MODE == "twice":
        say(answer)
    elif MODE == "wrong-id":
        answer["id"] += 1000000
    elif MODE == "other-id":
        answer["id"] -= 1
    elif MODE == "dies-mid-line":
        say('{"id":')
        os._exit(0)
    elif MODE in ("dies", "daemon-and-dies", "changes-hello", "changes-hello-to-silence"):
        sys.stderr.write("ValueError: break.txt\n")
        sys.stderr.flush()
        os._exit(3)
    elif MODE in ("hangs", "stops-answering", "joins-the-harness"):
        linger()
    elif MODE == "long-line":
        for _ in range(100):
            say("x" * 1000000)
    elif MODE == "invalid-utf8":
        sys.stdout.buffer.write(b'{"id":%d,"ok":{"url":"\xff\xfe"}}\n' % request["id"])
        sys.stdout.buffer.flush()
        return
    elif MODE == "unknown-field":
        answer["ok"]["ulr"] = "https://example.com/"
    elif MODE == "two-answers":
        answer["reject"] = {"class": "bad-input"}
    elif MODE == "empty-line":
        say("\n")
    elif MODE == "closes-stdout":
        os.close(1)
        linger()
    say(answer)


def main():
    remember(os.getpid())
    sys.stdin.readline()
    greet()
    waiting = []
    count = 0
    for line in sys.stdin:
        request = json.loads(line)
        count += 1
        answer = {"id": request["id"], "ok": {"url": presign(request)}}
        silent = MODE in ("answers-only-the-hello", "answers-only-the-hello-on-its-clock")
        if silent or (MODE == "stops-answering" and starts() > 1):
            linger()
        if MODE == "hangs-on-many" and request["key"].startswith("break"):
            linger()
        if MODE == "dies-third" and count == 3:
            os._exit(3)
        if MODE == "floods-stderr":
            sys.stderr.write("x" * 10000000 + "\n")
        if MODE == "all-twice":
            say(answer)
        if MODE in ("reads-ahead", "any-order") and request["key"] != "test.txt":
            # Answers the second of two requests first (but for the harness's clock probes).
            waiting.append(answer)
            if len(waiting) == 2:
                say(waiting[1])
                say(waiting[0])
                waiting = []
        elif request["key"] == "break.txt":
            misbehave(request, answer)
        else:
            say(answer)
    if MODE in ("ignores-end", "joins-the-harness-and-ignores-end"):
        linger()
    sys.exit(5 if MODE == "exits-5" else 0)


main()
