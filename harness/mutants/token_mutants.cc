// Mutants of session tokens. Listed by catalogue.h.
#include "access_key.h"
#include "mutants/answers.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

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
  url += "&" + std::string(TokenParameter(asked.service)) + "=" +
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

void TokenOfExpressUnderTheUsualName(std::string& url, const PresignRequest&) {
  url = WithAll(url, "X-Amz-S3session-Token", "X-Amz-Security-Token");
}

constexpr Mutant kTokenSigners[] = {
    {.name = "token-left-out",
     .side = Side::kPresign,
     .mistake = "Leaves the session token out of the URL.",
     .rules = {"token/signed-in-query"},
     .references = {"minio/minio-js#830"},
     .presign = {.request = DropToken}},
    {.name = "token-as-header",
     .side = Side::kPresign,
     .mistake = "Signs the session token as a header, which nobody will send.",
     .rules = {"token/signed-in-query", "signed-headers/exactly-asked"},
     .references = {"awslabs/aws-c-auth#34"},
     .presign = {.request = TokenAsHeader}},
    {.name = "token-twice",
     .side = Side::kPresign,
     .mistake = "Adds the session token to the URL twice.",
     .rules = {"token/signed-in-query"},
     .references = {"mhart/aws4@4150f2d"},
     .presign = {.unsigned_url = AppendToken}},
    {.name = "token-appended-after-signing",
     .side = Side::kPresign,
     .mistake = "Appends the session token after the URL is signed.",
     .rules = {"token/signed-in-query"},
     .presign = {.request = DropToken, .signed_url = AppendToken}},
    {.name = "token-not-in-the-signature",
     .side = Side::kBoth,
     .mistake = "Leaves the session token out of the canonical query.",
     .rules = {"token/signed-in-query", "token/added-after-signing"},
     .signing = {.lines = TokenNotInTheSignature}},
    {.name = "token-plus-not-encoded",
     .side = Side::kPresign,
     .mistake = "Leaves '+' in a session token unescaped, so it is read as a space.",
     .rules = {"token/signed-in-query"},
     .references = {"Automattic/knox#29"},
     .presign = {.signed_url = TokenPlusNotEncoded}},
    {.name = "token-of-express-under-the-usual-name",
     .side = Side::kPresign,
     .mistake = "Sends an S3 Express session token as X-Amz-Security-Token.",
     .rules = {"services/s3-express-token"},
     .presign = {.unsigned_url = TokenOfExpressUnderTheUsualName}},
};

Refusal TokenOfExpressNotKnown(VerifyState& v) {
  return CheckToken(*v.signer, "s3", v.given, v.context.now);
}

void TokenWrongAnswersSignatureMismatch(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-token", 403, "SignatureDoesNotMatch");
}

constexpr Mutant kTokenVerifiers[] = {
    {.name = "token-not-required",
     .side = Side::kVerify,
     .mistake = "Accepts a temporary key without its token.",
     .rules = {"token/required"},
     .references = {"minio/minio#6860"},
     .verify = {.steps = {Replace(StepId::kToken, TokenWithout<Rule::kTokenMissing>)}}},
    {.name = "token-not-compared",
     .side = Side::kVerify,
     .mistake = "Does not compare the token with the session's token.",
     .rules = {"token/malformed"},
     .references = {"minio/minio#8826"},
     .verify = {.steps = {Replace(StepId::kToken, TokenWithout<Rule::kTokenMalformed>)}}},
    {.name = "token-of-a-permanent-key-ignored",
     .side = Side::kVerify,
     .mistake = "Accepts any token with a permanent key, which has no token.",
     .rules = {"token/malformed"},
     .references = {"minio/minio#13388"},
     .verify = {.steps = {Replace(StepId::kToken, TokenOfTemporaryKeysOnly)}}},
    {.name = "token-compared-by-its-beginning",
     .side = Side::kVerify,
     .mistake = "Accepts the first characters of a token instead of all of them.",
     .rules = {"token/malformed"},
     .verify = {.steps = {Replace(StepId::kToken, TokenByItsBeginning)}}},
    {.name = "token-expiry-not-checked",
     .side = Side::kVerify,
     .mistake = "Accepts URLs of a session that has expired.",
     .rules = {"token/expired"},
     .verify = {.steps = {Replace(StepId::kToken, TokenWithout<Rule::kTokenExpired>)}}},
    {.name = "token-not-checked",
     .side = Side::kVerify,
     .mistake = "Does not check session tokens at all.",
     .rules = {"token/malformed", "token/required"},
     .references = {"minio/minio#8826", "minio/minio#6860"},
     .verify = {.steps = {LeaveOut(StepId::kToken)}}},
    {.name = "token-of-express-not-known",
     .side = Side::kVerify,
     .mistake = "Looks for an S3 Express session token under the usual name.",
     .rules = {"services/s3-express-token"},
     .verify = {.steps = {Replace(StepId::kToken, TokenOfExpressNotKnown)}}},
    {.name = "token-wrong-answers-signature-mismatch",
     .side = Side::kVerify,
     .mistake = "Answers a wrong token as if the signature did not match.",
     .rules = {"token/malformed"},
     .references = {"versity/versitygw#1540"},
     .verify = {.answer = TokenWrongAnswersSignatureMismatch}},
};

}  // namespace

MutantTables TokenMutants() { return {kTokenSigners, kTokenVerifiers}; }

}  // namespace countersign
