// The table of report formats. To add one: write NAME.cc, declare its writer in formats.h, add a
// row here, list the file in meson.build, and name the format in README.md.
#include "writers/formats.h"

#include <array>

namespace countersign {
namespace {

constexpr std::array kFormats = {
    ReportFormat{"json", JsonLines, "JSON Lines, for programs: header, cases, footer"},
    ReportFormat{"junit", JUnit, "JUnit XML, for CI servers"},
    ReportFormat{"tap", Tap, "TAP version 14"},
    ReportFormat{"html", Html, "one page that loads nothing from elsewhere and needs no script"},
    ReportFormat{"markdown", Markdown, "what is wrong by kind, for an issue or a release"},
    ReportFormat{"svg", Svg, "a picture of the result, for an issue or a README"},
    ReportFormat{"github", GitHub, "annotations of GitHub Actions, at most ten"},
};

}  // namespace

std::span<const ReportFormat> ReportFormats() { return kFormats; }

const ReportFormat* FindReportFormat(std::string_view name) {
  for (const ReportFormat& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

std::string ReportFormatNames() {
  std::string names;
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (i > 0) names += i + 1 == kFormats.size() ? " or " : ", ";
    names += kFormats[i].name;
  }
  return names;
}

}  // namespace countersign
