#pragma once

#include <span>
#include <string_view>

#include "protocol/message.h"

namespace countersign {

// RejectionClasses lists the protocol's classes of refusals of one operation.
std::span<const std::string_view> RejectionClasses(Op op);

}  // namespace countersign
