#pragma once

#include "countersign/adapter.h"
#include "reference_adapter/implementation.h"
#include "transport/connection.h"

namespace countersign {

// InProcessConnector opens connections to an adapter that lives in this program: no process, no
// pipe, and no protection from what it does. Each line is answered as it is sent. The adapter must
// outlive the connections.
ConnectFn InProcessConnector(const countersign_adapter& adapter);

// AnswerOrder: protocol.md lets answers come in any order.
enum class AnswerOrder { kAsAsked, kLastFirst };

// The same for an implementation, which must outlive the connections.
ConnectFn InProcessConnector(const Implementation& implementation,
                             AnswerOrder order = AnswerOrder::kAsAsked);

}  // namespace countersign
