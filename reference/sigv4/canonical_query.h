#pragma once

#include <string>

#include "sigv4/query_string.h"

namespace countersign {

// CanonicalQueryString is the third line of a canonical request: every parameter except
// X-Amz-Signature, in the one spelling and the one order that signer and verifier share.
std::string CanonicalQueryString(const QueryString& query);

}  // namespace countersign
