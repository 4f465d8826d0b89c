#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suite/case.h"
#include "suite/json_place.h"

namespace countersign {

// Variable is what ${name} stands for in a family's member; the value is octets.
struct Variable {
  std::string name;
  std::string value;
  bool operator==(const Variable&) const = default;
};

// FamilyMember is one of them: what it appends to the family's id, and its variables, which have
// the same names in every member.
struct FamilyMember {
  std::string suffix;
  std::vector<Variable> variables;
  bool operator==(const FamilyMember&) const = default;
};

struct Family {
  std::vector<FamilyMember> members;
  std::string digest;  // 64 lower-case hex digits; empty where the file has none
};

// kMostMembers is how many members a family may have.
inline constexpr std::size_t kMostMembers = 10'000;

// ReadFamily reads a case file's "family": {"over": {GENERATOR: …}, "digest": "…"}.
Family ReadFamily(const JsonPlace& place);

// CheckVariables complains of every ${…} in a request (or in "signed") that is no variable of the
// family, ${signature} in a verify case's target excepted. It returns how many are variables.
std::size_t CheckVariables(const JsonPlace& place, const Family& family);

// Expand makes the members of a family from their pattern. ${signature} stays.
std::vector<Case> Expand(const Case& pattern, const Family& family);

}  // namespace countersign
