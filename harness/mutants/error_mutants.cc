// Mutants of verifiers that answer with another error than S3, and of checks that servers in the
// corpus of diagnoses (harness/diagnose/corpus) make in their own way. Listed by catalogue.h.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "mutants/answers.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/signed_headers.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

constexpr int kBadRequest = 400;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kPreconditionFailed = 412;

bool HasParameter(const VerifyMessage& message, std::string_view name) {
  const Target target = SplitTarget(message.request.target);
  return FindParameter(ParseQueryString(target.raw_query), name) != nullptr;
}

void DateAnswersAccessDenied(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-date", kForbidden, "AccessDenied");
}

void AlgorithmAnswersInvalidArgument(Answer& answer, const VerifyMessage& message) {
  ReplaceError(answer, "bad-algorithm", kBadRequest, "InvalidArgument");
  // Other parameters are looked for before it.
  const bool alone = HasParameter(message, "X-Amz-Credential") &&
                     HasParameter(message, "X-Amz-Expires") &&
                     !HasParameter(message, "X-Amz-Algorithm");
  if (!alone) return;
  ReplaceError(answer, "missing-parameter", kBadRequest, "InvalidArgument");
}

// A request is for S3 if it has a credential, wherever that is.
void NotSignedAnswersNotS3(Answer& answer, const VerifyMessage& message) {
  const bool is_for_s3 = HasParameter(message, "X-Amz-Credential") ||
                         HasParameter(message, "AWSAccessKeyId") ||
                         FindHeader(message.request.headers, "authorization") != nullptr;
  if (is_for_s3) return;
  for (const std::string_view one : {"not-signed", "missing-parameter", "bad-algorithm"}) {
    ReplaceError(answer, one, kPreconditionFailed, "NotS3Request");
  }
}

void UnknownKeyAnswersMismatch(Answer& answer, const VerifyMessage&) {
  for (const std::string_view one : {"unknown-key", "inactive-key"}) {
    ReplaceError(answer, one, kForbidden, "SignatureDoesNotMatch");
  }
}

void UnknownKeyAnswersNotFound(Answer& answer, const VerifyMessage&) {
  for (const std::string_view one : {"unknown-key", "inactive-key"}) {
    ReplaceError(answer, one, kNotFound, "XAdminUserNotFound");
  }
}

void OtherSchemeAnswersAccessDenied(Answer& answer, const VerifyMessage& message) {
  const NameValue* header = FindHeader(message.request.headers, "authorization");
  if (header == nullptr || header->second.starts_with("AWS")) return;
  ReplaceError(answer, "unsupported-auth", kForbidden, "AccessDenied");
}

constexpr Mutant kOtherErrors[] = {
    {.name = "date-malformed-answers-access-denied",
     .mistake = "Answers a malformed X-Amz-Date with a general AccessDenied.",
     .rules = {"date/basic-format"},
     .references = {"openstack/swift"},
     .verify = {.answer = DateAnswersAccessDenied}},
    {.name = "algorithm-unknown-answers-invalid-argument",
     .mistake = "Answers an unknown or missing X-Amz-Algorithm with InvalidArgument.",
     .rules = {"algorithm/only-hmac-sha256"},
     .references = {"openstack/swift"},
     .verify = {.answer = AlgorithmAnswersInvalidArgument}},
    {.name = "unsigned-answers-not-s3-request",
     .mistake =
         "Answers a request without a credential with NotS3Request, as if it were for others.",
     .rules = {"mode/unsigned-request-is-refused"},
     .references = {"openstack/swift"},
     .verify = {.answer = NotSignedAnswersNotS3}},
    {.name = "key-unknown-answers-mismatch",
     .mistake = "Answers an unknown key like a wrong signature.",
     .rules = {"keys/unknown"},
     .references = {"openstack/swift"},
     .verify = {.answer = UnknownKeyAnswersMismatch}},
    {.name = "key-unknown-answers-not-found",
     .mistake = "Answers an unknown key with an error of its own and 404.",
     .rules = {"keys/unknown"},
     .references = {"versity/versitygw"},
     .verify = {.answer = UnknownKeyAnswersNotFound}},
    {.name = "mode-other-scheme-answers-access-denied",
     .mistake = "Answers an Authorization header with an unknown scheme with AccessDenied.",
     .rules = {"mode/unsupported-authorization-type"},
     .references = {"openstack/swift", "versity/versitygw"},
     .verify = {.answer = OtherSchemeAnswersAccessDenied}},
};

// Headers that the author of the server thought of.
bool IsListed(std::string_view name) {
  const std::string lower = LowerCase(name);
  return lower.starts_with("x-amz-copy") || lower.starts_with("x-amz-acl") ||
         lower.starts_with("x-amz-grant") || lower.starts_with("x-amz-meta");
}

Refusal ListedHeadersMustBeSigned(VerifyState& v) {
  v.signed_headers_text = DecodedValue(*v.given.signed_headers);
  v.signed_headers = SignedHeaderNames(v.signed_headers_text);
  std::vector<HeaderField> checked;
  std::copy_if(v.request.headers.begin(), v.request.headers.end(), std::back_inserter(checked),
               [](const HeaderField& one) { return !IsAmzHeader(one.name) || IsListed(one.name); });
  return CheckHeadersAreSigned(v.signed_headers, checked);
}

constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";

Refusal LifetimeWithoutWhiteSpace(VerifyState& v) {
  const std::string text = DecodedValue(*v.given.expires);
  const std::size_t begin = std::min(text.find_first_not_of(kWhiteSpace), text.size());
  const std::size_t end = text.find_last_not_of(kWhiteSpace) + 1;
  Result<std::int64_t> expires = ReadExpires(text.substr(begin, end - begin));
  if (!expires.ok()) return std::move(expires).rejection();
  v.expires = expires.value();
  return std::nullopt;
}

// As JavaScript's Number() does: 1e3, 0x10, 1.5, with white space around.
Refusal LifetimeAsJavaScriptNumber(VerifyState& v) {
  const std::string text = DecodedValue(*v.given.expires);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  const std::string_view rest =
      std::string_view(text).substr(static_cast<std::size_t>(end - text.c_str()));
  const bool read = end != text.c_str() && rest.find_first_not_of(kWhiteSpace) == rest.npos;
  const bool in_range = number >= 0 && number <= static_cast<double>(kLongestLife);
  if (!read || !in_range) return RunReferenceStep(StepId::kExpires, v);
  v.expires = static_cast<std::int64_t>(number);
  return std::nullopt;
}

// Whatever stands behind the first slash of a malformed credential is not looked at.
Refusal CredentialUpToTheFirstSlash(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kCredential, v);
  const bool malformed = refusal && (refusal->rule == Rule::kCredentialFiveParts ||
                                     refusal->rule == Rule::kCredentialFourParts);
  if (!malformed) return refusal;
  v.credential.access_key_id =
      std::string_view(v.credential_text).substr(0, v.credential_text.find('/'));
  return std::nullopt;
}

Refusal ScopeDateOfAWholeCredential(VerifyState& v) {
  return v.credential.scope.date.empty() ? std::nullopt : RunReferenceStep(StepId::kScopeDate, v);
}

Refusal EmptyPathRefused(VerifyState& v) {
  if (Refusal refusal = RunReferenceStep(StepId::kTarget, v)) return refusal;
  if (!v.target.raw_path.empty()) return std::nullopt;
  return Rejection{Rule::kMalformedUri, "Couldn't parse the specified URI."};
}

// In the query as well, where the signer wrote and signed the names with their capitals.
void SignedHeadersInLowerCase(CanonicalLines& lines, const CanonicalRequestParts&) {
  Pairs pairs = PairsOf(lines.query);
  for (auto& [name, value] : pairs) {
    if (name != "X-Amz-SignedHeaders") continue;
    value = UriEncode(LowerCase(UriDecode(value, Plus::kLiteral)), Slash::kEncode);
  }
  lines.query = Joined(pairs);
}

constexpr Mutant kOtherChecks[] = {
    {.name = "unsigned-amz-header-off-a-list-honoured",
     .mistake = "Requires a signature only of the x-amz-* headers on a short list of its own.",
     .rules = {"signed-headers/amz-headers-signed"},
     .references = {"openstack/swift"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, ListedHeadersMustBeSigned)}}},
    {.name = "signed-headers-read-in-lower-case",
     .side = Side::kVerify,
     .mistake = "Puts the value of X-Amz-SignedHeaders into lower case before it signs the query.",
     .rules = {"signed-headers/upper-case-names"},
     .references = {"versity/versitygw"},
     .signing = {.lines = SignedHeadersInLowerCase}},
    {.name = "expires-white-space-ignored",
     .mistake = "Ignores white space around X-Amz-Expires, as Python's int() does.",
     .rules = {"expires/number"},
     .references = {"openstack/swift"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeWithoutWhiteSpace)}}},
    {.name = "expires-read-as-a-javascript-number",
     .mistake = "Reads X-Amz-Expires with JavaScript's Number(), so 1e3, 0x10 and 1.5 are numbers.",
     .rules = {"expires/number"},
     .references = {"jamhall/s3rver"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeAsJavaScriptNumber)}}},
    {.name = "credential-read-up-to-the-first-slash",
     .mistake = "Reads only the key id of a malformed credential, up to the first slash.",
     .rules = {"credential/five-parts"},
     .references = {"jamhall/s3rver"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialUpToTheFirstSlash),
                          Replace(StepId::kScopeDate, ScopeDateOfAWholeCredential)}}},
    {.name = "path-empty-refused",
     .mistake = "Refuses a request without a path.",
     .rules = {"path/empty-is-slash"},
     .references = {"openstack/swift"},
     .verify = {.steps = {Replace(StepId::kTarget, EmptyPathRefused)}}},
};

}  // namespace

MutantTables ErrorMutants() { return {kOtherErrors, kOtherChecks}; }

}  // namespace countersign
