#pragma once

#include <string>
#include <vector>

namespace countersign {

// LoadError is one mistake in a vector file.
struct LoadError {
  std::string file;
  std::string pointer;   // JSON pointer (RFC 6901); empty: the document as a whole
  std::string expected;  // for people: what was expected there, and what was found
  bool operator==(const LoadError&) const = default;
};
using LoadErrors = std::vector<LoadError>;

// ToText is "FILE: POINTER: EXPECTED", one line.
std::string ToText(const LoadError& error);

}  // namespace countersign
