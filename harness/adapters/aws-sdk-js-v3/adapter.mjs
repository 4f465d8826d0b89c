// Countersign adapter to the AWS SDK for JavaScript v3: getSignedUrl of
// @aws-sdk/s3-request-presigner, with a command of @aws-sdk/client-s3.
//
// Headers and parameters for which the command has no input are added by a middleware, as the SDK's
// users do. Methods without an S3 operation use the same package's S3RequestPresigner; services other
// than S3 use @smithy/signature-v4. The time is the option signingDate.
//
// Install, from the top of the repository: npm ci --prefix harness/adapters/aws-sdk-js-v3
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

let s3, presigner, HttpRequest, SignatureV4, formatUrl, version;
try {
  s3 = await import("@aws-sdk/client-s3");
  presigner = await import("@aws-sdk/s3-request-presigner");
  ({ HttpRequest } = await import("@smithy/core/protocols"));
  ({ SignatureV4 } = await import("@smithy/signature-v4"));
  ({ formatUrl } = await import("@aws-sdk/core/util"));
  const file = "node_modules/@aws-sdk/s3-request-presigner/package.json";
  version = JSON.parse(readFileSync(new URL(file, import.meta.url))).version;
} catch {
  console.error("the AWS SDK is not installed here; run: " +
    "npm ci --prefix harness/adapters/aws-sdk-js-v3");
  process.exit(1);
}

const issues = "https://github.com/aws/aws-sdk-js-v3/issues/";
const source = "https://github.com/smithy-lang/smithy-typescript/blob/main/" +
  "packages/signature-v4/src/";
const emptyBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const hello = {
  protocol: 1, name: "aws-sdk-js-v3", version, language: "javascript", ops: ["presign"],
  features: ["session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers",
    "non-s3", "access-points", "s3-express"],
  clock: "injected", errors: "class", max_inflight: 64,
};

const commands = {
  object: { GET: s3.GetObjectCommand, PUT: s3.PutObjectCommand, HEAD: s3.HeadObjectCommand,
    DELETE: s3.DeleteObjectCommand },
  bucket: { GET: s3.ListObjectsCommand, PUT: s3.CreateBucketCommand, HEAD: s3.HeadBucketCommand,
    DELETE: s3.DeleteBucketCommand },
  account: { GET: s3.ListBucketsCommand },
};
// Query parameters for which the commands have an input.
const inputs = {
  versionId: "VersionId", prefix: "Prefix", delimiter: "Delimiter", marker: "Marker",
  "response-cache-control": "ResponseCacheControl",
  "response-content-disposition": "ResponseContentDisposition",
  "response-content-encoding": "ResponseContentEncoding",
  "response-content-language": "ResponseContentLanguage",
  "response-content-type": "ResponseContentType",
};
const known = {
  GetObjectCommand: /^(versionId$|response-)/, HeadObjectCommand: /^(versionId$|response-)/,
  DeleteObjectCommand: /^versionId$/, ListObjectsCommand: /^(prefix|delimiter|marker)$/,
};

const clients = new Map();
function clientFor(r, endpoint) {
  const { access_key_id, secret_access_key, session_token } = r.credentials;
  const config = {
    region: r.region, endpoint, forcePathStyle: r.addressing !== "virtual",
    disableS3ExpressSessionAuth: true, // it would ask AWS for a session
    credentials: { accessKeyId: access_key_id, secretAccessKey: secret_access_key,
      sessionToken: session_token },
  };
  const name = JSON.stringify(config);
  if (!clients.has(name)) clients.set(name, new s3.S3Client(config));
  return clients.get(name);
}

// An object with one entry for each name. A repeated query name becomes a list, as in the SDK's query
// bag. Repeated headers are trimmed and joined, as HTTP libraries do.
function bag(pairs, join) {
  const all = {};
  for (const [name, value] of pairs) all[name] = name in all ? join(all[name], value) : value;
  return all;
}
const queryBag = (r) => bag(r.query, (a, b) => [a, b].flat());
const headerBag = (r) => bag(r.headers.map(([name, value]) => [name.toLowerCase(), value]),
  (a, b) => a.trim() + "," + b.trim());

function options(r) {
  return { expiresIn: r.expires, signingDate: new Date(r.now), signingRegion: r.region,
    signableHeaders: new Set(r.headers.map(([name]) => name.toLowerCase())) };
}

function requestAsGiven(r) {
  const url = new URL(r.scheme + "://" + r.host);
  return new HttpRequest({ method: r.method, protocol: url.protocol, hostname: url.hostname,
    port: url.port ? Number(url.port) : undefined, path: r.path, query: queryBag(r),
    headers: { host: r.host, ...headerBag(r) } });
}

async function presignS3(r) {
  const virtual = r.addressing === "virtual" && r.bucket;
  if (virtual && !r.host.startsWith(r.bucket + ".")) return { skip: { issue: issues + "4687" } };
  const host = virtual ? r.host.slice(r.bucket.length + 1) : r.host;
  const client = clientFor(r, r.scheme + "://" + host);
  const Command = commands[r.key ? "object" : r.bucket ? "bucket" : "account"][r.method];
  // The commands write a bucket's path with a slash at its end; S3 accepts both forms.
  if (!Command || (!r.key && r.bucket && !r.path.endsWith("/"))) {
    const direct = new presigner.S3RequestPresigner(client.config);
    return { ok: { url: formatUrl(await direct.presign(requestAsGiven(r), options(r))) } };
  }
  const input = { Bucket: r.bucket, Key: r.key };
  const once = new Map(r.query.map(([name]) => [name, r.query.filter(([n]) => n === name).length]));
  const rest = r.query.filter(([name, value]) => {
    const takes = known[Command.name]?.test(name) && inputs[name] && once.get(name) === 1;
    if (takes) input[inputs[name]] = value;
    return !takes;
  });
  const command = new Command(input);
  command.middlewareStack.add((next) => (args) => {
    Object.assign(args.request.query, queryBag({ query: rest }));
    Object.assign(args.request.headers, headerBag(r));
    return next(args);
  }, { step: "build", priority: "low", name: "countersignRest" });
  const url = await presigner.getSignedUrl(client, command, options(r));
  // For some bucket names the SDK always uses path style. This has nothing to do with signatures.
  if (virtual && new URL(url).host === host) return { skip: { issue: issues + "6748" } };
  return { ok: { url } };
}

async function presignOther(r) {
  const { credentials, sha256 } = clientFor(r, "https://localhost").config;
  const about = { credentials, sha256, region: r.region, service: r.service };
  if (r.path_encoding === "once") { // a kind of S3
    const direct = new presigner.S3RequestPresigner(about);
    // getSignedUrl calls the first for a session of a directory bucket, and otherwise the second.
    const signed = r.credentials.session
      ? await direct.presignWithCredentials(requestAsGiven(r), await credentials(), options(r))
      : await direct.presign(requestAsGiven(r), options(r));
    return { ok: { url: formatUrl(signed) } };
  }
  if (!r.normalize_path && /\/\/|\/\.\.?(\/|$)/.test(r.path)) {
    return { skip: { issue: source + "SignatureV4Base.ts" } }; // always normalises
  }
  if (r.payload !== emptyBody) return { skip: { issue: source + "getPayloadHash.ts" } };
  const signer = new SignatureV4(about);
  return { ok: { url: formatUrl(await signer.presign(requestAsGiven(r), options(r))) } };
}

async function answer(request) {
  if (request.op === "hello") return { ok: hello };
  const r = { ...request, query: request.query ?? [], headers: request.headers ?? [] };
  try {
    return await (r.service === "s3" ? presignS3(r) : presignOther(r));
  } catch (error) {
    const message = String(error.message ?? error);
    if (/less than one week/.test(message)) {
      return { reject: { class: "expires-too-long", message } };
    }
    if (/^(Region (is missing|not accepted)|Invalid URL)/.test(message)) {
      return { reject: { class: "bad-input", message } };
    }
    return { fault: { message: String(error.stack ?? error) } };
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify({ id: request.id, ...(await answer(request)) }) + "\n");
}
