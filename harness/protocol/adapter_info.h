#pragma once

#include <span>
#include <string_view>

#include "protocol/message.h"

namespace countersign {

// OpName is the operation on the wire: "presign", "verify".
std::string_view OpName(Op op);

// The values of `clock` and `errors` on the wire: "injected", "ambient"; "outcome", "class",
// "code".
std::string_view ClockName(Clock clock);
std::string_view ErrorLevelName(ErrorLevel level);

// Features lists what an implementation of one operation may declare, without prefix.
std::span<const std::string_view> Features(Op op);

// IsFeature tells whether an adapter may declare the text: a feature of either operation, or one
// behind the operation that has it ("presign:bytes").
bool IsFeature(std::string_view text);

// Serves tells whether an implementation does the operation at all.
bool Serves(const AdapterInfo& adapter_info, Op op);

// Declares tells whether an implementation has a feature, given without prefix, for an operation.
bool Declares(const AdapterInfo& adapter_info, Op op, std::string_view feature);

}  // namespace countersign
