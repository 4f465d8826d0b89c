#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "suite/select.h"

namespace countersign {

// ReportOutput is one --report, taken apart.
struct ReportOutput {
  std::string format;
  std::string path;
};

// SelectCases finds the cases that the options mean; never none with status kConforming. Otherwise
// the status, complained of.
int SelectCases(const Suite& suite, const SelectionArguments& arguments,
                std::vector<const Case*>& cases);

// ParseReports takes the --report options apart. Nothing where one is malformed or its path cannot
// be written: complained of, before anything runs.
std::optional<std::vector<ReportOutput>> ParseReports(const std::vector<std::string>& reports);

// ShellQuoted quotes text so that a shell reads it back as one word.
std::string ShellQuoted(const std::string& text);

}  // namespace countersign
