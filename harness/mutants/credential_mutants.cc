// Mutants of X-Amz-Credential: how a signer writes it, and which parts of its scope a verifier
// checks. Listed by catalogue.h.
#include <algorithm>

#include "access_key.h"
#include "mutants/answers.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// The step kCredential without the check of one part of the scope.
enum class Unchecked { kRegion, kService, kTerminator, kDateFormat };

template <Unchecked kPart>
Refusal ScopeWithout(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kCredential, v);
  if (!refusal || refusal->rule == Rule::kCredentialFiveParts) return refusal;
  CredentialParameter checked = v.credential;
  if (kPart == Unchecked::kTerminator) checked.terminator = kScopeTerminator;
  if (kPart == Unchecked::kService) checked.scope.service = v.context.service;
  if (kPart == Unchecked::kRegion) checked.scope.region = v.context.region;
  if (kPart == Unchecked::kDateFormat) checked.scope.date = "20130524";
  return CheckScope(checked, v.context.service, v.context.region);
}

// The step kCredential, with a text that `change` makes of the parameter.
template <typename Change>
Refusal CredentialOf(VerifyState& v, Change change) {
  v.credential_text = change(*v.given.credential);
  Result<CredentialParameter> credential = ParseCredential(v.credential_text);
  if (!credential.ok()) return std::move(credential).rejection();
  v.credential = credential.value();
  return CheckScope(v.credential, v.context.service, v.context.region);
}

Refusal CredentialWithPlus(VerifyState& v) {
  return CredentialOf(v, [](const QueryParameter& parameter) {
    return UriDecode(parameter.raw_value, Plus::kLiteral);
  });
}

Refusal CredentialDecodedTwice(VerifyState& v) {
  return CredentialOf(v, [](const QueryParameter& parameter) {
    return UriDecode(DecodedValue(parameter), Plus::kLiteral);
  });
}

Refusal CredentialWithoutSpaces(VerifyState& v) {
  return CredentialOf(v, [](const QueryParameter& parameter) {
    return WithAll(UriDecode(parameter.raw_value, Plus::kLiteral), " ", "");
  });
}

// Counts slashes from the end, so that a key id may contain slashes.
Refusal CredentialFromTheEnd(VerifyState& v) {
  return CredentialOf(v, [](const QueryParameter& parameter) {
    std::string text = DecodedValue(parameter);
    std::size_t at = text.size();
    for (int i = 0; i < 4 && at != std::string::npos && at > 0; ++i) at = text.rfind('/', at - 1);
    return at == std::string::npos || at == 0
               ? text
               : WithAll(text.substr(0, at), "/", "") + text.substr(at);
  });
}

// Ignores all parts after the fifth.
Refusal CredentialOfAnyLength(VerifyState& v) {
  return CredentialOf(v, [](const QueryParameter& parameter) {
    std::string text = DecodedValue(parameter);
    while (std::count(text.begin(), text.end(), '/') > 4) text.resize(text.rfind('/'));
    return text;
  });
}

std::string WithoutLastPart(std::string_view credential) {
  return std::string(credential.substr(0, credential.rfind("%2F")));
}

void CredentialNotEncoded(std::string& url, const PresignRequest&) {
  SetRawParameter(url, "X-Amz-Credential",
                  UriDecode(RawParameter(url, "X-Amz-Credential"), Plus::kLiteral));
}

void CredentialEncodedTwice(std::string& url, const PresignRequest&) {
  SetRawParameter(url, "X-Amz-Credential",
                  UriEncode(RawParameter(url, "X-Amz-Credential"), Slash::kEncode));
}

void CredentialSpacesRemoved(PresignRequest& r) {
  r.credentials.access_key_id = WithAll(r.credentials.access_key_id, " ", "");
}

void CredentialWithoutTerminator(std::string& url, const PresignRequest&) {
  SetRawParameter(url, "X-Amz-Credential", WithoutLastPart(RawParameter(url, "X-Amz-Credential")));
}

constexpr Mutant kCredentialSigners[] = {
    {.name = "credential-not-encoded",
     .side = Side::kPresign,
     .mistake =
         "Writes the access key id into the URL unencoded: '+' is read as a space, '&' ends it.",
     .rules = {"credential/encoded"},
     .references = {"noobaa/noobaa-core#7931", "minio/minio-dotnet#221", "minio/minio#6011",
                    "curl/curl@c7cba2fd2d"},
     .presign = {.unsigned_url = CredentialNotEncoded}},
    {.name = "credential-encoded-twice",
     .side = Side::kPresign,
     .mistake = "Encodes the credential twice: its slashes become %252F.",
     .rules = {"credential/encoded"},
     .presign = {.unsigned_url = CredentialEncodedTwice}},
    {.name = "credential-spaces-removed",
     .side = Side::kPresign,
     .mistake = "Removes the spaces of an access key id.",
     .rules = {"credential/encoded"},
     .references = {"minio/minio#8335"},
     .presign = {.request = CredentialSpacesRemoved}},
    {.name = "credential-without-terminator",
     .side = Side::kPresign,
     .mistake = "Leaves aws4_request out of X-Amz-Credential.",
     .rules = {"credential/encoded", "signing-key/derivation"},
     .presign = {.unsigned_url = CredentialWithoutTerminator}},
    {.name = "credential-region-in-lower-case",
     .side = Side::kPresign,
     .mistake = "Lower-cases the region in the scope.",
     .rules = {"credential/encoded", "signing-key/derivation", "string-to-sign/four-lines"},
     .references = {"openstack/swift@3a6e85d9e"},
     .presign = {.request = [](PresignRequest& r) { r.region = LowerCase(r.region); }}},
    {.name = "credential-region-always-us-east-1",
     .side = Side::kPresign,
     .mistake = "Always signs for us-east-1, not for the requested region.",
     .rules = {"signing-key/derivation", "credential/encoded"},
     .presign = {.request = [](PresignRequest& r) { r.region = "us-east-1"; }}},
    {.name = "credential-service-always-s3",
     .side = Side::kPresign,
     .mistake = "Always signs for s3, even if the scope must say s3-outposts, s3express or "
                "s3-object-lambda.",
     .rules = {"services/outposts", "services/object-lambda", "services/s3-express-token"},
     .references = {"aws/aws-sdk-ruby#2432", "aws/aws-sdk-go#4857"},
     .presign = {.request = [](PresignRequest& r) { r.service = "s3"; }}},
};

Refusal CredentialDateComparedWithToday(VerifyState& v) {
  return CheckScopeDate(v.credential.scope, FormatAmzDate(v.context.now));
}

void CredentialMalformedAnswers500(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-credential", 500, "InternalError");
}

void CredentialMalformedAnswersAccessDenied(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-credential", 403, "AccessDenied");
}

constexpr Mutant kScopeChecks[] = {
    {.name = "credential-region-not-checked",
     .side = Side::kVerify,
     .mistake = "Accepts any region in the scope.",
     .rules = {"credential/region"},
     .references = {"s3s-project/s3s#650", "minio/minio#5618"},
     .verify = {.steps = {Replace(StepId::kCredential, ScopeWithout<Unchecked::kRegion>)}}},
    {.name = "credential-service-not-checked",
     .side = Side::kVerify,
     .mistake = "Accepts any service in the scope: a signature for another service works for S3.",
     .rules = {"credential/service"},
     .verify = {.steps = {Replace(StepId::kCredential, ScopeWithout<Unchecked::kService>)}}},
    {.name = "credential-terminator-not-checked",
     .side = Side::kVerify,
     .mistake = "Accepts any text instead of aws4_request at the end of the scope.",
     .rules = {"credential/terminator"},
     .verify = {.steps = {Replace(StepId::kCredential, ScopeWithout<Unchecked::kTerminator>)}}},
    {.name = "credential-date-format-not-checked",
     .side = Side::kVerify,
     .mistake = "Accepts any text as the date of the scope.",
     .rules = {"credential/scope-date-format"},
     .verify = {.steps = {Replace(StepId::kCredential, ScopeWithout<Unchecked::kDateFormat>),
                          LeaveOut(StepId::kScopeDate)}}},
    {.name = "credential-date-not-compared",
     .side = Side::kVerify,
     .mistake = "Parses the date of the scope, but never compares it with X-Amz-Date.",
     .rules = {"credential/scope-date-is-dates-day"},
     .references = {"s3s-project/s3s#616", "treeverse/lakeFS#9813"},
     .verify = {.steps = {LeaveOut(StepId::kScopeDate)}}},
    {.name = "credential-date-compared-with-today",
     .side = Side::kVerify,
     .mistake =
         "Compares the date of the scope with today, so every URL stops working at midnight.",
     .rules = {"credential/signing-day-stays"},
     .verify = {.steps = {Replace(StepId::kScopeDate, CredentialDateComparedWithToday)}}},
    {.name = "credential-plus-kept",
     .side = Side::kVerify,
     .mistake = "Does not read a raw '+' in the credential as a space.",
     .rules = {"credential/plus-is-space"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialWithPlus)}}},
    {.name = "credential-decoded-twice",
     .side = Side::kVerify,
     .mistake = "Decodes the credential twice.",
     .rules = {"credential/five-parts", "credential/encoded"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialDecodedTwice)}}},
    {.name = "credential-spaces-stripped",
     .side = Side::kVerify,
     .mistake = "Removes spaces from the credential before it looks up the key.",
     .rules = {"credential/encoded", "credential/five-parts"},
     .references = {"minio/minio#8335"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialWithoutSpaces)}}},
    {.name = "credential-split-from-the-end",
     .side = Side::kVerify,
     .mistake =
         "Counts the slashes of the credential from its end and drops those inside the key id.",
     .rules = {"credential/five-parts"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialFromTheEnd)}}},
    {.name = "credential-further-parts-ignored",
     .side = Side::kVerify,
     .mistake = "Takes the first five parts of the credential and ignores the rest.",
     .rules = {"credential/five-parts"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialOfAnyLength)}}},
    {.name = "credential-malformed-answers-500",
     .side = Side::kVerify,
     .mistake = "Answers a malformed credential with an internal error.",
     .rules = {"credential/five-parts"},
     .references = {"localstack/localstack#10856"},
     .verify = {.answer = CredentialMalformedAnswers500}},
    {.name = "credential-malformed-answers-access-denied",
     .side = Side::kVerify,
     .mistake = "Answers a malformed credential with a general AccessDenied.",
     .rules = {"credential/five-parts"},
     .references = {"minio/minio#2383"},
     .verify = {.answer = CredentialMalformedAnswersAccessDenied}},
};

}  // namespace

MutantTables CredentialMutants() { return {kCredentialSigners, kScopeChecks}; }

}  // namespace countersign
