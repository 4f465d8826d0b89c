#pragma once

#include <string>

#include "writers/report.h"

namespace countersign {

// One writer a format; each returns the whole document.
std::string JsonLines(const Report& report);  // the result file of protocol.md
std::string JUnit(const Report& report);      // a child element for every non-pass
std::string Tap(const Report& report);        // TAP 14
std::string Markdown(const Report& report);
std::string GitHub(const Report& report);  // workflow commands: at most ten show
std::string Html(const Report& report);    // one page that fetches nothing

}  // namespace countersign
