#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "suite/load_error.h"

namespace countersign {

// JsonTree is a JSON document as it is spelled: order, escapes and digits are kept. The views are
// into the text that was parsed, or into what was put in.
struct JsonTree {
  enum class Kind { kScalar, kArray, kObject };
  struct Member;

  Kind kind = Kind::kScalar;
  std::string_view scalar;      // as spelled, quotation marks included
  std::vector<Member> members;  // of an array or an object

  // Find returns the value of a key, spelled without escapes; nullptr if the key is absent.
  JsonTree* Find(std::string_view key);
};

struct JsonTree::Member {
  std::string_view key;  // as spelled, quotation marks included; empty in an array
  JsonTree value;
};

// ParseTree fails, with an error that names no file, if the text is not JSON.
std::variant<JsonTree, LoadError> ParseTree(std::string_view text);

// Layout writes a document in the vectors' canonical layout (suite/write.h), a line break at its
// end.
std::string Layout(const JsonTree& document);

}  // namespace countersign
