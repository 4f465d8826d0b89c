#pragma once

#include <string_view>

namespace countersign {

// kHtmlStyle is the style of the HTML report. It has no script.
extern const std::string_view kHtmlStyle;

}  // namespace countersign
