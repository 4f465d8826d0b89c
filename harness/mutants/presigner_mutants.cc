// Mutants of what a presigner does with its caller's request before it signs: keys, parameters,
// headers and regions that it refuses, shortens or loses, and input that it does not check. Real
// libraries make these mistakes: harness/diagnose/corpus. Listed by catalogue.h.
#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mutants/catalogue.h"
#include "mutants/text.h"
#include "presign_input.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

Refusal NotTaken(std::string detail) { return Rejection{Rule::kPresignInput, std::move(detail)}; }

// The offset of the key in the path. Host names the bucket if it is one of S3's with a bucket in
// front; otherwise the path begins with the bucket.
std::size_t BeginOfKey(const PresignRequest& r) {
  if (r.host.find(".s3") != std::string::npos) return std::min<std::size_t>(1, r.path.size());
  const std::size_t slash = r.path.find('/', 1);
  return slash == std::string::npos ? r.path.size() : slash + 1;
}

std::vector<std::string> SegmentsOf(std::string_view path) {
  std::vector<std::string> segments;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    segments.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return segments;
}

// One slash less at the beginning and at the end.
std::string_view WithoutOuterSlashes(std::string_view key) {
  if (key.starts_with('/')) key.remove_prefix(1);
  if (key.ends_with('/')) key.remove_suffix(1);
  return key;
}

std::string KeyOf(const PresignRequest& r) {
  return UriDecode(std::string_view(r.path).substr(BeginOfKey(r)), Plus::kLiteral);
}

Refusal EmptyAndDotSegmentsRefused(const PresignRequest& r) {
  const std::string key = IsS3Service(r.service) ? KeyOf(r) : "";
  const std::string_view inside = WithoutOuterSlashes(key);
  if (inside.empty()) return CheckLifetime(r);
  for (const std::string& segment : SegmentsOf(inside)) {
    if (segment.empty() || segment == "." || segment == "..") {
      return NotTaken("the key has an empty segment or a dot segment");
    }
  }
  return CheckLifetime(r);
}

Refusal ControlCharactersRefused(const PresignRequest& r) {
  const std::string key = IsS3Service(r.service) ? KeyOf(r) : "";
  const bool has_control = std::any_of(key.begin(), key.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  return has_control ? NotTaken("the key has a control character") : CheckLifetime(r);
}

// As the URL standard of browsers does it: repeated slashes stay.
void DotSegmentsRemoved(PresignRequest& r) {
  if (r.path.empty()) return;
  const std::vector<std::string> segments = SegmentsOf(std::string_view(r.path).substr(1));
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool dots = segments[i] == "." || segments[i] == "..";
    if (segments[i] == ".." && !kept.empty()) kept.pop_back();
    if (!dots) kept.push_back(segments[i]);
    if (dots && i + 1 == segments.size()) kept.emplace_back();
  }
  r.path.clear();
  for (const std::string& segment : kept) r.path += "/" + segment;
}

void LeadingSlashesLost(PresignRequest& r) {
  if (!IsS3Service(r.service)) return;
  const std::size_t key = BeginOfKey(r);
  const std::size_t kept = std::min(r.path.find_first_not_of('/', key), r.path.size());
  r.path.erase(key, kept - key);
}

void OuterSlashesLost(PresignRequest& r) {
  if (!IsS3Service(r.service)) return;
  const std::size_t key = BeginOfKey(r);
  r.path = r.path.substr(0, key) +
           std::string(WithoutOuterSlashes(std::string_view(r.path).substr(key)));
}

void CutAtHashSign(PresignRequest& r) { r.path = r.path.substr(0, r.path.find("%23")); }

constexpr Mutant kKeys[] = {
    {.name = "path-empty-and-dot-segments-refused",
     .mistake = "Refuses keys with an empty segment or a dot segment, such as a//b or a/../b.",
     .rules = {"path/never-normalised", "path/encoded-once"},
     .references = {"apache/arrow-rs-object-store"},
     .presign = {.check = EmptyAndDotSegmentsRefused}},
    {.name = "path-control-characters-refused",
     .mistake = "Refuses keys with control characters.",
     .rules = {"path/encoded-once"},
     .references = {"apache/arrow-rs-object-store"},
     .presign = {.check = ControlCharactersRefused}},
    {.name = "path-dot-segments-removed",
     .mistake = "Removes dot segments from the path, as the URL classes of browsers do.",
     .rules = {"path/never-normalised"},
     .references = {"mhart/aws4fetch", "paolobarbolini/rusty-s3", "good-lly/s3mini"},
     .presign = {.request = DotSegmentsRemoved}},
    {.name = "path-leading-slashes-lost",
     .mistake = "Removes all slashes at the beginning of a key.",
     .rules = {"path/never-normalised"},
     .references = {"good-lly/s3mini"},
     .presign = {.request = LeadingSlashesLost}},
    {.name = "path-outer-slashes-lost",
     .mistake = "Removes one slash at the beginning and one at the end of a key.",
     .rules = {"path/never-normalised", "path/encoded-once"},
     .references = {"apache/arrow-rs#7026"},
     .presign = {.request = OuterSlashesLost}},
    {.name = "path-cut-at-hash-sign",
     .mistake = "Treats '#' in a key as the start of a fragment.",
     .rules = {"path/encoded-once"},
     .references = {"ex-aws/ex_aws#475"},
     .presign = {.request = CutAtHashSign}},
};

Refusal AmzParametersRefused(const PresignRequest& r) {
  for (const auto& [name, value] : r.query) {
    if (IsAmzHeader(name)) return NotTaken("the parameter " + name + " is reserved");
  }
  return CheckLifetime(r);
}

Refusal ContentLengthRefused(const PresignRequest& r) {
  if (FindHeader(r.headers, "content-length") == nullptr) return CheckLifetime(r);
  return NotTaken("content-length is the HTTP client's");
}

// A host label: what stands between two dots of a host name.
Refusal RegionMustBeAHostLabel(const PresignRequest& r) {
  const bool label = std::all_of(r.region.begin(), r.region.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  return label ? CheckLifetime(r) : NotTaken("invalid region");
}

void FirstValueOfANameKept(PresignRequest& r) {
  std::set<std::string> seen;
  std::erase_if(r.query, [&](const auto& pair) { return !seen.insert(pair.first).second; });
}

// PHP's parse_str makes names that PHP's variables may have.
void NamesAsPhpVariables(PresignRequest& r) {
  for (auto& [name, value] : r.query) {
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    const bool array = name.find('[') < name.find(']') && name.find(']') != std::string::npos;
    for (char& c : name) {
      if (c == ' ' || c == '.' || (c == '[' && !array)) c = '_';
    }
  }
}

void DropHeader(PresignRequest& r, std::string_view name) {
  std::erase_if(r.headers,
                [name](const HeaderField& header) { return SameHeaderName(header.name, name); });
}

// Headers that proxies and HTTP clients may change: what is on the lists of both libraries.
constexpr std::string_view kDenied[] = {"accept",
                                        "authorization",
                                        "cache-control",
                                        "content-length",
                                        "expect",
                                        "from",
                                        "if-match",
                                        "if-modified-since",
                                        "if-none-match",
                                        "if-range",
                                        "if-unmodified-since",
                                        "max-forwards",
                                        "pragma",
                                        "proxy-authorization",
                                        "referer",
                                        "te",
                                        "user-agent",
                                        "x-amzn-trace-id"};

void DeniedHeadersDropped(PresignRequest& r) {
  for (const std::string_view name : kDenied) DropHeader(r, name);
}

void DeniedHeadersContentTypeAndRangeDropped(PresignRequest& r) {
  DeniedHeadersDropped(r);
  DropHeader(r, "content-type");
  DropHeader(r, "range");
}

void ContentLengthZeroLeftOut(PresignRequest& r) {
  std::erase_if(r.headers, [](const HeaderField& header) {
    return SameHeaderName(header.name, "content-length") && header.value == "0";
  });
}

void FormTypeDropped(PresignRequest& r) {
  std::erase_if(r.headers, [](const HeaderField& header) {
    return SameHeaderName(header.name, "content-type") &&
           header.value == "application/x-www-form-urlencoded; charset=utf-8";
  });
}

void ContentSha256Dropped(PresignRequest& r) {
  const auto dropped = std::erase_if(r.headers, [](const HeaderField& header) {
    return SameHeaderName(header.name, "x-amz-content-sha256");
  });
  if (dropped > 0) r.payload = kUnsignedPayload;
}

Refusal ZeroTaken(const PresignRequest& r) {
  return r.expires == 0 ? std::nullopt : CheckLifetime(r);
}

template <std::int64_t kDefault>
void ZeroBecomes(PresignRequest& r) {
  if (r.expires == 0) r.expires = kDefault;
}

constexpr Mutant kParametersAndHeaders[] = {
    {.name = "query-amz-parameters-refused",
     .mistake = "Refuses every x-amz-* parameter of the caller, not only those that it adds.",
     .rules = {"query/as-asked"},
     .references = {"apache/arrow-rs-object-store"},
     .presign = {.check = AmzParametersRefused}},
    {.name = "content-length-refused",
     .mistake = "Refuses to sign Content-Length.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"apache/arrow-rs-object-store"},
     .presign = {.check = ContentLengthRefused}},
    {.name = "region-must-be-a-host-label",
     .mistake = "Refuses regions that cannot be a part of a host name, such as ru_central-1.",
     .rules = {"signing-key/derivation"},
     .references = {"boto/botocore", "aws/aws-sdk-go-v2", "aws/aws-sdk-js-v3"},
     .presign = {.check = RegionMustBeAHostLabel}},
    {.name = "query-first-of-a-name-kept",
     .mistake = "Keeps only the first of several parameters with one name; the others are lost.",
     .rules = {"query/as-asked", "query/sorted-after-encoding"},
     .references = {"boto/botocore"},
     .presign = {.request = FirstValueOfANameKept}},
    {.name = "query-names-as-php-variables",
     .mistake =
         "Writes an underscore for a dot, a space or '[' in a parameter's name, as PHP does.",
     .rules = {"query/as-asked", "query/raw-reserved", "query/space",
               "query/sorted-after-encoding"},
     .references = {"async-aws/aws"},
     .presign = {.request = NamesAsPhpVariables}},
    {.name = "content-length-zero-left-out",
     .mistake = "Does not sign a Content-Length of 0, so a body of any length may be uploaded.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"aws/aws-sdk-go#625"},
     .presign = {.request = ContentLengthZeroLeftOut}},
    {.name = "content-type-form-dropped",
     .mistake = "Does not sign a Content-Type that equals the one that its HTTP library adds.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"boto/botocore@1e41b844e"},
     .presign = {.request = FormTypeDropped}},
    {.name = "signed-headers-on-a-deny-list-dropped",
     .mistake = "Does not sign headers on a list, such as Cache-Control, Content-Length, If-Match.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"aws/aws-sdk-ruby"},
     .presign = {.request = DeniedHeadersDropped}},
    {.name = "signed-headers-on-a-long-deny-list-dropped",
     .mistake = "Does not sign headers on a list, such as Content-Type, Content-Length, Range.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"async-aws/aws"},
     .presign = {.request = DeniedHeadersContentTypeAndRangeDropped}},
    {.name = "content-type-dropped",
     .mistake = "Does not sign Content-Type although the caller asked for it.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"aws/aws-sdk-js-v3#3497"},
     .presign = {.request = [](PresignRequest& r) { DropHeader(r, "content-type"); }}},
    {.name = "content-md5-dropped",
     .mistake = "Does not sign Content-MD5 although the caller asked for it.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"aws/aws-sdk-php#1392"},
     .presign = {.request = [](PresignRequest& r) { DropHeader(r, "content-md5"); }}},
    {.name = "content-sha256-dropped",
     .mistake = "Drops the header x-amz-content-sha256 and signs UNSIGNED-PAYLOAD.",
     .rules = {"payload/signed-header", "signed-headers/exactly-asked"},
     .references = {"boto/botocore"},
     .presign = {.request = ContentSha256Dropped}},
    {.name = "expires-zero-means-15-minutes",
     .mistake = "Takes a lifetime of zero as its default of 900 seconds.",
     .rules = {"expires/at-least-one"},
     .references = {"aws/aws-sdk-go-v2"},
     .presign = {.request = ZeroBecomes<900>, .check = ZeroTaken}},
    {.name = "expires-zero-means-a-week",
     .mistake = "Takes a lifetime of zero as its default of a week.",
     .rules = {"expires/at-least-one"},
     .references = {"minio/minio-js"},
     .presign = {.request = ZeroBecomes<604800>, .check = ZeroTaken}},
};

bool IsLineEnd(char c) { return c == '\r' || c == '\n' || c == '\0'; }

void MethodMayBeEmpty(PresignRequest& r) {
  if (r.method.empty()) r.method = "GET";
}

void HostMayBeEmpty(PresignRequest& r) {
  if (r.host.empty()) r.host = "s3.amazonaws.com";
}

void KeyIdMayBeEmpty(PresignRequest& r) {
  if (r.credentials.access_key_id.empty()) r.credentials.access_key_id = "key";
}

void SecretMayBeEmpty(PresignRequest& r) {
  if (r.credentials.secret_access_key.empty()) r.credentials.secret_access_key = "secret";
}

void RegionMayBeEmpty(PresignRequest& r) {
  if (r.region.empty() && r.region_set.empty()) r.region = "us-east-1";
}

void HeaderNamesUnchecked(PresignRequest& r) {
  for (HeaderField& header : r.headers) {
    std::erase_if(header.name, [](char c) { return c == ' ' || c == ':'; });
    if (header.name.empty()) header.name = "x";
  }
}

void HeaderValuesUnchecked(PresignRequest& r) {
  for (HeaderField& header : r.headers) std::erase_if(header.value, IsLineEnd);
}

void AuthorizationUnchecked(PresignRequest& r) {
  std::erase_if(r.headers, [](const HeaderField& header) {
    return SameHeaderName(header.name, "authorization");
  });
}

void SigningParametersUnchecked(PresignRequest& r) {
  std::erase_if(r.query, [](const auto& pair) { return IsAuthenticationParameter(pair.first); });
}

void SigV2ParametersUnchecked(PresignRequest& r) {
  std::erase_if(r.query, [](const auto& pair) { return pair.first == "AWSAccessKeyId"; });
}

// Each leaves one check out. What the libraries sign instead differs, and is not judged.
constexpr Mutant kInput[] = {
    {.name = "input-empty-method-taken",
     .mistake = "Makes a URL for an empty method.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore"},
     .presign = {.unchecked = MethodMayBeEmpty}},
    {.name = "input-space-in-method-taken",
     .mistake = "Makes a URL for a method with a space.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore"},
     .presign = {.unchecked = [](PresignRequest& r) { std::erase(r.method, ' '); }}},
    {.name = "input-empty-host-taken",
     .mistake = "Makes a URL without a host.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "mhart/aws4fetch"},
     .presign = {.unchecked = HostMayBeEmpty}},
    {.name = "input-slash-in-host-taken",
     .mistake = "Makes a URL for a host with a slash, whose rest becomes a part of the path.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "aws/aws-sdk-ruby"},
     .presign = {.unchecked = [](PresignRequest& r) { std::erase(r.host, '/'); }}},
    {.name = "input-empty-key-id-taken",
     .mistake = "Signs with an empty access key id.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "paolobarbolini/rusty-s3"},
     .presign = {.unchecked = KeyIdMayBeEmpty}},
    {.name = "input-empty-secret-taken",
     .mistake = "Signs with an empty secret.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "paolobarbolini/rusty-s3"},
     .presign = {.unchecked = SecretMayBeEmpty}},
    {.name = "input-empty-region-taken",
     .mistake = "Signs for an empty region.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "paolobarbolini/rusty-s3"},
     .presign = {.unchecked = RegionMayBeEmpty}},
    {.name = "input-header-names-not-checked",
     .mistake = "Signs header names that no request can have: empty, with a space or a colon.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "minio/minio-go"},
     .presign = {.unchecked = HeaderNamesUnchecked}},
    {.name = "input-header-values-not-checked",
     .mistake = "Signs header values with line breaks or NUL.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "minio/minio-go"},
     .presign = {.unchecked = HeaderValuesUnchecked}},
    {.name = "input-authorization-header-signed",
     .mistake = "Signs an Authorization header, although S3 takes one mechanism only.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "minio/minio-go"},
     .presign = {.unchecked = AuthorizationUnchecked}},
    {.name = "input-signing-parameters-not-checked",
     .mistake = "Does not look for X-Amz-* signing parameters in the caller's query.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "minio/minio-go"},
     .presign = {.unchecked = SigningParametersUnchecked}},
    {.name = "input-sigv2-parameters-taken",
     .mistake = "Adds a signature to a URL that has the parameters of Signature Version 2.",
     .rules = {"presign/input"},
     .references = {"mhart/aws4", "boto/botocore", "minio/minio-go"},
     .presign = {.unchecked = SigV2ParametersUnchecked}},
};

}  // namespace

MutantTables PresignerMutants() { return {kKeys, kParametersAndHeaders, kInput}; }

}  // namespace countersign
