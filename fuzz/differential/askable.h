#pragma once

#include "protocol/message.h"

namespace countersign::fuzz {

// CanBeAsked tells whether the rules decide the answer to a presign request. They do not if no
// client could use the URL (an invalid host, a clock before 1970), if the documents leave it open
// (a signing parameter's name in another case), or if signers differ on purpose (some leave headers
// unsigned that proxies change).
bool CanBeAsked(const PresignMessage& message);

}  // namespace countersign::fuzz
