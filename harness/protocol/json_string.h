#pragma once

#include <string>
#include <string_view>

namespace countersign {

// AppendJsonString writes octets as a JSON string, escaped; as {"b64": …} where they are no UTF-8.
// It tells which: false for the latter. What follows from it is ASCII where the octets are, UTF-8
// otherwise, and never holds a line break.
bool AppendJsonString(std::string_view octets, std::string& out);

}  // namespace countersign
