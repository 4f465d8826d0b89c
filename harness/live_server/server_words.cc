// What may be shown and kept of a live server's answers. LiveServer passes every text through it
// before it leaves this room. (`countersign record`, whose files are published, hides more:
// evidence/redact_answer.cc.)
#include "live_server/server_words.h"

#include <algorithm>

#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

// Shorter hex digits are no signature.
constexpr std::size_t kShortestSignature = 16;
// What is kept of a text, in bytes. The canonical request of the longest case is shorter than its
// limit.
constexpr std::size_t kLongestCode = 200;
constexpr std::size_t kLongestShown = 2000;
constexpr std::size_t kLongestStage = std::size_t{16} << 10;

bool IsHexDigit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

std::vector<std::string> TokensOf(const VerifyMessage& message) {
  std::vector<std::string> tokens;
  for (const CredentialMessage& one : message.credentials) {
    if (one.session_token) tokens.push_back(*one.session_token);
  }
  return tokens;
}

}  // namespace

ServerWords::ServerWords(const EndpointCredentials& credentials)
    : redactor_(AllKeys(credentials), Redactor::Signatures::kHidden) {}

void ServerWords::Note(std::string_view target) {
  for (const QueryParameter& parameter :
       ParseQueryString(SplitTarget(target).raw_query).parameters) {
    if (LowerCase(DecodedName(parameter)) != "x-amz-signature") continue;
    const std::string digits = LowerCase(parameter.raw_value);
    if (digits.size() < kShortestSignature ||
        !std::all_of(digits.begin(), digits.end(), IsHexDigit)) {
      continue;
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    redactor_.AddSignature(digits);
  }
}

// The beginning is redacted together with what follows it, so that a secret in the middle of which
// it ends is recognized.
std::string ServerWords::Cut(const std::string& text, std::size_t longest) const {
  std::size_t position = std::min(text.size(), longest);
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::string out =
      redactor_.Apply(text.substr(0, longest + redactor_.LongestSpelling()), &position);
  if (text.size() <= longest) return out;
  return out.substr(0, position) + "… (" + std::to_string(text.size()) + " bytes, SHA-256 " +
         Hex(Sha256(text)) + ")";
}

std::string ServerWords::Shown(const std::string& text) const { return Cut(text, kLongestShown); }

// A canonical request never contains a secret access key, a signature or the token of another key.
void ServerWords::CleanStage(const VerifyMessage& message, std::string& text) const {
  bool foreign = text.size() > kLongestStage;
  if (!foreign) {
    const std::lock_guard<std::mutex> lock(mutex_);
    foreign = redactor_.HoldsOther(text, TokensOf(message));
  }
  if (foreign) text = Shown(text);
}

void ServerWords::Clean(const VerifyMessage& message, Answer& answer) const {
  if (auto* reject = std::get_if<RejectAnswer>(&answer)) {
    if (reject->code) reject->code = Cut(*reject->code, kLongestCode);
    if (reject->message) reject->message = Shown(*reject->message);
    for (auto* stage : {&reject->canonical_request, &reject->string_to_sign}) {
      if (*stage) CleanStage(message, **stage);
    }
  }
  if (auto* skip = std::get_if<SkipAnswer>(&answer)) {
    if (skip->issue) skip->issue = Shown(*skip->issue);
  }
  if (auto* fault = std::get_if<FaultAnswer>(&answer)) fault->message = Shown(fault->message);
}

}  // namespace countersign
