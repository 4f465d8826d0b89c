// `countersign run`: asks an implementation every selected case, prints what failed and why, writes
// the reports, and turns the verdicts into the exit status.
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "cli/command.h"
#include "cli/endpoint_arguments.h"
#include "cli/implementation.h"
#include "cli/progress.h"
#include "cli/run_arguments.h"
#include "diagnose/diagnose.h"
#include "judge/deviations.h"
#include "protocol/shell_word.h"
#include "runner/runner.h"
#include "writers/report.h"

namespace countersign {
namespace {

// RunSubject is the implementation that the run asks.
struct RunSubject {
  ImplementationUnderTest implementation;
  std::shared_ptr<Endpoint> endpoint;  // null unless the implementation is a live server
};

std::optional<RunSubject> FindEndpoint(const EndpointArguments& arguments) {
  const std::shared_ptr<Endpoint> endpoint = MakeEndpoint(arguments);
  if (!endpoint) return std::nullopt;
  std::string named = "--endpoint " + ShellWord(*arguments.url) + " --bucket " +
                      ShellWord(arguments.bucket) + " --credentials " +
                      ShellWord(arguments.credentials);
  if (arguments.region) named += " --region " + ShellWord(*arguments.region);
  if (arguments.addressing != "path") named += " --addressing " + arguments.addressing;
  if (arguments.clock_file) named += " --clock-file " + ShellWord(*arguments.clock_file);
  if (arguments.errors != "code") named += " --errors " + arguments.errors;
  if (arguments.insecure) named += " --insecure";
  return RunSubject{{endpoint->Connector(), named}, endpoint};
}

std::optional<RunSubject> FindSubject(const RunArguments& arguments) {
  if (arguments.endpoint.url) return FindEndpoint(arguments.endpoint);
  auto implementation = FindImplementation(arguments.implementation);
  if (!implementation) return std::nullopt;
  return RunSubject{*std::move(implementation), nullptr};
}

// The options that select the same implementation and the same vectors, for the rerun command.
std::string NamedAgain(const ImplementationUnderTest& implementation,
                       const RunArguments& arguments) {
  const std::optional<std::string>& vectors = arguments.selection.vectors;
  if (!vectors) return implementation.named;
  return implementation.named + (implementation.named.empty() ? "" : " ") + "--vectors " +
         ShellWord(*vectors);
}

bool UseColour() { return isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr; }

// The console shows everything, with or without --report: what failed, then the counts.
void PrintConsole(const Report& report) {
  const bool colour = UseColour();
  std::cout << ExplainProblems(report, colour) << Summary(report, colour);
  std::cout.flush();
}

// Returns false if a report could not be written, after printing why.
bool WriteReports(const Report& report, const std::vector<ReportOutput>& outputs) {
  bool all = true;
  for (const ReportOutput& output : outputs) {
    if (const auto error = WriteWhole(output.path, output.format->write(report))) {
      PrintError("--report " + std::string(output.format->name) + "=" + output.path + ": " +
                 *error);
      all = false;
    }
  }
  return all;
}

int StatusOf(const Report& report) {
  const Tally tally = Count(report);
  if (report.interrupted) return kInterrupted;
  if (tally.fault > 0 || !report.faults.empty()) return kBroke;
  if (tally.fail > 0 || tally.unexpected_pass > 0) return kNotConforming;
  if (tally.pass + tally.expected_failure + tally.disputed > 0) return kConforming;
  // Who asks only for optional cases wants to know of them.
  if (tally.optional_failed > 0) return kNotConforming;
  return tally.optional_passed > 0 ? kConforming : kNothingRan;
}

// Everything that a run needs, read from the command line before any case is asked.
struct Prepared {
  Suite suite;
  std::vector<const Case*> cases;
  std::vector<Deviation> deviations;
  std::vector<ReportOutput> reports;
  RunSubject subject;
};

// Returns kConforming, or prints an error and returns the status.
int Prepare(const RunArguments& arguments, Prepared& prepared) {
  auto reports = ParseReports(arguments.reports);
  if (!reports) return kUsage;
  prepared.reports = std::move(*reports);
  auto subject = FindSubject(arguments);
  if (!subject) return kUsage;
  prepared.subject = std::move(*subject);
  auto suite = LoadVectors(arguments.selection.vectors);
  if (!suite) return kUsage;
  prepared.suite = std::move(*suite);
  if (arguments.expected) {
    auto deviations = ReadDeviations(*arguments.expected, prepared.suite);
    if (const auto* errors = std::get_if<LoadErrors>(&deviations)) {
      PrintLoadErrors(*errors);
      return kUsage;
    }
    prepared.deviations = std::get<std::vector<Deviation>>(std::move(deviations));
  }
  return SelectCases(prepared.suite, arguments.selection, prepared.cases);
}

void CleanUp(const Endpoint& endpoint) {
  for (const std::string& left : endpoint.RemoveObjects()) {
    PrintError("left behind at the endpoint: " + left);
  }
}

std::chrono::milliseconds Milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<long>(seconds * 1000));
}

RunOptions OptionsOf(const RunArguments& arguments, const std::shared_ptr<Endpoint>& endpoint) {
  RunOptions options;
  options.jobs = arguments.jobs;
  options.case_timeout = Milliseconds(arguments.timeout_seconds);
  options.startup_timeout = Milliseconds(arguments.startup_timeout_seconds);
  options.fail_fast = arguments.fail_fast;
  if (endpoint) {
    options.adapt_case = [endpoint](const Case& c) { return endpoint->AdaptNow(c); };
    options.waiting_time = [endpoint](const Case& c) { return endpoint->WaitingTime(c); };
  }
  return options;
}

// The results of a run, with deviations applied and likely causes found.
void AddResults(RunResult run, const std::vector<Deviation>& deviations, Report& report) {
  report.adapter_info = std::move(run.adapter_info);
  report.results = std::move(run.results);
  report.complete = run.complete;
  for (const AdapterBroke& fault : run.faults) report.faults.push_back(fault.reason);
  ApplyDeviations(deviations, report.results);
  Diagnose(report.adapter_info, run.failed_answers, report.results);
}

void PrintStartFailure(const AdapterBroke& broke, bool is_endpoint) {
  PrintError((is_endpoint ? "the endpoint cannot be tested: "
                          : "the adapter failed before it answered the hello: ") +
             broke.reason);
  if (!broke.stderr_tail.empty()) std::cerr << broke.stderr_tail << '\n';
}

}  // namespace

int RunSuite(const RunArguments& arguments) {
  Prepared prepared;
  if (const int status = Prepare(arguments, prepared); status != kConforming) return status;

  const std::shared_ptr<Endpoint> endpoint = prepared.subject.endpoint;
  const std::atomic<bool>& interrupted = InterruptOnSignals();
  RunOptions options = OptionsOf(arguments, endpoint);
  options.interrupted = &interrupted;
  std::variant<RunResult, AdapterBroke> outcome;
  {
    Progress progress(prepared.cases.size());
    options.on_result = [&progress](const CaseResult& result) { progress.Add(result); };
    outcome = Run(prepared.cases, prepared.subject.implementation.connect, options);
  }
  if (endpoint) CleanUp(*endpoint);

  Report report;
  report.suite_version = COUNTERSIGN_VERSION;
  report.suite = &prepared.suite;
  report.target = NamedAgain(prepared.subject.implementation, arguments);
  if (arguments.expected) report.expected = "--expected " + ShellWord(*arguments.expected);
  if (const auto* broke = std::get_if<AdapterBroke>(&outcome)) {
    report.faults.push_back(broke->reason);
    PrintStartFailure(*broke, endpoint != nullptr);
  } else {
    AddResults(std::get<RunResult>(std::move(outcome)), prepared.deviations, report);
    PrintConsole(report);
  }
  report.interrupted = interrupted;
  if (!WriteReports(report, prepared.reports)) return kUsage;
  return StatusOf(report);
}

}  // namespace countersign
