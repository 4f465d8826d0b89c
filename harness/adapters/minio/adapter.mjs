// Countersign adapter to the MinIO client for JavaScript (npm minio): Client.presignedUrl.
//
// The signing time is an argument of presignedUrl; headers are not, so that feature is not declared.
// For Amazon's endpoints the client replaces the host by the regional one. Setting an accelerate endpoint
// keeps the given host; it does not affect the signature.
//
// Install, from the top of the repository: npm ci --prefix harness/adapters/minio
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

let minio, version;
try {
  minio = await import("minio");
  const file = new URL("node_modules/minio/package.json", import.meta.url);
  version = JSON.parse(readFileSync(file)).version;
} catch {
  console.error("minio is not installed here; run: npm ci --prefix harness/adapters/minio");
  process.exit(1);
}

const source = "https://github.com/minio/minio-js/blob/8.0.7/src/internal/";
const signing = "https://github.com/minio/minio-js/blob/8.0.7/src/signing.ts";
const hello = {
  protocol: 1, name: "minio", version, language: "javascript", ops: ["presign"],
  features: ["session-token", "path-style", "virtual-hosted", "extra-query"],
  clock: "injected", errors: "class", max_inflight: 64,
};

const clients = new Map();
function clientFor(r) {
  const virtual = r.addressing === "virtual";
  const host = virtual ? r.host.slice(r.bucket.length + 1) : r.host;
  const [, address, port] = host.match(/^(.*?)(?::(\d+))?$/);
  const endPoint = address.replace(/^\[(.*)\]$/, "$1"); // the client adds the brackets of IPv6 itself
  const options = {
    endPoint, useSSL: r.scheme === "https", pathStyle: !virtual, region: r.region,
    port: port ? Number(port) : undefined,
    accessKey: r.credentials.access_key_id, secretKey: r.credentials.secret_access_key,
    sessionToken: r.credentials.session_token,
  };
  const keepHost = !r.bucket.includes("."); // the setting does not allow such names
  const name = JSON.stringify([options, keepHost]);
  if (!clients.has(name)) {
    clients.set(name, new minio.Client(options));
    if (keepHost) clients.get(name).setS3TransferAccelerate(endPoint);
  }
  return clients.get(name);
}

// The same name twice becomes a list, which is how the client's query encoder takes it.
function parameters(query) {
  const all = {};
  for (const [name, value] of query) all[name] = name in all ? [all[name], value].flat() : value;
  return all;
}

async function presign(r) {
  if (r.service !== "s3") return { skip: { issue: signing + "#L287" } };
  if (!r.region) return { skip: { issue: source + "client.ts#L2959" } }; // it would ask the server
  if (!r.bucket) return { skip: { issue: source + "client.ts#L2959" } };
  if (r.addressing === "virtual" && !r.host.startsWith(r.bucket + ".")) {
    return { skip: { issue: source + "client.ts#L525" } };
  }
  const url = await clientFor(r).presignedUrl(r.method, r.bucket ?? "", r.key, r.expires,
    parameters(r.query ?? []), new Date(r.now));
  // The client has chosen another host or addressing. This has nothing to do with signatures.
  if (!url.startsWith(r.scheme + "://" + r.host + "/") && choosesItself(r)) {
    return { skip: { issue: source + "helper.ts#L69" } };
  }
  return { ok: { url } };
}

function choosesItself(r) {
  return /(^|\.)s3\.(cn-north-1\.)?amazonaws\.com(\.cn)?(:\d+)?$/.test(r.host) ||
    (r.addressing === "virtual" && r.scheme === "https" && r.bucket.includes("."));
}

function refusal(error) {
  const message = error.message ?? String(error);
  if (/greater than 7 days/.test(message)) return { class: "expires-too-long", message };
  if (/less than 1 second/.test(message)) return { class: "expires-too-short", message };
  if (/^(Invalid|Anonymous)/.test(error.constructor.name)) {
    return { class: "bad-input", message };
  }
}

async function answer(request) {
  if (request.op === "hello") return { ok: hello };
  try {
    return await presign(request);
  } catch (error) {
    const reject = refusal(error);
    return reject ? { reject } : { fault: { message: String(error.stack ?? error) } };
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify({ id: request.id, ...(await answer(request)) }) + "\n");
}
