// Mutants of X-Amz-Credential (how a signer writes it, and which parts of its scope a verifier
// checks), and of session tokens. Listed by catalogue.h.
#include <algorithm>

#include "access_key.h"
#include "mutants/answers.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/service.h"

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

Refusal AnyServiceOfS3(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kCredential, v);
  if (!refusal || refusal->rule != Rule::kService || !IsS3Service(v.credential.scope.service)) {
    return refusal;
  }
  return CheckScope(v.credential, v.credential.scope.service, v.context.region);
}

// The step kCredential, with a text that `change` makes of the parameter.
template <typename Change>
Refusal CredentialOf(VerifyState& v, Change change) {
  v.credential_text = change(*v.given.credential);
  Result<CredentialParameter> credential = ParseCredential(v.credential_text, v.algorithm);
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
     .mistake =
         "Writes the access key id into the URL unencoded: '+' is read as a space, '&' ends it.",
     .rules = {"credential/encoded"},
     .references = {"noobaa/noobaa-core#7931", "minio/minio-dotnet#221", "minio/minio#6011",
                    "curl/curl@c7cba2fd2d"},
     .presign = {.unsigned_url = CredentialNotEncoded}},
    {.name = "credential-encoded-twice",
     .mistake = "Encodes the credential twice: its slashes become %252F.",
     .rules = {"credential/encoded"},
     .presign = {.unsigned_url = CredentialEncodedTwice}},
    {.name = "credential-spaces-removed",
     .mistake = "Removes the spaces of an access key id.",
     .rules = {"credential/encoded"},
     .references = {"minio/minio#8335"},
     .presign = {.request = CredentialSpacesRemoved}},
    {.name = "credential-without-terminator",
     .mistake = "Leaves aws4_request out of X-Amz-Credential.",
     .rules = {"credential/encoded", "signing-key/derivation"},
     .presign = {.unsigned_url = CredentialWithoutTerminator}},
    {.name = "credential-region-in-lower-case",
     .mistake = "Lower-cases the region in the scope.",
     .rules = {"credential/encoded", "signing-key/derivation", "string-to-sign/four-lines"},
     .references = {"openstack/swift@3a6e85d9e"},
     .presign = {.request = [](PresignRequest& r) { r.region = LowerCase(r.region); }}},
    {.name = "credential-region-always-us-east-1",
     .mistake = "Always signs for us-east-1, not for the requested region.",
     .rules = {"signing-key/derivation", "credential/encoded"},
     .presign = {.request = [](PresignRequest& r) { r.region = "us-east-1"; }}},
    {.name = "credential-service-always-s3",
     .mistake = "Always signs for s3, even if the scope must say s3-outposts, s3express or "
                "s3-object-lambda.",
     .rules = {"services/outposts", "services/object-lambda", "services/s3-express",
               "services/s3-express-token", "services/s3-express-create-session",
               "services/s3-express-control"},
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
     .mistake = "Accepts any region in the scope.",
     .rules = {"credential/region"},
     .references = {"s3s-project/s3s#650", "minio/minio#5618"},
     .verify = {.steps = {Replace(StepId::kCredential, ScopeWithout<Unchecked::kRegion>)}}},
    {.name = "credential-service-not-checked",
     .mistake = "Accepts any service in the scope: a signature for another service works for S3.",
     .rules = {"credential/service"},
     .verify = {.steps = {Replace(StepId::kCredential, ScopeWithout<Unchecked::kService>)}}},
    {.name = "credential-any-service-of-s3",
     .mistake = "Accepts a scope of s3 at the endpoints of S3 Express, Outposts and Object Lambda.",
     .rules = {"services/s3-express", "services/outposts", "credential/service"},
     .references = {"aws/aws-sdk-ruby#2432", "aws/aws-sdk-go#4857"},
     .verify = {.steps = {Replace(StepId::kCredential, AnyServiceOfS3)}}},
    {.name = "credential-terminator-not-checked",
     .mistake = "Accepts any text instead of aws4_request at the end of the scope.",
     .rules = {"credential/terminator"},
     .verify = {.steps = {Replace(StepId::kCredential, ScopeWithout<Unchecked::kTerminator>)}}},
    {.name = "credential-date-format-not-checked",
     .mistake = "Accepts any text as the date of the scope.",
     .rules = {"credential/scope-date-format"},
     .verify = {.steps = {Replace(StepId::kCredential, ScopeWithout<Unchecked::kDateFormat>),
                          LeaveOut(StepId::kScopeDate)}}},
    {.name = "credential-date-not-compared",
     .mistake = "Parses the date of the scope, but never compares it with X-Amz-Date.",
     .rules = {"credential/scope-date-is-dates-day"},
     .references = {"s3s-project/s3s#616", "chimera-nas/chimera#1187"},
     .verify = {.steps = {LeaveOut(StepId::kScopeDate)}}},
    {.name = "credential-date-compared-with-today",
     .mistake =
         "Compares the date of the scope with today, so every URL stops working at midnight.",
     .rules = {"credential/signing-day-stays"},
     .verify = {.steps = {Replace(StepId::kScopeDate, CredentialDateComparedWithToday)}}},
    {.name = "credential-plus-kept",
     .mistake = "Does not read a raw '+' in the credential as a space.",
     .rules = {"credential/plus-is-space"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialWithPlus)}}},
    {.name = "credential-decoded-twice",
     .mistake = "Decodes the credential twice.",
     .rules = {"credential/five-parts", "credential/encoded"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialDecodedTwice)}}},
    {.name = "credential-spaces-stripped",
     .mistake = "Removes spaces from the credential before it looks up the key.",
     .rules = {"credential/encoded", "credential/five-parts"},
     .references = {"minio/minio#8335"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialWithoutSpaces)}}},
    {.name = "credential-split-from-the-end",
     .mistake =
         "Counts the slashes of the credential from its end and drops those inside the key id.",
     .rules = {"credential/five-parts"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialFromTheEnd)}}},
    {.name = "credential-further-parts-ignored",
     .mistake = "Takes the first five parts of the credential and ignores the rest.",
     .rules = {"credential/five-parts"},
     .verify = {.steps = {Replace(StepId::kCredential, CredentialOfAnyLength)}}},
    {.name = "credential-malformed-answers-500",
     .mistake = "Answers a malformed credential with an internal error.",
     .rules = {"credential/five-parts"},
     .references = {"localstack/localstack#10856"},
     .verify = {.answer = CredentialMalformedAnswers500}},
    {.name = "credential-malformed-answers-access-denied",
     .mistake = "Answers a malformed credential with a general AccessDenied.",
     .rules = {"credential/five-parts"},
     .references = {"minio/minio#2383"},
     .verify = {.answer = CredentialMalformedAnswersAccessDenied}},
};

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// The step kToken without the refusals of one rule.
template <Rule kForgotten>
Refusal TokenWithout(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kToken, v);
  if (refusal && refusal->rule == kForgotten) return std::nullopt;
  return refusal;
}

// Checks a token only if the key has one.
Refusal WindowWithoutTokenOnly(VerifyState& v) {
  if (v.given.security_token != nullptr) return std::nullopt;
  return RunReferenceStep(StepId::kWindow, v);
}

Refusal TokenOfTemporaryKeysOnly(VerifyState& v) {
  if (!v.signer->session_token) return std::nullopt;
  return RunReferenceStep(StepId::kToken, v);
}

Refusal TokenByItsBeginning(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kToken, v);
  if (!refusal || refusal->rule != Rule::kTokenMalformed || v.given.security_token == nullptr) {
    return refusal;
  }
  const std::string token = DecodedValue(*v.given.security_token);
  const std::string known = v.signer->session_token.value_or("");
  return !token.empty() && known.starts_with(token) ? std::nullopt : refusal;
}

void DropToken(PresignRequest& request) { request.credentials.session_token.reset(); }

void AppendToken(std::string& url, const PresignRequest& asked) {
  if (!asked.credentials.session_token) return;
  url += "&" + std::string(TokenParameter(IssuerOf(asked.credentials))) + "=" +
         UriEncode(*asked.credentials.session_token, Slash::kEncode);
}

bool IsToken(const Pairs::value_type& pair) { return pair.first.ends_with("-Token"); }

void TokenAsHeader(PresignRequest& r) {
  if (!r.credentials.session_token) return;
  r.headers.push_back({"x-amz-security-token", *r.credentials.session_token});
  DropToken(r);
}

void TokenNotInTheSignature(Lines& l, const Parts&) {
  Pairs pairs = PairsOf(l.query);
  std::erase_if(pairs, IsToken);
  l.query = Joined(pairs);
}

void TokenPlusNotEncoded(std::string& url, const PresignRequest&) {
  const std::string token = RawParameter(url, "X-Amz-Security-Token");
  SetRawParameter(url, "X-Amz-Security-Token", WithAll(token, "%2B", "+"));
}

void TokenNameInLowerCase(std::string& url, const PresignRequest&) {
  url = WithAll(url, "X-Amz-Security-Token", "x-amz-security-token");
}

void TokenOfExpressUnderTheUsualName(std::string& url, const PresignRequest&) {
  url = WithAll(url, "X-Amz-S3session-Token", "X-Amz-Security-Token");
}

constexpr Mutant kTokenSigners[] = {
    {.name = "token-left-out",
     .mistake = "Leaves the session token out of the URL.",
     .rules = {"token/signed-in-query"},
     .references = {"minio/minio-js#830"},
     .presign = {.request = DropToken}},
    {.name = "token-name-in-lower-case",
     .mistake = "Writes the session token as x-amz-security-token, in lower case.",
     .rules = {"token/signed-in-query"},
     .references = {"rusoto/rusoto#1441", "aws/aws-sdk-net#508"},
     .presign = {.unsigned_url = TokenNameInLowerCase}},
    {.name = "token-as-header",
     .mistake = "Signs the session token as a header, which nobody will send.",
     .rules = {"token/signed-in-query", "signed-headers/exactly-asked"},
     .references = {"awslabs/aws-c-auth#34"},
     .presign = {.request = TokenAsHeader}},
    {.name = "token-twice",
     .mistake = "Adds the session token to the URL twice.",
     .rules = {"token/signed-in-query"},
     .references = {"mhart/aws4@4150f2d"},
     .presign = {.unsigned_url = AppendToken}},
    {.name = "token-appended-after-signing",
     .mistake = "Appends the session token after the URL is signed.",
     .rules = {"token/signed-in-query"},
     .presign = {.request = DropToken, .signed_url = AppendToken}},
    {.name = "token-not-in-the-signature",
     .mistake = "Leaves the session token out of the canonical query.",
     .rules = {"token/signed-in-query", "token/added-after-signing"},
     .signing = {.lines = TokenNotInTheSignature}},
    {.name = "token-plus-not-encoded",
     .mistake = "Leaves '+' in a session token unescaped, so it is read as a space.",
     .rules = {"token/signed-in-query"},
     .references = {"Automattic/knox#29"},
     .presign = {.signed_url = TokenPlusNotEncoded}},
    {.name = "token-of-express-under-the-usual-name",
     .mistake = "Sends an S3 Express session token as X-Amz-Security-Token.",
     .rules = {"services/s3-express-token"},
     .presign = {.unsigned_url = TokenOfExpressUnderTheUsualName}},
};

Refusal TokenOfExpressNotKnown(VerifyState& v) {
  Credentials signer = *v.signer;
  signer.session.reset();
  return CheckToken(signer, v.context.service, v.given, v.context.now);
}

void TokenWrongAnswersSignatureMismatch(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-token", 403, "SignatureDoesNotMatch");
}

constexpr Mutant kTokenVerifiers[] = {
    {.name = "token-not-required",
     .mistake = "Accepts a temporary key without its token.",
     .rules = {"token/required"},
     .references = {"minio/minio#6860"},
     .verify = {.steps = {Replace(StepId::kToken, TokenWithout<Rule::kTokenMissing>)}}},
    {.name = "token-not-compared",
     .mistake = "Does not compare the token with the session's token.",
     .rules = {"token/malformed"},
     .references = {"minio/minio#8826"},
     .verify = {.steps = {Replace(StepId::kToken, TokenWithout<Rule::kTokenMalformed>)}}},
    {.name = "token-of-a-permanent-key-ignored",
     .mistake = "Accepts any token with a permanent key, which has no token.",
     .rules = {"token/malformed"},
     .references = {"minio/minio#13388"},
     .verify = {.steps = {Replace(StepId::kToken, TokenOfTemporaryKeysOnly)}}},
    {.name = "token-compared-by-its-beginning",
     .mistake = "Accepts the first characters of a token instead of all of them.",
     .rules = {"token/malformed"},
     .verify = {.steps = {Replace(StepId::kToken, TokenByItsBeginning)}}},
    {.name = "token-expiry-not-checked",
     .mistake = "Accepts URLs of a session that has expired.",
     .rules = {"token/expired", "token/first-end-counts"},
     .verify = {.steps = {Replace(StepId::kToken, TokenWithout<Rule::kTokenExpired>)}}},
    {.name = "token-end-replaces-the-urls-end",
     .mistake = "Lets a URL with a session token live as long as its session.",
     .rules = {"token/first-end-counts"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowWithoutTokenOnly)}}},
    {.name = "token-not-checked",
     .mistake = "Does not check session tokens at all.",
     .rules = {"token/malformed", "token/required"},
     .references = {"minio/minio#8826", "minio/minio#6860"},
     .verify = {.steps = {LeaveOut(StepId::kToken)}}},
    {.name = "token-of-express-not-known",
     .mistake = "Looks for an S3 Express session token under the usual name.",
     .rules = {"services/s3-express-token"},
     .verify = {.steps = {Replace(StepId::kToken, TokenOfExpressNotKnown)}}},
    {.name = "token-wrong-answers-signature-mismatch",
     .mistake = "Answers a wrong token as if the signature did not match.",
     .rules = {"token/malformed"},
     .references = {"versity/versitygw#1540"},
     .verify = {.answer = TokenWrongAnswersSignatureMismatch}},
};

}  // namespace

MutantTables CredentialMutants() { return {kCredentialSigners, kScopeChecks}; }

MutantTables TokenMutants() { return {kTokenSigners, kTokenVerifiers}; }

}  // namespace countersign
