#pragma once

#include <string>

#include "judge/verdict.h"

namespace countersign {

// AnswerTable shows what was expected and what was observed side by side, one row for each member;
// long values stand below the table, one above the other. The stages are left out: their first
// difference is shown separately.
std::string AnswerTable(const CaseResult& result);

}  // namespace countersign
