#pragma once

#include <vector>

#include "suite/family_member.h"

namespace countersign {

// ReadCrossed reads a family's list of dimensions, [{"of": "method", "choices": [{"name": "put",
// "change": {"method": "PUT"}}, …]}, …], and makes a member of every combination of choices, with
// their names, joined by hyphens, as its suffix. "change" holds members of `request` that the
// choice replaces: objects key by key, every other value as a whole. "requires" lists the features
// that the choice needs. Any other key is a variable.
std::vector<FamilyMember> ReadCrossed(const JsonPlace& place, simdjson::dom::element request);

}  // namespace countersign
