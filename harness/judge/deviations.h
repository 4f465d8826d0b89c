#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "judge/verdict.h"
#include "suite/case.h"
#include "suite/load_error.h"

namespace countersign {

// Deviation is one line of an --expected file: cases that are known to fail, why, and where that is
// being dealt with.
struct Deviation {
  std::string id;  // a glob over case ids, as --select takes it
  std::string reason;
  std::string link;  // https://…
};

// ReadDeviations reads an --expected file:
//   {"format":1,"deviations":[{"id":"presign/path/*","reason":"…","link":"https://…"}]}
// Unknown and repeated keys, empty texts, two entries with one id and an entry that matches no case
// of the suite are errors. ParseDeviations does the same for a document already read; `file` is its
// name.
std::variant<std::vector<Deviation>, LoadErrors> ReadDeviations(const std::string& path,
                                                                const Suite& suite);
std::variant<std::vector<Deviation>, LoadErrors> ParseDeviations(std::string_view document,
                                                                 const std::string& file,
                                                                 const Suite& suite);

// ApplyDeviations turns a fail that one of them foresees into an expected failure, and a pass that
// one of them says cannot be into an unexpected pass. Other verdicts stay: a fault is never
// expected, and what did not run proves nothing.
void ApplyDeviations(const std::vector<Deviation>& deviations, std::vector<CaseResult>& results);

}  // namespace countersign
