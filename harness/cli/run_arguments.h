#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "suite/select.h"
#include "writers/formats.h"

namespace countersign {

// ReportOutput is one --report FORMAT=FILE.
struct ReportOutput {
  const ReportFormat* format;
  std::string path;
};

// SelectCases stores the selected cases, sorted by id, and returns kConforming. If the options are
// invalid or select no case, it prints an error and returns another status.
int SelectCases(const Suite& suite, const SelectionArguments& arguments,
                std::vector<const Case*>& cases);

// WhyNotNew says, for people, why no new file can be made at a path: it exists already, or its
// folder cannot be written. It returns nullopt if one can be made.
std::optional<std::string> WhyNotNew(const std::string& path);

// WhyNotNewList says, for people, why --write-expected cannot write a list to a path: it exists,
// and is not the list of --expected, whose reasons are kept. It returns nullopt if it can.
std::optional<std::string> WhyNotNewList(const std::string& path,
                                         const std::optional<std::string>& expected);

// WhySharedFile says, for people, which file would be written although another option of the run
// reads or writes it. Only the list of --expected may be written, by --write-expected.
std::optional<std::string> WhySharedFile(const RunArguments& arguments,
                                         const std::vector<ReportOutput>& reports);

// ParseReports reads the --report options. If one is malformed or its path cannot be written, it
// prints an error and returns nullopt.
std::optional<std::vector<ReportOutput>> ParseReports(const std::vector<std::string>& reports);

}  // namespace countersign
