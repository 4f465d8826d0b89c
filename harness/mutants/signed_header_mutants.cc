// Mutants of X-Amz-SignedHeaders: which headers a signer lists, and which headers a verifier wants
// signed. Listed by catalogue.h.
#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// AlsoSign adds a header to the signed ones, with the value that the signer's HTTP client sends.
void AlsoSign(PresignRequest& request, std::string_view name, std::string_view value) {
  if (FindHeader(request.headers, name) != nullptr) return;
  request.headers.push_back({std::string(name), std::string(value)});
}

// The step kHeadersSigned, which ignores the headers for which `may_be_unsigned` is true.
template <typename Predicate>
Refusal HeadersSignedBut(VerifyState& v, Predicate may_be_unsigned) {
  v.signed_headers_text = DecodedValue(*v.given.signed_headers);
  v.signed_headers = SignedHeaderNames(v.signed_headers_text);
  std::vector<HeaderField> checked;
  for (const HeaderField& header : v.request.headers) {
    if (!may_be_unsigned(header)) checked.push_back(header);
  }
  return CheckHeadersAreSigned(v.signed_headers, checked);
}

Refusal AmzHeadersMayBeUnsigned(VerifyState& v) {
  return HeadersSignedBut(v, [](const HeaderField&) { return true; });
}

Refusal ContentMd5MayBeUnsigned(VerifyState& v) {
  return HeadersSignedBut(
      v, [](const HeaderField& header) { return LowerCase(header.name) == "content-md5"; });
}

Refusal CopySourceMayBeUnsigned(VerifyState& v) {
  return HeadersSignedBut(v, [](const HeaderField& header) {
    return LowerCase(header.name).starts_with("x-amz-copy-source");
  });
}

Refusal AllButMetadataMayBeUnsigned(VerifyState& v) {
  return HeadersSignedBut(v, [](const HeaderField& header) {
    return !LowerCase(header.name).starts_with("x-amz-meta-");
  });
}

Refusal NamesWithCapitalsMayBeUnsigned(VerifyState& v) {
  return HeadersSignedBut(
      v, [](const HeaderField& header) { return header.name != LowerCase(header.name); });
}

Refusal IfRangeMayBeUnsigned(VerifyState& v) {
  return HeadersSignedBut(
      v, [](const HeaderField& header) { return SameHeaderName(header.name, "if-range"); });
}

// S3 knows x-amz-* parameters in lower case alone.
void AmzParametersInAnyCase(Lines& l, const Parts& p) {
  for (const std::string_view name : p.signed_headers) {
    if (!IsAmzHeader(name) || SignedValue(name, p.headers, p.query)) continue;
    const std::string line = LowerCase(name) + ":";
    for (const QueryParameter& one : p.query.parameters) {
      if (!SameHeaderName(UriDecode(one.raw_name, Plus::kSpace), name)) continue;
      l.headers = WithAll(l.headers, line + "\n", line + DecodedValue(one) + "\n");
    }
  }
}

Refusal OwnerIsNotCompared(VerifyState& v) {
  if (!v.signer->policy && v.context.bucket_policy == nullptr) return std::nullopt;
  return RunReferenceStep(StepId::kAuthorization, v);
}

std::string InCapitals(std::string name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins = i == 0 || name[i - 1] == '-';
    if (begins && name[i] >= 'a' && name[i] <= 'z')
      name[i] = static_cast<char>(name[i] - 'a' + 'A');
  }
  return name;
}

// Moves x-amz-* headers into the query under the names that `Spell` gives.
template <typename Spell>
void MoveIntoQuery(PresignRequest& request, Spell spell) {
  std::vector<HeaderField> kept;
  for (HeaderField& header : request.headers) {
    if (!IsAmzHeader(header.name) || SameHeaderName(header.name, "x-amz-content-sha256")) {
      kept.push_back(std::move(header));
      continue;
    }
    for (std::string& name : spell(header.name)) request.query.emplace_back(name, header.value);
  }
  request.headers = std::move(kept);
}

void MovedInCapitals(PresignRequest& request) {
  MoveIntoQuery(request, [](const std::string& name) {
    return std::vector<std::string>{InCapitals(LowerCase(name))};
  });
}

void MovedInTwoSpellings(PresignRequest& request) {
  MoveIntoQuery(request, [](const std::string& name) {
    std::vector<std::string> names = {LowerCase(name)};
    if (name != names.front()) names.push_back(name);
    return names;
  });
}

Refusal EmptyValuesMayBeUnsigned(VerifyState& v) {
  return HeadersSignedBut(v, [](const HeaderField& header) { return header.value.empty(); });
}

Refusal HostMayBeUnsigned(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v);
  return refusal && refusal->rule == Rule::kHostSigned ? std::nullopt : refusal;
}

// The step kHeadersSigned, which also refuses the unsigned headers for which `is_meant` is true.
template <typename Predicate>
Refusal AlsoMustBeSigned(VerifyState& v, Predicate is_meant) {
  if (Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v)) return refusal;
  for (const HeaderField& header : v.request.headers) {
    if (is_meant(header.name) && !IsSigned(header.name, v.signed_headers)) {
      return Rejection{Rule::kAmzHeadersSigned, "unsigned: " + header.name};
    }
  }
  return std::nullopt;
}

Refusal EveryHeaderMustBeSigned(VerifyState& v) {
  return AlsoMustBeSigned(v, [](const std::string&) { return true; });
}

Refusal ContentTypeMustBeSigned(VerifyState& v) {
  return AlsoMustBeSigned(
      v, [](const std::string& name) { return SameHeaderName(name, "content-type"); });
}

Refusal ContentSha256MustBeSigned(VerifyState& v) {
  return AlsoMustBeSigned(
      v, [](const std::string& name) { return SameHeaderName(name, "x-amz-content-sha256"); });
}

Refusal NamesMustBeSorted(VerifyState& v) {
  if (Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v)) return refusal;
  if (std::is_sorted(v.signed_headers.begin(), v.signed_headers.end())) return std::nullopt;
  return Rejection{Rule::kAllSixRequired, "not sorted"};
}

Refusal NamesMustBeLowerCase(VerifyState& v) {
  if (Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v)) return refusal;
  if (v.signed_headers_text == LowerCase(v.signed_headers_text)) return std::nullopt;
  return Rejection{Rule::kHostSigned, "not lower-case"};
}

// Leaves out the lines of signed headers that did not arrive.
void WithoutMissingLines(Lines& lines, const Parts& parts) {
  lines.headers.clear();
  for (const std::string_view name : parts.signed_headers) {
    const auto value = SignedValue(name, parts.headers, parts.query);
    if (value) lines.headers += LowerCase(name) + ':' + *value + '\n';
  }
}

Refusal MissingHeaderSkipsTheSignature(VerifyState& v) {
  const Refusal missing = CheckSignedHeadersArrived(v.signed_headers, v.request.headers, v.query);
  const Refusal refusal = RunReferenceStep(StepId::kSignature, v);
  return missing ? std::nullopt : refusal;
}

Refusal HeaderAndQueryAreTooMany(VerifyState& v) {
  for (const std::string_view name : v.signed_headers) {
    if (FindHeader(v.request.headers, name) != nullptr &&
        FindAmzParameter(v.query, name) != nullptr) {
      return Rejection{Rule::kSignature, "in both"};
    }
  }
  return RunReferenceStep(StepId::kSignature, v);
}

Refusal ValuesFromHeadersOnly(VerifyState& v) {
  return CheckSignedHeadersArrived(v.signed_headers, v.request.headers, {});
}

template <std::size_t kSize>
void Erase(HttpRequest& request, const std::string_view (&names)[kSize]) {
  std::erase_if(request.headers, [&names](const HeaderField& header) {
    return std::any_of(std::begin(names), std::end(names), [&header](std::string_view name) {
      return SameHeaderName(header.name, name);
    });
  });
}

void DropFraming(HttpRequest& request, VerifyContext&) {
  Erase(request, {"content-length", "expect", "transfer-encoding"});
}

void DropLengthZero(HttpRequest& request, VerifyContext&) {
  std::erase_if(request.headers, [](const HeaderField& header) {
    return SameHeaderName(header.name, "content-length") && header.value == "0";
  });
}

void AddUnsignedAmzHeaders(Lines& lines, const Parts& parts) {
  for (const HeaderField& header : parts.headers) {
    if (!IsAmzHeader(header.name) || IsSigned(header.name, parts.signed_headers)) continue;
    lines.headers += LowerCase(header.name) + ':' + header.value + '\n';
    lines.signed_headers += ';' + LowerCase(header.name);
  }
}

void SignedRangeLeftOut(std::vector<std::string>& names, const PresignRequest&) {
  std::erase(names, "range");
}

void SignedHeadersDropped(std::vector<std::string>& names, const PresignRequest&) {
  names = {"host"};
}

void SignedContentTypeAdded(PresignRequest& r) {
  if (r.method != "PUT" && r.method != "POST") return;
  AlsoSign(r, "content-type", "application/x-www-form-urlencoded; charset=utf-8");
}

// A presigner answers with the headers of its own HTTP request, signed or not.
void ToldContentTypeToo(std::vector<HeaderField>& headers, const PresignRequest& asked) {
  if (FindHeader(asked.headers, "content-type") != nullptr) return;
  headers.push_back({"Content-Type", "application/octet-stream"});
}

void ToldNothing(std::vector<HeaderField>& headers, const PresignRequest&) { headers.clear(); }

void SignedTelemetryAdded(PresignRequest& r) { AlsoSign(r, "amz-sdk-request", "attempt=1; max=3"); }

void SignedNamesOfParametersAdded(std::vector<std::string>& names, const PresignRequest& r) {
  for (const auto& parameter : r.query) names.push_back(LowerCase(parameter.first));
  std::sort(names.begin(), names.end());
}

void SignedValuesLeftEmpty(Lines& l, const Parts& p) {
  l.headers.clear();
  for (const std::string_view name : p.signed_headers) {
    l.headers += LowerCase(name) + ':';
    if (!IsAmzHeader(name)) l.headers += SignedValue(name, p.headers, p.query).value_or("");
    l.headers += '\n';
  }
}

void ChecksumOfNothingInTheQuery(PresignRequest& r) {
  if (r.method != "PUT") return;
  r.query.emplace_back("x-amz-checksum-crc32", "AAAAAA==");
  r.query.emplace_back("x-amz-sdk-checksum-algorithm", "CRC32");
}

void SignedChecksumOfNothingAdded(PresignRequest& r) {
  if (r.method != "PUT") return;
  AlsoSign(r, "x-amz-checksum-crc32", "AAAAAA==");
  AlsoSign(r, "x-amz-sdk-checksum-algorithm", "CRC32");
}

constexpr Mutant kSignedHeaderSigners[] = {
    {.name = "told-a-header-that-is-not-signed",
     .mistake = "Tells its user to send a Content-Type that it did not sign.",
     .rules = {"signed-headers/told"},
     .references = {"aws/aws-sdk-js-v3#3497"},
     .presign = {.told = ToldContentTypeToo}},
    {.name = "amz-headers-moved-in-capitals",
     .mistake = "Moves x-amz-* headers into the query as X-Amz-*, which S3 does not know.",
     .rules = {"query/amz-names-in-lower-case"},
     .references = {"aws/aws-sdk-ruby#601", "aws/aws-sdk-go-v2#2508"},
     .presign = {.request = MovedInCapitals}},
    {.name = "amz-headers-moved-in-two-spellings",
     .mistake = "Moves an x-amz-* header with capitals into the query as it is and in lower case.",
     .rules = {"query/amz-names-in-lower-case"},
     .references = {"aws/aws-sdk-js#896"},
     .presign = {.request = MovedInTwoSpellings}},
    {.name = "told-no-headers",
     .mistake = "Signs headers and does not tell its user to send them.",
     .rules = {"signed-headers/told"},
     .references = {"transloadit/uppy#6567"},
     .presign = {.told = ToldNothing}},
    {.name = "signed-range-left-out",
     .mistake = "Does not sign Range although the caller asked for it.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"mhart/aws4@1c5a4b6"},
     .presign = {.names = SignedRangeLeftOut}},
    {.name = "signed-headers-dropped",
     .mistake = "Signs only host, not the other requested headers.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"boto/botocore@62081b5d3", "aws/aws-sdk-php"},
     .presign = {.names = SignedHeadersDropped}},
    {.name = "signed-content-type-added",
     .mistake = "Signs the form Content-Type that its HTTP library adds to uploads.",
     .rules = {"signed-headers/exactly-asked", "method/any"},
     .references = {"boto/botocore@1e41b844e"},
     .presign = {.request = SignedContentTypeAdded}},
    {.name = "signed-accept-encoding-added",
     .mistake = "Signs Accept-Encoding, which proxies rewrite.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"aws/aws-sdk-go-v2#1816", "minio/minio-go#1639"},
     .presign = {.request = [](PresignRequest& r) { AlsoSign(r, "accept-encoding", "identity"); }}},
    {.name = "signed-connection-added",
     .mistake = "Signs Connection, which proxies do not pass on.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"boto/botocore#3643", "awslabs/aws-c-auth#261", "awslabs/aws-c-auth#170"},
     .presign = {.request = [](PresignRequest& r) { AlsoSign(r, "connection", "keep-alive"); }}},
    {.name = "signed-telemetry-added",
     .mistake = "Signs the SDK's own headers about retries.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"aws/aws-sdk-ruby#2412", "aws/aws-sdk-go-v2#2749"},
     .presign = {.request = SignedTelemetryAdded}},
    {.name = "signed-names-of-parameters-added",
     .mistake = "Lists the caller's query parameters among the signed headers.",
     .rules = {"signed-headers/exactly-asked", "query/as-asked"},
     .references = {"ex-aws/ex_aws#540"},
     .presign = {.names = SignedNamesOfParametersAdded}},
    {.name = "signed-values-left-empty",
     .side = Side::kPresign,
     .mistake = "Lists x-amz-* headers, but signs empty values for them.",
     .rules = {"signed-headers/exactly-asked", "headers/lower-case-and-sorted"},
     .references = {"aws/aws-sdk-ruby#816", "awspring/spring-cloud-aws#1078"},
     .signing = {.lines = SignedValuesLeftEmpty}},
    {.name = "checksum-of-nothing-in-the-query",
     .mistake = "Adds the checksum of an empty body to the query of an upload.",
     .rules = {"query/no-checksum-of-nothing"},
     .references = {"localstack/localstack#12164", "seaweedfs/seaweedfs#10216"},
     .presign = {.request = ChecksumOfNothingInTheQuery}},
    {.name = "signed-checksum-of-nothing-added",
     .mistake = "Signs the checksum of an empty body, so every upload with a body fails.",
     .rules = {"signed-headers/exactly-asked"},
     .references = {"localstack/localstack#12164", "floci-io/floci#4188",
                    "seaweedfs/seaweedfs#10216", "usekaneo/kaneo#1196",
                    "crafter-station/petdex#465"},
     .presign = {.request = SignedChecksumOfNothingAdded}},
};

constexpr Mutant kTooLenient[] = {
    {.name = "if-range-may-be-unsigned",
     .mistake = "Takes an unsigned If-Range beside a signed Range.",
     .rules = {"signed-headers/if-range-with-range"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, IfRangeMayBeUnsigned)}}},
    {.name = "amz-parameters-in-any-case",
     .side = Side::kVerify,
     .mistake = "Takes the parameter X-Amz-Acl for x-amz-acl.",
     .rules = {"query/amz-names-in-lower-case"},
     .references = {"aws/aws-sdk-ruby#601"},
     .signing = {.lines = AmzParametersInAnyCase},
     .verify = {.steps = {LeaveOut(StepId::kSignedHeadersArrived)}}},
    {.name = "expected-bucket-owner-ignored",
     .mistake = "Does not compare the bucket's owner with x-amz-expected-bucket-owner.",
     .rules = {"query/expected-bucket-owner"},
     .references = {"versity/versitygw#1428"},
     .verify = {.steps = {Replace(StepId::kAuthorization, OwnerIsNotCompared)}}},
    {.name = "unsigned-amz-header-honoured",
     .mistake = "Obeys x-amz-* headers that are not signed: acl, tagging, metadata, copy source.",
     .rules = {"signed-headers/amz-headers-signed"},
     .references = {"rustfs/rustfs#7425", "GHSA-g8w9-qw9q-fghr", "versity/versitygw#2158",
                    "minio/minio#17737", "seaweedfs/seaweedfs#9121", "localstack/localstack#9676",
                    "CVE-2026-54330", "GHSA-rmjq-ffrm-j6vj", "restic/restic#22033"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, AmzHeadersMayBeUnsigned)}}},
    {.name = "unsigned-copy-source-honoured",
     .mistake =
         "Obeys an unsigned x-amz-copy-source: an upload becomes a copy in the signer's name.",
     .rules = {"signed-headers/amz-headers-signed"},
     .references = {"chainguard-forks/minio#38", "0chain/zs3server#195", "pgsty/silo#173",
                    "juicedata/minio#85", "CVE-2026-54330", "rustfs/rustfs#7754",
                    "GHSA-xm99-m3gq-83g8", "CVE-2026-94368", "CVE-2026-115374"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, CopySourceMayBeUnsigned)}}},
    {.name = "unsigned-content-md5-honoured",
     .mistake = "Lets the sender add a Content-MD5 that is not signed.",
     .rules = {"signed-headers/content-md5-signed"},
     .references = {"scality/Arsenal#2633"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, ContentMd5MayBeUnsigned)}}},
    {.name = "unsigned-amz-header-but-metadata-honoured",
     .mistake = "Checks only x-amz-meta-* for unsigned headers.",
     .rules = {"signed-headers/amz-headers-signed"},
     .references = {"minio/minio#17737"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, AllButMetadataMayBeUnsigned)}}},
    {.name = "unsigned-amz-header-in-capitals-honoured",
     .mistake = "Finds unsigned x-amz-* headers only if their names are in lower case.",
     .rules = {"signed-headers/amz-headers-signed"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, NamesWithCapitalsMayBeUnsigned)}}},
    {.name = "unsigned-empty-amz-header-honoured",
     .mistake = "Overlooks unsigned x-amz-* headers whose value is empty.",
     .rules = {"signed-headers/amz-headers-signed"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, EmptyValuesMayBeUnsigned)}}},
    {.name = "unsigned-host-accepted",
     .mistake = "Does not require that host is signed.",
     .rules = {"signed-headers/host-required"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, HostMayBeUnsigned)}}},
    {.name = "missing-signed-header-excuses-the-signature",
     .mistake = "Does not compare the signature if a signed header is missing.",
     .rules = {"signed-headers/must-arrive"},
     .references = {"localstack/localstack#6298"},
     .verify = {.steps = {Replace(StepId::kSignature, MissingHeaderSkipsTheSignature),
                          LeaveOut(StepId::kSignedHeadersArrived)}}},
    {.name = "missing-signed-header-left-out",
     .side = Side::kVerify,
     .mistake = "Leaves the line of a missing signed header out of the canonical request.",
     .rules = {"signed-headers/must-arrive"},
     .references = {"versity/versitygw#457", "localstack/localstack#6298"},
     .signing = {.lines = WithoutMissingLines},
     .verify = {.steps = {LeaveOut(StepId::kSignedHeadersArrived)}}},
};

Refusal UnsortedSignedHeadersSorted(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v);
  std::sort(v.signed_headers.begin(), v.signed_headers.end());
  return refusal;
}

constexpr Mutant kTooStrict[] = {
    {.name = "unsigned-header-refused",
     .mistake = "Refuses every header that is not signed.",
     .rules = {"signed-headers/others-may-be-unsigned"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, EveryHeaderMustBeSigned)}}},
    {.name = "unsigned-content-type-refused",
     .mistake = "Refuses a Content-Type that is not signed.",
     .rules = {"signed-headers/others-may-be-unsigned"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, ContentTypeMustBeSigned)}}},
    {.name = "unsigned-content-sha256-refused",
     .mistake = "Refuses an unsigned x-amz-content-sha256, the one exempt x-amz-* header.",
     .rules = {"signed-headers/content-sha256-exempt"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, ContentSha256MustBeSigned)}}},
    {.name = "unsigned-amz-headers-added",
     .side = Side::kVerify,
     .mistake =
         "Adds unsigned x-amz-* headers to the canonical request, so the answer is a mismatch.",
     .rules = {"signed-headers/amz-headers-signed"},
     .references = {"ceph/ceph#53525"},
     .signing = {.lines = AddUnsignedAmzHeaders},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, AmzHeadersMayBeUnsigned)}}},
    {.name = "unsorted-signed-headers-refused",
     .mistake = "Refuses a list of signed headers that is not sorted with capitals first.",
     .rules = {"signed-headers/upper-case-names"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, NamesMustBeSorted)}}},
    {.name = "unsorted-signed-headers-sorted",
     .mistake = "Sorts the list of signed headers, capitals first, before it verifies.",
     .rules = {"signed-headers/upper-case-names"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, UnsortedSignedHeadersSorted)}}},
    {.name = "signed-headers-in-capitals-refused",
     .mistake = "Refuses names in X-Amz-SignedHeaders that are not in lower case.",
     .rules = {"signed-headers/upper-case-names"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, NamesMustBeLowerCase)}}},
    {.name = "header-values-never-from-query",
     .mistake = "Does not find a signed x-amz-* header that is sent as a query parameter.",
     .rules = {"signed-headers/value-from-query"},
     .verify = {.steps = {Replace(StepId::kSignedHeadersArrived, ValuesFromHeadersOnly)}}},
    {.name = "header-and-query-alike-refused",
     .mistake = "Refuses an x-amz-* header that is also a parameter, even with the same value.",
     .rules = {"signed-headers/in-both-same"},
     .verify = {.steps = {Replace(StepId::kSignature, HeaderAndQueryAreTooMany)}}},
    {.name = "framing-headers-lost",
     .mistake = "Its HTTP library removes Content-Length, Expect and Transfer-Encoding.",
     .rules = {"signed-headers/content-length", "signed-headers/value-changed",
               "signed-headers/must-arrive", "signed-headers/others-may-be-unsigned"},
     .references = {"minio/minio#2643"},
     .verify = {.request = DropFraming}},
    {.name = "content-length-zero-lost",
     .mistake = "Treats a signed Content-Length of 0 as missing.",
     .rules = {"signed-headers/content-length"},
     .references = {"supabase/storage#526"},
     .verify = {.request = DropLengthZero}},
};

}  // namespace

MutantTables SignedHeaderMutants() { return {kSignedHeaderSigners, kTooLenient, kTooStrict}; }

}  // namespace countersign
