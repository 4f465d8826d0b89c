#include "mutants/catalogue.h"
#include "mutants/text.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/canonical_uri.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

std::string EncodedPath(std::string_view octets) { return UriEncode(octets, Slash::kKeep); }

std::string DecodedPath(std::string_view path) { return UriDecode(path, Plus::kLiteral); }

std::string HostOf(const Parts& parts) {
  std::string host;
  AppendSignedValue("host", parts.headers, {}, host);
  return host;
}

std::string FirstSegment(std::string_view path) {
  return std::string(path.substr(0, path.find('/', 1)));
}

// What stands in front of the endpoint in a virtual-hosted Host.
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

// How the characters of a key are written.
std::vector<Mutant> EncodingMutants() {
  return {
      {"path-encoded-twice",
       Side::kBoth,
       "Encodes the path a second time, so that %20 is signed as %2520.",
       {"path/encoded-once"},
       {"s3s-project/s3s#13", "aws/aws-sdk-net#2478", "boto/botocore#2346"},
       {.lines = [](Lines& l, const Parts&) { l.uri = EncodedPath(l.uri); }}},
      {"path-signed-decoded",
       Side::kBoth,
       "Signs the decoded path while the encoded one travels.",
       {"path/encoded-once"},
       {"aws/aws-sdk-go-v2#952", "aws/aws-sdk-js-v3#866", "versity/versitygw#462",
        "localstack/localstack#8664", "jamhall/s3rver#513", "curl/curl@768909d89c"},
       {.lines = [](Lines& l, const Parts& p) { l.uri = DecodedPath(p.raw_path); }}},
      {"path-decoded-twice",
       Side::kBoth,
       "Decodes the path twice: a literal %2F of a key becomes a slash.",
       {"path/encoded-once"},
       {"aws/aws-sdk-go#885", "awslabs/smithy-kotlin#1010"},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.uri = EncodedPath(DecodedPath(DecodedPath(p.raw_path)));
            }}},
      {"path-signed-as-it-travels",
       Side::kVerify,
       "Takes the path as it arrived, in whatever spelling the client's library left it.",
       {"path/raw-reserved", "path/lower-case-hex", "path/encoded-slash"},
       {"openstack/swift@cb8b3cdab"},
       {.lines = [](Lines& l, const Parts& p) { l.uri = p.raw_path; }}},
      {"path-plus-left-raw",
       Side::kBoth,
       "Leaves the '+' of a key unescaped in the canonical path.",
       {"path/plus-is-plus", "path/encoded-once"},
       {"anomalizer/ngx_aws_auth#87"},
       {.lines = [](Lines& l, const Parts&) { l.uri = WithAll(l.uri, "%2B", "+"); }}},
      {"path-plus-becomes-space",
       Side::kBoth,
       "Turns '+' into a space after it has decoded the path, so %2B too.",
       {"path/plus-is-plus", "path/encoded-once"},
       {"mhart/aws4@6b5da6f"},
       {.lines = [](Lines& l, const Parts&) { l.uri = WithAll(l.uri, "%2B", "%20"); }}},
      {"path-space-as-plus",
       Side::kBoth,
       "Writes the space of a key as '+', as forms do.",
       {"path/encoded-once"},
       {},
       {.lines = [](Lines& l, const Parts&) { l.uri = WithAll(l.uri, "%20", "+"); }}},
      {"path-sub-delimiters-raw",
       Side::kBoth,
       "encodeURIComponent: leaves ! ' ( ) * of a key as they are.",
       {"path/encoded-once", "path/raw-reserved"},
       {"versity/versitygw#2060", "supabase/storage#793"},
       {.lines = [](Lines& l, const Parts&) { l.uri = EscapesDecoded(l.uri, "!'()*"); }}},
      {"path-equals-and-friends-raw",
       Side::kBoth,
       "RFC 3986 for a path segment: leaves : @ & = $ , ; of a key as they are.",
       {"path/encoded-once", "path/raw-reserved"},
       {"curl/curl@768909d89c"},
       {.lines = [](Lines& l, const Parts&) { l.uri = EscapesDecoded(l.uri, ":@&=$,;"); }}},
      {"path-tilde-escaped",
       Side::kBoth,
       "Escapes '~' as %7E, as encoders older than RFC 3986 do.",
       {"path/encoded-once"},
       {"s3tools/s3cmd@2141b17"},
       {.lines = [](Lines& l, const Parts&) { l.uri = WithAll(l.uri, "~", "%7E"); }}},
      {"path-slash-escaped",
       Side::kBoth,
       "Escapes the slashes inside a key.",
       {"path/encoded-slash", "path/encoded-once", "path/addressing"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              l.uri = "/" + WithAll(std::string_view(l.uri).substr(1), "/", "%2F");
            }}},
      {"path-escapes-in-lower-case",
       Side::kBoth,
       "Writes the escapes of the canonical path with lower-case hex digits.",
       {"path/encoded-once", "path/lower-case-hex"},
       {"mhart/aws4@7ddbd3a"},
       {.lines = [](Lines& l, const Parts&) { l.uri = LowerCaseEscapes(l.uri); }}},
      {"path-in-latin-1",
       Side::kBoth,
       "Encodes a key's letters as Latin-1 instead of UTF-8.",
       {"path/encoded-once", "path/utf8"},
       {"aws/aws-cli#711", "durch/rust-s3#117"},
       {.lines = [](Lines& l, const Parts&) { l.uri = EncodedPath(Latin1(DecodedPath(l.uri))); }}},
      {"path-utf8-encoded-twice",
       Side::kBoth,
       "Takes the UTF-8 octets of a key for Latin-1 and encodes them again.",
       {"path/encoded-once", "path/utf8"},
       {"skoobe/riofs#18"},
       {.lines = [](Lines& l,
                    const Parts&) { l.uri = EncodedPath(Utf8OfLatin1(DecodedPath(l.uri))); }}},
      {"path-surrogates-encoded-one-by-one",
       Side::kBoth,
       "Encodes each UTF-16 unit by itself: an emoji becomes two sequences of three octets.",
       {"path/encoded-once", "path/utf8"},
       {"scality/Arsenal@f6165146", "scality/Arsenal@d48d4d0c"},
       {.lines = [](Lines& l, const Parts&) { l.uri = EncodedPath(Cesu8(DecodedPath(l.uri))); }}},
      {"path-composed",
       Side::kBoth,
       "Normalises a key to NFC: an accent that is a letter of its own is merged.",
       {"path/encoded-once"},
       {"aws/aws-sdk-js#2373", "antiwork/gumroad#6137", "carrierwaveuploader/carrierwave#2631"},
       {.lines = [](Lines& l,
                    const Parts&) { l.uri = EncodedPath(Composed(DecodedPath(l.uri))); }}},
      {"path-in-lower-case",
       Side::kBoth,
       "Folds a key to lower case, as file systems do.",
       {"path/encoded-once", "signature/match"},
       {},
       {.lines = [](Lines& l, const Parts&) { l.uri = LowerCase(l.uri); }}},
      {"path-cut-at-question-mark",
       Side::kPresign,
       "Takes '?' or '#' in a key for the beginning of a query or fragment.",
       {"path/encoded-once"},
       {"ex-aws/ex_aws#475"},
       {},
       {.request =
            [](PresignRequest& r) {
              r.path = r.path.substr(0, std::min(r.path.find("%3F"), r.path.find("%23")));
            }}},
      {"path-percent-left-raw",
       Side::kPresign,
       "A key that does not decode, such as '100%', is taken for an encoded one.",
       {"path/encoded-once"},
       {"mhart/aws4fetch"},
       {},
       {.signed_url = [](std::string& url,
                         const PresignRequest&) { url = WithAll(url, "%25", "%"); }}},
  };
}

// Which path it is.
std::vector<Mutant> ShapeMutants() {
  return {
      {"path-normalised",
       Side::kBoth,
       "Removes dot segments and repeated slashes on S3, where they belong to the key.",
       {"path/never-normalised"},
       {"boto/botocore#2346"},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.uri =
                  CanonicalUri(p.raw_path, p.path_encoding, PathNormalization::kRemoveDotSegments);
            }}},
      {"path-repeated-slashes-folded",
       Side::kBoth,
       "Folds repeated slashes of a key into one.",
       {"path/never-normalised"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              while (l.uri.find("//") != std::string::npos) l.uri = WithAll(l.uri, "//", "/");
            }}},
      {"path-trailing-slash-lost",
       Side::kBoth,
       "path.Clean drops the slash at a key's end.",
       {"path/never-normalised", "path/encoded-once"},
       {"seaweedfs/seaweedfs#7268", "soto-project/soto-core#363",
        "googleapis/google-cloud-cpp#2350"},
       {.lines =
            [](Lines& l, const Parts&) {
              if (l.uri.size() > 1 && l.uri.back() == '/') l.uri.pop_back();
            }}},
      {"path-parameters-cut",
       Side::kVerify,
       "Cuts the path at ';' as servlets do, so that what follows is not signed.",
       {"path/encoded-once"},
       {},
       {.lines = [](Lines& l, const Parts&) { l.uri = l.uri.substr(0, l.uri.find("%3B")); }}},
      {"path-empty-signed-empty",
       Side::kBoth,
       "Signs an empty line for the root, where '/' belongs.",
       {"path/empty-is-slash"},
       {"googleapis/google-cloud-cpp#2350"},
       {.lines = [](Lines& l, const Parts&) { l.uri = l.uri == "/" ? "" : l.uri; }}},
      {"path-bucket-twice",
       Side::kBoth,
       "Puts the bucket or base path in front of a path that has it already.",
       {"path/addressing"},
       {"gaul/s3proxy@40680f97", "gaul/s3proxy@9d21a735"},
       {.lines =
            [](Lines& l, const Parts& p) {
              if (HostOf(p).starts_with("s3")) l.uri = FirstSegment(l.uri) + l.uri;
            }}},
      {"path-bucket-left-out",
       Side::kBoth,
       "Signs a path-style URL as if the bucket stood in the host.",
       {"path/addressing"},
       {"gaul/s3proxy@40680f97"},
       {.lines =
            [](Lines& l, const Parts& p) {
              if (!HostOf(p).starts_with("s3")) return;
              l.uri = l.uri.substr(FirstSegment(l.uri).size());
              if (l.uri.empty()) l.uri = "/";
            }}},
      {"path-bucket-of-host-put-in-front",
       Side::kBoth,
       "Rewrites a virtual-hosted request to path style before it is signed (SigV2 did).",
       {"path/addressing"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              const std::string bucket = BucketInHost(HostOf(p));
              if (!bucket.empty()) l.uri = "/" + bucket + l.uri;
            }}},
      {"path-from-a-client-header",
       Side::kVerify,
       "A proxy_path header sent by the client replaces the path that is verified.",
       {"signature/match", "path/encoded-once"},
       {"scality/Arsenal@711d64d5", "scality/Arsenal@eba0cb61"},
       {},
       {},
       {.request = OtherPath}},
      {"elsewhere-path-encoded-once",
       Side::kBoth,
       "Encodes the path once for services other than S3.",
       {"path/encoded-twice-elsewhere"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.uri = CanonicalUri(p.raw_path, PathEncoding::kOnce, p.path_normalization);
            }}},
      {"elsewhere-path-not-normalised",
       Side::kBoth,
       "Keeps dot segments and repeated slashes for services other than S3.",
       {"path/normalised-elsewhere"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.uri = CanonicalUri(p.raw_path, p.path_encoding, PathNormalization::kNever);
            }}},
  };
}

}  // namespace

std::vector<Mutant> PathMutants() {
  std::vector<Mutant> mutants = EncodingMutants();
  for (Mutant& mutant : ShapeMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
