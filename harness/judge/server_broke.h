#pragma once

#include <variant>

#include "judge/verdict.h"

namespace countersign {

// ServerBroke tells whether a live server broke on a case and still answered others: twice it ended
// the connection without a whole response. Such a fail is graver than a wrong answer.
inline bool ServerBroke(const CaseResult& result) {
  if (result.verdict != Verdict::kFail || !result.observed) return false;
  const auto* answer = std::get_if<Answer>(&*result.observed);
  return answer != nullptr && std::holds_alternative<FaultAnswer>(*answer);
}

}  // namespace countersign
