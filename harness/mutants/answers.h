#pragma once

#include <string_view>

#include "protocol/message.h"

namespace countersign {

// ReplaceError changes status and S3 error code of an answer that is a refusal of this class
// (protocol.md). Other answers stay as they are.
void ReplaceError(Answer& answer, std::string_view rejection_class, int status,
                  std::string_view code);

}  // namespace countersign
