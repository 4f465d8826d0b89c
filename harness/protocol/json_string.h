#pragma once

#include <string>
#include <string_view>

namespace countersign {

// AppendJsonString writes bytes as a JSON string, escaped, and returns true; if they are not valid
// UTF-8, as {"b64": …}, and returns false. The output is ASCII if the bytes are, otherwise UTF-8,
// and never contains a line break.
bool AppendJsonString(std::string_view octets, std::string& out);

}  // namespace countersign
