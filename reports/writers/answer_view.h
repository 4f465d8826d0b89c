#pragma once

#include <string>
#include <vector>

#include "judge/verdict.h"

namespace countersign {

// AnswerMember is one member of an answer as reports show it.
struct AnswerMember {
  std::string name;
  std::string json;  // its value in JSON; bytes that are not valid UTF-8 as {"b64": …}
  std::string text;  // for people: a string without its quotes, everything else as in JSON
};

// ExpectedMembers lists what a case allows: the preferred answer's members (`outcome`, and `class`,
// `status`, `code` if they are judged), the URL if it is known, and the other answers in `or`.
std::vector<AnswerMember> ExpectedMembers(const CaseResult& result);

// ObservedMembers lists what came back: an answer's members and its `outcome`; `skip` or `fault` as
// answered; `broken` or `not_asked` with the reason.
std::vector<AnswerMember> ObservedMembers(const CaseResult& result);

// ExpectedJson and ObservedJson are the same as one JSON object each; "{}" if the judge left the
// answers out (Judge::Brief).
std::string ExpectedJson(const CaseResult& result);
std::string ObservedJson(const CaseResult& result);

}  // namespace countersign
