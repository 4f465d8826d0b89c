#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "planted/planted.h"
#include "sigv4/http_request.h"
#include "sigv4/query_string.h"

namespace countersign::fuzz {

// What conjunctions are made of, and the lists by who makes the mistake.

// HasRepeatedName tells whether two parameters of a raw query have one name.
bool HasRepeatedName(const QueryString& query);

// CountHeaders counts the headers of that name, in whatever case.
std::size_t CountHeaders(std::span<const HeaderField> headers, std::string_view name);

std::vector<PlantedBug> SigningConjunctions();    // in the canonical request or the URL
std::vector<PlantedBug> VerifyingConjunctions();  // in the verifier's checks
std::vector<PlantedBug> ClockConjunctions();      // among them, those about time

}  // namespace countersign::fuzz
