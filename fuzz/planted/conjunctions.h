#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "planted/planted.h"
#include "sigv4/http_request.h"
#include "sigv4/query_string.h"

namespace countersign::fuzz {

// Functions for conditions, and the lists of tier 2 by the place of the mistake.

// HasRepeatedName tells whether two parameters of a query have the same raw name.
bool HasRepeatedName(const QueryString& query);

// CountHeaders counts the headers of that name, in any case.
std::size_t CountHeaders(std::span<const HeaderField> headers, std::string_view name);

std::vector<PlantedBug> SigningConjunctions();    // in the canonical request or the URL
std::vector<PlantedBug> VerifyingConjunctions();  // in the verifier's checks
std::vector<PlantedBug> ClockConjunctions();      // in the verifier's checks of time

}  // namespace countersign::fuzz
