#pragma once

#include <array>
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
  std::string link = {};      // https://…; may be empty if the reason says "not reported yet"
  bool fault = false;         // the implementation breaks on these cases, instead of failing
  std::string severity = {};  // one of kSeverities; may be empty
};

// kSeverities are the names of what a deviation does to people, the worst first: a verifier accepts
// what it must refuse, or a URL grants more than was asked; a URL is valid for another object; what
// is right is refused, by S3 or by the implementation; the answer is right, its code another one.
inline constexpr std::array<std::string_view, 4> kSeverities = {"lets-in", "another-object",
                                                                "refused", "another-code"};

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
