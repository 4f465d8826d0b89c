#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "cli/command.h"
#include "cli/endpoint_arguments.h"
#include "cli/implementation.h"
#include "cli/progress.h"
#include "cli/run_arguments.h"
#include "diagnose/diagnose.h"
#include "judge/deviations.h"
#include "runner/runner.h"
#include "writers/report.h"

namespace countersign {
namespace {

// RunSubject is what the run asks: an implementation, and the live server behind it if it is one.
struct RunSubject {
  ImplementationUnderTest implementation;
  std::shared_ptr<Endpoint> endpoint;  // null: the cases are asked as they are
};

std::optional<RunSubject> FindEndpoint(const EndpointArguments& arguments) {
  const std::shared_ptr<Endpoint> endpoint = MakeEndpoint(arguments);
  if (!endpoint) return std::nullopt;
  std::string named = "--endpoint " + ShellQuoted(*arguments.url) + " --bucket " +
                      ShellQuoted(arguments.bucket) + " --credentials " +
                      ShellQuoted(arguments.credentials);
  if (arguments.region) named += " --region " + ShellQuoted(*arguments.region);
  if (arguments.addressing != "path") named += " --addressing " + arguments.addressing;
  if (arguments.clock_file) named += " --clock-file " + ShellQuoted(*arguments.clock_file);
  if (arguments.errors != "code") named += " --errors " + arguments.errors;
  if (arguments.insecure) named += " --insecure";
  return RunSubject{{endpoint->Connector(), named}, endpoint};
}

std::optional<RunSubject> FindSubject(const RunArguments& arguments) {
  if (arguments.endpoint.url) return FindEndpoint(arguments.endpoint);
  auto implementation = FindImplementation(arguments.adapter, arguments.library);
  if (!implementation) return std::nullopt;
  return RunSubject{*std::move(implementation), nullptr};
}

// The options that reach the same implementation and the same vectors.
std::string NamedAgain(const ImplementationUnderTest& implementation,
                       const RunArguments& arguments) {
  const std::optional<std::string>& vectors = arguments.selection.vectors;
  if (!vectors) return implementation.named;
  return implementation.named + (implementation.named.empty() ? "" : " ") + "--vectors " +
         ShellQuoted(*vectors);
}

bool UseColour() { return isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr; }

// A run that was given no report still shows everything on the console: what failed, then the sum.
void PrintConsole(const Report& report) {
  const bool colour = UseColour();
  std::cout << ExplainProblems(report, colour) << Summary(report, colour);
  std::cout.flush();
}

// False where a report could not be written: complained of.
bool WriteReports(const Report& report, const std::vector<ReportOutput>& outputs) {
  bool all = true;
  for (const ReportOutput& output : outputs) {
    const std::optional<std::string> document = Render(output.format, report);
    if (const auto error = WriteWhole(output.path, document.value_or(""))) {
      PrintError("--report " + output.format + "=" + output.path + ": " + *error);
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
  if (tally.pass + tally.expected_failure + tally.disputed == 0) return kNothingRan;
  return kConforming;
}

// What is known before anything runs. Nothing where it cannot be had: complained of.
struct Prepared {
  Suite suite;
  std::vector<const Case*> cases;
  std::vector<Deviation> deviations;
  std::vector<ReportOutput> reports;
  RunSubject subject;
};

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

}  // namespace

int RunSuite(const RunArguments& arguments) {
  Prepared prepared;
  if (const int status = Prepare(arguments, prepared); status != kConforming) return status;

  const std::atomic<bool>& interrupted = InterruptOnSignals();
  RunOptions options;
  options.jobs = arguments.jobs;
  options.case_timeout = std::chrono::milliseconds(long(arguments.timeout_seconds * 1000));
  options.startup_timeout =
      std::chrono::milliseconds(long(arguments.startup_timeout_seconds * 1000));
  options.fail_fast = arguments.fail_fast;
  options.interrupted = &interrupted;
  const std::shared_ptr<Endpoint> endpoint = prepared.subject.endpoint;
  if (endpoint) {
    options.adapt_case = [endpoint](const Case& c) { return endpoint->AdaptNow(c); };
    options.waiting_time = [endpoint](const Case& c) { return endpoint->WaitingTime(c); };
  }
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
  if (arguments.expected) report.expected = "--expected " + ShellQuoted(*arguments.expected);
  if (const auto* failure = std::get_if<AdapterBroke>(&outcome)) {
    report.faults.push_back(failure->reason);
    PrintError((endpoint ? "the endpoint cannot be tested: "
                         : "the adapter did not get as far as a handshake: ") +
               failure->reason);
    if (!failure->stderr_tail.empty()) std::cerr << failure->stderr_tail << '\n';
  } else {
    RunResult& run = std::get<RunResult>(outcome);
    report.adapter_info = std::move(run.adapter_info);
    report.results = std::move(run.results);
    report.complete = run.complete;
    for (const AdapterBroke& fault : run.faults) report.faults.push_back(fault.reason);
    ApplyDeviations(prepared.deviations, report.results);
    report.not_diagnosed = Diagnose(report.adapter_info, run.failures, report.results);
    PrintConsole(report);
  }
  report.interrupted = interrupted;
  if (!WriteReports(report, prepared.reports)) return kUsage;
  return StatusOf(report);
}

}  // namespace countersign
