#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "suite/load_error.h"

namespace countersign {

// Truth is why some recorded failures happen, as a person found it in the source of the
// implementation or in the bytes of its answers.
struct Truth {
  std::vector<std::string> ids;     // globs over the recorded failures; never empty
  std::vector<std::string> causes;  // mutants that all have a part in it; empty: none is the cause
  // Causes that say the same of these failures, or that no answer of the recording tells from
  // `causes`. Mistakes of people may be among them.
  std::vector<std::string> also;
  std::string why;  // what the implementation does
};

// ReadTruths reads {"format":1,"truths":[{"ids":[…],"causes":[…],"also":[…],"why":"…"}]}. `also`
// may be left out. A name of `causes` that is not in the catalogue is an error.
std::variant<std::vector<Truth>, LoadErrors> ReadTruths(std::string_view file,
                                                        std::string_view document);

// TruthOf returns the first entry that covers a failure, or nullptr.
const Truth* TruthOf(const std::vector<Truth>& truths, std::string_view id);

}  // namespace countersign
