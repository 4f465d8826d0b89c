// Reads what is named in a family: the rows of a list, and the choices of a crossed family.
#include "suite/family_member.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

bool IsSuffix(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~+").find(c) != std::string_view::npos;
  });
}

bool SameNames(const FamilyMember& a, const FamilyMember& b) {
  return std::equal(a.variables.begin(), a.variables.end(), b.variables.begin(), b.variables.end(),
                    [](const Variable& x, const Variable& y) { return x.name == y.name; });
}

}  // namespace

FamilyMember ReadMember(JsonObject& object, std::span<const std::string_view> others) {
  FamilyMember member;
  if (const auto name = object.Required("name")) {
    member.suffix = Text(*name).value_or("");
    if (!member.suffix.empty() && !IsSuffix(member.suffix)) {
      name->AddError("expected letters, digits and -._~+, found " + Quoted(member.suffix));
    }
  }
  simdjson::dom::object entries;
  if (object.place().element.get(entries)) return member;
  for (const simdjson::dom::key_value_pair entry : entries) {
    const bool is_other = std::find(others.begin(), others.end(), entry.key) != others.end();
    if (is_other || entry.key == "name") continue;
    const JsonPlace value = *object.Optional(entry.key);
    if (entry.key == "signature") value.AddError("expected another name: this one is taken");
    member.variables.push_back({std::string(entry.key), Octets(value).value_or("")});
  }
  return member;
}

void CheckNames(std::span<const JsonPlace> places, std::span<const FamilyMember> members) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!names.insert(members[i].suffix).second) {
      places[i].AddError("this name came before: " + members[i].suffix);
    }
    if (!SameNames(members.front(), members[i])) {
      places[i].AddError("expected the variables of the first one, in its order");
    }
  }
}

}  // namespace countersign
