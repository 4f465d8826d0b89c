// Countersign adapter to the npm package aws4: RequestSigner with signQuery.
//
// aws4 signs the request that it is given, so path, query and headers are passed on unchanged. The time
// is set as aws4's README says: by X-Amz-Date (and X-Amz-Expires) in the path's query.
//
// Install, from the top of the repository: npm ci --prefix harness/adapters/aws4
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const modules = new URL("node_modules/aws4/", import.meta.url);
let aws4, version;
try {
  aws4 = (await import(new URL("aws4.js", modules))).default;
  version = JSON.parse(readFileSync(new URL("package.json", modules))).version;
} catch {
  console.error("aws4 is not installed here; run: npm ci --prefix harness/adapters/aws4");
  process.exit(1);
}

const source = "https://github.com/mhart/aws4/blob/v1.13.2/aws4.js";
const emptyBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const hello = {
  protocol: 1, name: "aws4", version, language: "javascript", ops: ["presign"],
  features: ["session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers",
    "non-s3", "access-points"],
  clock: "injected", errors: "class", max_inflight: 64,
};

const encode = (text) => encodeURIComponent(text)
  .replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

// A link to the place in aws4 that makes this request impossible; undefined if it is possible.
function cannot(r) {
  const names = r.headers.map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) return source + "#L302"; // headers are an object
  if (r.query.some(([name]) => /^X-Amz-(Date|Expires)$/.test(name))) return source + "#L136";
  if (r.service === "s3") return;
  if (r.path_encoding !== "twice") return source + "#L241"; // of S3's services it knows only "s3"
  if (!r.normalize_path && /\/\/|\/\.\.?(\/|$)/.test(r.path)) return source + "#L240";
  if (r.payload !== emptyBody) return source + "#L252";
}

function presign(r) {
  const query = [...r.query, ["X-Amz-Expires", String(r.expires)],
    ["X-Amz-Date", r.now.replace(/[-:]/g, "")]];
  const pairs = query.map(([name, value]) => encode(name) + "=" + encode(value));
  const path = r.path + "?" + pairs.join("&");
  const signer = new aws4.RequestSigner({
    method: r.method, host: r.host, path, service: r.service, region: r.region, signQuery: true,
    headers: Object.fromEntries(r.headers),
    // All given headers must be signed; by default aws4 leaves out Range and a few others.
    extraHeadersToInclude:
      Object.fromEntries(r.headers.map(([name]) => [name.toLowerCase(), true])),
  }, {
    accessKeyId: r.credentials.access_key_id, secretAccessKey: r.credentials.secret_access_key,
    sessionToken: r.credentials.session_token,
  });
  const stages =
    { canonical_request: signer.canonicalString(), string_to_sign: signer.stringToSign() };
  return { url: r.scheme + "://" + r.host + signer.sign().path, ...stages };
}

function answer(request) {
  if (request.op === "hello") return { ok: hello };
  const r = { ...request, query: request.query ?? [], headers: request.headers ?? [] };
  try {
    const issue = cannot(r);
    return issue ? { skip: { issue } } : { ok: presign(r) };
  } catch (error) {
    return { fault: { message: String(error.stack ?? error) } };
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify({ id: request.id, ...answer(request) }) + "\n");
}
