// `countersign selftest` measures the suite with mutants and correct variants (mutants/selftest.h).
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <thread>

#include "cli/command.h"
#include "cli/run_arguments.h"
#include "mutants/selftest.h"
#include "protocol/json_writer.h"
#include "protocol/shell_word.h"
#include "writers/report.h"

namespace countersign {
namespace {

bool IsMutant(const SelfTestResult& measured) { return measured.side != "both"; }

std::string MatrixJson(const std::vector<SelfTestResult>& all) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.BeginArray("mutants");
  for (const SelfTestResult& measured : all) {
    if (!IsMutant(measured)) continue;
    writer.BeginObject();
    writer.Text("mutant", measured.name);
    writer.Text("side", measured.side);
    writer.Texts("caught_by", measured.caught_by);
    writer.Integer("other_failures", static_cast<std::int64_t>(measured.other_failures));
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return json + "\n";
}

std::string Padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

void PrintMutants(const std::vector<SelfTestResult>& all) {
  for (const SelfTestResult& measured : all) {
    if (!IsMutant(measured) || measured.caught_by.empty()) continue;
    std::string cases = std::to_string(measured.caught_by.size());
    cases.insert(0, cases.size() < 5 ? 5 - cases.size() : 0, ' ');
    std::cout << Padded(measured.name, 48) << Padded(measured.side, 8) << cases << "  "
              << measured.caught_by.front() << '\n';
  }
}

// Prints each problem and the totals. Returns the exit status.
int PrintTotals(const std::vector<SelfTestResult>& all) {
  std::size_t mutants = 0;
  std::size_t survivors = 0;
  std::size_t correct = 0;
  std::size_t failed = 0;
  for (const SelfTestResult& measured : all) {
    (IsMutant(measured) ? mutants : correct) += 1;
    if (measured.problem.empty()) continue;
    (IsMutant(measured) ? survivors : failed) += 1;
    std::cout << measured.name << " (" << measured.side << ") " << measured.problem << "\n    "
              << measured.description << '\n';
  }
  std::cout << "caught " << mutants - survivors << " of " << mutants << " mutants; "
            << correct - failed << " of " << correct << " correct implementations conform"
            << std::endl;
  return survivors + failed == 0 ? kConforming : kNotConforming;
}

}  // namespace

int RunSelfTest(const SelfTestArguments& arguments) {
  const std::optional<Suite> suite = LoadVectors(arguments.selection.vectors);
  if (!suite) return kUsage;
  std::error_code error;
  SelfTestOptions options;
  options.program = ShellWord(std::filesystem::read_symlink("/proc/self/exe", error).string());
  options.jobs = arguments.jobs;
  options.select = arguments.select;
  options.asks_other_rules = arguments.matrix.has_value();
  std::size_t done = 0;
  options.on_measured = [&done](const SelfTestResult& measured) {
    if (++done % 50 == 0)
      std::fprintf(stderr, "%zu measured, last %s\n", done, measured.name.c_str());
  };
  const std::vector<SelfTestResult> all = SelfTest(*suite, options);
  if (all.empty()) {
    PrintError("--select matches no mutant and no correct implementation");
    return kNothingRan;
  }
  PrintMutants(all);
  const int status = PrintTotals(all);
  if (!arguments.matrix) return status;
  if (const auto problem = WriteWhole(*arguments.matrix, MatrixJson(all))) {
    PrintError("--matrix " + *arguments.matrix + ": " + *problem);
    return kUsage;
  }
  return status;
}

}  // namespace countersign
