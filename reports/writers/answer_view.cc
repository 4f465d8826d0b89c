// Renders the answers that a result holds as values: as members for the console's table, and as the
// JSON objects of the result file, which JUnit, TAP, Markdown and HTML quote. The texts in a result
// are redacted already.
#include "writers/answer_view.h"

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "protocol/json_string.h"

namespace countersign {
namespace {

using Members = std::vector<AnswerMember>;

void AddText(const char* name, std::string_view value, Members& members) {
  std::string json;
  const bool is_text = AppendJsonString(value, json);
  members.push_back({name, json, is_text ? std::string(value) : json});
}

void AddText(const char* name, const std::optional<std::string>& value, Members& members) {
  if (value) AddText(name, std::string_view(*value), members);
}

void AddNumber(const char* name, const std::optional<int>& value, Members& members) {
  if (value) members.push_back({name, std::to_string(*value), std::to_string(*value)});
}

std::string Object(const Members& members) {
  std::string json = "{";
  for (const AnswerMember& member : members) {
    json += (json.size() > 1 ? ",\"" : "\"") + member.name + "\":" + member.json;
  }
  return json + "}";
}

void AddObject(const char* name, const Members& inner, Members& members) {
  const std::string json = Object(inner);
  members.push_back({name, json, json});
}

void AddPairs(const char* name, const std::vector<NameValue>& pairs, Members& members) {
  if (pairs.empty()) return;
  std::string json = "[";
  for (const NameValue& pair : pairs) {
    json += json.size() > 1 ? ",[" : "[";
    AppendJsonString(pair.first, json);
    json += ',';
    AppendJsonString(pair.second, json);
    json += ']';
  }
  json += ']';
  members.push_back({name, json, json});
}

Members MembersOf(const ExpectedAnswer& answer) {
  Members members;
  AddText("outcome", std::string_view(answer.accept ? "accept" : "reject"), members);
  AddText("class", answer.rejection_class, members);
  AddNumber("status", answer.status, members);
  AddText("code", answer.code, members);
  return members;
}

void AddStages(const std::optional<std::string>& canonical_request,
               const std::optional<std::string>& string_to_sign, Members& members) {
  AddText("canonical_request", canonical_request, members);
  AddText("string_to_sign", string_to_sign, members);
}

Members MembersOf(const OkAnswer& answer) {
  Members members;
  AddText("outcome", std::string_view("accept"), members);
  AddText("url", answer.url, members);
  if (answer.headers) AddPairs("headers", *answer.headers, members);
  AddText("principal", answer.principal, members);
  AddStages(answer.canonical_request, answer.string_to_sign, members);
  return members;
}

Members MembersOf(const RejectAnswer& answer) {
  Members members;
  AddText("outcome", std::string_view("reject"), members);
  AddText("class", answer.rejection_class, members);
  AddNumber("status", answer.status, members);
  AddText("code", answer.code, members);
  AddText("message", answer.message, members);
  AddStages(answer.canonical_request, answer.string_to_sign, members);
  return members;
}

Members MembersOf(const SkipAnswer& answer) {
  Members inner;
  AddText("feature", answer.feature, inner);
  AddText("issue", answer.issue, inner);
  Members members;
  AddObject("skip", inner, members);
  return members;
}

Members MembersOf(const FaultAnswer& answer) {
  Members inner;
  AddText("message", std::string_view(answer.message), inner);
  Members members;
  AddObject("fault", inner, members);
  return members;
}

Members MembersOf(const Answer& answer) {
  return std::visit([](const auto& one) { return MembersOf(one); }, answer);
}

Members MembersOf(const AdapterBroke& broke) {
  Members members;
  AddText("broken", std::string_view(broke.reason), members);
  return members;
}

Members MembersOf(const NotAsked& not_asked) {
  Members members;
  AddText("not_asked", std::string_view(not_asked.reason), members);
  return members;
}

// AddOthers adds the answers after the preferred one, for people as one line:
// "accept, reject expired 403 AccessDenied".
void AddOthers(const std::vector<ExpectedAnswer>& answers, Members& members) {
  AnswerMember others{"or", "", ""};
  for (std::size_t i = 1; i < answers.size(); ++i) {
    const Members other = MembersOf(answers[i]);
    others.json += (i == 1 ? "" : ",") + Object(other);
    if (i > 1) others.text += ",";
    for (const AnswerMember& member : other) {
      others.text += (others.text.empty() ? "" : " ") + member.text;
    }
  }
  if (others.json.empty()) return;
  others.json = "[" + others.json + "]";
  members.push_back(std::move(others));
}

}  // namespace

std::vector<AnswerMember> ExpectedMembers(const CaseResult& result) {
  if (!result.expected) return {};
  Members members = MembersOf(result.expected->answers.front());
  AddText("url", result.expected->url, members);
  AddOthers(result.expected->answers, members);
  return members;
}

std::vector<AnswerMember> ObservedMembers(const CaseResult& result) {
  if (!result.observed) return {};
  return std::visit([](const auto& one) { return MembersOf(one); }, *result.observed);
}

std::string ExpectedJson(const CaseResult& result) { return Object(ExpectedMembers(result)); }

std::string ObservedJson(const CaseResult& result) { return Object(ObservedMembers(result)); }

}  // namespace countersign
