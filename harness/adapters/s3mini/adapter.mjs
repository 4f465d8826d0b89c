// Countersign adapter to the npm package s3mini: S3mini.getPresignedUrl.
//
// It takes no time: the global Date is replaced. It presigns GET and PUT of objects and has no session
// token. The endpoint is the bucket's, as its README has it.
//
// Install, from the top of the repository: npm ci --prefix harness/adapters/s3mini
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";

const modules = new URL("node_modules/s3mini/", import.meta.url);
let S3mini, version;
try {
  ({ S3mini } = await import("s3mini"));
  version = JSON.parse(readFileSync(new URL("package.json", modules))).version;
} catch {
  console.error("s3mini is not installed here; run: npm ci --prefix harness/adapters/s3mini");
  process.exit(1);
}

const source = `https://github.com/good-lly/s3mini/blob/v${version}/src/S3.ts`;
const hello = {
  protocol: 1, name: "s3mini", version, language: "javascript", ops: ["presign"],
  features: ["path-style", "virtual-hosted", "extra-query", "signed-headers"],
  clock: "injected", errors: "class", max_inflight: 64,
};
const RealDate = Date;
let now = 0;
globalThis.Date = class extends RealDate {
  constructor(...args) { super(...(args.length ? args : [now])); }
};

async function presign(r) {
  if (r.service !== "s3") return { skip: { issue: source + "#L2500" } };
  if (r.method !== "GET" && r.method !== "PUT") return { skip: { issue: source + "#L2465" } };
  if (!r.bucket || !r.key) return { skip: { issue: source + "#L2471" } };
  const unique = (pairs) => new Set(pairs.map(([name]) => name.toLowerCase())).size === pairs.length;
  if (new Set(r.query.map(([n]) => n)).size < r.query.length || !unique(r.headers)) {
    return { skip: { issue: source + "#L2468" } }; // records: a name once
  }
  now = RealDate.parse(r.now);
  const endpoint = `${r.scheme}://${r.host}` + (r.addressing === "virtual" ? "" : "/" + r.bucket);
  const s3 = new S3mini({ endpoint, region: r.region, accessKeyId: r.credentials.access_key_id,
    secretAccessKey: r.credentials.secret_access_key });
  const url = await s3.getPresignedUrl(r.method, r.key, r.expires,
    Object.fromEntries(r.query), Object.fromEntries(r.headers));
  return { ok: { url } };
}

async function answer(request) {
  if (request.op === "hello") return { ok: hello };
  const r = { ...request, query: request.query ?? [], headers: request.headers ?? [] };
  try {
    return await presign(r);
  } catch (error) {
    const message = String(error.message);
    if (/expiresIn must be/.test(message)) {
      return { reject: { class: r.expires < 1 ? "expires-too-short" : "expires-too-long", message } };
    }
    if (error instanceof TypeError) return { reject: { class: "bad-input", message } };
    return { fault: { message: String(error.stack ?? error) } };
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify({ id: request.id, ...(await answer(request)) }) + "\n");
}
