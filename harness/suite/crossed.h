#pragma once

#include <vector>

#include "suite/family_member.h"

namespace countersign {

// Crossing is which combinations become members.
enum class Crossing {
  kAll,
  kTriples,  // so many that any three choices of different dimensions meet in one
};

// ReadCrossed reads a family's list of dimensions, [{"of": "method", "choices": [{"name": "put",
// "change": {"method": "PUT"}}, …]}, …], and makes a member of each combination of choices that
// `crossing` takes, with their names, joined by hyphens, as its suffix. "change" holds members of
// `request` that the choice replaces: objects key by key, every other value as a whole. "requires"
// lists the features that the choice needs. Any other key is a variable.
std::vector<FamilyMember> ReadCrossed(const JsonPlace& place, simdjson::dom::element request,
                                      Crossing crossing);

}  // namespace countersign
