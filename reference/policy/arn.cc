#include "policy/arn.h"

#include <cstddef>

#include "policy/wildcard.h"

namespace countersign {
namespace {

constexpr int kLastPart = 5;

// HasAllParts tells whether text has the colons for six parts.
bool HasAllParts(std::string_view text) {
  std::size_t at = 0;
  for (int colons = 0; colons < kLastPart; ++colons) {
    at = text.find(':', at);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return true;
}

}  // namespace

std::string_view ArnPart(std::string_view arn, int part) {
  if (!HasAllParts(arn)) return {};
  for (int i = 0; i < part; ++i) arn.remove_prefix(arn.find(':') + 1);
  return part == kLastPart ? arn : arn.substr(0, arn.find(':'));
}

bool IsArn(std::string_view text) { return ArnPart(text, 0) == "arn"; }

bool ArnMatches(std::string_view pattern, std::string_view arn) {
  if (!HasAllParts(pattern) || !HasAllParts(arn)) return false;
  for (int part = 0; part <= kLastPart; ++part) {
    const bool matches =
        MatchesWildcards(ArnPart(pattern, part), ArnPart(arn, part), LetterCase::kSensitive);
    if (!matches) return false;
  }
  return true;
}

}  // namespace countersign
