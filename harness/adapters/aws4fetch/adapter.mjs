// Countersign adapter to the npm package aws4fetch: AwsClient.sign with aws.signQuery.
//
// As its README says, X-Amz-Expires stands in the URL and the clock is the option datetime. The URL's
// further query is percent-encoded here. With allHeaders everything is signed that was asked.
//
// Install, from the top of the repository: npm ci --prefix harness/adapters/aws4fetch
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";

const modules = new URL("node_modules/aws4fetch/", import.meta.url);
let AwsClient, version;
try {
  ({ AwsClient } = await import("aws4fetch"));
  version = JSON.parse(readFileSync(new URL("package.json", modules))).version;
} catch {
  console.error("aws4fetch is not installed here; run: npm ci --prefix harness/adapters/aws4fetch");
  process.exit(1);
}

const source = "https://github.com/mhart/aws4fetch/blob/master/src/main.js";
const emptyBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const hello = {
  protocol: 1, name: "aws4fetch", version, language: "javascript", ops: ["presign"],
  features: ["session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers", "non-s3"],
  clock: "injected", errors: "class", max_inflight: 64,
};
const encode = (text) => encodeURIComponent(text)
  .replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

async function presign(r) {
  if (r.service !== "s3" && r.path_encoding === "once") return { skip: { issue: source } }; // knows "s3" alone
  if (r.service !== "s3" && r.payload !== emptyBody) return { skip: { issue: source } };
  if (r.service !== "s3" && !r.normalize_path && /\/\/|\/\.\.?(\/|$)/.test(r.path)) return { skip: { issue: source } };
  const client = new AwsClient({
    accessKeyId: r.credentials.access_key_id, secretAccessKey: r.credentials.secret_access_key,
    sessionToken: r.credentials.session_token, service: r.service, region: r.region,
  });
  const query = [...r.query, ["X-Amz-Expires", String(r.expires)]]
    .map(([name, value]) => encode(name) + "=" + encode(value)).join("&");
  const signed = await client.sign(`${r.scheme}://${r.host}${r.path}?${query}`, {
    method: r.method, headers: r.headers,
    aws: { signQuery: true, datetime: r.now.replace(/[-:]/g, ""), allHeaders: true },
  });
  return { ok: { url: signed.url } };
}

async function answer(request) {
  if (request.op === "hello") return { ok: hello };
  const r = { ...request, query: request.query ?? [], headers: request.headers ?? [] };
  try {
    return await presign(r);
  } catch (error) {
    if (error instanceof TypeError) return { reject: { class: "bad-input", message: String(error.message) } };
    return { fault: { message: String(error.stack ?? error) } };
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify({ id: request.id, ...(await answer(request)) }) + "\n");
}
