#pragma once

#include <string>
#include <string_view>

namespace countersign {

// Header names compare without regard to ASCII case; octets above 127 are left alone.
bool SameHeaderName(std::string_view a, std::string_view b);

// IsAmzHeader tells whether a name begins with `x-amz-`, in any case.
bool IsAmzHeader(std::string_view name);

// AppendLowerCase appends a name in lower case.
void AppendLowerCase(std::string_view name, std::string& out);
std::string LowerCase(std::string_view name);

}  // namespace countersign
