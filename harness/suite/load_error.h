#pragma once

#include <string>
#include <vector>

namespace countersign {

// LoadError says where a vector file is wrong, and how, for people.
struct LoadError {
  std::string file;
  std::string pointer;   // JSON pointer (RFC 6901) of the place; empty: the file as a whole
  std::string expected;  // what was expected there, and what was found
  bool operator==(const LoadError&) const = default;
};

using LoadErrors = std::vector<LoadError>;

}  // namespace countersign
