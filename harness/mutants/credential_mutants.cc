#include <algorithm>

#include "access_key.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// The step "credential" with one part of the scope believed, whatever it says.
enum class Believed { kRegion, kService, kTerminator, kDateFormat };

template <Believed kPart>
Refusal BelieveScope(VerifyState& v) {
  const Refusal refusal = TheReferences("credential", v);
  if (!refusal || refusal->rule == Rule::kCredentialFiveParts) return refusal;
  CredentialParameter checked = v.credential;
  if (kPart == Believed::kTerminator) checked.terminator = kScopeTerminator;
  if (kPart == Believed::kService) checked.scope.service = v.context.service;
  if (kPart == Believed::kRegion) checked.scope.region = v.context.region;
  if (kPart == Believed::kDateFormat) checked.scope.date = "20130524";
  return CheckScope(checked, v.context.service, v.context.region);
}

// Any text for a date, which is not looked at again.
std::vector<VerifyStep> DateOfAnyForm() {
  std::vector<VerifyStep> steps = Replaced("credential", BelieveScope<Believed::kDateFormat>);
  std::erase_if(steps, [](const VerifyStep& step) { return step.name == "scope-date"; });
  return steps;
}

// The step "credential" over a text that is mistreated first.
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

// Counts slashes from the end, so that a key id may hold some.
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

// Takes what is there and never looks at the number of parts.
Refusal CredentialOfAnyLength(VerifyState& v) {
  return CredentialOf(v, [](const QueryParameter& parameter) {
    std::string text = DecodedValue(parameter);
    while (std::count(text.begin(), text.end(), '/') > 4) text.resize(text.rfind('/'));
    return text;
  });
}

void SetAnswer(Answer& answer, std::string_view rejection_class, int status,
               const std::string& code) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr || reject->rejection_class != rejection_class) return;
  reject->status = status;
  reject->code = code;
}

std::string LastSegmentsLost(std::string_view credential) {
  return std::string(credential.substr(0, credential.rfind("%2F")));
}

std::vector<Mutant> SignerMutants() {
  return {
      {"credential-not-encoded",
       Side::kPresign,
       "Writes the access key id into the URL as it is: '+' is read as a space, '&' ends it.",
       {"credential/encoded"},
       {"noobaa/noobaa-core#7931", "minio/minio-dotnet#221", "minio/minio#6011",
        "curl/curl@c7cba2fd2d"},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest&) {
              SetRawParameter(url, "X-Amz-Credential",
                              UriDecode(RawParameter(url, "X-Amz-Credential"), Plus::kLiteral));
            }}},
      {"credential-encoded-twice",
       Side::kPresign,
       "Encodes a credential that is encoded already: %252F.",
       {"credential/encoded"},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest&) {
              SetRawParameter(url, "X-Amz-Credential",
                              UriEncode(RawParameter(url, "X-Amz-Credential"), Slash::kEncode));
            }}},
      {"credential-spaces-removed",
       Side::kPresign,
       "Removes the spaces of an access key id.",
       {"credential/encoded"},
       {"minio/minio#8335"},
       {},
       {.request =
            [](PresignRequest& r) {
              r.credentials.access_key_id = WithAll(r.credentials.access_key_id, " ", "");
            }}},
      {"credential-without-terminator",
       Side::kPresign,
       "Leaves aws4_request out of X-Amz-Credential.",
       {"credential/encoded", "signing-key/derivation"},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest&) {
              SetRawParameter(url, "X-Amz-Credential",
                              LastSegmentsLost(RawParameter(url, "X-Amz-Credential")));
            }}},
      {"credential-region-in-lower-case",
       Side::kPresign,
       "Lower-cases the region in the scope.",
       {"credential/encoded", "signing-key/derivation", "string-to-sign/four-lines"},
       {"openstack/swift@3a6e85d9e"},
       {},
       {.request = [](PresignRequest& r) { r.region = LowerCase(r.region); }}},
      {"credential-region-always-us-east-1",
       Side::kPresign,
       "Signs for us-east-1 whatever region was asked.",
       {"signing-key/derivation", "credential/encoded"},
       {},
       {},
       {.request = [](PresignRequest& r) { r.region = "us-east-1"; }}},
      {"credential-service-always-s3",
       Side::kPresign,
       "Signs for s3 where the scope must say s3-outposts, s3express or s3-object-lambda.",
       {"services/outposts", "services/object-lambda", "services/s3-express-token"},
       {"aws/aws-sdk-ruby#2432", "aws/aws-sdk-go#4857"},
       {},
       {.request = [](PresignRequest& r) { r.service = "s3"; }}},
  };
}

std::vector<Mutant> ScopeMutants() {
  return {
      {"credential-region-not-checked",
       Side::kVerify,
       "Accepts whatever region the scope names.",
       {"credential/region"},
       {"s3s-project/s3s#650", "minio/minio#5618"},
       {},
       {},
       {.steps = Replaced("credential", BelieveScope<Believed::kRegion>)}},
      {"credential-service-not-checked",
       Side::kVerify,
       "Accepts whatever service the scope names: a signature for another one opens S3.",
       {"credential/service"},
       {},
       {},
       {},
       {.steps = Replaced("credential", BelieveScope<Believed::kService>)}},
      {"credential-terminator-not-checked",
       Side::kVerify,
       "Does not look at what stands in the place of aws4_request.",
       {"credential/terminator"},
       {},
       {},
       {},
       {.steps = Replaced("credential", BelieveScope<Believed::kTerminator>)}},
      {"credential-date-format-not-checked",
       Side::kVerify,
       "Takes any text for the scope's date.",
       {"credential/scope-date-format"},
       {},
       {},
       {},
       {.steps = DateOfAnyForm()}},
      {"credential-date-not-compared",
       Side::kVerify,
       "Parses the scope's date and never compares it with X-Amz-Date.",
       {"credential/scope-date-is-dates-day"},
       {"s3s-project/s3s#616", "treeverse/lakeFS#9813"},
       {},
       {},
       {.steps = Without("scope-date")}},
      {"credential-date-compared-with-today",
       Side::kVerify,
       "Compares the scope's date with today, so that every URL dies at midnight.",
       {"credential/signing-day-stays"},
       {},
       {},
       {},
       {.steps = Replaced("scope-date",
                          [](VerifyState& v) {
                            return CheckScopeDate(v.credential.scope, FormatAmzDate(v.context.now));
                          })}},
      {"credential-plus-kept",
       Side::kVerify,
       "Does not read a raw '+' in the credential as a space.",
       {"credential/plus-is-space"},
       {},
       {},
       {},
       {.steps = Replaced("credential", CredentialWithPlus)}},
      {"credential-decoded-twice",
       Side::kVerify,
       "Decodes the credential twice.",
       {"credential/five-parts", "credential/encoded"},
       {},
       {},
       {},
       {.steps = Replaced("credential", CredentialDecodedTwice)}},
      {"credential-spaces-stripped",
       Side::kVerify,
       "Removes the spaces of the credential before it looks the key up.",
       {"credential/encoded", "credential/five-parts"},
       {"minio/minio#8335"},
       {},
       {},
       {.steps = Replaced("credential", CredentialWithoutSpaces)}},
      {"credential-split-from-the-end",
       Side::kVerify,
       "Counts the slashes of the credential from its end and drops those of the key id.",
       {"credential/five-parts"},
       {},
       {},
       {},
       {.steps = Replaced("credential", CredentialFromTheEnd)}},
      {"credential-further-parts-ignored",
       Side::kVerify,
       "Takes the first five parts of the credential and ignores the rest.",
       {"credential/five-parts"},
       {},
       {},
       {},
       {.steps = Replaced("credential", CredentialOfAnyLength)}},
      {"credential-malformed-answers-500",
       Side::kVerify,
       "Answers a malformed credential with an internal error.",
       {"credential/five-parts"},
       {"localstack/localstack#10856"},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              SetAnswer(answer, "bad-credential", 500, "InternalError");
            }}},
      {"credential-malformed-answers-access-denied",
       Side::kVerify,
       "Answers a malformed credential with a general refusal.",
       {"credential/five-parts"},
       {"minio/minio#2383"},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              SetAnswer(answer, "bad-credential", 403, "AccessDenied");
            }}},
  };
}

}  // namespace

std::vector<Mutant> CredentialMutants() {
  std::vector<Mutant> mutants = SignerMutants();
  for (Mutant& mutant : ScopeMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
