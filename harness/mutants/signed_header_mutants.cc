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

// AlsoSign adds a header to those that are signed, with the value that the signer's own client
// sends.
void AlsoSign(PresignRequest& request, std::string_view name, std::string_view value) {
  const bool there =
      std::any_of(request.headers.begin(), request.headers.end(),
                  [name](const HeaderField& header) { return SameHeaderName(header.name, name); });
  if (!there) request.headers.push_back({std::string(name), std::string(value)});
}

// The step "headers-signed", blind to the unsigned headers that `may` come.
template <typename May>
Refusal HeadersSignedBut(VerifyState& v, May may) {
  v.signed_headers_text = DecodedValue(*v.given.signed_headers);
  v.signed_headers = SignedHeaderNames(v.signed_headers_text);
  std::vector<HeaderField> looked_at;
  for (const HeaderField& header : v.request.headers) {
    if (!may(LowerCase(header.name))) looked_at.push_back(header);
  }
  return CheckHeadersAreSigned(v.signed_headers, looked_at);
}

Refusal AnyAmzHeaderMayCome(VerifyState& v) {
  return HeadersSignedBut(v, [](const std::string&) { return true; });
}

Refusal CopySourceMayCome(VerifyState& v) {
  return HeadersSignedBut(
      v, [](const std::string& name) { return name.starts_with("x-amz-copy-source"); });
}

Refusal AllButMetadataMayCome(VerifyState& v) {
  return HeadersSignedBut(v,
                          [](const std::string& name) { return !name.starts_with("x-amz-meta-"); });
}

Refusal NamesInAnotherCaseMayCome(VerifyState& v) {
  v.signed_headers_text = DecodedValue(*v.given.signed_headers);
  v.signed_headers = SignedHeaderNames(v.signed_headers_text);
  std::vector<HeaderField> looked_at;
  for (const HeaderField& header : v.request.headers) {
    if (header.name == LowerCase(header.name)) looked_at.push_back(header);
  }
  return CheckHeadersAreSigned(v.signed_headers, looked_at);
}

Refusal EmptyValuesMayCome(VerifyState& v) {
  v.signed_headers_text = DecodedValue(*v.given.signed_headers);
  v.signed_headers = SignedHeaderNames(v.signed_headers_text);
  std::vector<HeaderField> looked_at;
  for (const HeaderField& header : v.request.headers) {
    if (!header.value.empty()) looked_at.push_back(header);
  }
  return CheckHeadersAreSigned(v.signed_headers, looked_at);
}

Refusal HostMayBeUnsigned(VerifyState& v) {
  Refusal refusal = TheReferences("headers-signed", v);
  return refusal && refusal->rule == Rule::kHostSigned ? std::nullopt : refusal;
}

Refusal EveryHeaderMustBeSigned(VerifyState& v) {
  if (Refusal refusal = TheReferences("headers-signed", v)) return refusal;
  for (const HeaderField& header : v.request.headers) {
    if (!IsSigned(header.name, v.signed_headers)) {
      return Rejection{Rule::kAmzHeadersSigned, "unsigned: " + header.name};
    }
  }
  return std::nullopt;
}

Refusal ContentTypeMustBeSigned(VerifyState& v) {
  if (Refusal refusal = TheReferences("headers-signed", v)) return refusal;
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "content-type") &&
        !IsSigned("content-type", v.signed_headers)) {
      return Rejection{Rule::kAmzHeadersSigned, "unsigned: content-type"};
    }
  }
  return std::nullopt;
}

Refusal ContentSha256MustBeSigned(VerifyState& v) {
  if (Refusal refusal = TheReferences("headers-signed", v)) return refusal;
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "x-amz-content-sha256") &&
        !IsSigned(header.name, v.signed_headers)) {
      return Rejection{Rule::kAmzHeadersSigned, "unsigned: x-amz-content-sha256"};
    }
  }
  return std::nullopt;
}

Refusal NamesMustBeSorted(VerifyState& v) {
  if (Refusal refusal = TheReferences("headers-signed", v)) return refusal;
  if (std::is_sorted(v.signed_headers.begin(), v.signed_headers.end())) return std::nullopt;
  return Rejection{Rule::kAllSixRequired, "not sorted"};
}

Refusal NamesMustBeLowerCase(VerifyState& v) {
  if (Refusal refusal = TheReferences("headers-signed", v)) return refusal;
  if (v.signed_headers_text == LowerCase(v.signed_headers_text)) return std::nullopt;
  return Rejection{Rule::kHostSigned, "not lower-case"};
}

// Names that did not arrive have no line in the header block.
void WithoutMissingLines(Lines& lines, const Parts& parts) {
  lines.headers.clear();
  for (const std::string_view name : parts.signed_headers) {
    std::string value;
    if (!AppendSignedValue(name, parts.headers, parts.query, value)) continue;
    lines.headers += LowerCase(name) + ':' + value + '\n';
  }
}

Refusal MissingOneExcusesTheSignature(VerifyState& v) {
  const Refusal missing = CheckSignedHeadersArrived(v.signed_headers, v.request.headers, v.query);
  const Refusal refusal = TheReferences("signature", v);
  return missing ? std::nullopt : refusal;
}

std::vector<VerifyStep> SkippingMissingOnes() {
  std::vector<VerifyStep> steps = Replaced("signature", MissingOneExcusesTheSignature);
  std::erase_if(steps,
                [](const VerifyStep& step) { return step.name == "signed-headers-arrived"; });
  return steps;
}

Refusal BothPlacesAreTooMany(VerifyState& v) {
  for (const std::string_view name : v.signed_headers) {
    const bool in_header =
        std::any_of(v.request.headers.begin(), v.request.headers.end(),
                    [name](const HeaderField& h) { return SameHeaderName(h.name, name); });
    if (in_header && FindAmzParameter(v.query, name) != nullptr) {
      return Rejection{Rule::kSignature, "in both"};
    }
  }
  return TheReferences("signature", v);
}

Refusal QueryIsNoHeader(VerifyState& v) {
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

std::vector<Mutant> SignerMutants() {
  return {
      {"signed-range-left-out",
       Side::kPresign,
       "Ignores Range although the caller asked to pin it.",
       {"signed-headers/exactly-asked"},
       {"mhart/aws4@1c5a4b6"},
       {},
       {.names = [](std::vector<std::string>& names,
                    const PresignRequest&) { std::erase(names, "range"); }}},
      {"signed-headers-dropped",
       Side::kPresign,
       "Signs host alone, whatever else was asked.",
       {"signed-headers/exactly-asked"},
       {"boto/botocore@62081b5d3"},
       {},
       {.names = [](std::vector<std::string>& names, const PresignRequest&) { names = {"host"}; }}},
      {"signed-content-type-added",
       Side::kPresign,
       "Signs the form's Content-Type that its HTTP library adds to uploads.",
       {"signed-headers/exactly-asked", "method/any"},
       {"boto/botocore@1e41b844e"},
       {},
       {.request =
            [](PresignRequest& r) {
              if (r.method != "PUT" && r.method != "POST") return;
              AlsoSign(r, "content-type", "application/x-www-form-urlencoded; charset=utf-8");
            }}},
      {"signed-accept-encoding-added",
       Side::kPresign,
       "Signs Accept-Encoding, which proxies rewrite.",
       {"signed-headers/exactly-asked"},
       {"aws/aws-sdk-go-v2#1816", "minio/minio-go#1639"},
       {},
       {.request = [](PresignRequest& r) { AlsoSign(r, "accept-encoding", "identity"); }}},
      {"signed-connection-added",
       Side::kPresign,
       "Signs a header that is good for one hop.",
       {"signed-headers/exactly-asked"},
       {"boto/botocore#3643", "awslabs/aws-c-auth#261", "awslabs/aws-c-auth#170"},
       {},
       {.request = [](PresignRequest& r) { AlsoSign(r, "connection", "keep-alive"); }}},
      {"signed-telemetry-added",
       Side::kPresign,
       "Signs the SDK's own headers about retries.",
       {"signed-headers/exactly-asked"},
       {"aws/aws-sdk-ruby#2412", "aws/aws-sdk-go-v2#2749"},
       {},
       {.request = [](PresignRequest& r) { AlsoSign(r, "amz-sdk-request", "attempt=1; max=3"); }}},
      {"signed-names-of-parameters-added",
       Side::kPresign,
       "Lists the caller's query parameters among the signed headers.",
       {"signed-headers/exactly-asked", "query/as-asked"},
       {"ex-aws/ex_aws#540"},
       {},
       {.names =
            [](std::vector<std::string>& names, const PresignRequest& r) {
              for (const auto& parameter : r.query) names.push_back(LowerCase(parameter.first));
              std::sort(names.begin(), names.end());
            }}},
      {"signed-values-left-empty",
       Side::kPresign,
       "Lists x-amz-* headers, but signs them without their values.",
       {"signed-headers/exactly-asked", "headers/lower-case-and-sorted"},
       {"aws/aws-sdk-ruby#816", "awspring/spring-cloud-aws#1078"},
       {.lines =
            [](Lines& l, const Parts& p) {
              l.headers.clear();
              for (const std::string_view name : p.signed_headers) {
                l.headers += LowerCase(name) + ':';
                if (!IsAmzHeader(name)) AppendSignedValue(name, p.headers, p.query, l.headers);
                l.headers += '\n';
              }
            }}},
      {"signed-checksum-of-nothing-added",
       Side::kPresign,
       "Pins the checksum of the empty body that it has at hand: no upload fits.",
       {"signed-headers/exactly-asked"},
       {"aws/aws-sdk-js-v3#6994", "floci-io/floci#4188", "seaweedfs/seaweedfs#10216",
        "usekaneo/kaneo#1196", "crafter-station/petdex#465"},
       {},
       {.request =
            [](PresignRequest& r) {
              if (r.method != "PUT") return;
              AlsoSign(r, "x-amz-checksum-crc32", "AAAAAA==");
              AlsoSign(r, "x-amz-sdk-checksum-algorithm", "CRC32");
            }}},
  };
}

std::vector<Mutant> LenientMutants() {
  return {
      {"unsigned-amz-header-honoured",
       Side::kVerify,
       "Honours x-amz-* headers that nobody signed: acl, tagging, metadata, copy source.",
       {"signed-headers/amz-headers-signed"},
       {"rustfs/rustfs#7425", "GHSA-g8w9-qw9q-fghr", "versity/versitygw#2158", "minio/minio#17737",
        "seaweedfs/seaweedfs#9121", "localstack/localstack#9676", "CVE-2026-54330",
        "GHSA-rmjq-ffrm-j6vj", "restic/restic#22033"},
       {},
       {},
       {.steps = Replaced("headers-signed", AnyAmzHeaderMayCome)}},
      {"unsigned-copy-source-honoured",
       Side::kVerify,
       "An unsigned x-amz-copy-source turns an upload into a copy in the signer's name.",
       {"signed-headers/amz-headers-signed"},
       {"chainguard-forks/minio#38", "0chain/zs3server#195", "pgsty/silo#173", "juicedata/minio#85",
        "CVE-2026-54330", "rustfs/rustfs#7754", "GHSA-xm99-m3gq-83g8", "CVE-2026-97731",
        "CVE-2026-94368", "CVE-2026-115374"},
       {},
       {},
       {.steps = Replaced("headers-signed", CopySourceMayCome)}},
      {"unsigned-amz-header-but-metadata-honoured",
       Side::kVerify,
       "Looks for unsigned headers among x-amz-meta-* only.",
       {"signed-headers/amz-headers-signed"},
       {"minio/minio#17737"},
       {},
       {},
       {.steps = Replaced("headers-signed", AllButMetadataMayCome)}},
      {"unsigned-amz-header-in-capitals-honoured",
       Side::kVerify,
       "Finds unsigned x-amz-* headers only where their names are in lower case.",
       {"signed-headers/amz-headers-signed"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed", NamesInAnotherCaseMayCome)}},
      {"unsigned-empty-amz-header-honoured",
       Side::kVerify,
       "Does not see unsigned x-amz-* headers whose value is empty.",
       {"signed-headers/amz-headers-signed"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed", EmptyValuesMayCome)}},
      {"unsigned-host-accepted",
       Side::kVerify,
       "Does not ask for a signed host.",
       {"signed-headers/host-required"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed", HostMayBeUnsigned)}},
      {"missing-signed-header-excuses-the-signature",
       Side::kVerify,
       "Does not compare the signature where a signed header did not arrive.",
       {"signed-headers/must-arrive"},
       {"localstack/localstack#6298"},
       {},
       {},
       {.steps = SkippingMissingOnes()}},
      {"missing-signed-header-left-out",
       Side::kVerify,
       "Leaves the line of a signed header that did not arrive out of the header block.",
       {"signed-headers/must-arrive"},
       {"versity/versitygw#457", "localstack/localstack#6298"},
       {.lines = WithoutMissingLines},
       {},
       {.steps = Without("signed-headers-arrived")}},
  };
}

std::vector<Mutant> StrictMutants() {
  return {
      {"unsigned-header-refused",
       Side::kVerify,
       "Refuses every header that is not signed.",
       {"signed-headers/others-may-be-unsigned"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed", EveryHeaderMustBeSigned)}},
      {"unsigned-content-type-refused",
       Side::kVerify,
       "Refuses a Content-Type that is not signed.",
       {"signed-headers/others-may-be-unsigned"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed", ContentTypeMustBeSigned)}},
      {"unsigned-content-sha256-refused",
       Side::kVerify,
       "Refuses an unsigned x-amz-content-sha256, the one exempt x-amz-* header.",
       {"signed-headers/content-sha256-exempt"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed", ContentSha256MustBeSigned)}},
      {"unsigned-amz-headers-added",
       Side::kVerify,
       "Adds unsigned x-amz-* headers to the canonical request: a mismatch instead of a reason.",
       {"signed-headers/amz-headers-signed"},
       {"ceph/ceph#53525"},
       {.lines = AddUnsignedAmzHeaders},
       {},
       {.steps = Replaced("headers-signed", AnyAmzHeaderMayCome)}},
      {"unsorted-signed-headers-refused",
       Side::kVerify,
       "Refuses a list of signed headers that is not sorted.",
       {"signed-headers/unsorted"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed", NamesMustBeSorted)}},
      {"unsorted-signed-headers-sorted",
       Side::kVerify,
       "Sorts the list of signed headers before it verifies.",
       {"signed-headers/unsorted"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed",
                          [](VerifyState& v) {
                            const Refusal refusal = TheReferences("headers-signed", v);
                            std::sort(v.signed_headers.begin(), v.signed_headers.end());
                            return refusal;
                          })}},
      {"signed-headers-in-capitals-refused",
       Side::kVerify,
       "Refuses names of signed headers in another case than lower.",
       {"signed-headers/upper-case-names"},
       {},
       {},
       {},
       {.steps = Replaced("headers-signed", NamesMustBeLowerCase)}},
      {"header-values-never-from-query",
       Side::kVerify,
       "Does not find a signed x-amz-* header that travels as a parameter.",
       {"signed-headers/value-from-query"},
       {},
       {},
       {},
       {.steps = Replaced("signed-headers-arrived", QueryIsNoHeader)}},
      {"header-and-query-alike-refused",
       Side::kVerify,
       "Refuses an x-amz-* header that is also a parameter, even with the same value.",
       {"signed-headers/in-both-same"},
       {},
       {},
       {},
       {.steps = Replaced("signature", BothPlacesAreTooMany)}},
      {"framing-headers-lost",
       Side::kVerify,
       "The HTTP library keeps Content-Length, Expect and Transfer-Encoding to itself.",
       {"signed-headers/content-length", "signed-headers/value-changed",
        "signed-headers/must-arrive", "signed-headers/others-may-be-unsigned"},
       {"minio/minio#2643"},
       {},
       {},
       {.request = DropFraming}},
      {"content-length-zero-lost",
       Side::kVerify,
       "Takes a signed content-length of 0 for none.",
       {"signed-headers/content-length"},
       {"supabase/storage#526"},
       {},
       {},
       {.request = DropLengthZero}},
  };
}

}  // namespace

std::vector<Mutant> SignedHeaderMutants() {
  std::vector<Mutant> mutants = SignerMutants();
  for (Mutant& mutant : LenientMutants()) mutants.push_back(std::move(mutant));
  for (Mutant& mutant : StrictMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
