#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suite/json_place.h"

namespace countersign {

// Variable is what ${name} stands for in a family's member; the value is bytes.
struct Variable {
  std::string name;
  std::string value;
  bool operator==(const Variable&) const = default;
};

// FamilyMember is one case of a family, as far as it differs from the family's pattern. All
// members have variables of the same names.
struct FamilyMember {
  std::string suffix;  // appended to the family's id
  std::vector<Variable> variables = {};
  std::vector<std::string> features = {};  // required beside the pattern's
  std::string request = "";  // JSON, instead of the pattern's; empty if it is the same
  bool operator==(const FamilyMember&) const = default;
};

// kMostMembers is how many members a family may have.
inline constexpr std::size_t kMostMembers = 10'000;

// ReadMember reads the member {"name": SUFFIX, "VARIABLE": "…", …}. It leaves out the keys in
// `others`, which the caller reads.
FamilyMember ReadMember(JsonObject& object, std::span<const std::string_view> others = {});

// CheckNames adds an error for every repeated suffix, and for every member whose variables have
// other names than the first one's. Member i was read from place i.
void CheckNames(std::span<const JsonPlace> places, std::span<const FamilyMember> members);

}  // namespace countersign
