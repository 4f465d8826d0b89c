// The sentence behind a failure that says what it means for the owner of an object. It says no more
// than the bytes of the case and of the answer show. Most sentences follow from the class of the
// refusal; what an accepted signature, key or token means depends on the request, and what becomes
// of a URL on its lifetime.
#include "judge/consequence.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "judge/presigned_url.h"
#include "judge/signature_consequence.h"
#include "protocol/rejection_class.h"
#include "sigv4/query_string.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

constexpr std::string_view kTokenNames[] = {"X-Amz-Security-Token", "X-Amz-S3session-Token"};
constexpr std::size_t kLongestLifetime = 20;  // characters of an X-Amz-Expires that are shown

std::string Find(Op op, const ExpectedAnswer& expected, std::string_view otherwise) {
  const RejectionClass* found = FindRejectionClass(op, expected.rejection_class.value_or(""));
  return std::string(found == nullptr ? otherwise : found->consequence);
}

std::optional<std::string> Parameter(const VerifyMessage& message, std::string_view name) {
  return DecodedValue(ParseQueryString(SplitTarget(message.request.target).raw_query), name);
}

// The decoded X-Amz-Expires of a URL; empty if it has none.
std::string LifetimeOf(std::string_view url) {
  const auto parts = SplitUrl(url);
  if (!parts) return "";
  return DecodedValue(ParseQueryString(parts->raw_query), "X-Amz-Expires").value_or("");
}

std::string KeyIdOf(const VerifyMessage& message) {
  const std::string credential = Parameter(message, "X-Amz-Credential").value_or("");
  return credential.substr(0, credential.find('/'));
}

bool HasToken(const VerifyMessage& message) {
  return std::any_of(
      std::begin(kTokenNames), std::end(kTokenNames),
      [&message](std::string_view name) { return Parameter(message, name).has_value(); });
}

// IsSignedWith tells whether the request would be accepted if its key existed and had this secret.
bool IsSignedWith(VerifyMessage message, const std::string& secret) {
  CredentialMessage key;
  key.access_key_id = KeyIdOf(message);
  key.secret_access_key = secret;
  key.session_token = Parameter(message, kTokenNames[0]);
  message.credentials = {key};
  const auto answer = VerifyWithReference(message);
  const auto* result = std::get_if<Result<Accepted>>(&answer);
  return result != nullptr && result->ok();
}

std::string OfKnownKey(const VerifyMessage& message, const CredentialMessage& key) {
  const std::string kind = key.session_token ? "A temporary key" : "A permanent key";
  if (HasToken(message)) return kind + " is accepted with a session token that S3 refuses.";
  if (key.session_token) return kind + " is accepted without its session token.";
  return kind + " is accepted that S3 refuses.";
}

std::string OfUnknownKey(const VerifyMessage& message) {
  if (IsSignedWith(message, "")) {
    return "Anybody can make up a key id, sign with an empty secret and be let in.";
  }
  const bool known_secret = std::any_of(
      message.credentials.begin(), message.credentials.end(),
      [&message](const auto& key) { return IsSignedWith(message, key.secret_access_key); });
  if (known_secret) {
    return "A key id that does not exist is accepted with the secret of another key.";
  }
  return "The key does not exist, so its signature cannot have been checked.";
}

std::string OfKey(const VerifyMessage& message) {
  const std::string id = KeyIdOf(message);
  for (const CredentialMessage& key : message.credentials) {
    if (key.access_key_id == id) return OfKnownKey(message, key);
  }
  return OfUnknownKey(message);
}

}  // namespace

std::string VerifyConsequence(const Case& c) {
  const ExpectedAnswer& expected = c.expected.front();
  const auto* message = std::get_if<VerifyMessage>(&c.request);
  const bool depends =
      expected.rejection_class == "unknown-key" || expected.rejection_class == "bad-token";
  if (message != nullptr && depends) return OfKey(*message);
  if (message != nullptr && expected.rejection_class == "signature-mismatch") {
    return SignatureConsequence(c);
  }
  return Find(Op::kVerify, expected, "Anybody with the URL is let in although S3 refuses.");
}

std::string PresignConsequence(const Case& c, std::string_view url) {
  const ExpectedAnswer& expected = c.expected.front();
  const auto* message = std::get_if<PresignMessage>(&c.request);
  const bool is_of_lifetime = expected.rejection_class.value_or("").starts_with("expires-");
  if (message != nullptr && is_of_lifetime) {
    const std::string stated = LifetimeOf(url);
    if (stated.empty()) return "The URL has no X-Amz-Expires.";
    if (stated != std::to_string(message->expires)) {
      return "Its X-Amz-Expires is " + stated.substr(0, kLongestLifetime) + ", which nobody asked.";
    }
  }
  return Find(Op::kPresign, expected, "The input is wrong, which only the URL's user finds out.");
}

}  // namespace countersign
