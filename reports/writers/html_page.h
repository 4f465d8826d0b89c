#pragma once

#include <string_view>

namespace countersign {

// The parts of the HTML report that are the same in every one: style and script, both inline, so
// that the page is one file that fetches nothing.
extern const std::string_view kHtmlStyle;
extern const std::string_view kHtmlScript;

}  // namespace countersign
