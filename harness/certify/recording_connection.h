#pragma once

#include "certify/transcript.h"
#include "transport/connection.h"

namespace countersign {

// Recorded makes connections that `connect` makes, and adds to the transcript what they carry. At
// most one request may be in flight, so that each record is one exchange. The transcript must
// outlive the connections, and is used by one thread.
// Secrets: whether secret access keys are recorded: those of a live server are real.
enum class Secrets { kRecorded, kHidden };
ConnectFn Recorded(ConnectFn connect, Transcript& transcript, Secrets secrets = Secrets::kRecorded);

}  // namespace countersign
