// An implementation may answer with 16 MiB, thousands of times. This keeps what a reader can use:
// the judge has seen the whole.
#include "judge/shorten.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "judge/each_text.h"
#include "sigv4/digest.h"

namespace countersign {
namespace {

constexpr std::size_t kExcerptBytes = std::size_t{2} << 10;
constexpr std::size_t kMostHeaders = 100;

// The first `kept` bytes of a text, but no half of a character.
std::string_view Beginning(std::string_view text, std::size_t kept) {
  std::size_t end = std::min(kept, text.size());
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return text.substr(0, end);
}

void Shorten(std::string& text, std::size_t whole, std::size_t kept = kExcerptBytes) {
  kept = std::min(kept, whole);
  if (text.size() <= whole) return;
  text = std::string(Beginning(text, kept)) + "... (" + std::to_string(text.size()) +
         " bytes, SHA-256 " + Hex(Sha256(text)) + ")";
}

void DropHeaders(Answer& answer) {
  auto* ok = std::get_if<OkAnswer>(&answer);
  if (ok == nullptr || !ok->headers || ok->headers->size() <= kMostHeaders) return;
  const std::size_t dropped = ok->headers->size() - kMostHeaders;
  ok->headers->resize(kMostHeaders);
  ok->headers->emplace_back("...", std::to_string(dropped) + " more headers");
  ok->headers->shrink_to_fit();
}

void KeepEnd(std::string& text, std::size_t kept) {
  if (text.size() > kept) text = text.substr(text.size() - kept);
}

}  // namespace

void ShortenAnswer(Answer& answer, std::size_t whole) {
  DropHeaders(answer);
  EachText{[whole](std::string& text) { Shorten(text, whole); }}(answer);
}

void ShortenResult(CaseResult& result, std::size_t whole) {
  Shorten(result.explanation, whole);
  KeepEnd(result.stderr_tail, 4 * whole);
  if (result.observed) {
    if (auto* answer = std::get_if<Answer>(&*result.observed)) DropHeaders(*answer);
    if (auto* broke = std::get_if<AdapterBroke>(&*result.observed)) {
      KeepEnd(broke->stderr_tail, 4 * whole);
    }
    std::visit(EachText{[whole](std::string& text) { Shorten(text, whole); }}, *result.observed);
  }
  if (!result.difference) return;
  // The place that differs stays: it is within the expected text, which is never long.
  const std::size_t kept = std::max(kExcerptBytes, result.difference->offset + 256);
  if (whole < kept && result.difference->observed.size() > whole) {
    result.difference.reset();
    return;
  }
  Shorten(result.difference->observed, whole, kept);
}

std::size_t KeptBytes(const CaseResult& result) {
  std::size_t bytes = result.explanation.size() + result.stderr_tail.size();
  if (result.difference) {
    bytes += result.difference->expected.size() + result.difference->observed.size();
  }
  if (result.observed) {
    std::visit(EachText{[&bytes](const std::string& text) { bytes += text.size(); }},
               *result.observed);
  }
  return bytes;
}

}  // namespace countersign
