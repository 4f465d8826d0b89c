#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

constexpr std::string_view kHashOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::string_view kContentSha256 = "x-amz-content-sha256";

bool IsElsewhere(const Parts& parts) { return parts.path_encoding == PathEncoding::kTwice; }

const HeaderField* ContentSha256(std::span<const HeaderField> headers) {
  for (const HeaderField& header : headers) {
    if (SameHeaderName(header.name, kContentSha256)) return &header;
  }
  return nullptr;
}

// Without the checks of the signature's and the body's steps where the header says that the body
// comes in chunks.
Refusal ChunksGoAnotherWay(VerifyState& v) {
  const HeaderField* declared = ContentSha256(v.request.headers);
  if (declared != nullptr && declared->value.starts_with("STREAMING-")) return std::nullopt;
  return TheReferences("signature", v);
}

Refusal CheckPayloadInLowerCase(VerifyState& v) {
  if (v.request.body_sha256 && v.payload_line != kUnsignedPayload &&
      v.payload_line != LowerCase(v.payload_line)) {
    return Rejection{Rule::kPayload, "not lower-case"};
  }
  return TheReferences("payload", v);
}

Refusal CheckPayloadOfEveryMethod(VerifyState& v) {
  const std::string body = v.request.body_sha256.value_or(std::string(kHashOfNothing));
  return IsS3Service(v.context.service) ? CheckPayload("PUT", v.payload_line, body) : std::nullopt;
}

std::vector<Mutant> LineMutants() {
  return {
      {"payload-hash-of-nothing",
       Side::kBoth,
       "Signs the hash of an empty body where UNSIGNED-PAYLOAD belongs.",
       {"payload/unsigned"},
       {"boto/botocore#2346", "ex-aws/ex_aws#520", "curl/curl#9995"},
       {.lines =
            [](Lines& l, const Parts&) {
              if (l.payload == kUnsignedPayload) l.payload = kHashOfNothing;
            }}},
      {"payload-line-empty",
       Side::kBoth,
       "Compares with an x-amz-content-sha256 that no presigned URL has: the line is empty.",
       {"payload/unsigned"},
       {"minio/minio#2106"},
       {.lines =
            [](Lines& l, const Parts&) {
              if (l.payload == kUnsignedPayload) l.payload.clear();
            }}},
      {"payload-in-lower-case",
       Side::kBoth,
       "Signs 'unsigned-payload'.",
       {"payload/unsigned"},
       {},
       {.lines = [](Lines& l, const Parts&) { l.payload = LowerCase(l.payload); }}},
      {"payload-always-unsigned",
       Side::kBoth,
       "Signs UNSIGNED-PAYLOAD although a hash was declared.",
       {"payload/signed-header", "payload/query-hash"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              if (!IsElsewhere(p)) l.payload = kUnsignedPayload;
            }}},
      {"payload-header-not-listed",
       Side::kPresign,
       "Signs a payload hash, but adds no x-amz-content-sha256 that would tell it.",
       {"payload/signed-header"},
       {"awslabs/aws-c-auth#248"},
       {},
       {.names = [](std::vector<std::string>& names,
                    const PresignRequest&) { std::erase(names, kContentSha256); }}},
      {"payload-from-an-unsigned-header",
       Side::kVerify,
       "Takes the payload line from an x-amz-content-sha256 that nobody signed.",
       {"signed-headers/content-sha256-exempt"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              if (const HeaderField* declared = ContentSha256(p.headers))
                l.payload = declared->value;
            }}},
      {"payload-from-query-not-known",
       Side::kVerify,
       "Does not know x-amz-content-sha256 as a query parameter.",
       {"payload/query-hash"},
       {},
       {.lines =
            [](Lines& l, const Parts& p) {
              if (FindAmzParameter(p.query, kContentSha256) != nullptr && !IsElsewhere(p)) {
                l.payload = kUnsignedPayload;
              }
            }}},
      {"elsewhere-payload-unsigned",
       Side::kBoth,
       "Signs UNSIGNED-PAYLOAD for services other than S3, which want the body's hash.",
       {"payload/body-hash-elsewhere"},
       {"boto/botocore#2346"},
       {.lines =
            [](Lines& l, const Parts& p) {
              if (IsElsewhere(p)) l.payload = kUnsignedPayload;
            }}},
  };
}

std::vector<Mutant> BodyMutants() {
  return {
      {"payload-not-compared",
       Side::kVerify,
       "Never compares a signed hash with the body that came.",
       {"payload/hash-matches-body"},
       {},
       {},
       {},
       {.steps = Without("payload")}},
      {"payload-hash-in-upper-case-refused",
       Side::kVerify,
       "Refuses a hash in upper-case hex digits.",
       {"payload/hash-matches-body"},
       {},
       {},
       {},
       {.steps = Replaced("payload", CheckPayloadInLowerCase)}},
      {"payload-compared-on-get",
       Side::kVerify,
       "Compares the hash with the body of a GET too, which is mostly none.",
       {"payload/not-checked-on-get"},
       {},
       {},
       {},
       {.steps = Replaced("payload", CheckPayloadOfEveryMethod)}},
      {"payload-invalid-answers-500",
       Side::kVerify,
       "Answers a payload hash that is none with an internal error.",
       {"payload/hash-matches-body"},
       {"s3s-project/s3s#430"},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              auto* reject = std::get_if<RejectAnswer>(&answer);
              if (reject == nullptr || reject->rejection_class != "payload-mismatch") return;
              reject->status = 500;
              reject->code = "InternalError";
            }}},
      {"payload-chunks-go-another-way",
       Side::kVerify,
       "An unsigned x-amz-content-sha256: STREAMING-… leads past the check of the signature.",
       {"signed-headers/content-sha256-exempt", "signature/match"},
       {"chainguard-forks/minio#38", "CVE-2026-41145"},
       {},
       {},
       {.steps = Replaced("signature", ChunksGoAnotherWay)}},
  };
}

}  // namespace

std::vector<Mutant> PayloadMutants() {
  std::vector<Mutant> mutants = LineMutants();
  for (Mutant& mutant : BodyMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
