#pragma once

#include <string_view>

#include "sigv4/rule.h"

namespace countersign {

// RejectionClassOf returns the protocol's name for the kind of refusal that a rule causes, such as
// "expires-too-long". All of these names are in protocol/rejection_class.h.
std::string_view RejectionClassOf(Rule rule);

}  // namespace countersign
