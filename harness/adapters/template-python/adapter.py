#!/usr/bin/env python3
"""A Countersign adapter to fill in: it runs as it is, and skips every request.

Call your presigner at HERE, name in FEATURES the features that it has, and run:
    countersign run --adapter 'python3 adapter.py'
"""

import json
import sys

FEATURES = []  # of: session-token path-style virtual-hosted extra-query signed-headers payload-hash
HELLO = {"protocol": 1, "name": "mine", "version": "0", "language": "python", "ops": ["presign"],
         "features": FEATURES, "clock": "injected", "errors": "class", "max_inflight": 1}
NOT_YET = "https://example.com/mine/issues/1"  # where you track what is missing


def presign(request):
    # HERE. For instance:
    #   url = mine.presign(request["method"], request["bucket"], request["key"],
    #                      expires=request["expires"], now=request["now"], …)
    #   return {"ok": {"url": url}}
    # and if yours refuses the input: {"reject": {"class": "expires-too-long"}}
    return {"skip": {"issue": NOT_YET}}


for line in sys.stdin:
    request = json.loads(line)
    answer = {"ok": HELLO} if request["op"] == "hello" else presign(request)
    print(json.dumps({"id": request["id"], **answer}), flush=True)
