#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "judge/verdict.h"
#include "suite/case.h"
#include "suite/load_error.h"

namespace countersign {

// Deviation is one entry of an --expected file: cases that are known to fail, why, and where the
// work on it is tracked.
struct Deviation {
  std::vector<std::string> ids;  // globs over case ids, as --select takes them; never empty
  std::string reason;
  std::string link;  // https://…
};

// ReadDeviations reads an --expected file:
//   {"format":1,"deviations":[{"id":"presign/path/*","reason":"…","link":"https://…"},
//                             {"ids":["verify/mode/a","verify/mode/b"],"reason":"…","link":"…"}]}
// Unknown and repeated keys, empty texts, an id that an earlier one covers and an id that matches
// no case of the suite are errors. ParseDeviations does the same for a document that is already in
// memory; `file` is its name.
std::variant<std::vector<Deviation>, LoadErrors> ReadDeviations(const std::string& path,
                                                                const Suite& suite);
std::variant<std::vector<Deviation>, LoadErrors> ParseDeviations(std::string_view document,
                                                                 const std::string& file,
                                                                 const Suite& suite);

// ApplyDeviations turns the fail of a listed case into an expected failure, and its pass into an
// unexpected pass. Other verdicts stay: a fault is never expected, and a case that did not run
// proves nothing.
void ApplyDeviations(const std::vector<Deviation>& deviations, std::vector<CaseResult>& results);

}  // namespace countersign
