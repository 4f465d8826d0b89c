#pragma once

#include <string>
#include <string_view>

namespace countersign {

// Escaped makes printable text safe inside XML and HTML, attributes included.
std::string Escaped(std::string_view text);

}  // namespace countersign
