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

// StageDifference is the first stage in which an implementation's computation departs.
struct StageDifference {
  std::string stage;  // "canonical request", "string to sign", "signature", "url"
  std::string expected;
  std::string observed;
  std::size_t offset = 0;  // octets; first difference
};

// Cause is one known mistake: how what was signed, computed or answered departs from what is right.
struct Cause {
  std::string name;  // a fault's name, or that of a mistake that is nobody's program's
  std::string text;
  std::vector<std::string> seen = {};  // where it is known from
};

// CaseResult is one case judged. Reports are renderings of these.
struct CaseResult {
  const Case* vector = nullptr;
  Verdict verdict = Verdict::kPass;
  // One JSON object each, secrets redacted; both empty where Judge::Brief says that it passes.
  std::string expected_json;
  std::string observed_json;
  std::string explanation;  // for people; empty where it passes
  std::optional<StageDifference> difference;
  std::string stderr_tail;
  std::string deviation;  // for expected failures: reason and link
  // Of a fail: known mistakes each of which, alone, gives exactly this answer; likeliest first.
  std::vector<Cause> likely_causes;
};

}  // namespace countersign
