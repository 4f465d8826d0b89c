#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <thread>

#include "cli/command.h"
#include "cli/run_arguments.h"
#include "protocol/json_writer.h"
#include "report.h"
#include "selftest/measure.h"

namespace countersign {
namespace {

struct SelfTestArguments {
  SelectionArguments selection;
  std::vector<std::string> select;
  std::optional<std::string> matrix;
  int jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
};

bool IsFault(const Measured& measured) { return measured.side != "both"; }

std::string MatrixJson(const std::vector<Measured>& all) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.BeginArray("faults");
  for (const Measured& measured : all) {
    if (!IsFault(measured)) continue;
    writer.BeginObject();
    writer.Text("fault", measured.name);
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

void PrintFaults(const std::vector<Measured>& all) {
  for (const Measured& measured : all) {
    if (!IsFault(measured) || measured.caught_by.empty()) continue;
    std::string cases = std::to_string(measured.caught_by.size());
    cases.insert(0, cases.size() < 5 ? 5 - cases.size() : 0, ' ');
    std::cout << Padded(measured.name, 48) << Padded(measured.side, 8) << cases << "  "
              << measured.caught_by.front() << '\n';
  }
}

// The sum, and what is not as it should be. The status.
int PrintSum(const std::vector<Measured>& all) {
  std::size_t faults = 0;
  std::size_t survivors = 0;
  std::size_t correct = 0;
  std::size_t wronged = 0;
  for (const Measured& measured : all) {
    (IsFault(measured) ? faults : correct) += 1;
    if (measured.problem.empty()) continue;
    (IsFault(measured) ? survivors : wronged) += 1;
    std::cout << measured.name << " (" << measured.side << ") " << measured.problem << "\n    "
              << measured.wrong << '\n';
  }
  std::cout << "caught " << faults - survivors << " of " << faults << " faults; "
            << correct - wronged << " of " << correct << " correct implementations conform"
            << std::endl;
  return survivors + wronged == 0 ? kConforming : kNotConforming;
}

int RunSelfTest(const SelfTestArguments& arguments) {
  const std::optional<Suite> suite = LoadVectors(arguments.selection.vectors);
  if (!suite) return kUsage;
  std::error_code error;
  SelfTestOptions options;
  options.program = ShellQuoted(std::filesystem::read_symlink("/proc/self/exe", error).string());
  options.jobs = arguments.jobs;
  options.select = arguments.select;
  std::size_t done = 0;
  options.on_measured = [&done](const Measured& measured) {
    if (++done % 50 == 0)
      std::fprintf(stderr, "%zu measured, now %s\n", done, measured.name.c_str());
  };
  const std::vector<Measured> all = SelfTest(*suite, options);
  if (all.empty()) {
    Complain("no fault and no correct implementation is selected");
    return kNothingRan;
  }
  PrintFaults(all);
  const int status = PrintSum(all);
  if (!arguments.matrix) return status;
  if (const auto problem = WriteWhole(*arguments.matrix, MatrixJson(all))) {
    Complain("--matrix " + *arguments.matrix + ": " + *problem);
    return kUsage;
  }
  return status;
}

}  // namespace

void AddSelfTestCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "selftest",
      "Measures the suite: every fault must be caught, no correct implementation failed");
  static SelfTestArguments arguments;
  AddVectorsOption(*command, arguments.selection);
  command->add_option("--jobs", arguments.jobs, "How many at once (default: one a processor)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command
      ->add_option("--select", arguments.select, "Measure those whose names fit; may be repeated")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  command->add_option("--matrix", arguments.matrix, "Write which case catches which fault, as JSON")
      ->type_name("FILE");
  command->callback([&status] { status = RunSelfTest(arguments); });
}

}  // namespace countersign
