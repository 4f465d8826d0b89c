// Mistakes that cases with a wrong signature need and no mutant makes: they need to know more than
// a mutant does, such as the bucket's name, or no implementation is known that makes them.
// wrong_signer.cc repeats them with a live server's keys.
#include "live_server/signer_mistakes.h"

#include <set>
#include <utility>
#include <vector>

#include "sigv4/canonical_headers.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/join.h"
#include "sigv4/query_string.h"
#include "sigv4/signing_key.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

using Parts = CanonicalRequestParts;

const VerifyMessage& MessageOf(const Case& c) { return std::get<VerifyMessage>(c.request); }

std::string CredentialOf(const Parts& parts) {
  return DecodedValue(parts.query, "X-Amz-Credential").value_or("");
}

void ScopeWithKeyId(SigningInput& s, const Parts& parts, const Case&) {
  s.scope = CredentialOf(parts);
}

// With the terminator that the credential has. The key still comes from aws4_request.
void ScopeAsWritten(SigningInput& s, const Parts& parts, const Case&) {
  const std::string credential = CredentialOf(parts);
  s.scope = credential.substr(credential.find('/') + 1);
}

void ScopeOfTheDate(SigningInput& s, const Parts&, const Case&) {
  s.key_date = s.amz_date.substr(0, 8);
  s.scope.replace(0, s.scope.find('/'), s.key_date);
}

void DateIsTheMomentOfUse(SigningInput& s, const Parts&, const Case& c) {
  if (const auto now = ParseRfc3339(MessageOf(c).now)) s.amz_date = FormatAmzDate(*now);
}

void KeyOfTheDayBefore(SigningInput& s, const Parts&, const Case&) {
  const auto day = ParseAmzDate(s.key_date + "T000000Z");
  if (day) s.key_date = FormatScopeDate(*day - std::chrono::days(1));
}

void KeyOfAnotherRegion(SigningInput& s, const Parts&, const Case&) {
  s.key_region = s.key_region == "us-west-2" ? "us-east-1" : "us-west-2";
}

void KeyOfAnotherService(SigningInput& s, const Parts&, const Case&) { s.key_service = "sqs"; }

void KeyByServiceBeforeRegion(SigningInput& s, const Parts&, const Case&) {
  std::swap(s.key_region, s.key_service);
}

void PathWithBucket(SigningInput& s, const Parts&, const Case& c) {
  const std::string bucket = "/" + MessageOf(c).bucket->name;
  if (!s.lines.uri.starts_with(bucket + "/")) s.lines.uri.insert(0, bucket);
}

void PathWithoutBucket(SigningInput& s, const Parts&, const Case& c) {
  const std::string bucket = "/" + MessageOf(c).bucket->name;
  if (s.lines.uri.starts_with(bucket + "/")) s.lines.uri.erase(0, bucket.size());
}

void QueryWithEmptySignature(SigningInput& s, const Parts&, const Case&) {
  // Sorted: the only name of a presigned URL that comes after it is this one.
  const std::size_t next = s.lines.query.find("X-Amz-SignedHeaders=");
  if (next != std::string::npos) s.lines.query.insert(next, "X-Amz-Signature=&");
}

// The names without white space and repetition, or host if the list is empty. A header that does
// not arrive had the value "bar".
void HeadersOfACleanList(SigningInput& s, const Parts& parts, const Case&) {
  std::set<std::string> names;
  for (const std::string_view name : parts.signed_headers) {
    std::string clean = LowerCase(CanonicalValue(name));
    if (!clean.empty()) names.insert(std::move(clean));
  }
  if (names.empty()) names.insert("host");
  s.lines.headers.clear();
  for (const std::string& name : names) {
    s.lines.headers += name + ":" + SignedValue(name, parts.headers, {}).value_or("bar") + "\n";
  }
  s.lines.signed_headers = Join(std::vector<std::string_view>(names.begin(), names.end()), ";");
}

constexpr SignerMistake kSignerMistakes[] = {
    {.make = ScopeWithKeyId},
    {.make = ScopeAsWritten},
    {.make = ScopeOfTheDate},
    {.make = DateIsTheMomentOfUse, .uses_the_moment = UsesTheMoment::kYes},
    {.make = KeyOfTheDayBefore},
    {.make = KeyOfAnotherRegion},
    {.make = KeyOfAnotherService},
    {.make = KeyByServiceBeforeRegion},
    {.make = PathWithBucket, .why_no_difference = CannotAsk::kVirtualHosted},
    {.make = PathWithoutBucket, .why_no_difference = CannotAsk::kBucketInPath},
    {.make = QueryWithEmptySignature},
    {.make = HeadersOfACleanList},
};

}  // namespace

std::span<const SignerMistake> SignerMistakes() { return kSignerMistakes; }

DeriveStep DeriveWith(const SignerMistake& mistake, const Case& c) {
  return [&mistake, &c](const Parts& parts, std::string_view amz_date, const CredentialScope& scope,
                        const AccessKeyPair& key) {
    SigningInput signing{CanonicalLinesOf(parts),   std::string(amz_date),
                         ScopeText(scope),          std::string(scope.date),
                         std::string(scope.region), std::string(scope.service)};
    mistake.make(signing, parts, c);
    Derivation derivation;
    derivation.canonical_request = CanonicalRequest(signing.lines);
    derivation.string_to_sign = Join({AlgorithmName(scope.algorithm), signing.amz_date,
                                      signing.scope, Hex(Sha256(derivation.canonical_request))},
                                     "\n");
    derivation.signature = SignatureOf(key.secret_access_key,
                                       {signing.key_date, signing.key_region, signing.key_service},
                                       derivation.string_to_sign);
    return derivation;
  };
}

}  // namespace countersign
