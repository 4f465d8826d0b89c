#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/adapter_broke.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

enum class Verdict {
  kPass,
  kFail,
  kFault,
  kUnsupported,
  kNotExercised,
  kExpectedFailure,
  kUnexpectedPass,
  kDisputed,
};
const char* VerdictName(Verdict verdict);  // as in the result file: "not-exercised"

// NotAsked says why a case was not sent: a feature not declared, a clock that cannot be set.
struct NotAsked {
  Verdict verdict = Verdict::kUnsupported;  // kUnsupported or kNotExercised
  std::string reason;
};

using Observation = std::variant<Answer, AdapterBroke, NotAsked>;

// StageDifference is the first stage that an implementation computed differently.
struct StageDifference {
  std::string stage;  // "canonical request", "string to sign", "signature", "url"
  std::string expected;
  std::string observed;
  std::size_t offset = 0;  // of the first difference, in bytes
};

// Cause is one known mistake in signing, computing or answering that explains a failure.
struct Cause {
  std::string name;  // a mutant's name, or that of a mistake of people or proxies
  std::string text;
  std::vector<std::string> seen = {};  // where it was seen: "repository#number"
};

// Expectation is what a case allows, for reports.
struct Expectation {
  std::vector<ExpectedAnswer> answers;  // preferred first; never empty
  // The URL that the reference makes for a presign case. Absent if the case passed, and if no URL
  // is allowed.
  std::optional<std::string> url;
};

// CaseResult is one case judged, with its secrets redacted. Reports are renderings of these.
struct CaseResult {
  const Case* vector = nullptr;
  Verdict verdict = Verdict::kPass;
  // Both are absent for a pass that Judge::Brief judged.
  std::optional<Expectation> expected;
  std::optional<Observation> observed;
  std::string explanation;  // for people; empty for a pass
  std::optional<StageDifference> difference;
  std::string stderr_tail;
  std::string deviation;  // for expected failures: reason and link
  // Of a fail: known mistakes each of which, alone, gives exactly this answer; likeliest first.
  std::vector<Cause> likely_causes;
};

}  // namespace countersign
