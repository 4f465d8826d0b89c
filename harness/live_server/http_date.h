#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sigv4/timestamp.h"

namespace countersign {

// The one form of a date that HTTP writes: `Fri, 24 May 2013 00:00:00 GMT`.
std::string FormatHttpDate(Timestamp time);
std::optional<Timestamp> ParseHttpDate(std::string_view text);

}  // namespace countersign
