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

std::string_view Octets(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string Hmac(std::string_view key, std::string_view message) {
  return std::string(Octets(HmacSha256(key, message)));
}

std::string Hex(std::string_view octets) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : octets) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::string SignWith(std::string_view key, std::string_view string_to_sign) {
  return Hex(Hmac(key, string_to_sign));
}

// The signature under a secret that was mistreated first.
template <typename Change>
std::string WithSecret(std::string_view secret, const CredentialScope& scope,
                       std::string_view string_to_sign, Change change) {
  return SignWith(DeriveSigningKey(change(std::string(secret)), scope), string_to_sign);
}

std::string Trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin);
}

// One of the known credentials that `fits`, whatever its status.
template <typename Fits>
Refusal SignerThat(VerifyState& v, Fits fits) {
  const auto known = std::find_if(v.context.credentials.begin(), v.context.credentials.end(), fits);
  if (known == v.context.credentials.end()) return TheReferences("access-key", v);
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
  static const Credentials* const kNobody = new Credentials;
  const Refusal refusal = TheReferences("access-key", v);
  if (refusal && refusal->rule == Rule::kUnknownKey) v.signer = kNobody;
  return v.signer != nullptr ? std::nullopt : refusal;
}

std::vector<Mutant> SecretMutants() {
  return {
      {"secret-percent-decoded",
       Side::kBoth,
       "Percent-decodes the secret access key.",
       {"keys/secret-raw"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& scope, std::string_view text) {
              return WithSecret(secret, scope, text,
                                [](const std::string& s) { return UriDecode(s, Plus::kLiteral); });
            }}},
      {"secret-plus-becomes-space",
       Side::kBoth,
       "Reads the secret as form data: '+' becomes a space.",
       {"keys/secret-raw"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& scope, std::string_view text) {
              return WithSecret(secret, scope, text,
                                [](const std::string& s) { return WithAll(s, "+", " "); });
            }}},
      {"secret-percent-encoded",
       Side::kBoth,
       "Percent-encodes the secret access key.",
       {"keys/secret-raw"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& scope, std::string_view text) {
              return WithSecret(secret, scope, text,
                                [](const std::string& s) { return UriEncode(s, Slash::kEncode); });
            }}},
      {"secret-trimmed",
       Side::kBoth,
       "Trims white space off the secret access key.",
       {"keys/secret-raw"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& scope, std::string_view text) {
              return WithSecret(secret, scope, text, Trimmed);
            }}},
      {"secret-cut-at-forty-characters",
       Side::kPresign,
       "Assumes that a secret has 40 characters.",
       {"keys/secret-raw"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& scope, std::string_view text) {
              return WithSecret(secret.substr(0, 40), scope, text,
                                [](const std::string& s) { return s; });
            }}},
  };
}

std::vector<Mutant> SigningKeyMutants() {
  return {
      {"signing-key-without-aws4",
       Side::kBoth,
       "Derives the signing key from the secret without AWS4 in front.",
       {"signing-key/derivation"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& s, std::string_view text) {
              return SignWith(
                  Hmac(Hmac(Hmac(Hmac(secret, s.date), s.region), s.service), kScopeTerminator),
                  text);
            }}},
      {"signing-key-in-another-order",
       Side::kBoth,
       "Derives the signing key from region, date, service.",
       {"signing-key/derivation"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& s, std::string_view text) {
              return SignWith(DeriveSigningKey(secret, {s.region, s.date, s.service}), text);
            }}},
      {"signing-key-through-hex",
       Side::kBoth,
       "Writes each intermediate key in hex before the next step uses it.",
       {"signing-key/derivation"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& s, std::string_view text) {
              std::string key = "AWS4" + std::string(secret);
              for (const std::string_view part : {s.date, s.region, s.service, kScopeTerminator}) {
                key = Hex(Hmac(key, part));
              }
              return SignWith(key, text);
            }}},
      {"signing-key-without-terminator",
       Side::kBoth,
       "Leaves aws4_request out of the signing key.",
       {"signing-key/derivation"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& s, std::string_view text) {
              const std::string start = "AWS4" + std::string(secret);
              return SignWith(Hmac(Hmac(Hmac(start, s.date), s.region), s.service), text);
            }}},
      {"signing-key-is-the-secret",
       Side::kBoth,
       "Signs with the secret itself.",
       {"signing-key/derivation"},
       {"AFNetworking/AFAmazonS3Manager#80"},
       {.signature = [](std::string_view secret, const CredentialScope&,
                        std::string_view text) { return SignWith(secret, text); }}},
      {"signing-key-kept-beyond-its-scope",
       Side::kBoth,
       "Keeps one signing key for each secret, whatever day, region and service it was made for.",
       {"signing-key/derivation"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& s, std::string_view text) {
              thread_local std::map<std::string, std::string, std::less<>> keys;
              auto found = keys.find(secret);
              if (found == keys.end()) {
                found = keys.emplace(std::string(secret), DeriveSigningKey(secret, s)).first;
              }
              return SignWith(found->second, text);
            }}},
  };
}

std::vector<Mutant> LookUpMutants() {
  return {
      {"key-inactive-accepted",
       Side::kVerify,
       "A key that was deactivated still opens what it signed.",
       {"keys/inactive"},
       {},
       {},
       {},
       {.steps = Replaced("access-key", EvenInactive)}},
      {"key-unknown-has-an-empty-secret",
       Side::kVerify,
       "Verifies an unknown key with an empty secret, which everybody knows.",
       {"keys/unknown"},
       {},
       {},
       {},
       {.steps = Replaced("access-key", UnknownHasNoSecret)}},
      {"key-any-id-for-the-one-secret",
       Side::kVerify,
       "Has one secret and verifies every access key id with it.",
       {"keys/unknown"},
       {},
       {},
       {},
       {.steps = Replaced("access-key", FirstKnown)}},
      {"key-id-in-any-case",
       Side::kVerify,
       "Looks the access key id up without regard to case.",
       {"keys/unknown"},
       {},
       {},
       {},
       {.steps = Replaced("access-key", InAnyCase)}},
      {"key-id-by-its-beginning",
       Side::kVerify,
       "Takes a beginning of an access key id for the whole.",
       {"keys/unknown"},
       {},
       {},
       {},
       {.steps = Replaced("access-key", ByPrefix)}},
  };
}

}  // namespace

std::vector<Mutant> KeyMutants() {
  std::vector<Mutant> mutants = SecretMutants();
  for (Mutant& mutant : SigningKeyMutants()) mutants.push_back(std::move(mutant));
  for (Mutant& mutant : LookUpMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
