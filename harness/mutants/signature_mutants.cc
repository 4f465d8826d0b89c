#include <algorithm>
#include <cctype>

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

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

// The step "signature" with another comparison of the signature given and the one computed.
template <typename Matches>
Refusal Compare(VerifyState& v, Matches matches) {
  const Refusal refusal = TheReferences("signature", v);
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

// Accepts a second form of the request too.
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
  if (v.request.method != "HEAD") return TheReferences("signature", v);
  return AlsoAccept(v, [](Lines& l, const Parts&) { l.method = "GET"; });
}

Refusal AlsoPutForPost(VerifyState& v) {
  if (v.request.method != "POST") return TheReferences("signature", v);
  return AlsoAccept(v, [](Lines& l, const Parts&) { l.method = "PUT"; });
}

std::string FourLines(std::string_view algorithm, std::string_view date, const std::string& scope,
                      const std::string& hash) {
  return std::string(algorithm) + "\n" + std::string(date) + "\n" + scope + "\n" + hash;
}

std::string HashOf(std::string_view canonical_request) {
  std::string hash;
  AppendHex(Sha256(canonical_request), hash);
  return hash;
}

std::string UpperCase(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::vector<Mutant> ComparisonMutants() {
  return {
      {"signature-not-checked",
       Side::kVerify,
       "That there is a signature is enough; only expiry and access key are checked.",
       {"signature/match"},
       {"floci-io/floci#1841", "ministackorg/ministack#1232", "BlackbirdWorks/gopherstack#1654",
        "seaweedfs/seaweedfs#7954", "sivchari/kumo#200", "localstack/localstack#3980"},
       {},
       {},
       {.steps = Without("signature")}},
      {"signature-shape-is-enough",
       Side::kVerify,
       "Any 64 hex digits are a signature.",
       {"signature/match"},
       {"seaweedfs/seaweedfs#7954"},
       {},
       {},
       {.steps = Replaced("signature", ShapeIsEnough)}},
      {"signature-compared-by-its-beginning",
       Side::kVerify,
       "Compares as many digits as were given.",
       {"signature/form", "signature/match"},
       {},
       {},
       {},
       {.steps = Replaced("signature", CompareBeginnings)}},
      {"signature-compared-for-64-digits",
       Side::kVerify,
       "Ignores what follows the 64 digits.",
       {"signature/form", "signature/match"},
       {},
       {},
       {},
       {.steps = Replaced("signature", CompareShorter)}},
      {"signature-compared-up-to-nul",
       Side::kVerify,
       "Compares as C strings: a NUL ends the signature.",
       {"signature/form", "signature/match"},
       {},
       {},
       {},
       {.steps = Replaced("signature", CompareUpToNul)}},
      {"signature-white-space-ignored",
       Side::kVerify,
       "Ignores white space around a signature.",
       {"signature/form", "signature/match"},
       {},
       {},
       {},
       {.steps = Replaced("signature", CompareTrimmed)}},
      {"signature-first-half-compared",
       Side::kVerify,
       "Compares the first half of the digits.",
       {"signature/match"},
       {},
       {},
       {},
       {.steps = Replaced("signature", CompareHalf)}},
      {"signature-digits-in-any-order",
       Side::kVerify,
       "Compares which digits there are, not where they stand.",
       {"signature/match"},
       {},
       {},
       {},
       {.steps = Replaced("signature", CompareDigits)}},
      {"signature-over-the-raw-path-accepted",
       Side::kVerify,
       "Accepts a second signature, over the decoded path.",
       {"path/raw-reserved", "path/encoded-once", "signature/match"},
       {"s3s-project/s3s#589", "rustfs/rustfs#2593", "seaweedfs/seaweedfs#10284"},
       {},
       {},
       {.steps = Replaced("signature", AlsoRawPath)}},
      {"signature-over-the-path-encoded-twice-accepted",
       Side::kVerify,
       "Accepts a second signature, over the path encoded twice.",
       {"path/encoded-once", "signature/match"},
       {},
       {},
       {},
       {.steps = Replaced("signature", AlsoPathEncodedTwice)}},
      {"signature-over-the-hash-of-nothing-accepted",
       Side::kVerify,
       "Accepts a second signature, over the hash of an empty body.",
       {"payload/unsigned", "signature/match"},
       {},
       {},
       {},
       {.steps = Replaced("signature", AlsoHashOfNothing)}},
      {"signature-of-get-accepted-for-head",
       Side::kVerify,
       "A URL for GET may be used with HEAD.",
       {"method/is-signed"},
       {},
       {},
       {},
       {.steps = Replaced("signature", AlsoGetForHead)}},
      {"signature-of-put-accepted-for-post",
       Side::kVerify,
       "A URL for PUT may be used with POST.",
       {"method/is-signed"},
       {},
       {},
       {},
       {.steps = Replaced("signature", AlsoPutForPost)}},
  };
}

std::vector<Mutant> StringToSignMutants() {
  return {
      {"string-to-sign-without-algorithm",
       Side::kBoth,
       "Leaves the algorithm's line out of the string to sign.",
       {"string-to-sign/four-lines", "algorithm/hmac-sha256"},
       {},
       {.string_to_sign =
            [](std::string_view date, const CredentialScope& scope, std::string_view request) {
              return std::string(date) + "\n" + ScopeText(scope) + "\n" + HashOf(request);
            }}},
      {"string-to-sign-with-the-day-only",
       Side::kBoth,
       "Writes the day where the whole time belongs.",
       {"string-to-sign/four-lines"},
       {},
       {.string_to_sign =
            [](std::string_view, const CredentialScope& scope, std::string_view request) {
              return FourLines(kAlgorithm, scope.date, ScopeText(scope), HashOf(request));
            }}},
      {"string-to-sign-with-crlf",
       Side::kBoth,
       "Separates the lines by CR LF.",
       {"string-to-sign/four-lines"},
       {},
       {.string_to_sign =
            [](std::string_view date, const CredentialScope& scope, std::string_view request) {
              return WithAll(StringToSign(date, scope, request), "\n", "\r\n");
            }}},
      {"string-to-sign-ends-in-a-line-break",
       Side::kBoth,
       "Ends the string to sign with a line break.",
       {"string-to-sign/four-lines"},
       {},
       {.string_to_sign =
            [](std::string_view date, const CredentialScope& scope, std::string_view request) {
              return StringToSign(date, scope, request) + "\n";
            }}},
      {"string-to-sign-with-upper-case-hash",
       Side::kBoth,
       "Writes the hash of the canonical request in upper-case hex.",
       {"string-to-sign/four-lines"},
       {},
       {.string_to_sign =
            [](std::string_view date, const CredentialScope& scope, std::string_view request) {
              return FourLines(kAlgorithm, date, ScopeText(scope), UpperCase(HashOf(request)));
            }}},
      {"string-to-sign-with-the-canonical-request",
       Side::kBoth,
       "Puts the canonical request itself where its hash belongs.",
       {"string-to-sign/four-lines"},
       {},
       {.string_to_sign =
            [](std::string_view date, const CredentialScope& scope, std::string_view request) {
              return FourLines(kAlgorithm, date, ScopeText(scope), std::string(request));
            }}},
      {"string-to-sign-scope-without-terminator",
       Side::kBoth,
       "Leaves aws4_request out of the scope's line.",
       {"string-to-sign/four-lines"},
       {},
       {.string_to_sign =
            [](std::string_view date, const CredentialScope& scope, std::string_view request) {
              return WithAll(StringToSign(date, scope, request), "/aws4_request", "");
            }}},
      {"signature-in-upper-case",
       Side::kPresign,
       "Writes the signature in upper-case hex digits.",
       {"signing-key/derivation", "string-to-sign/four-lines", "path/encoded-once"},
       {},
       {.signature =
            [](std::string_view secret, const CredentialScope& s, std::string_view text) {
              return UpperCase(SignatureOf(secret, s, text));
            }}},
  };
}

}  // namespace

std::vector<Mutant> SignatureMutants() {
  std::vector<Mutant> mutants = ComparisonMutants();
  for (Mutant& mutant : StringToSignMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
