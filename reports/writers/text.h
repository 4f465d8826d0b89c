#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/printable.h"

namespace countersign {

// Lines splits text at line feeds; a last empty line is dropped.
std::vector<std::string_view> Lines(std::string_view text);

// JsonText returns PrintableLines(bytes) as a JSON string, which is also a double-quoted YAML
// scalar.
std::string JsonText(std::string_view bytes);

}  // namespace countersign
