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
  std::string link = {};  // https://…; may be empty if the reason says "not reported yet"
  bool fault = false;     // the implementation breaks on these cases, instead of failing
};

// ReadDeviations reads an --expected file:
//   {"format":1,"deviations":[{"id":"presign/path/*","reason":"…","link":"https://…"},
//                             {"ids":["verify/mode/a","verify/mode/b"],"reason":"…","link":"…"},
//                             {"id":"verify/date/c","fault":true,"reason":"… Not reported yet."}]}
// Unknown and repeated keys, empty texts, an id that an earlier one covers and an id that matches
// no case of the suite are errors. If several ids match no case, they are one error: the file is
// probably for another suite. ParseDeviations does the same for a document that is already in
// memory; `file` is its name.
std::variant<std::vector<Deviation>, LoadErrors> ReadDeviations(const std::string& path,
                                                                const Suite& suite);
std::variant<std::vector<Deviation>, LoadErrors> ParseDeviations(std::string_view document,
                                                                 const std::string& file,
                                                                 const Suite& suite);

// EntryOf returns the entry that covers a case, or nullptr. Its address is in `deviations`.
const Deviation* EntryOf(const std::vector<Deviation>& deviations, const std::string& id);

// ExpectedBy returns the entry that expects this result: a fail, or a fault if the entry says so.
// It returns nullptr if no entry does.
const Deviation* ExpectedBy(const std::vector<Deviation>& deviations, const CaseResult& result);

// ApplyDeviations turns the fail of a listed case into an expected failure (its fault, if the entry
// says so), and its pass into an unexpected pass. Other verdicts stay: a case that did not run
// proves nothing.
void ApplyDeviations(const std::vector<Deviation>& deviations, std::vector<CaseResult>& results);

}  // namespace countersign
