// Mutants of the payload line, the last line of the canonical request, and of the check of the
// body. Listed by catalogue.h.
#include "mutants/answers.h"
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
  return FindHeader(headers, kContentSha256);
}

// Skips the check of the signature if the header declares that the body is sent in chunks.
Refusal ChunksSkipTheSignature(VerifyState& v) {
  const HeaderField* declared = ContentSha256(v.request.headers);
  if (declared != nullptr && declared->value.starts_with("STREAMING-")) return std::nullopt;
  return RunReferenceStep(StepId::kSignature, v);
}

Refusal CheckPayloadInLowerCase(VerifyState& v) {
  if (v.request.body_sha256 && v.payload_line != kUnsignedPayload &&
      v.payload_line != LowerCase(v.payload_line)) {
    return Rejection{Rule::kPayload, "not lower-case"};
  }
  return RunReferenceStep(StepId::kPayload, v);
}

Refusal CheckPayloadOfEveryMethod(VerifyState& v) {
  const std::string body = v.request.body_sha256.value_or(std::string(kHashOfNothing));
  return IsS3Service(v.context.service) ? CheckPayload("PUT", v.payload_line, body) : std::nullopt;
}

void PayloadHashOfNothing(Lines& l, const Parts&) {
  if (l.payload == kUnsignedPayload) l.payload = kHashOfNothing;
}

void PayloadLineEmpty(Lines& l, const Parts&) {
  if (l.payload == kUnsignedPayload) l.payload.clear();
}

void PayloadAlwaysUnsigned(Lines& l, const Parts& p) {
  if (!IsElsewhere(p)) l.payload = kUnsignedPayload;
}

void PayloadHeaderNotListed(std::vector<std::string>& names, const PresignRequest&) {
  std::erase(names, kContentSha256);
}

void PayloadFromAnUnsignedHeader(Lines& l, const Parts& p) {
  if (const HeaderField* declared = ContentSha256(p.headers)) l.payload = declared->value;
}

void PayloadFromQueryNotKnown(Lines& l, const Parts& p) {
  if (FindAmzParameter(p.query, kContentSha256) != nullptr && !IsElsewhere(p)) {
    l.payload = kUnsignedPayload;
  }
}

void ElsewherePayloadUnsigned(Lines& l, const Parts& p) {
  if (IsElsewhere(p)) l.payload = kUnsignedPayload;
}

constexpr Mutant kPayloadLines[] = {
    {.name = "payload-hash-of-nothing",
     .side = Side::kBoth,
     .mistake = "Signs the hash of an empty body instead of UNSIGNED-PAYLOAD.",
     .rules = {"payload/unsigned"},
     .references = {"boto/botocore#2346", "ex-aws/ex_aws#520", "curl/curl#9995"},
     .signing = {.lines = PayloadHashOfNothing}},
    {.name = "payload-line-empty",
     .side = Side::kBoth,
     .mistake =
         "Reads the payload line from x-amz-content-sha256, which is missing: the line is empty.",
     .rules = {"payload/unsigned"},
     .references = {"minio/minio#2106"},
     .signing = {.lines = PayloadLineEmpty}},
    {.name = "payload-in-lower-case",
     .side = Side::kBoth,
     .mistake = "Signs 'unsigned-payload'.",
     .rules = {"payload/unsigned"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.payload = LowerCase(l.payload); }}},
    {.name = "payload-always-unsigned",
     .side = Side::kBoth,
     .mistake = "Signs UNSIGNED-PAYLOAD although a hash was declared.",
     .rules = {"payload/signed-header", "payload/query-hash"},
     .signing = {.lines = PayloadAlwaysUnsigned}},
    {.name = "payload-header-not-listed",
     .side = Side::kPresign,
     .mistake = "Signs a payload hash, but does not sign x-amz-content-sha256, which declares it.",
     .rules = {"payload/signed-header"},
     .references = {"awslabs/aws-c-auth#248"},
     .presign = {.names = PayloadHeaderNotListed}},
    {.name = "payload-from-an-unsigned-header",
     .side = Side::kVerify,
     .mistake = "Takes the payload line from an x-amz-content-sha256 header that is not signed.",
     .rules = {"signed-headers/content-sha256-exempt"},
     .signing = {.lines = PayloadFromAnUnsignedHeader}},
    {.name = "payload-from-query-not-known",
     .side = Side::kVerify,
     .mistake = "Ignores x-amz-content-sha256 if it is a query parameter.",
     .rules = {"payload/query-hash"},
     .signing = {.lines = PayloadFromQueryNotKnown}},
    {.name = "elsewhere-payload-unsigned",
     .side = Side::kBoth,
     .mistake =
         "Signs UNSIGNED-PAYLOAD for services other than S3, which expect the hash of the body.",
     .rules = {"payload/body-hash-elsewhere"},
     .references = {"boto/botocore#2346"},
     .signing = {.lines = ElsewherePayloadUnsigned}},
};

void PayloadInvalidAnswers500(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "payload-mismatch", 500, "InternalError");
}

constexpr Mutant kBodies[] = {
    {.name = "payload-not-compared",
     .side = Side::kVerify,
     .mistake = "Never compares a signed hash with the received body.",
     .rules = {"payload/hash-matches-body"},
     .verify = {.steps = {LeaveOut(StepId::kPayload)}}},
    {.name = "payload-hash-in-upper-case-refused",
     .side = Side::kVerify,
     .mistake = "Refuses a hash in upper-case hex digits.",
     .rules = {"payload/hash-matches-body"},
     .verify = {.steps = {Replace(StepId::kPayload, CheckPayloadInLowerCase)}}},
    {.name = "payload-compared-on-get",
     .side = Side::kVerify,
     .mistake = "Also compares the hash with the body of a GET, which usually has no body.",
     .rules = {"payload/not-checked-on-get"},
     .verify = {.steps = {Replace(StepId::kPayload, CheckPayloadOfEveryMethod)}}},
    {.name = "payload-invalid-answers-500",
     .side = Side::kVerify,
     .mistake = "Answers an invalid payload hash with an internal error.",
     .rules = {"payload/hash-matches-body"},
     .references = {"s3s-project/s3s#430"},
     .verify = {.answer = PayloadInvalidAnswers500}},
    {.name = "payload-chunks-go-another-way",
     .side = Side::kVerify,
     .mistake =
         "Skips the signature check if an unsigned x-amz-content-sha256 starts with STREAMING-.",
     .rules = {"signed-headers/content-sha256-exempt", "signature/match"},
     .references = {"chainguard-forks/minio#38", "CVE-2026-41145"},
     .verify = {.steps = {Replace(StepId::kSignature, ChunksSkipTheSignature)}}},
};

}  // namespace

MutantTables PayloadMutants() { return {kPayloadLines, kBodies}; }

}  // namespace countersign
