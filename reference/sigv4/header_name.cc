#include "sigv4/header_name.h"

#include <algorithm>

namespace countersign {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool SameHeaderName(std::string_view a, std::string_view b) {
  // Nearly always, names are spelled alike or differ at once.
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return x == y || Lower(x) == Lower(y); });
}

bool IsAmzHeader(std::string_view name) {
  constexpr std::string_view kPrefix = "x-amz-";
  return SameHeaderName(name.substr(0, kPrefix.size()), kPrefix);
}

void AppendLowerCase(std::string_view name, std::string& out) {
  for (const char c : name) out.push_back(Lower(c));
}

std::string LowerCase(std::string_view name) {
  std::string out;
  AppendLowerCase(name, out);
  return out;
}

}  // namespace countersign
