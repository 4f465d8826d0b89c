// Mutants of the canonical path: how the characters of a key are encoded, and which path is signed.
// Listed by catalogue.h.
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/canonical_uri.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

std::string EncodedPath(std::string_view bytes) { return UriEncode(bytes, Slash::kKeep); }

std::string DecodedPath(std::string_view path) { return UriDecode(path, Plus::kLiteral); }

std::string HostOf(const Parts& parts) {
  return SignedValue("host", parts.headers, {}).value_or("");
}

std::string FirstSegment(std::string_view path) {
  return std::string(path.substr(0, path.find('/', 1)));
}

// The bucket in a virtual-hosted Host header, or an empty text.
std::string BucketInHost(std::string_view host) {
  const std::size_t endpoint = host.find(".s3");
  return std::string(endpoint == std::string_view::npos ? "" : host.substr(0, endpoint));
}

void OtherPath(HttpRequest& request, VerifyContext&) {
  for (const HeaderField& header : request.headers) {
    if (!SameHeaderName(header.name, "proxy_path")) continue;
    request.target.replace(0, request.target.find('?'), header.value);
  }
}

// How the characters of a key are encoded.
void PathDecodedTwice(Lines& l, const Parts& p) {
  l.uri = EncodedPath(DecodedPath(DecodedPath(p.raw_path)));
}

void PathSlashEscaped(Lines& l, const Parts&) {
  if (!l.uri.empty()) l.uri = "/" + WithAll(l.uri.substr(1), "/", "%2F");
}

void PathPlusTakenLiterally(Lines& l, const Parts& p) {
  const bool s3 = !p.raw_path.empty() && p.path_encoding == PathEncoding::kOnce;
  if (s3) l.uri = EncodedPath(DecodedPath(p.raw_path));
}

void PathPlusSentRaw(std::string& url, const PresignRequest&) {
  const std::size_t query = url.find('?');
  url = WithAll(url.substr(0, query), "%2B", "+") + url.substr(query);
}

void PathAsItIs(std::string& url, const PresignRequest& r) {
  const std::size_t path = (r.scheme + "://" + r.host).size();
  const std::size_t query = url.find('?', path);
  url = url.substr(0, path) + DecodedPath(url.substr(path, query - path)) + url.substr(query);
}

void PathComposed(Lines& l, const Parts&) { l.uri = EncodedPath(Composed(DecodedPath(l.uri))); }

void PathCutAtQuestionMark(PresignRequest& r) { r.path = r.path.substr(0, r.path.find("%3F")); }

constexpr Mutant kPathEncodings[] = {
    {.name = "path-encoded-twice",
     .mistake = "Encodes the path a second time, so that %20 is signed as %2520.",
     .rules = {"path/encoded-once"},
     .references = {"s3s-project/s3s#13", "aws/aws-sdk-go-v2#833"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = EncodedPath(l.uri); }}},
    {.name = "path-signed-decoded",
     .mistake = "Signs the decoded path, but sends the encoded one.",
     .rules = {"path/encoded-once"},
     .references = {"aws/aws-sdk-go-v2#952", "aws/aws-sdk-js-v3#866", "versity/versitygw#462",
                    "localstack/localstack#8664", "jamhall/s3rver#513", "curl/curl@768909d89c"},
     .signing = {.lines = [](Lines& l, const Parts& p) { l.uri = DecodedPath(p.raw_path); }}},
    {.name = "path-decoded-twice",
     .mistake = "Decodes the path twice: a literal %2F of a key becomes a slash.",
     .rules = {"path/encoded-once"},
     .references = {"awslabs/smithy-kotlin#1010"},
     .signing = {.lines = PathDecodedTwice}},
    {.name = "path-signed-as-it-travels",
     .side = Side::kVerify,
     .mistake = "Signs the path as it arrived instead of encoding it in the canonical way.",
     .rules = {"path/raw-reserved", "path/lower-case-hex", "path/encoded-slash"},
     .references = {"openstack/swift@cb8b3cdab"},
     .signing = {.lines = [](Lines& l, const Parts& p) { l.uri = p.raw_path; }}},
    {.name = "path-plus-left-raw",
     .mistake = "Leaves the '+' of a key unescaped in the canonical path.",
     .rules = {"path/plus-is-plus", "path/encoded-once"},
     .references = {"anomalizer/ngx_aws_auth#87"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = WithAll(l.uri, "%2B", "+"); }}},
    {.name = "path-plus-becomes-space",
     .mistake = "Turns '+' into a space after it has decoded the path, and so %2B as well.",
     .rules = {"path/plus-is-plus", "path/encoded-once"},
     .references = {"mhart/aws4@6b5da6f"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = WithAll(l.uri, "%2B", "%20"); }}},
    {.name = "path-plus-taken-literally",
     .side = Side::kVerify,
     .mistake = "Reads a '+' that is sent raw in the path as a plus; S3 reads it as a space.",
     .rules = {"path/raw-plus-is-space"},
     .references = {"aws/aws-sdk-net#4473", "nginx/nginx-s3-gateway#77"},
     .signing = {.lines = PathPlusTakenLiterally}},
    {.name = "path-plus-sent-raw",
     .mistake = "Signs the '+' of a key as %2B, but writes it raw into the URL.",
     .rules = {"path/plus-is-plus"},
     .references = {"pantsbuild/pants#23671", "anomalizer/ngx_aws_auth#87"},
     .presign = {.signed_url = PathPlusSentRaw}},
    {.name = "path-space-as-plus",
     .mistake = "Writes a space in a key as '+', as HTML forms do.",
     .rules = {"path/encoded-once"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = WithAll(l.uri, "%20", "+"); }}},
    {.name = "path-never-encoded",
     .side = Side::kPresign,
     .mistake = "Puts keys into the URL as they are, and signs them so.",
     .rules = {"path/encoded-once", "path/raw-reserved"},
     .references = {"duongductrong/Snapzy#491", "BerriAI/litellm#28348"},
     .signing = {.lines = [](Lines& l, const Parts& p) { l.uri = p.raw_path; }},
     .presign = {.unsigned_url = PathAsItIs}},
    {.name = "path-sub-delimiters-raw",
     .mistake = "Leaves ! ' ( ) * in a key unescaped, as encodeURIComponent does.",
     .rules = {"path/encoded-once", "path/raw-reserved"},
     .references = {"versity/versitygw#2060", "supabase/storage#793"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = EscapesDecoded(l.uri, "!'()*"); }}},
    {.name = "path-equals-and-friends-raw",
     .mistake = "Leaves : @ & = $ , ; in a key unescaped, as RFC 3986 allows in a path segment.",
     .rules = {"path/encoded-once", "path/raw-reserved"},
     .references = {"curl/curl@768909d89c"},
     .signing = {.lines = [](Lines& l,
                             const Parts&) { l.uri = EscapesDecoded(l.uri, ":@&=$,;"); }}},
    {.name = "path-tilde-escaped",
     .mistake = "Escapes '~' as %7E, as encoders older than RFC 3986 do.",
     .rules = {"path/encoded-once"},
     .references = {"s3tools/s3cmd@2141b17"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = WithAll(l.uri, "~", "%7E"); }}},
    {.name = "path-slash-escaped",
     .mistake = "Escapes the slashes inside a key.",
     .rules = {"path/encoded-slash", "path/encoded-once", "path/addressing"},
     .signing = {.lines = PathSlashEscaped}},
    {.name = "path-escapes-in-lower-case",
     .mistake = "Writes the escapes of the canonical path with lower-case hex digits.",
     .rules = {"path/encoded-once", "path/lower-case-hex"},
     .references = {"mhart/aws4@7ddbd3a"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = LowerCaseEscapes(l.uri); }}},
    {.name = "path-in-latin-1",
     .mistake = "Encodes a key's letters as Latin-1 instead of UTF-8.",
     .rules = {"path/encoded-once", "path/utf8"},
     .references = {"aws/aws-sdk-kotlin#485"},
     .signing = {.lines = [](Lines& l,
                             const Parts&) { l.uri = EncodedPath(Latin1(DecodedPath(l.uri))); }}},
    {.name = "path-utf8-encoded-twice",
     .mistake = "Reads the UTF-8 bytes of a key as Latin-1 and encodes them to UTF-8 again.",
     .rules = {"path/encoded-once", "path/utf8"},
     .references = {"skoobe/riofs#18"},
     .signing = {.lines =
                     [](Lines& l, const Parts&) {
                       l.uri = EncodedPath(Utf8OfLatin1(DecodedPath(l.uri)));
                     }}},
    {.name = "path-surrogates-encoded-one-by-one",
     .mistake = "Encodes each UTF-16 unit alone: an emoji becomes two sequences of 3 bytes.",
     .rules = {"path/encoded-once", "path/utf8"},
     .references = {"scality/Arsenal@f6165146", "scality/Arsenal@d48d4d0c"},
     .signing = {.lines = [](Lines& l,
                             const Parts&) { l.uri = EncodedPath(Cesu8(DecodedPath(l.uri))); }}},
    {.name = "path-composed",
     .mistake = "Normalises a key to NFC: a letter and a separate accent become one character.",
     .rules = {"path/encoded-once"},
     .references = {"aws/aws-sdk-js#2373", "antiwork/gumroad#6137",
                    "carrierwaveuploader/carrierwave#2631"},
     .signing = {.lines = PathComposed}},
    {.name = "path-in-lower-case",
     .mistake = "Lower-cases a key, as some file systems do.",
     .rules = {"path/encoded-once", "signature/match"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = LowerCase(l.uri); }}},
    {.name = "path-cut-at-question-mark",
     .mistake = "Treats '?' in a key as the start of a query.",
     .rules = {"path/encoded-once"},
     .references = {"ex-aws/ex_aws#475"},
     .presign = {.request = PathCutAtQuestionMark}},
    {.name = "path-percent-left-raw",
     .mistake = "Treats a key with '%' as already encoded, even if it is not, such as '100%'.",
     .rules = {"path/encoded-once"},
     .references = {"mhart/aws4fetch"},
     .presign = {.signed_url = [](std::string& url,
                                  const PresignRequest&) { url = WithAll(url, "%25", "%"); }}},
};

// Which path is signed.
void PathNormalised(Lines& l, const Parts& p) {
  l.uri = CanonicalUri(p.raw_path, p.path_encoding, PathNormalization::kRemoveDotSegments);
}

void PathRepeatedSlashesFolded(Lines& l, const Parts&) {
  while (l.uri.find("//") != std::string::npos) l.uri = WithAll(l.uri, "//", "/");
}

void PathLeadingSlashesFolded(Lines& l, const Parts& p) {
  const std::string path = p.raw_path.empty() ? "/" : l.uri;
  l.uri = "/" + path.substr(std::min(path.find_first_not_of('/'), path.size()));
}

void PathTrailingSlashLost(Lines& l, const Parts&) {
  if (l.uri.size() > 1 && l.uri.back() == '/') l.uri.pop_back();
}

void PathBucketTwice(Lines& l, const Parts& p) {
  if (HostOf(p).starts_with("s3")) l.uri = FirstSegment(l.uri) + l.uri;
}

void PathBucketLeftOut(Lines& l, const Parts& p) {
  if (!HostOf(p).starts_with("s3")) return;
  l.uri = l.uri.substr(FirstSegment(l.uri).size());
  if (l.uri.empty()) l.uri = "/";
}

void PathBucketOfHostPutInFront(Lines& l, const Parts& p) {
  const std::string bucket = BucketInHost(HostOf(p));
  if (!bucket.empty()) l.uri = "/" + bucket + l.uri;
}

void ElsewherePathEncodedOnce(Lines& l, const Parts& p) {
  l.uri = CanonicalUri(p.raw_path, PathEncoding::kOnce, p.path_normalization);
}

void ElsewherePathNotNormalised(Lines& l, const Parts& p) {
  l.uri = CanonicalUri(p.raw_path, p.path_encoding, PathNormalization::kNever);
}

constexpr Mutant kPaths[] = {
    {.name = "path-normalised",
     .mistake = "Removes dot segments and repeated slashes of keys, which are part of them.",
     .rules = {"path/never-normalised"},
     .signing = {.lines = PathNormalised}},
    {.name = "path-repeated-slashes-folded",
     .mistake = "Merges repeated slashes in a key into one.",
     .rules = {"path/never-normalised"},
     .signing = {.lines = PathRepeatedSlashesFolded}},
    {.name = "path-leading-slashes-folded",
     .side = Side::kPresign,
     .mistake = "Signs one slash for all at the beginning of the path, but sends them.",
     .rules = {"path/never-normalised"},
     .references = {"async-aws/aws", "aws/aws-sdk-php"},
     .signing = {.lines = PathLeadingSlashesFolded}},
    {.name = "path-trailing-slash-lost",
     .mistake = "Drops the slash at the end of a key, as Go's path.Clean does.",
     .rules = {"path/never-normalised", "path/encoded-once"},
     .references = {"seaweedfs/seaweedfs#7268", "soto-project/soto-core#363",
                    "googleapis/google-cloud-cpp#2350"},
     .signing = {.lines = PathTrailingSlashLost}},
    {.name = "path-parameters-cut",
     .side = Side::kVerify,
     .mistake = "Cuts the path at ';' as servlets do, so the rest is not signed.",
     .rules = {"path/encoded-once"},
     .signing = {.lines = [](Lines& l,
                             const Parts&) { l.uri = l.uri.substr(0, l.uri.find("%3B")); }}},
    {.name = "path-empty-signed-empty",
     .mistake = "Signs an empty line instead of '/' for an empty path.",
     .rules = {"path/empty-is-slash"},
     .references = {"googleapis/google-cloud-cpp#2350"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.uri = l.uri == "/" ? "" : l.uri; }}},
    {.name = "path-bucket-twice",
     .mistake = "Adds the bucket or base path to a path that already starts with it.",
     .rules = {"path/addressing"},
     .references = {"gaul/s3proxy@40680f97", "gaul/s3proxy@9d21a735"},
     .signing = {.lines = PathBucketTwice}},
    {.name = "path-bucket-left-out",
     .mistake = "Signs a path-style URL as if the bucket were in the host.",
     .rules = {"path/addressing"},
     .references = {"gaul/s3proxy@40680f97"},
     .signing = {.lines = PathBucketLeftOut}},
    {.name = "path-bucket-of-host-put-in-front",
     .mistake = "Rewrites a virtual-hosted request to path style before it signs, as SigV2 did.",
     .rules = {"path/addressing"},
     .signing = {.lines = PathBucketOfHostPutInFront}},
    {.name = "path-from-a-client-header",
     .mistake = "A proxy_path header sent by the client replaces the path that is verified.",
     .rules = {"signature/match", "path/encoded-once"},
     .references = {"scality/Arsenal@711d64d5", "scality/Arsenal@eba0cb61"},
     .verify = {.request = OtherPath}},
    {.name = "elsewhere-path-encoded-once",
     .mistake = "Encodes the path once for services other than S3.",
     .rules = {"path/encoded-twice-elsewhere"},
     .signing = {.lines = ElsewherePathEncodedOnce}},
    {.name = "elsewhere-path-not-normalised",
     .mistake = "Keeps dot segments and repeated slashes for services other than S3.",
     .rules = {"path/normalised-elsewhere"},
     .signing = {.lines = ElsewherePathNotNormalised}},
};

}  // namespace

MutantTables PathMutants() { return {kPathEncodings, kPaths}; }

}  // namespace countersign
