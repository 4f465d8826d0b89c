// Property: any URL and any server's answer are explained, in text that shows neither the secret
// nor a session token. If a URL can be signed, its right signature is reported as right.
//
// Input: the URL as somebody pasted it. If a line feed follows and nothing else, the URL is signed
// with the secret, if possible. Text after the line feed is the server's answer (XML) to the URL.
//
// The search for mistakes takes a second. So the target explains no URL whose signature it would
// have to search for, and no answer with another canonical request than the URL's own.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnose/signing.h"
#include "engine/take_line.h"
#include "engine/target.h"
#include "explain/damage.h"
#include "explain/explain.h"
#include "explain/server_answer.h"
#include "protocol/base64.h"
#include "protocol/json_reader.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign::fuzz {
namespace {

constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
constexpr std::size_t kShortestToken = 8;  // bytes; shorter texts occur in ordinary words
// Printed instead of a secret or a token. A token may itself be this text.
constexpr std::string_view kRedacted = "[redacted]";
constexpr std::int64_t kNow = 1369396800;  // 2013-05-24T12:00:00Z

// Tokens returns the raw values of a URL's session tokens, as views into `url`.
std::vector<std::string_view> Tokens(const std::string& url) {
  std::vector<std::string_view> tokens;
  const std::optional<UrlParts> parts = SplitUrl(url);
  if (!parts) return tokens;
  for (const QueryParameter& one : ParseQueryString(parts->raw_query).parameters) {
    const std::string name = UriDecode(one.raw_name, Plus::kSpace);
    const bool is_token = SameHeaderName(name, "x-amz-security-token") ||
                          SameHeaderName(name, "x-amz-s3session-token");
    if (is_token && one.raw_value.size() >= kShortestToken) tokens.push_back(one.raw_value);
  }
  return tokens;
}

// WithOtherTokens replaces the session tokens, and not the same text elsewhere in the URL.
std::string WithOtherTokens(const std::string& url) {
  std::string other = url;
  for (const std::string_view token : Tokens(url)) {
    std::fill_n(other.begin() + (token.data() - url.data()), token.size(), 'Z');
  }
  return other;
}

// WithoutBase64 decodes the bytes that JSON holds as base64, because base64 text may contain a
// token by chance.
std::string WithoutBase64(std::string_view json) {
  constexpr std::string_view kBefore = R"({"b64":")";
  std::string text;
  for (std::size_t at; (at = json.find(kBefore)) != std::string_view::npos;) {
    const std::string_view encoded = json.substr(at + kBefore.size());
    const std::size_t end = encoded.find('"');
    text.append(json.substr(0, at)).append(*DecodeBase64(encoded.substr(0, end)));
    json = encoded.substr(end);
  }
  return text.append(json);
}

// Output is everything that an explanation shows.
std::string Output(const Explanation& explanation) {
  const std::string json = ExplanationJson(explanation);
  JsonReader reader(Unknown::kIgnored);
  JsonReader::Element root;
  Require(IsUtf8(json) && reader.Parse(json, root), "explanations-are-json",
          [&] { return Shown(json); });
  std::string text = ExplanationText(explanation);
  const bool printable = std::none_of(text.begin(), text.end(), [](unsigned char c) {
    return (c < 0x20 && c != '\n') || c == 0x7f;
  });
  Require(printable && IsUtf8(text), "explanations-are-text", [&] { return Shown(text); });
  return text + WithoutBase64(json);
}

// WithRightSignature signs the URL with the secret, for GET. It returns nullopt if a parameter for
// that is missing, or if undoing damage would change the signed URL.
std::optional<std::string> WithRightSignature(const std::string& url) {
  const std::optional<UrlParts> parts = SplitUrl(url);
  if (!parts) return std::nullopt;
  const std::optional<Signing> signing = SigningOf(*parts, "GET", {}, kSecret);
  if (!signing) return std::nullopt;
  std::string again = std::string(parts->scheme) + "://" + std::string(parts->authority) +
                      std::string(parts->raw_path) + "?";
  for (const QueryParameter& one : ParseQueryString(parts->raw_query).parameters) {
    if (NameIs(one, "X-Amz-Signature")) continue;
    again.append(one.raw_name).append("=").append(one.raw_value).append("&");
  }
  again += "X-Amz-Signature=" + DeriveWith(*signing, {}).signature;
  std::string damaged = again;
  if (!UndoDamage(damaged).empty()) return std::nullopt;
  return again;
}

// Text that is shown for any token reveals nothing about this one.
bool ShowsForAnyToken(ExplainInput given, const std::string& word) {
  const std::string other = WithOtherTokens(given.url);
  if (other == given.url) return false;
  given.url = other;
  // The signature covers the token. A wrong one would start the search for mistakes.
  if (given.secret) {
    const std::optional<std::string> again = WithRightSignature(given.url);
    if (again) {
      given.url = *again;
    } else {
      given.secret.reset();
    }
  }
  return Output(Explain(given)).find(word) != std::string::npos;
}

void CheckSecrets(const ExplainInput& given, const Explanation& explanation) {
  const std::string output = Output(explanation);
  const auto details = [&] { return Shown(given.url) + " is explained as " + Shown(output); };
  // A secret that was not given cannot be recognised in a URL.
  Require(!given.secret || output.find(*given.secret) == std::string::npos,
          "the-secret-is-not-shown", details);
  std::string url = given.url;
  UndoDamage(url);
  ExplainInput readable = given;
  readable.url = url;
  for (const std::string_view token : Tokens(url)) {
    for (const std::string& word : {std::string(token), UriDecode(token, Plus::kSpace)}) {
      const bool is_redaction = kRedacted.find(word) != std::string_view::npos;
      if (word.size() < kShortestToken || is_redaction) continue;
      if (output.find(word) == std::string::npos) continue;
      // Damage may hide a token in the pasted URL; undoing it once may leave more to undo.
      Require(ShowsForAnyToken(given, word) || ShowsForAnyToken(readable, word),
              "tokens-are-not-shown", details);
    }
  }
}

// AnswerWithoutSearch is the server's answer, or nullopt if it would start the search for mistakes.
std::optional<std::string> AnswerWithoutSearch(std::string_view xml, const ExplainInput& given) {
  if (xml.empty()) return std::nullopt;
  const ServerAnswer answer = ReadServerAnswer(xml);
  if (answer.canonical_request &&
      *answer.canonical_request != Explain(given).expected.canonical_request) {
    return std::nullopt;
  }
  return std::string(xml);
}

void CheckSigned(const std::string& url, ExplainInput given) {
  given.url = url;
  given.secret = kSecret;
  const Explanation explanation = Explain(given);
  CheckSecrets(given, explanation);
  Require(explanation.signature == SignatureState::kRight, "the-right-signature-is-right",
          [&] { return Shown(url); });
}

}  // namespace

Taken Execute(Input input) {
  const bool is_to_be_signed = input.find('\n') == input.size() - 1;
  ExplainInput given;
  given.url = TakeLine(input);
  given.now = Timestamp(std::chrono::seconds(kNow));
  if (is_to_be_signed) {
    std::string url = given.url;
    UndoDamage(url);
    if (const std::optional<std::string> again = WithRightSignature(url)) {
      CheckSigned(*again, given);
      return Taken::kKept;
    }
  }
  given.answer = AnswerWithoutSearch(input, given);
  CheckSecrets(given, Explain(given));
  return Taken::kKept;
}

}  // namespace countersign::fuzz
