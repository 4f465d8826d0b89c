// How a target reports a finding. Every target and most of its parts call this.
#include "engine/target.h"

#include <cstdio>
#include <cstdlib>

namespace countersign::fuzz {

void Fail(std::string_view finding, const std::string& details) {
  std::fprintf(stderr, "%s\n%s\n", details.c_str(), FindingLine(finding).c_str());
  std::fflush(stderr);
  std::abort();
}

std::string FindingLine(std::string_view finding) {
  return "Assertion failure: FuzzerHash=" + std::string(finding);
}

std::string Shown(std::string_view bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string shown = "\"";
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\') {
      shown += '\\';
      shown += byte;
    } else if (value >= 0x20 && value < 0x7f) {
      shown += byte;
    } else {
      shown += "\\x";
      shown += kHex[value >> 4];
      shown += kHex[value & 15];
    }
  }
  return shown + '"';
}

}  // namespace countersign::fuzz
