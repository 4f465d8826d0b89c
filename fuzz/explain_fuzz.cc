// Property: any URL and any server's answer are explained, in text that shows neither the secret
// nor a session token; and the right signature of what can be signed is called right.
//
// Input: the URL as somebody pasted it. A line feed behind it has it signed with the secret, where
// it can be; what follows the line feed is the server's answer, XML, to what was pasted.
//
// The search for mistakes takes a second, so no URL is explained whose signature would have to be
// searched for, nor an answer with another canonical request than the URL's own.
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
constexpr std::size_t kShortestToken = 8;  // octets; what is shorter is in every other word
// What is said instead of a secret, and so of a token that is called that.
constexpr std::string_view kInItsPlace = "[redacted]";
constexpr std::int64_t kNow = 1369396800;  // 2013-05-24T12:00:00Z

// Tokens are the values of a URL's session tokens, as they travel: views of it.
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

// WithOtherTokens leaves alone what looks like a token and stands elsewhere.
std::string WithOtherTokens(const std::string& url) {
  std::string other = url;
  for (const std::string_view token : Tokens(url)) {
    std::fill_n(other.begin() + (token.data() - url.data()), token.size(), 'Z');
  }
  return other;
}

// WithoutBase64 has the octets that JSON cannot hold as they are: a token that is part of a base64
// text by chance is not shown.
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

// Said is all that is said to somebody.
std::string Said(const Explanation& explanation) {
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

// SignedRightly is the URL with the signature that the secret makes for GET; nothing where it does
// not say what a signature is made of, or is not the text that it was signed as.
std::optional<std::string> SignedRightly(const std::string& url) {
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

// A word that is said whatever the token is says nothing of it.
bool SaysAnyway(ExplainInput question, const std::string& word) {
  const std::string other = WithOtherTokens(question.url);
  if (other == question.url) return false;
  question.url = other;
  // The signature covers the token: left as it was, it would be searched for.
  if (question.secret) {
    const std::optional<std::string> again = SignedRightly(question.url);
    if (again) {
      question.url = *again;
    } else {
      question.secret.reset();
    }
  }
  return Said(Explain(question)).find(word) != std::string::npos;
}

void CheckSecrets(const ExplainInput& question, const Explanation& explanation) {
  const std::string said = Said(explanation);
  const auto details = [&] { return Shown(question.url) + " is explained as " + Shown(said); };
  // A secret that nobody gave cannot be told from the rest of a URL.
  Require(!question.secret || said.find(*question.secret) == std::string::npos,
          "the-secret-is-not-shown", details);
  std::string url = question.url;
  UndoDamage(url);
  ExplainInput readable = question;
  readable.url = url;
  for (const std::string_view token : Tokens(url)) {
    for (const std::string& word : {std::string(token), UriDecode(token, Plus::kSpace)}) {
      const bool is_what_hides = kInItsPlace.find(word) != std::string_view::npos;
      if (word.size() < kShortestToken || is_what_hides) continue;
      if (said.find(word) == std::string::npos) continue;
      // Damage may hide a token in what was pasted, and undone once may be undone further.
      Require(SaysAnyway(question, word) || SaysAnyway(readable, word), "tokens-are-not-shown",
              details);
    }
  }
}

// AnswerWithoutSearch is what may be asked of the server's answer.
std::optional<std::string> AnswerWithoutSearch(std::string_view xml, const ExplainInput& question) {
  if (xml.empty()) return std::nullopt;
  const ServerAnswer answer = ReadServerAnswer(xml);
  if (answer.canonical_request &&
      *answer.canonical_request != Explain(question).expected.canonical_request) {
    return std::nullopt;
  }
  return std::string(xml);
}

void CheckSigned(const std::string& url, ExplainInput question) {
  question.url = url;
  question.secret = kSecret;
  const Explanation explanation = Explain(question);
  CheckSecrets(question, explanation);
  Require(explanation.signature == SignatureState::kRight, "the-right-signature-is-right",
          [&] { return Shown(url); });
}

}  // namespace

Taken Execute(Input input) {
  const bool is_to_be_signed = input.find('\n') == input.size() - 1;
  ExplainInput question;
  question.url = TakeLine(input);
  question.now = Timestamp(std::chrono::seconds(kNow));
  if (is_to_be_signed) {
    std::string url = question.url;
    UndoDamage(url);
    if (const std::optional<std::string> again = SignedRightly(url)) {
      CheckSigned(*again, question);
      return Taken::kKept;
    }
  }
  question.answer = AnswerWithoutSearch(input, question);
  CheckSecrets(question, Explain(question));
  return Taken::kKept;
}

}  // namespace countersign::fuzz
