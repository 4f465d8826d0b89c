#pragma once

#include <string_view>

namespace countersign {

// The parts that are the same in every HTML report, style and script. Both are inside the page, so
// that it is one file and loads nothing.
extern const std::string_view kHtmlStyle;
extern const std::string_view kHtmlScript;

}  // namespace countersign
