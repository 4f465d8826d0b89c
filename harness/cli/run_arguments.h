#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/endpoint_arguments.h"
#include "suite/select.h"

namespace countersign {

// SelectionArguments are the options with which run and list say which cases they mean.
struct SelectionArguments {
  std::vector<std::string> select;
  std::vector<std::string> exclude;
  std::string level = "should";
  std::optional<std::string> shard;
  std::optional<std::string> vectors;
};

// RunArguments is a run's command line as given.
struct RunArguments {
  SelectionArguments selection;
  std::optional<std::string> adapter;
  std::optional<std::string> library;
  EndpointArguments endpoint;
  std::vector<std::string> reports;  // FORMAT=FILE
  std::optional<std::string> expected;
  int jobs = 1;
  double timeout_seconds = 10;
  double startup_timeout_seconds = 10;
  bool fail_fast = false;
};

// ReportOutput is one --report, taken apart.
struct ReportOutput {
  std::string format;
  std::string path;
};

void AddVectorsOption(CLI::App& command, SelectionArguments& arguments);
void AddSelectionOptions(CLI::App& command, SelectionArguments& arguments);

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
