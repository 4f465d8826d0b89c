#pragma once

#include <vector>

#include "suite/family_member.h"
#include "suite/json_place.h"

namespace countersign {

// ReadGenerator reads a family's "over", an object with one of these keys, and makes its members:
// {"code_points": [FIRST, LAST]}, {"octets": [FIRST, LAST]}, {"pairs": "CHARACTERS"},
// {"days": ["2024-01-01", "2024-12-31"]}, {"rows": [{"name": "…", "VARIABLE": "…"}, …]},
// {"crossed": [{"of": "…", "choices": [{"name": "…", "change": {…}}, …]}, …]}, which changes
// `request`. vectors/README.md says what each yields.
std::vector<FamilyMember> ReadGenerator(const JsonPlace& place, simdjson::dom::element request);

}  // namespace countersign
