// Mutants of the header lines of the canonical request (their values, and the lines as a whole),
// and of its payload line and the check of the body. Listed by catalogue.h.
#include <algorithm>

#include "mutants/answers.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// HeaderLines returns the header lines. `value` makes the value of a line from all headers of its
// name. A line whose header is missing stays as the reference writes it.
template <typename Value>
std::string HeaderLines(const Parts& parts, Value value) {
  std::string out;
  for (const std::string_view name : parts.signed_headers) {
    std::vector<std::string> values;
    for (const HeaderField& header : parts.headers) {
      if (SameHeaderName(header.name, name)) values.push_back(header.value);
    }
    out += LowerCase(name) + ':';
    if (values.empty()) {
      out += SignedValue(name, parts.headers, parts.query).value_or("");
    } else {
      out += value(values);
    }
    out += '\n';
  }
  return out;
}

std::string Trimmed(std::string_view value) {
  const std::size_t begin = value.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return "";
  return std::string(value.substr(begin, value.find_last_not_of(" \t") + 1 - begin));
}

template <typename Value>
std::string JoinedValues(const std::vector<std::string>& values, std::string_view separator,
                         Value value) {
  std::string out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += separator;
    out += value(values[i]);
  }
  return out;
}

std::vector<std::string> BlockLines(const std::string& block, std::string_view separators) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < block.size();) {
    const std::size_t end = std::min(block.find_first_of(separators, at), block.size());
    if (end > at) lines.push_back(block.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string Block(const std::vector<std::string>& lines) {
  std::string block;
  for (const std::string& line : lines) block += line + '\n';
  return block;
}

void LowerCaseValues(HttpRequest& request, VerifyContext&) {
  for (HeaderField& header : request.headers) header.value = LowerCase(header.value);
}

void HeaderValuesNotTrimmed(Lines& l, const Parts& p) {
  l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
    return JoinedValues(values, ",", [](const std::string& value) { return value; });
  });
}

std::string RunsFolded(const std::string& value) {
  std::string out;
  for (const char c : value) {
    const bool space = c == ' ' || c == '\t';
    if (!space || out.empty() || out.back() != ' ') out += space ? ' ' : c;
  }
  return out;
}

void HeaderValuesFoldedButNotTrimmed(Lines& l, const Parts& p) {
  l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
    return JoinedValues(values, ",", RunsFolded);
  });
}

void HeaderRunsOfSpacesNotFolded(Lines& l, const Parts& p) {
  l.headers = HeaderLines(
      p, [](const std::vector<std::string>& values) { return JoinedValues(values, ",", Trimmed); });
}

void HeaderValueOfOneCharacterLost(Lines& l, const Parts& p) {
  l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
    return JoinedValues(values, ",", [](const std::string& value) {
      return value.size() == 1 ? "" : CanonicalValue(value);
    });
  });
}

void HeaderEmptyValueAsUndefined(Lines& l, const Parts& p) {
  l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
    return JoinedValues(values, ",", [](const std::string& value) {
      return value.empty() ? "undefined" : CanonicalValue(value);
    });
  });
}

void HeaderRepeatedFirstOnly(Lines& l, const Parts& p) {
  l.headers = HeaderLines(
      p, [](const std::vector<std::string>& values) { return CanonicalValue(values.front()); });
}

void HeaderRepeatedLastOnly(Lines& l, const Parts& p) {
  l.headers = HeaderLines(
      p, [](const std::vector<std::string>& values) { return CanonicalValue(values.back()); });
}

void HeaderRepeatedJoinedWithASpace(Lines& l, const Parts& p) {
  l.headers = HeaderLines(p, [](const std::vector<std::string>& values) {
    return JoinedValues(values, ", ", CanonicalValue);
  });
}

void HeaderValuesOfOneNameSorted(Lines& l, const Parts& p) {
  l.headers = HeaderLines(p, [](std::vector<std::string> values) {
    std::sort(values.begin(), values.end());
    return JoinedValues(values, ",", CanonicalValue);
  });
}

constexpr Mutant kValues[] = {
    {.name = "header-values-not-trimmed",
     .mistake = "Signs header values with their leading and trailing spaces.",
     .rules = {"headers/trimmed-and-folded"},
     .references = {"s3s-project/s3s#393", "minio/minio#3162", "minio/minio-go#1065",
                    "minio/minio-js#875"},
     .signing = {.lines = HeaderValuesNotTrimmed}},
    {.name = "header-values-folded-but-not-trimmed",
     .mistake = "Folds runs of spaces in header values, but leaves one at each end.",
     .rules = {"headers/trimmed-and-folded"},
     .references = {"async-aws/aws"},
     .signing = {.lines = HeaderValuesFoldedButNotTrimmed}},
    {.name = "header-runs-of-spaces-not-folded",
     .mistake = "Trims header values, but keeps runs of spaces inside them.",
     .rules = {"headers/trimmed-and-folded"},
     .references = {"s3s-project/s3s#393", "minio/minio-go#1065"},
     .signing = {.lines = HeaderRunsOfSpacesNotFolded}},
    {.name = "header-value-of-one-character-lost",
     .mistake = "Trims a value of one character to an empty value.",
     .rules = {"headers/trimmed-and-folded", "signed-headers/exactly-asked",
               "signed-headers/value-changed"},
     .references = {"smithy-lang/smithy-rs#845"},
     .signing = {.lines = HeaderValueOfOneCharacterLost}},
    {.name = "header-empty-value-as-undefined",
     .mistake = "Treats an empty value as a missing one and signs the word 'undefined'.",
     .rules = {"headers/trimmed-and-folded", "signed-headers/exactly-asked",
               "signed-headers/value-changed"},
     .references = {"scality/Arsenal@4321e207"},
     .signing = {.lines = HeaderEmptyValueAsUndefined}},
    {.name = "header-values-in-lower-case",
     .mistake =
         "Lower-cases header values before it verifies them, in a cache of the HTTP library.",
     .rules = {"signed-headers/value-changed", "headers/trimmed-and-folded",
               "headers/lower-case-and-sorted"},
     .references = {"gaul/s3proxy@5ff5896a"},
     .verify = {.request = LowerCaseValues}},
    {.name = "header-repeated-first-only",
     .mistake = "Signs only the first of several headers with one name.",
     .rules = {"headers/repeated-joined"},
     .signing = {.lines = HeaderRepeatedFirstOnly}},
    {.name = "header-repeated-last-only",
     .mistake = "Keeps headers in a map: of several with one name, only the last is signed.",
     .rules = {"headers/repeated-joined"},
     .signing = {.lines = HeaderRepeatedLastOnly}},
    {.name = "header-repeated-joined-with-a-space",
     .mistake = "Joins the values of one name with ', ' as HTTP does; SigV4 uses ','.",
     .rules = {"headers/repeated-joined"},
     .signing = {.lines = HeaderRepeatedJoinedWithASpace}},
    {.name = "header-values-of-one-name-sorted",
     .mistake = "Sorts the values of one name before it joins them.",
     .rules = {"headers/repeated-joined"},
     .signing = {.lines = HeaderValuesOfOneNameSorted}},
};

void HeaderBlockTornAtSpaces(Lines& l, const Parts&) {
  std::vector<std::string> words = BlockLines(l.headers, " \n");
  std::sort(words.begin(), words.end());
  l.headers = Block(words);
}

void HeaderBlockInAnotherOrder(Lines& l, const Parts&) {
  std::vector<std::string> lines = BlockLines(l.headers, "\n");
  std::reverse(lines.begin(), lines.end());
  l.headers = Block(lines);
}

void HeaderBlockSortedAsText(Lines& l, const Parts&) {
  std::vector<std::string> lines = BlockLines(l.headers, "\n");
  std::sort(lines.begin(), lines.end());
  l.headers = Block(lines);
}

void HeaderNamesKeepTheirCase(Lines& l, const Parts& p) {
  for (const HeaderField& header : p.headers) {
    l.headers =
        WithAll("\n" + l.headers, "\n" + LowerCase(header.name) + ":", "\n" + header.name + ":")
            .substr(1);
  }
}

void HeaderBlockWithoutEmptyLine(Lines& l, const Parts&) {
  if (!l.headers.empty()) l.headers.pop_back();
}

void HeaderNameWithASpaceBehind(Lines& l, const Parts&) {
  std::vector<std::string> lines = BlockLines(l.headers, "\n");
  for (std::string& line : lines) line.insert(line.find(':') + 1, " ");
  l.headers = Block(lines);
}

constexpr Mutant kLines[] = {
    {.name = "header-block-torn-at-spaces",
     .mistake =
         "Splits the header lines at every white space to sort them, which breaks values apart.",
     .rules = {"headers/lower-case-and-sorted", "headers/trimmed-and-folded",
               "signed-headers/exactly-asked"},
     .references = {"s3tools/s3cmd#460"},
     .signing = {.lines = HeaderBlockTornAtSpaces}},
    {.name = "header-block-in-another-order",
     .mistake = "Writes the header lines in another order than SignedHeaders lists them.",
     .rules = {"headers/lower-case-and-sorted"},
     .references = {"aws/aws-sdk-php#3109"},
     .signing = {.lines = HeaderBlockInAnotherOrder}},
    {.name = "header-block-sorted-as-text",
     .mistake =
         "Sorts whole header lines with their ':', so x-amz-meta-a-b comes before x-amz-meta-a.",
     .rules = {"headers/lower-case-and-sorted"},
     .signing = {.lines = HeaderBlockSortedAsText}},
    {.name = "header-names-keep-their-case",
     .mistake = "Signs header names without lower-casing them.",
     .rules = {"headers/lower-case-and-sorted"},
     .signing = {.lines = HeaderNamesKeepTheirCase}},
    {.name = "header-block-without-empty-line",
     .mistake = "Leaves out the empty line between the header lines and the list of names.",
     .rules = {"mode/query-authentication", "signed-headers/exactly-asked", "path/encoded-once"},
     .signing = {.lines = HeaderBlockWithoutEmptyLine}},
    {.name = "header-name-with-a-space-behind",
     .mistake = "Writes 'name: value' with a space after the colon, as in HTTP.",
     .rules = {"headers/trimmed-and-folded", "headers/lower-case-and-sorted", "host/as-sent"},
     .signing = {.lines = HeaderNameWithASpaceBehind}},
};

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

void ElsewherePayloadUnsigned(Lines& l, const Parts& p) {
  if (IsElsewhere(p)) l.payload = kUnsignedPayload;
}

constexpr Mutant kPayloadLines[] = {
    {.name = "payload-hash-of-nothing",
     .mistake = "Signs the hash of an empty body instead of UNSIGNED-PAYLOAD.",
     .rules = {"payload/unsigned"},
     .references = {"aws/aws-sdk-java#732", "ex-aws/ex_aws#520", "iksteen/aws-request-signer#13"},
     .signing = {.lines = PayloadHashOfNothing}},
    {.name = "payload-line-empty",
     .mistake =
         "Reads the payload line from x-amz-content-sha256, which is missing: the line is empty.",
     .rules = {"payload/unsigned"},
     .references = {"minio/minio#2106"},
     .signing = {.lines = PayloadLineEmpty}},
    {.name = "payload-in-lower-case",
     .mistake = "Signs 'unsigned-payload'.",
     .rules = {"payload/unsigned"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.payload = LowerCase(l.payload); }}},
    {.name = "payload-always-unsigned",
     .mistake = "Signs UNSIGNED-PAYLOAD although a hash was declared.",
     .rules = {"payload/signed-header"},
     .signing = {.lines = PayloadAlwaysUnsigned}},
    {.name = "payload-header-not-listed",
     .mistake = "Signs a payload hash, but does not sign x-amz-content-sha256, which declares it.",
     .rules = {"payload/signed-header"},
     .references = {"awslabs/aws-c-auth#248"},
     .presign = {.names = PayloadHeaderNotListed}},
    {.name = "payload-from-an-unsigned-header",
     .side = Side::kVerify,
     .mistake = "Takes the payload line from an x-amz-content-sha256 header that is not signed.",
     .rules = {"signed-headers/content-sha256-exempt"},
     .signing = {.lines = PayloadFromAnUnsignedHeader}},
    {.name = "elsewhere-payload-unsigned",
     .mistake =
         "Signs UNSIGNED-PAYLOAD for services other than S3, which expect the hash of the body.",
     .rules = {"payload/body-hash-elsewhere"},
     .references = {"brendanhay/amazonka#767"},
     .signing = {.lines = ElsewherePayloadUnsigned}},
};

void PayloadInvalidAnswers500(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "payload-mismatch", 500, "InternalError");
}

constexpr Mutant kBodies[] = {
    {.name = "payload-not-compared",
     .mistake = "Never compares a signed hash with the received body.",
     .rules = {"payload/hash-matches-body"},
     .verify = {.steps = {LeaveOut(StepId::kPayload)}}},
    {.name = "payload-hash-in-upper-case-refused",
     .mistake = "Refuses a hash in upper-case hex digits.",
     .rules = {"payload/hash-matches-body"},
     .verify = {.steps = {Replace(StepId::kPayload, CheckPayloadInLowerCase)}}},
    {.name = "payload-compared-on-get",
     .mistake = "Also compares the hash with the body of a GET, which usually has no body.",
     .rules = {"payload/not-checked-on-get"},
     .verify = {.steps = {Replace(StepId::kPayload, CheckPayloadOfEveryMethod)}}},
    {.name = "payload-invalid-answers-500",
     .mistake = "Answers an invalid payload hash with an internal error.",
     .rules = {"payload/hash-matches-body"},
     .references = {"s3s-project/s3s#430"},
     .verify = {.answer = PayloadInvalidAnswers500}},
    {.name = "payload-chunks-go-another-way",
     .mistake =
         "Skips the signature check if an unsigned x-amz-content-sha256 starts with STREAMING-.",
     .rules = {"signed-headers/content-sha256-exempt", "signature/match"},
     .references = {"chainguard-forks/minio#26", "CVE-2026-41145"},
     .verify = {.steps = {Replace(StepId::kSignature, ChunksSkipTheSignature)}}},
};

}  // namespace

MutantTables HeaderMutants() { return {kValues, kLines}; }

MutantTables PayloadMutants() { return {kPayloadLines, kBodies}; }

}  // namespace countersign
