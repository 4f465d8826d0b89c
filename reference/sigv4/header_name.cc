#include "sigv4/header_name.h"

#include <algorithm>

namespace countersign {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string LowerCase(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return lower;
}

bool SameHeaderName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

bool IsAmzHeader(std::string_view name) {
  constexpr std::string_view kPrefix = "x-amz-";
  return SameHeaderName(name.substr(0, kPrefix.size()), kPrefix);
}

}  // namespace countersign
