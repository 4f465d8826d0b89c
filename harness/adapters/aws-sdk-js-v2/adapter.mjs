// Countersign adapter to the npm package aws-sdk (the AWS SDK for JavaScript v2): presign of a request of S3, which
// getSignedUrl calls.
//
// Parameters and headers for which the operation has an input are said with it; the rest is added in a listener of the event
// build, as the SDK's users do. It takes no time: the global Date is replaced.
//
// Install, from the top of the repository: npm ci --prefix harness/adapters/aws-sdk-js-v2
import { createInterface } from "node:readline";

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = "1";
let AWS;
try {
  AWS = (await import("aws-sdk")).default;
} catch {
  console.error("aws-sdk is not installed here; run: npm ci --prefix harness/adapters/aws-sdk-js-v2");
  process.exit(1);
}

const source = `https://github.com/aws/aws-sdk-js/blob/v${AWS.VERSION}/`;
const hello = {
  protocol: 1, name: "aws-sdk-js-v2", version: AWS.VERSION, language: "javascript", ops: ["presign"],
  features: ["session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers"],
  clock: "injected", errors: "class", max_inflight: 64,
};
const operations = {
  object: { GET: "getObject", PUT: "putObject", HEAD: "headObject", DELETE: "deleteObject" },
  bucket: { GET: "listObjects", PUT: "createBucket", HEAD: "headBucket", DELETE: "deleteBucket" },
  account: { GET: "listBuckets" },
};

const RealDate = Date;
let now = 0;
globalThis.Date = class extends RealDate {
  constructor(...args) { super(...(args.length ? args : [now])); }
  static now() { return now; }
};

const clients = new Map();
function clientFor(r, endpoint) {
  const { access_key_id, secret_access_key, session_token } = r.credentials;
  const config = {
    region: r.region, endpoint, s3ForcePathStyle: r.addressing !== "virtual", signatureVersion: "v4", maxRetries: 0,
    credentials: { accessKeyId: access_key_id, secretAccessKey: secret_access_key, sessionToken: session_token },
  };
  const name = JSON.stringify(config);
  if (!clients.has(name)) {
    const credentials = new AWS.Credentials(access_key_id, secret_access_key, session_token);
    clients.set(name, new AWS.S3({ ...config, credentials }));
  }
  return clients.get(name);
}

// Moves what the operation has a text input for from `pairs` into `params`. Returns the rest.
function take(client, operation, place, pairs, params) {
  const members = Object.entries(client.api.operations[operation].input.members);
  const fold = (name) => place === "header" ? name.toLowerCase() : name;
  return pairs.filter(([name, value]) => {
    const once = pairs.filter(([other]) => fold(other) === fold(name)).length === 1;
    const found = members.find(([, m]) => m.location === (place === "header" ? "header" : "querystring") &&
      m.type === "string" && fold(m.name) === fold(name));
    if (!once || !found || value === "" || /customer|copy-source/.test(name.toLowerCase())) return true;
    params[found[0]] = value;
    return false;
  });
}

function presign(r) {
  if (r.service !== "s3") return { skip: { issue: source + "lib/services/s3.js" } };
  const virtual = r.addressing === "virtual" && r.bucket;
  if (virtual && !r.host.startsWith(r.bucket + ".")) return { skip: { issue: source + "lib/services/s3.js" } };
  const operation = operations[r.key ? "object" : r.bucket ? "bucket" : "account"][r.method];
  if (!operation) return { skip: { issue: source + "apis/s3-2006-03-01.min.json" } };
  const names = r.headers.map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) return { skip: { issue: source + "lib/http.js" } }; // headers are an object
  now = RealDate.parse(r.now);
  const client = clientFor(r, r.scheme + "://" + (virtual ? r.host.slice(r.bucket.length + 1) : r.host));
  const params = { ...(r.bucket && { Bucket: r.bucket }), ...(r.key && { Key: r.key }) };
  const query = take(client, operation, "query", r.query, params);
  const headers = take(client, operation, "header", r.headers, params);
  const request = client[operation](params);
  request.on("build", () => {
    const all = {};
    for (const [name, value] of query) all[name] = name in all ? [all[name], value].flat() : value;
    const more = AWS.util.queryParamsToString(all);
    if (more) request.httpRequest.path += (request.httpRequest.path.includes("?") ? "&" : "?") + more;
    for (const [name, value] of headers) request.httpRequest.headers[name] = value;
  });
  const url = request.presign(r.expires);
  // For some bucket names the SDK takes path style whatever is asked. This has nothing to do with signatures.
  if (virtual && new URL(url).host !== new URL(r.scheme + "://" + r.host).host) {
    return { skip: { issue: source + "lib/services/s3.js" } };
  }
  return { ok: { url } };
}

function answer(request) {
  if (request.op === "hello") return { ok: hello };
  const r = { ...request, query: request.query ?? [], headers: request.headers ?? [] };
  try {
    return presign(r);
  } catch (error) {
    const message = String(error.message ?? error);
    if (error.code === "InvalidExpiryTime") return { reject: { class: "expires-too-long", message } };
    if (error.code) return { reject: { class: "bad-input", message: error.code + ": " + message } };
    return { fault: { message: String(error.stack ?? error) } };
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify({ id: request.id, ...answer(request) }) + "\n");
}
