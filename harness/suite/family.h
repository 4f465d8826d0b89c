#pragma once

#include <string>
#include <vector>

#include "suite/case.h"
#include "suite/family_member.h"
#include "suite/json_place.h"

namespace countersign {

struct Family {
  std::vector<FamilyMember> members;
  std::string digest;                    // 64 lower-case hex digits; empty if the file has none
  std::vector<RequestMessage> requests;  // of a crossed family: one a member; otherwise empty
};

// ReadFamily reads a case file's "family": {"over": {GENERATOR: …}, "digest": "…"}. `request` is
// the pattern's request, which a crossed family changes; its `requests` are left to the caller.
Family ReadFamily(const JsonPlace& place, simdjson::dom::element request);

// CheckVariables complains of every ${…} in a request (or in "signed") that is no variable of the
// family, ${signature} in a verify case's target excepted. It returns how many are variables.
std::size_t CheckVariables(const JsonPlace& place, const Family& family);

// Expand makes the members of a family from their pattern. ${signature} stays.
std::vector<Case> Expand(const Case& pattern, const Family& family);

}  // namespace countersign
