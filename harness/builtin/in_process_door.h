#pragma once

#include "adapter/adapter.h"
#include "countersign/adapter.h"

namespace countersign {

// InProcessOpener opens doors to an adapter that lives in this program: no process, no pipe, and
// no protection from what it does. Each line is answered as it is sent. The adapter must outlive
// the doors.
Opener InProcessOpener(const countersign_adapter& adapter);

}  // namespace countersign
