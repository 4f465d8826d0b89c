#pragma once

#include <span>
#include <string>
#include <string_view>

#include "writers/report.h"

namespace countersign {

// ReportFormat is one format of `run --report FORMAT=FILE`.
struct ReportFormat {
  std::string_view name;                // "junit"; what stands before the '='
  std::string (*write)(const Report&);  // returns the whole document
  std::string_view description;         // one line for --help
};

// ReportFormats is the only list of the formats, in the order in which help shows them. --report,
// its help and the tests read it; a test compares README.md with it.
std::span<const ReportFormat> ReportFormats();

// FindReportFormat returns nullptr if no format has this name.
const ReportFormat* FindReportFormat(std::string_view name);

// ReportFormatNames is "json, junit, … or github", for help and messages.
std::string ReportFormatNames();

// The writers, one a file. Each returns the whole document.
std::string JsonLines(const Report& report);
std::string JUnit(const Report& report);
std::string Tap(const Report& report);
std::string Html(const Report& report);
std::string Markdown(const Report& report);
std::string Svg(const Report& report);
std::string GitHub(const Report& report);

}  // namespace countersign
