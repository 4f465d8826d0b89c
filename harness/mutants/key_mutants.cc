// Mutants of keys: the secret access key, the signing key derived from it, and the look-up by
// access key id. Listed by catalogue.h.
#include <algorithm>
#include <map>

#include "access_key.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/signing_key.h"

namespace countersign {
namespace {

std::string Hmac(std::string_view key, std::string_view message) {
  return std::string(Bytes(HmacSha256(key, message)));
}

std::string Hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::string SignWith(std::string_view key, std::string_view string_to_sign) {
  return Hex(Hmac(key, string_to_sign));
}

// The signature with a secret that `change` changes first.
template <typename Change>
std::string WithSecret(std::string_view secret, const CredentialScope& scope,
                       std::string_view string_to_sign, Change change) {
  return SignWith(DeriveSigningKey(change(std::string(secret)), scope), string_to_sign);
}

std::string TrimmedKey(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin);
}

// The first of the known credentials that `fits`, whether active or not.
template <typename Fits>
Refusal SignerThat(VerifyState& v, Fits fits) {
  const auto known = std::find_if(v.context.credentials.begin(), v.context.credentials.end(), fits);
  if (known == v.context.credentials.end()) return RunReferenceStep(StepId::kAccessKey, v);
  v.signer = &*known;
  return std::nullopt;
}

Refusal EvenInactive(VerifyState& v) {
  return SignerThat(v, [&v](const Credentials& known) {
    return known.access_key_id == v.credential.access_key_id;
  });
}

Refusal InAnyCase(VerifyState& v) {
  return SignerThat(v, [&v](const Credentials& known) {
    return SameHeaderName(known.access_key_id, v.credential.access_key_id);
  });
}

Refusal ByPrefix(VerifyState& v) {
  return SignerThat(v, [&v](const Credentials& known) {
    return known.access_key_id.starts_with(v.credential.access_key_id);
  });
}

Refusal FirstKnown(VerifyState& v) {
  return SignerThat(v, [](const Credentials&) { return true; });
}

Refusal UnknownHasNoSecret(VerifyState& v) {
  static const Credentials* const kEmpty = new Credentials;
  const Refusal refusal = RunReferenceStep(StepId::kAccessKey, v);
  if (refusal && refusal->rule == Rule::kUnknownKey) v.signer = kEmpty;
  return v.signer != nullptr ? std::nullopt : refusal;
}

std::string SecretPercentDecoded(std::string_view secret, const CredentialScope& scope,
                                 std::string_view text) {
  return WithSecret(secret, scope, text,
                    [](const std::string& s) { return UriDecode(s, Plus::kLiteral); });
}

std::string SecretPlusBecomesSpace(std::string_view secret, const CredentialScope& scope,
                                   std::string_view text) {
  return WithSecret(secret, scope, text, [](const std::string& s) { return WithAll(s, "+", " "); });
}

std::string SecretPercentEncoded(std::string_view secret, const CredentialScope& scope,
                                 std::string_view text) {
  return WithSecret(secret, scope, text,
                    [](const std::string& s) { return UriEncode(s, Slash::kEncode); });
}

std::string SecretTrimmed(std::string_view secret, const CredentialScope& scope,
                          std::string_view text) {
  return WithSecret(secret, scope, text, TrimmedKey);
}

std::string SecretCutAtFortyCharacters(std::string_view secret, const CredentialScope& scope,
                                       std::string_view text) {
  return WithSecret(secret.substr(0, 40), scope, text, [](const std::string& s) { return s; });
}

constexpr Mutant kSecrets[] = {
    {.name = "secret-percent-decoded",
     .side = Side::kBoth,
     .mistake = "Percent-decodes the secret access key.",
     .rules = {"keys/secret-raw"},
     .signing = {.signature = SecretPercentDecoded}},
    {.name = "secret-plus-becomes-space",
     .side = Side::kBoth,
     .mistake = "Reads the secret as form data: '+' becomes a space.",
     .rules = {"keys/secret-raw"},
     .signing = {.signature = SecretPlusBecomesSpace}},
    {.name = "secret-percent-encoded",
     .side = Side::kBoth,
     .mistake = "Percent-encodes the secret access key.",
     .rules = {"keys/secret-raw"},
     .signing = {.signature = SecretPercentEncoded}},
    {.name = "secret-trimmed",
     .side = Side::kBoth,
     .mistake = "Removes white space around the secret access key.",
     .rules = {"keys/secret-raw"},
     .signing = {.signature = SecretTrimmed}},
    {.name = "secret-cut-at-forty-characters",
     .side = Side::kPresign,
     .mistake = "Cuts the secret access key after 40 characters.",
     .rules = {"keys/secret-raw"},
     .signing = {.signature = SecretCutAtFortyCharacters}},
};

std::string SigningKeyWithoutAws4(std::string_view secret, const CredentialScope& s,
                                  std::string_view text) {
  return SignWith(Hmac(Hmac(Hmac(Hmac(secret, s.date), s.region), s.service), kScopeTerminator),
                  text);
}

std::string SigningKeyInAnotherOrder(std::string_view secret, const CredentialScope& s,
                                     std::string_view text) {
  return SignWith(DeriveSigningKey(secret, {s.region, s.date, s.service}), text);
}

std::string SigningKeyThroughHex(std::string_view secret, const CredentialScope& s,
                                 std::string_view text) {
  std::string key = "AWS4" + std::string(secret);
  for (const std::string_view part : {s.date, s.region, s.service, kScopeTerminator}) {
    key = Hex(Hmac(key, part));
  }
  return SignWith(key, text);
}

std::string SigningKeyWithoutTerminator(std::string_view secret, const CredentialScope& s,
                                        std::string_view text) {
  const std::string start = "AWS4" + std::string(secret);
  return SignWith(Hmac(Hmac(Hmac(start, s.date), s.region), s.service), text);
}

std::string SigningKeyIsTheSecret(std::string_view secret, const CredentialScope&,
                                  std::string_view text) {
  return SignWith(secret, text);
}

std::string SigningKeyKeptBeyondItsScope(std::string_view secret, const CredentialScope& s,
                                         std::string_view text) {
  thread_local std::map<std::string, std::string, std::less<>> keys;
  auto found = keys.find(secret);
  if (found == keys.end()) {
    found = keys.emplace(std::string(secret), DeriveSigningKey(secret, s)).first;
  }
  return SignWith(found->second, text);
}

constexpr Mutant kSigningKeys[] = {
    {.name = "signing-key-without-aws4",
     .side = Side::kBoth,
     .mistake = "Derives the signing key from the secret without AWS4 in front.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyWithoutAws4}},
    {.name = "signing-key-in-another-order",
     .side = Side::kBoth,
     .mistake = "Derives the signing key in the order region, date, service.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyInAnotherOrder}},
    {.name = "signing-key-through-hex",
     .side = Side::kBoth,
     .mistake = "Writes each intermediate key in hex before the next step uses it.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyThroughHex}},
    {.name = "signing-key-without-terminator",
     .side = Side::kBoth,
     .mistake = "Leaves aws4_request out of the signing key.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyWithoutTerminator}},
    {.name = "signing-key-is-the-secret",
     .side = Side::kBoth,
     .mistake = "Signs with the secret itself.",
     .rules = {"signing-key/derivation"},
     .references = {"AFNetworking/AFAmazonS3Manager#80"},
     .signing = {.signature = SigningKeyIsTheSecret}},
    {.name = "signing-key-kept-beyond-its-scope",
     .side = Side::kBoth,
     .mistake = "Reuses one signing key for each secret, for every day, region and service.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyKeptBeyondItsScope}},
};

constexpr Mutant kLookUps[] = {
    {.name = "key-inactive-accepted",
     .side = Side::kVerify,
     .mistake = "Accepts URLs that were signed with an access key which is now inactive.",
     .rules = {"keys/inactive"},
     .verify = {.steps = {Replace(StepId::kAccessKey, EvenInactive)}}},
    {.name = "key-unknown-has-an-empty-secret",
     .side = Side::kVerify,
     .mistake = "Verifies an unknown access key with an empty secret, so anybody can sign.",
     .rules = {"keys/unknown"},
     .verify = {.steps = {Replace(StepId::kAccessKey, UnknownHasNoSecret)}}},
    {.name = "key-any-id-for-the-one-secret",
     .side = Side::kVerify,
     .mistake = "Has one secret and verifies every access key id with it.",
     .rules = {"keys/unknown"},
     .verify = {.steps = {Replace(StepId::kAccessKey, FirstKnown)}}},
    {.name = "key-id-in-any-case",
     .side = Side::kVerify,
     .mistake = "Ignores upper and lower case when it looks up the access key id.",
     .rules = {"keys/unknown"},
     .verify = {.steps = {Replace(StepId::kAccessKey, InAnyCase)}}},
    {.name = "key-id-by-its-beginning",
     .side = Side::kVerify,
     .mistake = "Accepts the first characters of an access key id instead of all of them.",
     .rules = {"keys/unknown"},
     .verify = {.steps = {Replace(StepId::kAccessKey, ByPrefix)}}},
};

}  // namespace

MutantTables KeyMutants() { return {kSecrets, kSigningKeys, kLookUps}; }

}  // namespace countersign
