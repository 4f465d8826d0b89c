#pragma once

#include "protocol/message.h"

namespace countersign::fuzz {

// CanBeAsked tells whether a presign request is one whose answer the rules decide. It is not where
// no client could use the URL (a Host that no connection is made to, a clock that no machine
// shows), where the documents leave it open (a parameter like one of the signature's own in another
// case), or where signers differ on purpose: headers that proxies change are left unsigned by some.
bool CanBeAsked(const PresignMessage& message);

}  // namespace countersign::fuzz
