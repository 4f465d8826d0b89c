#include "suite/rules.h"

#include "suite/select.h"

namespace countersign {
namespace {

constexpr std::string_view kConfidences[] = {"A", "B", "C", "D"};
constexpr Level kLevels[] = {Level::kMust, Level::kShould, Level::kMay};

// Reads a required string that may be empty.
void ReadAny(JsonObject& object, std::string_view key, std::string& out) {
  const std::optional<JsonPlace> place = object.Required(key);
  std::string_view text;
  if (!place) return;
  if (place->element.get(text)) place->AddError("expected a string");
  out = text;
}

void ReadText(JsonObject& object, std::string_view key, std::string& out) {
  if (const auto place = object.Required(key)) out = Text(*place).value_or("");
}

RuleEntry ReadRule(const JsonPlace& place) {
  JsonObject object(place);
  RuleEntry rule;
  ReadText(object, "id", rule.id);
  ReadText(object, "text", rule.text);
  ReadAny(object, "source", rule.source);
  ReadAny(object, "link", rule.link);
  if (const auto confidence = object.Required("confidence")) {
    if (const auto index = OneOf(*confidence, kConfidences)) rule.confidence = kConfidences[*index];
  }
  ReadLevel(object, rule.level);
  object.RefuseOthers();
  return rule;
}

}  // namespace

std::vector<RuleEntry> ReadRules(const JsonPlace& root) {
  JsonObject object(root);
  ReadFormat(object);
  std::vector<RuleEntry> rules;
  std::unordered_set<std::string> ids;
  if (const auto list = object.Required("rules")) {
    for (const JsonPlace& place : Elements(*list)) {
      rules.push_back(ReadRule(place));
      const std::string& id = rules.back().id;
      if (!id.empty() && !ids.insert(id).second)
        place.AddError("a rule of this id came before: " + id);
    }
  }
  object.RefuseOthers();
  return rules;
}

RuleIds IdsOf(const std::vector<RuleEntry>& rules) {
  RuleIds ids;
  for (const RuleEntry& rule : rules) ids.insert(rule.id);
  return ids;
}

void ReadLevel(JsonObject& object, Level& level) {
  constexpr std::string_view kNames[] = {"must", "should", "may"};
  const std::optional<JsonPlace> place = object.Required("level");
  if (!place) return;
  if (const auto index = OneOf(*place, kNames)) level = kLevels[*index];
}

}  // namespace countersign
