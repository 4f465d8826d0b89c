// Mutants of the secret access key, its look-up and the signing key derived from it, of the string
// to sign, and of the comparison of signatures. Listed by catalogue.h.
#include <algorithm>
#include <cctype>
#include <map>

#include "access_key.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/signing_key.h"
#include "sigv4/string_to_sign.h"

namespace countersign {
namespace {

std::string Hmac(std::string_view key, std::string_view message) {
  return std::string(Bytes(HmacSha256(key, message)));
}

std::string HexOf(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::string SignWith(std::string_view key, std::string_view string_to_sign) {
  return HexOf(Hmac(key, string_to_sign));
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
     .mistake = "Percent-decodes the secret access key.",
     .rules = {"keys/secret-raw"},
     .signing = {.signature = SecretPercentDecoded}},
    {.name = "secret-plus-becomes-space",
     .mistake = "Reads the secret as form data: '+' becomes a space.",
     .rules = {"keys/secret-raw"},
     .signing = {.signature = SecretPlusBecomesSpace}},
    {.name = "secret-percent-encoded",
     .mistake = "Percent-encodes the secret access key.",
     .rules = {"keys/secret-raw"},
     .signing = {.signature = SecretPercentEncoded}},
    {.name = "secret-trimmed",
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
    key = HexOf(Hmac(key, part));
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
     .mistake = "Derives the signing key from the secret without AWS4 in front.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyWithoutAws4}},
    {.name = "signing-key-in-another-order",
     .mistake = "Derives the signing key in the order region, date, service.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyInAnotherOrder}},
    {.name = "signing-key-through-hex",
     .mistake = "Writes each intermediate key in hex before the next step uses it.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyThroughHex}},
    {.name = "signing-key-without-terminator",
     .mistake = "Leaves aws4_request out of the signing key.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyWithoutTerminator}},
    {.name = "signing-key-is-the-secret",
     .mistake = "Signs with the secret itself.",
     .rules = {"signing-key/derivation"},
     .references = {"AFNetworking/AFAmazonS3Manager#80"},
     .signing = {.signature = SigningKeyIsTheSecret}},
    {.name = "signing-key-kept-beyond-its-scope",
     .mistake = "Reuses one signing key for each secret, for every day, region and service.",
     .rules = {"signing-key/derivation"},
     .signing = {.signature = SigningKeyKeptBeyondItsScope}},
};

constexpr Mutant kLookUps[] = {
    {.name = "key-inactive-accepted",
     .mistake = "Accepts URLs that were signed with an access key which is now inactive.",
     .rules = {"keys/inactive"},
     .verify = {.steps = {Replace(StepId::kAccessKey, EvenInactive)}}},
    {.name = "key-unknown-has-an-empty-secret",
     .mistake = "Verifies an unknown access key with an empty secret, so anybody can sign.",
     .rules = {"keys/unknown"},
     .verify = {.steps = {Replace(StepId::kAccessKey, UnknownHasNoSecret)}}},
    {.name = "key-any-id-for-the-one-secret",
     .mistake = "Has one secret and verifies every access key id with it.",
     .rules = {"keys/unknown"},
     .verify = {.steps = {Replace(StepId::kAccessKey, FirstKnown)}}},
    {.name = "key-id-in-any-case",
     .mistake = "Ignores upper and lower case when it looks up the access key id.",
     .rules = {"keys/unknown"},
     .verify = {.steps = {Replace(StepId::kAccessKey, InAnyCase)}}},
    {.name = "key-id-by-its-beginning",
     .mistake = "Accepts the first characters of an access key id instead of all of them.",
     .rules = {"keys/unknown"},
     .verify = {.steps = {Replace(StepId::kAccessKey, ByPrefix)}}},
};

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// The step kSignature with another comparison of the given and the computed signature.
template <typename Matches>
Refusal Compare(VerifyState& v, Matches matches) {
  const Refusal refusal = RunReferenceStep(StepId::kSignature, v);
  if (!refusal || matches(DecodedValue(*v.given.signature), v.derivation.signature)) {
    return std::nullopt;
  }
  return refusal;
}

Refusal CompareBeginnings(VerifyState& v) {
  return Compare(v, [](const std::string& given, const std::string& computed) {
    return !given.empty() && computed.starts_with(given);
  });
}

Refusal CompareShorter(VerifyState& v) {
  return Compare(v, [](const std::string& given, const std::string& computed) {
    return given.starts_with(computed);
  });
}

Refusal CompareUpToNul(VerifyState& v) {
  return Compare(v, [](const std::string& given, const std::string& computed) {
    return given.substr(0, given.find('\0')) == computed;
  });
}

Refusal CompareTrimmed(VerifyState& v) {
  return Compare(v, [](std::string given, const std::string& computed) {
    const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    std::erase_if(given, is_space);
    return given == computed;
  });
}

Refusal CompareHalf(VerifyState& v) {
  return Compare(v, [](const std::string& given, const std::string& computed) {
    return given.substr(0, 32) == computed.substr(0, 32) && given.size() == computed.size();
  });
}

Refusal CompareDigits(VerifyState& v) {
  return Compare(v, [](std::string given, std::string computed) {
    std::sort(given.begin(), given.end());
    std::sort(computed.begin(), computed.end());
    return given == computed;
  });
}

Refusal ShapeIsEnough(VerifyState& v) {
  return Compare(v, [](const std::string& given, const std::string&) {
    return given.size() == 64 && std::all_of(given.begin(), given.end(), [](char c) {
             return std::isxdigit(static_cast<unsigned char>(c)) != 0;
           });
  });
}

// Also accepts a signature over another canonical request, which `change` makes.
template <typename Change>
Refusal AlsoAccept(VerifyState& v, Change change) {
  return Compare(v, [&v, change](const std::string& given, const std::string&) {
    const CanonicalRequestParts parts{
        v.request.method,        v.target.raw_path,           v.query,
        v.signed_headers,        v.request.headers,           v.payload_line,
        v.context.path_encoding, v.context.path_normalization};
    CanonicalLines lines = CanonicalLinesOf(parts);
    change(lines, parts);
    const std::string text = StringToSign(v.date_text, v.credential.scope, CanonicalRequest(lines));
    return given == SignatureOf(v.signer->secret_access_key, v.credential.scope, text);
  });
}

Refusal AlsoRawPath(VerifyState& v) {
  return AlsoAccept(
      v, [](Lines& l, const Parts& p) { l.uri = UriDecode(p.raw_path, Plus::kLiteral); });
}

Refusal AlsoPathEncodedTwice(VerifyState& v) {
  return AlsoAccept(v, [](Lines& l, const Parts&) { l.uri = UriEncode(l.uri, Slash::kKeep); });
}

Refusal AlsoHashOfNothing(VerifyState& v) {
  return AlsoAccept(v, [](Lines& l, const Parts&) {
    l.payload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  });
}

Refusal AlsoGetForHead(VerifyState& v) {
  if (v.request.method != "HEAD") return RunReferenceStep(StepId::kSignature, v);
  return AlsoAccept(v, [](Lines& l, const Parts&) { l.method = "GET"; });
}

Refusal AlsoPutForPost(VerifyState& v) {
  if (v.request.method != "POST") return RunReferenceStep(StepId::kSignature, v);
  return AlsoAccept(v, [](Lines& l, const Parts&) { l.method = "PUT"; });
}

std::string FourLines(std::string_view algorithm, std::string_view date, const std::string& scope,
                      const std::string& hash) {
  return std::string(algorithm) + "\n" + std::string(date) + "\n" + scope + "\n" + hash;
}

std::string HashOf(std::string_view canonical_request) { return Hex(Sha256(canonical_request)); }

std::string UpperCase(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

constexpr Mutant kComparisons[] = {
    {.name = "signature-not-checked",
     .mistake = "Accepts any signature; checks only expiry and access key.",
     .rules = {"signature/match"},
     .references = {"floci-io/floci#1841", "ministackorg/ministack#1232",
                    "BlackbirdWorks/gopherstack#1654", "seaweedfs/seaweedfs#7954",
                    "sivchari/kumo#200", "localstack/localstack#3980"},
     // A signature that is not computed does not miss a header either.
     .verify = {.steps = {LeaveOut(StepId::kSignedHeadersArrived), LeaveOut(StepId::kSignature)}}},
    {.name = "signature-shape-is-enough",
     .mistake = "Accepts any 64 hex digits as the signature.",
     .rules = {"signature/match"},
     .references = {"seaweedfs/seaweedfs#7954"},
     .verify = {.steps = {Replace(StepId::kSignature, ShapeIsEnough)}}},
    {.name = "signature-compared-by-its-beginning",
     .mistake = "Compares only as many digits as the URL has.",
     .rules = {"signature/form", "signature/match"},
     .verify = {.steps = {Replace(StepId::kSignature, CompareBeginnings)}}},
    {.name = "signature-compared-for-64-digits",
     .mistake = "Ignores text after the 64 digits.",
     .rules = {"signature/form", "signature/match"},
     .verify = {.steps = {Replace(StepId::kSignature, CompareShorter)}}},
    {.name = "signature-compared-up-to-nul",
     .mistake = "Compares signatures as C strings, which end at a NUL byte.",
     .rules = {"signature/form", "signature/match"},
     .verify = {.steps = {Replace(StepId::kSignature, CompareUpToNul)}}},
    {.name = "signature-white-space-ignored",
     .mistake = "Ignores white space around a signature.",
     .rules = {"signature/form", "signature/match"},
     .verify = {.steps = {Replace(StepId::kSignature, CompareTrimmed)}}},
    {.name = "signature-first-half-compared",
     .mistake = "Compares only the first half of the digits.",
     .rules = {"signature/match"},
     .verify = {.steps = {Replace(StepId::kSignature, CompareHalf)}}},
    {.name = "signature-digits-in-any-order",
     .mistake = "Compares the digits of the signature, but not their order.",
     .rules = {"signature/match"},
     .verify = {.steps = {Replace(StepId::kSignature, CompareDigits)}}},
    {.name = "signature-over-the-raw-path-accepted",
     .mistake = "Also accepts a signature over the decoded path.",
     .rules = {"path/raw-reserved", "path/encoded-once", "signature/match"},
     .references = {"s3s-project/s3s#589", "rustfs/rustfs#2593", "seaweedfs/seaweedfs#10284"},
     .verify = {.steps = {Replace(StepId::kSignature, AlsoRawPath)}}},
    {.name = "signature-over-the-path-encoded-twice-accepted",
     .mistake = "Also accepts a signature over the path encoded twice.",
     .rules = {"path/encoded-once", "signature/match"},
     .verify = {.steps = {Replace(StepId::kSignature, AlsoPathEncodedTwice)}}},
    {.name = "signature-over-the-hash-of-nothing-accepted",
     .mistake = "Also accepts a signature over the hash of an empty body.",
     .rules = {"payload/unsigned", "signature/match"},
     .verify = {.steps = {Replace(StepId::kSignature, AlsoHashOfNothing)}}},
    {.name = "signature-of-get-accepted-for-head",
     .mistake = "Accepts a URL for GET with the method HEAD.",
     .rules = {"method/is-signed"},
     .verify = {.steps = {Replace(StepId::kSignature, AlsoGetForHead)}}},
    {.name = "signature-of-put-accepted-for-post",
     .mistake = "Accepts a URL for PUT with the method POST.",
     .rules = {"method/is-signed"},
     .verify = {.steps = {Replace(StepId::kSignature, AlsoPutForPost)}}},
};

std::string StringToSignWithoutAlgorithm(std::string_view date, const CredentialScope& scope,
                                         std::string_view request) {
  return std::string(date) + "\n" + ScopeText(scope) + "\n" + HashOf(request);
}

std::string StringToSignWithTheDayOnly(std::string_view, const CredentialScope& scope,
                                       std::string_view request) {
  return FourLines(AlgorithmName(scope.algorithm), scope.date, ScopeText(scope), HashOf(request));
}

std::string StringToSignWithCrlf(std::string_view date, const CredentialScope& scope,
                                 std::string_view request) {
  return WithAll(StringToSign(date, scope, request), "\n", "\r\n");
}

std::string StringToSignEndsInALineBreak(std::string_view date, const CredentialScope& scope,
                                         std::string_view request) {
  return StringToSign(date, scope, request) + "\n";
}

std::string StringToSignWithUpperCaseHash(std::string_view date, const CredentialScope& scope,
                                          std::string_view request) {
  return FourLines(AlgorithmName(scope.algorithm), date, ScopeText(scope),
                   UpperCase(HashOf(request)));
}

std::string StringToSignWithTheCanonicalRequest(std::string_view date, const CredentialScope& scope,
                                                std::string_view request) {
  return FourLines(AlgorithmName(scope.algorithm), date, ScopeText(scope), std::string(request));
}

std::string StringToSignScopeWithoutTerminator(std::string_view date, const CredentialScope& scope,
                                               std::string_view request) {
  return WithAll(StringToSign(date, scope, request), "/aws4_request", "");
}

std::string SignatureInUpperCase(std::string_view secret, const CredentialScope& s,
                                 std::string_view text) {
  return UpperCase(SignatureOf(secret, s, text));
}

constexpr Mutant kStringsToSign[] = {
    {.name = "string-to-sign-without-algorithm",
     .mistake = "Leaves the line of the algorithm out of the string to sign.",
     .rules = {"string-to-sign/four-lines", "algorithm/hmac-sha256"},
     .signing = {.string_to_sign = StringToSignWithoutAlgorithm}},
    {.name = "string-to-sign-with-the-day-only",
     .mistake = "Writes only the day instead of the full time into the string to sign.",
     .rules = {"string-to-sign/four-lines"},
     .signing = {.string_to_sign = StringToSignWithTheDayOnly}},
    {.name = "string-to-sign-with-crlf",
     .mistake = "Separates the lines of the string to sign with CR LF.",
     .rules = {"string-to-sign/four-lines"},
     .signing = {.string_to_sign = StringToSignWithCrlf}},
    {.name = "string-to-sign-ends-in-a-line-break",
     .mistake = "Ends the string to sign with a line break.",
     .rules = {"string-to-sign/four-lines"},
     .signing = {.string_to_sign = StringToSignEndsInALineBreak}},
    {.name = "string-to-sign-with-upper-case-hash",
     .mistake = "Writes the hash of the canonical request in upper-case hex.",
     .rules = {"string-to-sign/four-lines"},
     .signing = {.string_to_sign = StringToSignWithUpperCaseHash}},
    {.name = "string-to-sign-with-the-canonical-request",
     .mistake = "Writes the canonical request instead of its hash into the string to sign.",
     .rules = {"string-to-sign/four-lines"},
     .signing = {.string_to_sign = StringToSignWithTheCanonicalRequest}},
    {.name = "string-to-sign-scope-without-terminator",
     .mistake = "Leaves aws4_request out of the scope in the string to sign.",
     .rules = {"string-to-sign/four-lines"},
     .signing = {.string_to_sign = StringToSignScopeWithoutTerminator}},
    {.name = "signature-in-upper-case",
     .side = Side::kPresign,
     .mistake = "Writes the signature in upper-case hex digits.",
     .rules = {"signing-key/derivation", "string-to-sign/four-lines", "path/encoded-once"},
     .signing = {.signature = SignatureInUpperCase}},
};

}  // namespace

MutantTables KeyMutants() { return {kSecrets, kSigningKeys, kLookUps}; }

MutantTables SignatureMutants() { return {kComparisons, kStringsToSign}; }

}  // namespace countersign
