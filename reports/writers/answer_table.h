#pragma once

#include <string>

namespace countersign {

// AnswerTable shows what was expected and what was observed side by side, a row a member; values
// too long for that stand one above the other. Both are JSON objects, as in CaseResult. The stages
// are left out: their first difference is shown on its own.
std::string AnswerTable(const std::string& expected_json, const std::string& observed_json);

}  // namespace countersign
