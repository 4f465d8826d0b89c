#pragma once

#include "adapter/adapter.h"
#include "builtin/implementation.h"
#include "countersign/adapter.h"

namespace countersign {

// InProcessOpener opens doors to an adapter that lives in this program: no process, no pipe, and
// no protection from what it does. Each line is answered as it is sent. The adapter must outlive
// the doors.
Opener InProcessOpener(const countersign_adapter& adapter);

// AnswerOrder: protocol.md lets answers come in any order.
enum class AnswerOrder { kAsAsked, kLastFirst };

// The same for an implementation, which must outlive the doors.
Opener InProcessOpener(const Implementation& implementation,
                       AnswerOrder order = AnswerOrder::kAsAsked);

}  // namespace countersign
