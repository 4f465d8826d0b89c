#include "access_key.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// The step "token", but for refusals of one rule.
template <Rule kForgotten>
Refusal TokenWithout(VerifyState& v) {
  const Refusal refusal = TheReferences("token", v);
  if (refusal && refusal->rule == kForgotten) return std::nullopt;
  return refusal;
}

// A token is looked at only where the key calls for one.
Refusal TokenOfTemporaryKeysOnly(VerifyState& v) {
  if (!v.signer->session_token) return std::nullopt;
  return TheReferences("token", v);
}

Refusal TokenByItsBeginning(VerifyState& v) {
  const Refusal refusal = TheReferences("token", v);
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

std::vector<Mutant> SignerMutants() {
  return {
      {"token-left-out",
       Side::kPresign,
       "Leaves the session token out of the URL.",
       {"token/signed-in-query"},
       {"minio/minio-js#830"},
       {},
       {.request = DropToken}},
      {"token-as-header",
       Side::kPresign,
       "Signs the session token as a header that nobody will send.",
       {"token/signed-in-query", "signed-headers/exactly-asked"},
       {"awslabs/aws-c-auth#34"},
       {},
       {.request =
            [](PresignRequest& r) {
              if (!r.credentials.session_token) return;
              r.headers.push_back({"x-amz-security-token", *r.credentials.session_token});
              DropToken(r);
            }}},
      {"token-twice",
       Side::kPresign,
       "Adds the session token although it is there already.",
       {"token/signed-in-query"},
       {"mhart/aws4@4150f2d"},
       {},
       {.unsigned_url = AppendToken}},
      {"token-appended-after-signing",
       Side::kPresign,
       "Appends the session token once the URL is signed.",
       {"token/signed-in-query"},
       {},
       {},
       {.request = DropToken, .signed_url = AppendToken}},
      {"token-not-in-the-signature",
       Side::kBoth,
       "Leaves the session token out of the canonical query.",
       {"token/signed-in-query", "token/added-after-signing"},
       {},
       {.lines =
            [](Lines& l, const Parts&) {
              Pairs pairs = PairsOf(l.query);
              std::erase_if(pairs, IsToken);
              l.query = Joined(pairs);
            }}},
      {"token-plus-not-encoded",
       Side::kPresign,
       "Leaves the '+' of a session token as it is: it becomes a space on the way.",
       {"token/signed-in-query"},
       {"Automattic/knox#29"},
       {},
       {.signed_url =
            [](std::string& url, const PresignRequest&) {
              const std::string token = RawParameter(url, "X-Amz-Security-Token");
              SetRawParameter(url, "X-Amz-Security-Token", WithAll(token, "%2B", "+"));
            }}},
      {"token-of-express-under-the-usual-name",
       Side::kPresign,
       "Sends an S3 Express session token as X-Amz-Security-Token.",
       {"services/s3-express-token"},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest&) {
              url = WithAll(url, "X-Amz-S3session-Token", "X-Amz-Security-Token");
            }}},
  };
}

std::vector<Mutant> VerifierMutants() {
  return {
      {"token-not-required",
       Side::kVerify,
       "Accepts a temporary key without its token.",
       {"token/required"},
       {"minio/minio#6860"},
       {},
       {},
       {.steps = Replaced("token", TokenWithout<Rule::kTokenMissing>)}},
      {"token-not-compared",
       Side::kVerify,
       "Never compares the token with the session's.",
       {"token/malformed"},
       {"minio/minio#8826"},
       {},
       {},
       {.steps = Replaced("token", TokenWithout<Rule::kTokenMalformed>)}},
      {"token-of-a-permanent-key-ignored",
       Side::kVerify,
       "Accepts any token beside a key that has none.",
       {"token/malformed"},
       {"minio/minio#13388"},
       {},
       {},
       {.steps = Replaced("token", TokenOfTemporaryKeysOnly)}},
      {"token-compared-by-its-beginning",
       Side::kVerify,
       "Takes the beginning of a token for the whole.",
       {"token/malformed"},
       {},
       {},
       {},
       {.steps = Replaced("token", TokenByItsBeginning)}},
      {"token-expiry-not-checked",
       Side::kVerify,
       "Accepts URLs of a session that has ended.",
       {"token/expired"},
       {},
       {},
       {},
       {.steps = Replaced("token", TokenWithout<Rule::kTokenExpired>)}},
      {"token-not-checked",
       Side::kVerify,
       "Does not look at session tokens at all.",
       {"token/malformed", "token/required"},
       {"minio/minio#8826", "minio/minio#6860"},
       {},
       {},
       {.steps = Without("token")}},
      {"token-of-express-not-known",
       Side::kVerify,
       "Looks for an S3 Express session token under the usual name.",
       {"services/s3-express-token"},
       {},
       {},
       {},
       {.steps = Replaced(
            "token",
            [](VerifyState& v) { return CheckToken(*v.signer, "s3", v.given, v.context.now); })}},
      {"token-wrong-answers-signature-mismatch",
       Side::kVerify,
       "Answers a wrong token as if the signature did not match.",
       {"token/malformed"},
       {"versity/versitygw#1540"},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              auto* reject = std::get_if<RejectAnswer>(&answer);
              if (reject == nullptr || reject->rejection_class != "bad-token") return;
              reject->status = 403;
              reject->code = "SignatureDoesNotMatch";
            }}},
  };
}

}  // namespace

std::vector<Mutant> TokenMutants() {
  std::vector<Mutant> mutants = SignerMutants();
  for (Mutant& mutant : VerifierMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
