"""Presigns a second: the reference beside real presigners, on this machine, in one run.

usage: peers_bench.py REFERENCE_BENCH [SECONDS]

Every presigner signs GET examplebucket/test.txt for a day, in turn, three rounds of SECONDS each (default 1); the best
round counts, since other work only ever slows one down. Peers that are not installed are named and left out:
botocore comes from Debian's python3-botocore, aws4 and @smithy/signature-v4 with
`npm ci --prefix harness/adapters/aws4` and `npm ci --prefix harness/adapters/aws-sdk-js-v3`.
"""

import json
import pathlib
import subprocess
import sys
import time

ADAPTERS = pathlib.Path(__file__).resolve().parent.parent / "harness" / "adapters"
ROUNDS = 3

BOTOCORE = r"""
import sys, time
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
seconds = float(sys.argv[1])
auth = S3SigV4QueryAuth(Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "s3",
                        "us-east-1", expires=86400)
def presign():
    request = AWSRequest("GET", "https://examplebucket.s3.amazonaws.com/test.txt")
    auth.add_auth(request)
    return request.url
presign()
count, end = 0, time.perf_counter() + seconds
start = time.perf_counter()
while time.perf_counter() < end:
    for _ in range(50): presign()
    count += 50
print(count / (time.perf_counter() - start))
"""

NODE_LOOP = r"""
const seconds = Number(process.argv[1]);
const loop = async (presign) => {
  for (let i = 0; i < 2000; i++) await presign(i);
  let count = 0;
  const start = process.hrtime.bigint();
  const end = start + BigInt(Math.round(seconds * 1e9));
  while (process.hrtime.bigint() < end) {
    for (let i = 0; i < 100; i++) { const made = presign(count + i); if (made instanceof Promise) await made; }
    count += 100;
  }
  console.log(count / (Number(process.hrtime.bigint() - start) / 1e9));
};
"""

AWS4 = NODE_LOOP + r"""
const aws4 = require("aws4");
const presign = (secret) => aws4.sign({ service: "s3", region: "us-east-1", method: "GET", signQuery: true,
    host: "examplebucket.s3.amazonaws.com", path: "/test.txt?X-Amz-Expires=86400&X-Amz-Date=20130524T000000Z" },
  { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret });
"""
AWS4_CACHED = AWS4 + 'loop(() => presign("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));'
AWS4_NEW_KEY = AWS4 + 'loop((i) => presign("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" + i));'

SMITHY_CACHED = NODE_LOOP + r"""
const { SignatureV4 } = require("@smithy/signature-v4");
const { Sha256 } = require("@aws-crypto/sha256-js");
const { Hash } = (() => { try { return require("@smithy/hash-node"); } catch { return {}; } })();
const sha256 = Hash ? Hash.bind(null, "sha256") : Sha256;
const signer = new SignatureV4({ service: "s3", region: "us-east-1", sha256, uriEscapePath: false, applyChecksum: false,
  credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" } });
const signingDate = new Date("2013-05-24T00:00:00Z");
loop(() => signer.presign({ method: "GET", protocol: "https:", hostname: "examplebucket.s3.amazonaws.com", path: "/test.txt",
  headers: { host: "examplebucket.s3.amazonaws.com" }, query: {} }, { expiresIn: 86400, signingDate }));
"""


def reference(bench, name, seconds):
    done = subprocess.run([bench, f"--benchmark_filter=^{name}$", f"--benchmark_min_time={seconds}",
                           "--benchmark_format=json"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["benchmarks"][0]["items_per_second"]


def python(source, seconds):
    return float(subprocess.run(["/usr/bin/python3", "-c", source, str(seconds)], capture_output=True, text=True,
                                check=True).stdout)


def node(source, folder, seconds):
    return float(subprocess.run(["node", "-e", source, str(seconds)], capture_output=True, text=True, check=True,
                                cwd=ADAPTERS / folder).stdout)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    bench, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) == 3 else 1.0
    contestants = {
        "reference, key cached": lambda: reference(bench, "Presign_KeyCached", seconds),
        "reference, new key each time": lambda: reference(bench, "Presign_NewKeyEachTime", seconds),
        "aws4 (npm), key cached": lambda: node(AWS4_CACHED, "aws4", seconds),
        "aws4 (npm), new key each time": lambda: node(AWS4_NEW_KEY, "aws4", seconds),
        "@smithy/signature-v4 (npm), key cached": lambda: node(SMITHY_CACHED, "aws-sdk-js-v3", seconds),
        "botocore S3SigV4QueryAuth (Debian), new key each time": lambda: python(BOTOCORE, seconds),
    }
    best = {}
    for _ in range(ROUNDS):
        for name, run in contestants.items():
            try:
                best[name] = max(best.get(name, 0), run())
            except (subprocess.CalledProcessError, FileNotFoundError) as error:
                if name.startswith("reference"):
                    raise
                reason = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
                best.setdefault(name, 0)
                print(f"left out: {name}: {reason[-1] if reason else error}", file=sys.stderr)
            time.sleep(0.1)
    base = {"cached": best["reference, key cached"], "new": best["reference, new key each time"]}
    print(f"{'presigner':55} {'a second':>12} {'reference is':>14}")
    for name, rate in sorted(best.items(), key=lambda item: -item[1]):
        if rate:
            ratio = base["cached" if "cached" in name else "new"] / rate
            print(f"{name:55} {rate:12,.0f} {ratio:13.1f}x")


if __name__ == "__main__":
    main()
