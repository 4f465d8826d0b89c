#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "suite/case.h"
#include "suite/load_error.h"

namespace countersign {

// FormatJson writes a JSON document in the vectors' canonical layout: an object or an array stands
// on one line where that ends within 120 columns; otherwise each of its members has lines of its
// own, indented by 2, and arrays of scalars or pairs fill theirs. Order, strings and numbers stay
// as they are spelled. LoadError (without a file): the text is not JSON.
std::variant<std::string, LoadError> FormatJson(std::string_view text);

// Derived is the part of a case file that is computed from the rest. An absent member leaves the
// file unchanged; each place must already exist in the file.
struct Derived {
  std::optional<Stages> stages;
  std::optional<std::string> target;         // verify.request.target
  std::optional<std::string> family_digest;  // family.digest
};

// RewriteDerived puts it into the text of a case file, in canonical layout.
std::variant<std::string, LoadError> RewriteDerived(std::string_view text, const Derived& derived);

}  // namespace countersign
