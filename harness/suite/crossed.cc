// Makes the members of a crossed family: one for every combination of choices, or for so many that
// any three choices meet. A mistake that shows
// only if two or three things meet, such as a session token and a port, hides from cases that vary
// one thing at a time. generators.cc calls it.
#include "suite/crossed.h"

#include <algorithm>
#include <string>

#include "protocol/json_string.h"
#include "suite/family.h"
#include "suite/triples.h"

namespace countersign {
namespace {

using simdjson::dom::element;
using simdjson::dom::key_value_pair;

constexpr std::string_view kChange = "change";
constexpr std::string_view kRequires = "requires";
constexpr std::string_view kChoiceKeys[] = {kChange, kRequires};

// Choice is one value of a dimension: a member of the family as far as this dimension goes.
struct Choice {
  FamilyMember member;
  std::optional<JsonPlace> change;
};

Choice ReadChoice(const JsonPlace& place) {
  JsonObject object(place);
  Choice choice{ReadMember(object, kChoiceKeys), object.Optional(kChange)};
  if (const auto features = object.Optional(kRequires)) choice.member.features = Texts(*features);
  if (choice.change && !choice.change->element.is_object()) {
    choice.change->AddError("expected an object: members of the request");
  }
  return choice;
}

std::vector<Choice> ReadDimension(const JsonPlace& place) {
  std::vector<Choice> choices;
  JsonObject object(place);
  if (const auto of = object.Required("of")) Text(*of);
  if (const auto list = object.Required("choices")) {
    const std::vector<JsonPlace> places = Elements(*list);
    std::vector<FamilyMember> members;
    for (const JsonPlace& one : places) {
      choices.push_back(ReadChoice(one));
      members.push_back(choices.back().member);
    }
    CheckNames(places, members);
    if (list->element.is_array() && choices.size() < 2) {
      list->AddError("expected at least two choices");
    }
  }
  object.RefuseOthers();
  return choices;
}

std::string Merged(std::span<const element> values);

// The member `key` of objects that are merged. A value that is not an object replaces all before.
std::string MergedMember(std::string_view key, std::span<const element> objects) {
  std::vector<element> values;
  for (const element& object : objects) {
    element value;
    if (object[key].get(value)) continue;
    if (!values.empty() && !(value.is_object() && values.back().is_object())) values.clear();
    values.push_back(value);
  }
  return Merged(values);
}

// Either one value, or objects.
std::string Merged(std::span<const element> values) {
  if (values.size() == 1) return simdjson::minify(values.front());
  std::vector<std::string_view> keys;
  for (const element& value : values) {
    for (const key_value_pair member : value.get_object()) {
      if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) keys.push_back(member.key);
    }
  }
  std::string json;
  for (const std::string_view key : keys) {
    json += json.empty() ? '{' : ',';
    AppendJsonString(key, json);
    json += ':' + MergedMember(key, values);
  }
  return json + '}';
}

FamilyMember Combined(FamilyMember a, const FamilyMember& b) {
  a.suffix += (a.suffix.empty() ? "" : "-") + b.suffix;
  a.variables.insert(a.variables.end(), b.variables.begin(), b.variables.end());
  a.features.insert(a.features.end(), b.features.begin(), b.features.end());
  return a;
}

FamilyMember MemberOf(const Combination& combination,
                      std::span<const std::vector<Choice>> dimensions, element request) {
  FamilyMember member;
  std::vector<element> values{request};
  for (std::size_t i = 0; i < combination.size(); ++i) {
    const Choice& choice = dimensions[i][combination[i]];
    member = Combined(std::move(member), choice.member);
    if (choice.change) values.push_back(choice.change->element);
  }
  member.request = Merged(values);
  return member;
}

std::vector<Combination> Chosen(Crossing crossing,
                                std::span<const std::vector<Choice>> dimensions) {
  std::vector<std::size_t> sizes;
  for (const std::vector<Choice>& choices : dimensions) sizes.push_back(choices.size());
  return crossing == Crossing::kTriples ? CoverTriples(sizes) : AllCombinations(sizes);
}

}  // namespace

std::vector<FamilyMember> ReadCrossed(const JsonPlace& place, element request, Crossing crossing) {
  const std::size_t before = place.errors->size();
  std::vector<std::vector<Choice>> dimensions;
  std::size_t count = 1;
  for (const JsonPlace& one : Elements(place)) {
    dimensions.push_back(ReadDimension(one));
    count = std::min(count * dimensions.back().size(), kMostMembers + 1);
  }
  if (count > kMostMembers) {
    place.AddError("expected at most " + std::to_string(kMostMembers) + " members");
  }
  if (dimensions.empty() || !request.is_object() || place.errors->size() > before) return {};
  Family family;
  for (const Combination& combination : Chosen(crossing, dimensions)) {
    family.members.push_back(MemberOf(combination, dimensions, request));
  }
  for (const std::vector<Choice>& choices : dimensions) {
    for (const Choice& choice : choices) {
      if (choice.change) CheckVariables(*choice.change, family);
    }
  }
  return std::move(family.members);
}

}  // namespace countersign
