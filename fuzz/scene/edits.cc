// The list of all edits, and what several groups of them share. scene/mutate.cc applies them.
#include "scene/edits.h"

#include <cctype>
#include <iterator>

namespace countersign::fuzz {
namespace {

bool IsEscape(const std::string& raw, std::size_t at) {
  return raw[at] == '%' && at + 2 < raw.size() &&
         std::isxdigit(static_cast<unsigned char>(raw[at + 1])) != 0 &&
         std::isxdigit(static_cast<unsigned char>(raw[at + 2])) != 0;
}

char OtherCase(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return static_cast<char>(std::islower(byte) != 0 ? std::toupper(byte) : std::tolower(byte));
}

std::string Escaped(char byte, bool lower) {
  const std::string_view digits = lower ? "0123456789abcdef" : "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  return {'%', digits[value >> 4], digits[value & 15]};
}

}  // namespace

std::span<const Edit> Edits() {
  static const std::vector<Edit> kEdits = [] {
    std::vector<Edit> all;
    for (const auto& group :
         {PathEdits(), QueryEdits(), HeaderEdits(), AuthenticationEdits(), PlaceEdits()}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    return all;
  }();
  return kEdits;
}

void RespellOnce(std::string& raw, Random& random) {
  if (raw.empty()) return;
  std::size_t at = random.Below(raw.size());
  // Never inside an escape.
  if (at >= 1 && IsEscape(raw, at - 1)) at -= 1;
  if (at >= 2 && IsEscape(raw, at - 2)) at -= 2;
  if (!IsEscape(raw, at)) {
    if (raw[at] != '%') raw.replace(at, 1, Escaped(raw[at], random.OneIn(3)));
    return;
  }
  const std::string byte(1, static_cast<char>(std::stoi(raw.substr(at + 1, 2), nullptr, 16)));
  if (random.OneIn(2)) {
    raw.replace(at, 3, byte);
    return;
  }
  raw[at + 1] = OtherCase(raw[at + 1]);
  raw[at + 2] = OtherCase(raw[at + 2]);
}

}  // namespace countersign::fuzz
