// Mutants of what an upload declares of its body: Content-MD5 and x-amz-checksum-*. Listed by
// catalogue.h.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "mutants/answers.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "s3/body_integrity.h"
#include "s3/checksum.h"
#include "sigv4/header_name.h"
#include "sigv4/query_string.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

constexpr std::string_view kChecksumHeaders = "x-amz-checksum-";

using IsHeader = bool (*)(std::string_view lower_name);

bool IsContentMd5(std::string_view name) { return name == "content-md5"; }
bool IsChecksum(std::string_view name) { return name.starts_with(kChecksumHeaders); }

HttpRequest WithoutHeaders(const HttpRequest& request, IsHeader unwanted) {
  HttpRequest changed = request;
  std::erase_if(changed.headers,
                [&](const HeaderField& header) { return unwanted(LowerCase(header.name)); });
  return changed;
}

Refusal Md5NotCompared(VerifyState& v) {
  return CheckDigestsOfBody(WithoutHeaders(v.request, IsContentMd5));
}

Refusal ChecksumNotCompared(VerifyState& v) {
  return CheckDigestsOfBody(WithoutHeaders(v.request, IsChecksum));
}

// A header that cannot be read is left out of the comparison as well.
Refusal SkipRefusedHeader(VerifyState& v, Rule rule, IsHeader skipped) {
  const Refusal refusal = CheckDeclaredDigests(v.request);
  if (refusal && refusal->rule != rule) return refusal;
  return CheckDigestsOfBody(refusal ? WithoutHeaders(v.request, skipped) : v.request);
}

Refusal MalformedMd5Skipped(VerifyState& v) {
  return SkipRefusedHeader(v, Rule::kMd5Form, IsContentMd5);
}

Refusal MalformedChecksumSkipped(VerifyState& v) {
  return SkipRefusedHeader(v, Rule::kChecksumForm, IsChecksum);
}

Refusal UnknownChecksumSkipped(VerifyState& v) {
  return SkipRefusedHeader(v, Rule::kChecksumAlgorithm, IsChecksum);
}

// Keeps the first of several checksums.
Refusal FirstChecksumCounts(VerifyState& v) {
  HttpRequest first = WithoutHeaders(v.request, IsChecksum);
  const auto found =
      std::find_if(v.request.headers.begin(), v.request.headers.end(),
                   [](const HeaderField& header) { return IsChecksum(LowerCase(header.name)); });
  if (found != v.request.headers.end()) first.headers.push_back(*found);
  if (Refusal refusal = CheckDeclaredDigests(first)) return refusal;
  return CheckDigestsOfBody(first);
}

// Adds the checksums of the query as if they were headers.
Refusal ChecksumOfTheQueryCompared(VerifyState& v) {
  HttpRequest request = v.request;
  for (const QueryParameter& parameter : v.query.parameters) {
    const std::string name = LowerCase(std::string(parameter.raw_name));
    if (IsChecksum(name)) request.headers.push_back({name, DecodedValue(parameter)});
  }
  return CheckDigestsOfBody(request);
}

// Turns each checksum round, so that one whose bytes are in the other order is right.
Refusal ChecksumsFromTheOtherEnd(VerifyState& v) {
  HttpRequest request = v.request;
  for (HeaderField& header : request.headers) {
    if (!IsChecksum(LowerCase(header.name))) continue;
    auto bytes = BytesOfBase64(header.value);
    if (!bytes || bytes->size() > 8) continue;
    std::reverse(bytes->begin(), bytes->end());
    header.value = Base64(*bytes);
  }
  return CheckDigestsOfBody(request);
}

Refusal NewerAlgorithmsUnknown(VerifyState& v) {
  constexpr std::string_view kNewer[] = {"x-amz-checksum-sha512", "x-amz-checksum-md5",
                                         "x-amz-checksum-xxhash64", "x-amz-checksum-xxhash3",
                                         "x-amz-checksum-xxhash128"};
  for (const std::string_view name : kNewer) {
    if (FindHeader(v.request.headers, name) == nullptr) continue;
    return Rejection{Rule::kChecksumAlgorithm, "an unknown algorithm"};
  }
  return CheckDeclaredDigests(v.request);
}

Refusal LowerCaseNamesAlone(VerifyState& v) {
  HttpRequest request = v.request;
  std::erase_if(request.headers, [](const HeaderField& header) {
    return header.name != LowerCase(header.name) && IsChecksum(LowerCase(header.name));
  });
  return CheckDigestsOfBody(request);
}

// Decodes base64 and encodes it again, which clears the bits that no byte has.
Refusal StrayBitsCleared(VerifyState& v) {
  const Refusal refusal = CheckDeclaredDigests(v.request);
  if (!refusal || refusal->rule != Rule::kChecksumForm) return refusal;
  for (const HeaderField& header : v.request.headers) {
    const std::string& value = header.value;
    if (IsChecksum(LowerCase(header.name)) && value.size() == 8 && value.ends_with("==")) {
      return std::nullopt;
    }
  }
  return refusal;
}

bool IsPartRequest(const VerifyState& v) { return FindParameter(v.query, "partNumber") != nullptr; }

bool CompletesUpload(const VerifyState& v) {
  return v.request.method == "POST" && FindParameter(v.query, "uploadId") != nullptr;
}

Refusal DeclarationsOfPartsNotRead(VerifyState& v) {
  return IsPartRequest(v) ? std::nullopt : CheckDeclaredDigests(v.request);
}

Refusal PartsNotCompared(VerifyState& v) {
  return IsPartRequest(v) ? std::nullopt : CheckDigestsOfBody(v.request);
}

// Compares the checksum of a whole object with the list of its parts.
Refusal ChecksumOfTheListCompared(VerifyState& v) {
  HttpRequest request = v.request;
  // Nothing tells the reference any more that the request completes an upload.
  if (CompletesUpload(v)) request.target = std::string(v.target.raw_path);
  return CheckDigestsOfBody(request);
}

Refusal CompletionNotCompared(VerifyState& v) {
  return CompletesUpload(v) ? std::nullopt : CheckDigestsOfBody(v.request);
}

// Takes every header that begins like a checksum for one.
Refusal AlgorithmIsAChecksum(VerifyState& v) {
  if (FindHeader(v.request.headers, "x-amz-checksum-algorithm") == nullptr) {
    return CheckDeclaredDigests(v.request);
  }
  return Rejection{Rule::kChecksumAlgorithm, "an unknown algorithm"};
}

bool IsSdkAlgorithm(std::string_view name) { return name == "x-amz-sdk-checksum-algorithm"; }
bool IsTrailer(std::string_view name) { return name == "x-amz-trailer"; }

Refusal SdkAlgorithmIgnored(VerifyState& v) {
  return CheckDeclaredDigests(WithoutHeaders(v.request, IsSdkAlgorithm));
}

Refusal SdkAlgorithmNeedsNoChecksum(VerifyState& v) {
  const HeaderField* sdk = FindHeader(v.request.headers, "x-amz-sdk-checksum-algorithm");
  const auto is_checksum = [](const HeaderField& header) {
    return IsChecksum(LowerCase(header.name));
  };
  const bool alone = sdk != nullptr &&
                     std::none_of(v.request.headers.begin(), v.request.headers.end(), is_checksum);
  return alone ? SdkAlgorithmIgnored(v) : CheckDeclaredDigests(v.request);
}

Refusal SdkAlgorithmRefused(VerifyState& v) {
  if (FindHeader(v.request.headers, "x-amz-sdk-checksum-algorithm") == nullptr) {
    return CheckDeclaredDigests(v.request);
  }
  return Rejection{Rule::kSdkAlgorithm, "an unknown header"};
}

Refusal TrailerIgnored(VerifyState& v) {
  return CheckDeclaredDigests(WithoutHeaders(v.request, IsTrailer));
}

bool IsStreamed(const VerifyState& v) { return v.payload_line.starts_with("STREAMING-"); }

// Treats a streamed upload like one whose payload is not signed.
Refusal StreamedNotDeclared(VerifyState& v) {
  return IsStreamed(v) ? std::nullopt : CheckDeclaredDigests(v.request);
}

Refusal StreamedNotHashed(VerifyState& v) {
  return IsStreamed(v) ? std::nullopt : RunReferenceStep(StepId::kPayload, v);
}

Refusal DecodedLengthIgnored(VerifyState& v) {
  const Refusal refusal = CheckDeclaredDigests(v.request);
  const bool ignored = refusal && (refusal->rule == Rule::kDecodedLength ||
                                   refusal->rule == Rule::kDecodedLengthMissing);
  return ignored ? std::nullopt : refusal;
}

void BodyEndsAtAZero(HttpRequest& request, VerifyContext&) {
  if (request.body) request.body = request.body->substr(0, request.body->find('\0'));
}

void EmptyBodyIsNone(HttpRequest& request, VerifyContext&) {
  // Then there is nothing whose checksum could be right.
  if (request.body && request.body->empty()) request.body = "\n";
}

void OtherMd5Answers500(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-digest", 500, "InternalError");
}

void MalformedDigestAnswers500(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "invalid-digest", 500, "InternalError");
}

void OtherDigestIsInvalid(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-digest", 400, "InvalidDigest");
}

void MalformedDigestIsBad(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "invalid-digest", 400, "BadDigest");
}

constexpr Mutant kDigests[] = {
    {.name = "body-digests-not-compared",
     .mistake = "Compares neither Content-MD5 nor x-amz-checksum-* with the body.",
     .rules = {"body/md5", "body/checksum", "body/md5-form", "body/checksum-form"},
     .references = {"localstack/localstack#612", "chimera-nas/chimera#474"},
     .verify = {.steps = {LeaveOut(StepId::kDeclaredDigests), LeaveOut(StepId::kDigestsOfBody)}}},
    {.name = "content-md5-not-compared",
     .mistake = "Signs and checks Content-MD5 as text, and does not compare it with the body.",
     .rules = {"body/md5"},
     .references = {"localstack/localstack#8929", "minio/minio#1603"},
     .verify = {.steps = {Replace(StepId::kDigestsOfBody, Md5NotCompared)}}},
    {.name = "signed-checksum-not-enforced",
     .mistake = "Does not compare x-amz-checksum-* with the body.",
     .rules = {"body/checksum"},
     .references = {"floci-io/floci#4188", "storacha/w3infra#72", "chimera-nas/chimera#1385"},
     .verify = {.steps = {Replace(StepId::kDigestsOfBody, ChecksumNotCompared)}}},
    {.name = "malformed-md5-skipped",
     .mistake = "Skips a Content-MD5 that it cannot decode.",
     .rules = {"body/md5-form"},
     .references = {"localstack/localstack#612"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, MalformedMd5Skipped),
                          LeaveOut(StepId::kDigestsOfBody)}}},
    {.name = "malformed-checksum-skipped",
     .mistake = "Skips a checksum of the wrong length.",
     .rules = {"body/checksum-form"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, MalformedChecksumSkipped),
                          LeaveOut(StepId::kDigestsOfBody)}}},
    {.name = "checksum-with-stray-bits-accepted",
     .mistake = "Decodes base64 leniently: two spellings of a checksum are one.",
     .rules = {"body/checksum-form"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, StrayBitsCleared),
                          LeaveOut(StepId::kDigestsOfBody)}}},
    {.name = "unknown-checksum-skipped",
     .mistake = "Skips a checksum of an algorithm that it does not know.",
     .rules = {"body/checksum-algorithm"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, UnknownChecksumSkipped),
                          LeaveOut(StepId::kDigestsOfBody)}}},
    {.name = "first-checksum-counts",
     .mistake = "Of two checksums, compares the first.",
     .rules = {"body/one-checksum"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, FirstChecksumCounts)}}},
    {.name = "checksum-query-promoted-to-header",
     .mistake = "Compares a checksum in the query with the body, and refuses the SDK's own URL.",
     .rules = {"body/checksum-in-headers-only"},
     .references = {"localstack/localstack#12164", "seaweedfs/seaweedfs#10216"},
     .verify = {.steps = {Replace(StepId::kDigestsOfBody, ChecksumOfTheQueryCompared)}}},
    {.name = "checksum-bytes-reversed",
     .mistake = "Writes the bytes of CRC and XXHash from the least significant one on.",
     .rules = {"body/checksum"},
     .verify = {.steps = {Replace(StepId::kDigestsOfBody, ChecksumsFromTheOtherEnd)}}},
    {.name = "newer-checksums-refused",
     .mistake = "Knows only the CRC algorithms, SHA-1 and SHA-256.",
     .rules = {"body/checksum"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, NewerAlgorithmsUnknown)}}},
    {.name = "checksum-header-in-capitals-skipped",
     .mistake = "Looks for checksum headers in lower case only.",
     .rules = {"body/checksum"},
     .verify = {.steps = {Replace(StepId::kDigestsOfBody, LowerCaseNamesAlone)}}},
    {.name = "md5-before-the-payload-hash",
     .mistake = "Compares MD5 and checksum before the hash of the payload.",
     .rules = {"body/hash-before-digests"},
     .verify = {.steps = {MoveBehind(StepId::kPayload, StepId::kDigestsOfBody)}}},
    {.name = "malformed-md5-after-the-payload-hash",
     .mistake = "Reads Content-MD5 only after it has hashed the whole body.",
     .rules = {"body/hash-before-digests"},
     .verify = {.steps = {MoveBehind(StepId::kDeclaredDigests, StepId::kPayload)}}},
    {.name = "body-ends-at-a-zero",
     .mistake = "Takes the body for text that ends at the first zero byte.",
     .rules = {"body/checksum"},
     .verify = {.request = BodyEndsAtAZero}},
    {.name = "empty-body-refused",
     .mistake = "Computes no checksum of an empty body, and refuses the right one.",
     .rules = {"body/checksum"},
     .verify = {.request = EmptyBodyIsNone}},
    {.name = "other-digest-answers-500",
     .mistake = "Answers a wrong digest with an internal error, which SDKs try again.",
     .rules = {"body/md5", "body/checksum"},
     .references = {"rustfs/rustfs#6829"},
     .verify = {.answer = OtherMd5Answers500}},
    {.name = "malformed-header-crash",
     .mistake = "Catches a misspelt exception: a malformed digest is an internal error.",
     .rules = {"body/md5-form", "body/checksum-form"},
     .references = {"openstack/swift@4415f4513"},
     .verify = {.answer = MalformedDigestAnswers500}},
    {.name = "other-digest-called-invalid",
     .mistake = "Answers InvalidDigest where the digest is well-formed and wrong.",
     .rules = {"body/md5", "body/checksum"},
     .references = {"localstack/localstack#2562"},
     .verify = {.answer = OtherDigestIsInvalid}},
    {.name = "malformed-digest-called-bad",
     .mistake = "Answers BadDigest where the digest is malformed.",
     .rules = {"body/md5-form", "body/checksum-form"},
     .references = {"ceph/s3-tests#18"},
     .verify = {.answer = MalformedDigestIsBad}},
};

constexpr Mutant kPartsAndStreams[] = {
    {.name = "part-checksums-not-compared",
     .mistake = "Compares the checksum of a whole upload with its body, and not that of a part.",
     .rules = {"body/checksum-of-a-part"},
     .verify = {.steps = {Replace(StepId::kDigestsOfBody, PartsNotCompared)}}},
    {.name = "part-checksums-not-read",
     .mistake = "Accepts for a part what is no checksum.",
     .rules = {"body/checksum-of-a-part"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, DeclarationsOfPartsNotRead),
                          Replace(StepId::kDigestsOfBody, PartsNotCompared)}}},
    {.name = "completion-compared-with-its-list-of-parts",
     .mistake = "Compares the checksum of the whole object with the list of its parts.",
     .rules = {"body/checksum-of-a-completion"},
     .verify = {.steps = {Replace(StepId::kDigestsOfBody, ChecksumOfTheListCompared)}}},
    {.name = "completion-not-compared-at-all",
     .mistake = "Compares no digest of CompleteMultipartUpload, not even Content-MD5.",
     .rules = {"body/md5"},
     .verify = {.steps = {Replace(StepId::kDigestsOfBody, CompletionNotCompared)}}},
    {.name = "checksum-algorithm-taken-for-a-checksum",
     .mistake = "Takes x-amz-checksum-algorithm for a checksum of an unknown algorithm.",
     .rules = {"body/checksum-of-a-copy"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, AlgorithmIsAChecksum)}}},
    {.name = "sdk-algorithm-ignored",
     .mistake = "Ignores x-amz-sdk-checksum-algorithm.",
     .rules = {"body/sdk-algorithm"},
     .references = {"versity/versitygw#1664"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, SdkAlgorithmIgnored)}}},
    {.name = "sdk-algorithm-needs-no-checksum",
     .mistake = "Stores an upload whose SDK says which checksum it sends, and sends none.",
     .rules = {"body/sdk-algorithm"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, SdkAlgorithmNeedsNoChecksum)}}},
    {.name = "sdk-algorithm-refused",
     .mistake = "Refuses x-amz-sdk-checksum-algorithm also beside its checksum.",
     .rules = {"body/sdk-algorithm"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, SdkAlgorithmRefused)}}},
    {.name = "trailer-ignored",
     .mistake = "Ignores x-amz-trailer: the checksum that it announces never comes.",
     .rules = {"body/trailer", "body/one-checksum"},
     .references = {"versity/versitygw#1657"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, TrailerIgnored)}}},
    {.name = "streamed-payload-taken-for-unsigned",
     .mistake = "Takes STREAMING-… in a presigned upload for UNSIGNED-PAYLOAD, and stores the "
                "chunks with their lengths.",
     .rules = {"body/not-streamed", "body/decoded-length"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, StreamedNotDeclared),
                          Replace(StepId::kPayload, StreamedNotHashed)}}},
    {.name = "decoded-length-ignored",
     .mistake = "Does not look at x-amz-decoded-content-length.",
     .rules = {"body/decoded-length", "body/decoded-length-required"},
     .verify = {.steps = {Replace(StepId::kDeclaredDigests, DecodedLengthIgnored)}}},
};

}  // namespace

MutantTables BodyMutants() { return {kDigests, kPartsAndStreams}; }

}  // namespace countersign
