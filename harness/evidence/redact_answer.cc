// What is removed from evidence before it is written. The redactor of reports (judge/redact.h)
// knows a case's secrets; evidence is published, so more goes, and also what a hostile server makes
// of it.
#include "evidence/redact_answer.h"

#include <algorithm>
#include <cctype>

#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

constexpr std::string_view kHiddenId = "[access-key-id]";
constexpr std::string_view kHiddenAccount = "[account]";
// A row of so many hex digits in an answer is a signature or a hash.
constexpr std::size_t kHexDigits = 32;
constexpr std::size_t kAccountDigits = 12;
// A longer text of a server's is cut, in bytes.
constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kLongestSearched = 8000;

bool IsHexDigit(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }
bool IsDecimalDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetterOrDigit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

void ReplaceAll(std::string& text, const std::string& what, std::string_view by) {
  if (what.empty()) return;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

// Hides each row of `digits` that is long enough. `is_whole`: it must stand alone and have exactly
// that length.
template <typename IsDigit>
void HideRows(std::string& text, IsDigit is_digit, std::size_t length, bool is_whole,
              std::string_view by) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    const bool alone = (at == 0 || !IsLetterOrDigit(text[at - 1])) &&
                       (end == text.size() || !IsLetterOrDigit(text[end]));
    if (is_whole ? end - at == length && alone : end - at >= length) {
      out += by;
    } else {
      end = std::max(end, at + 1);
      out += text.substr(at, end - at);
    }
    at = end;
  }
  text = std::move(out);
}

void Cut(std::string& text, std::size_t longest) {
  if (text.size() <= longest) return;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text = text.substr(0, end) + "…";
}

// The same target with the values of hidden parameters replaced. An empty value stays: it is what
// the case asks about.
std::string HideParameters(std::string_view target) {
  const std::size_t query = std::min(target.find('?'), target.size());
  std::string out(target.substr(0, query));
  for (std::size_t begin = query; begin < target.size();) {
    const std::size_t end = std::min(target.find('&', begin + 1), target.size());
    const std::string_view piece = target.substr(begin, end - begin);
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const bool hide = equals + 1 < piece.size() && IsHiddenParameter(piece.substr(1, equals - 1));
    out +=
        hide ? std::string(piece.substr(0, equals + 1)) + std::string(kHidden) : std::string(piece);
    begin = end;
  }
  return out;
}

// How a name and its value are separated, in a URL, a header or an escaped copy of them.
std::size_t SeparatorLength(std::string_view lower) {
  for (const std::string_view separator : {"=", ": ", ":", "%3d", "%253d"}) {
    if (lower.starts_with(separator)) return separator.size();
  }
  return 0;
}

// Hides the value after each name, wherever in a text it is: a signature may stand in the path, in
// a parameter of another name, or in what a server repeats of the request.
void HideNamedValues(std::string& text) {
  constexpr std::string_view kEnds = "& \t\r\n\"'<>\\,;)}";
  for (const std::string_view name : {"signature", "security-token", "session-token"}) {
    std::string out;
    std::string_view rest = text;
    std::string lower_text = LowerCase(text);
    std::string_view lower = lower_text;
    for (std::size_t at; (at = lower.find(name)) != std::string_view::npos;) {
      at += name.size();
      const std::size_t separator = SeparatorLength(lower.substr(at));
      at += separator;
      out += rest.substr(0, at);
      rest.remove_prefix(at);
      lower.remove_prefix(at);
      const std::size_t end =
          std::min({lower.find_first_of(kEnds), lower.find("%26"), lower.size()});
      if (separator == 0 || end == 0 || rest.starts_with(kHidden)) continue;
      out += kHidden;
      rest.remove_prefix(end);
      lower.remove_prefix(end);
    }
    out += rest;
    text = std::move(out);
  }
}

}  // namespace

bool IsHiddenParameter(std::string_view raw_name) {
  const std::string name = LowerCase(UriDecode(raw_name, Plus::kSpace));
  return name.ends_with("signature") || name.ends_with("security-token") ||
         name.ends_with("s3session-token") || name.ends_with("authorization");
}

bool IsHiddenHeader(std::string_view name) {
  const std::string lower = LowerCase(name);
  return lower == "authorization" || lower == "cookie" || lower == "x-amz-security-token" ||
         lower == "x-amz-s3session-token" || lower == "x-amz-signature";
}

EvidenceRedactor::EvidenceRedactor(const EndpointCredentials& live)
    : redactor_(AllKeys(live), Redactor::Signatures::kShown) {
  for (const CredentialMessage& one : AllKeys(live)) ids_.push_back(one.access_key_id);
}

std::string EvidenceRedactor::OfRequest(std::string text, std::string_view signature) const {
  ThoroughRedactor of_signature({}, Redactor::Signatures::kShown);
  of_signature.AddSecret(std::string(signature));
  text = of_signature.Apply(redactor_.Apply(std::move(text)));
  HideNamedValues(text);
  for (const std::string& id : ids_) {
    ReplaceAll(text, id, kHiddenId);
    ReplaceAll(text, LowerCase(id), kHiddenId);
  }
  return text;
}

std::string EvidenceRedactor::OfAnswer(std::string text, std::string_view signature) const {
  Cut(text, kLongestSearched);
  text = OfRequest(HideParameters(text), signature);
  HideRows(text, IsHexDigit, kHexDigits, false, kHidden);
  HideRows(text, IsDecimalDigit, kAccountDigits, true, kHiddenAccount);
  Cut(text, kLongestText);
  return text;
}

void EvidenceRedactor::Apply(RecordedAnswer& recorded, std::string_view signature) const {
  recorded.target = OfRequest(HideParameters(recorded.target), signature);
  for (auto& [name, value] : recorded.request_headers) {
    value =
        IsHiddenHeader(name) && !value.empty() ? std::string(kHidden) : OfRequest(value, signature);
  }
  const auto answer = [&](std::string& text) { text = OfAnswer(std::move(text), signature); };
  if (recorded.answer.code) answer(*recorded.answer.code);
  if (recorded.message) answer(*recorded.message);
  for (auto& [name, value] : recorded.headers) answer(value);
  if (recorded.with_wrong_signature && recorded.with_wrong_signature->code) {
    answer(*recorded.with_wrong_signature->code);
  }
}

}  // namespace countersign
