// `countersign run`: asks an implementation every selected case, prints what failed and why, writes
// the reports, and turns the verdicts into the exit status.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <set>

#include "cli/command.h"
#include "cli/endpoint_arguments.h"
#include "cli/implementation.h"
#include "cli/progress.h"
#include "cli/run_arguments.h"
#include "diagnose/diagnose.h"
#include "diagnose/further_cases.h"
#include "judge/deviations.h"
#include "judge/list_deviations.h"
#include "judge/server_broke.h"
#include "protocol/printable.h"
#include "protocol/shell_word.h"
#include "runner/not_asked.h"
#include "runner/runner.h"
#include "runner/trace.h"
#include "suite/select.h"
#include "writers/report.h"
#include "writers/wrong.h"

namespace countersign {
namespace {

// RunSubject is the implementation that the run asks.
struct RunSubject {
  ImplementationUnderTest implementation;
  std::shared_ptr<Endpoint> endpoint;  // null unless the implementation is a live server
};

// A script that starts a server, runs the suite and ends the server sets this variable to the
// command that does the same again. Its server and keys are gone when a failure is read.
const char* ServerScript() { return std::getenv("COUNTERSIGN_SERVER_SCRIPT"); }

std::string NamedAgain(const EndpointArguments& arguments) {
  std::string named;
  const auto add = [&named](const std::string& option) {
    named += (named.empty() ? "" : " ") + option;
  };
  const bool by_script = ServerScript() != nullptr;
  if (!by_script) {
    add("--endpoint " + ShellWord(*arguments.url) + " --bucket " + ShellWord(arguments.bucket) +
        " --credentials " + ShellWord(arguments.credentials));
  }
  if (arguments.region) add("--region " + ShellWord(*arguments.region));
  if (arguments.no_region) add("--no-region");
  if (arguments.addressing != "path") add("--addressing " + arguments.addressing);
  if (arguments.clock_file && !by_script) add("--clock-file " + ShellWord(*arguments.clock_file));
  if (arguments.errors != "code") add("--errors " + arguments.errors);
  if (arguments.insecure) add("--insecure");
  return named;
}

std::optional<RunSubject> FindEndpoint(const RunArguments& arguments) {
  const bool all = arguments.selection.level == "may";
  const std::shared_ptr<Endpoint> endpoint =
      MakeEndpoint(arguments.endpoint, all ? SampledDays::kAll : SampledDays::kSome);
  if (!endpoint) return std::nullopt;
  return RunSubject{{endpoint->Connector(), NamedAgain(arguments.endpoint)}, endpoint};
}

std::optional<RunSubject> FindSubject(const RunArguments& arguments) {
  if (arguments.endpoint.url) return FindEndpoint(arguments);
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

// For people who read a report later: "2026-11-30 14:02 UTC".
std::string Today() {
  const std::time_t now = std::time(nullptr);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", std::gmtime(&now));
  return text;
}

bool UseColour() { return isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr; }

// What must be known before any figure of the implementation: the server breaks on a request.
std::string Headlines(const Report& report) {
  constexpr std::size_t kShown = 10;
  std::string names;
  std::size_t broke = 0;
  for (const CaseResult& result : report.results) {
    if (!ServerBroke(result)) continue;
    if (++broke <= kShown) names += "  " + Printable(result.vector->id) + "\n";
  }
  if (broke == 0) return "";
  if (broke > kShown) names += "  and " + std::to_string(broke - kShown) + " more\n";
  return "THE SERVER BREAKS on " + std::to_string(broke) +
         (broke == 1 ? " request:\n" : " requests:\n") + names + "\n";
}

// The console shows everything, with or without --report: what failed, then the counts.
void PrintConsole(const Report& report) {
  const bool colour = UseColour();
  std::cout << Headlines(report) << ConsoleText(report, colour);
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

// "3 of its 12 reasons still begin with …"; empty if a person has replaced them all.
std::string WorkLeft(const std::vector<Deviation>& list) {
  const std::size_t count = CountToFillIn(list);
  if (count == 0) return "";
  return std::to_string(count) + " of its " + std::to_string(list.size()) +
         (list.size() == 1 ? " reason" : " reasons") + (count == 1 ? " begins" : " begin") +
         " with \"To fill in:\": replace each by what is wrong";
}

// Returns false if the list could not be written, after printing why.
bool WriteExpected(const std::string& path, const std::vector<Deviation>& known, Report& report) {
  if (!report.complete) {
    PrintError("--write-expected " + path + ": not written, because not every case was judged");
    return false;
  }
  const std::vector<Deviation> list = ListDeviations(report.results, *report.suite, known);
  if (const auto error = WriteWhole(path, DeviationsText(list))) {
    PrintError("--write-expected " + path + ": " + *error);
    return false;
  }
  const std::string left = WorkLeft(list);
  report.notes.push_back("wrote " + std::to_string(list.size()) +
                         (list.size() == 1 ? " entry to " : " entries to ") + path +
                         (left.empty() ? "" : ": " + left));
  return true;
}

// What the options about known deviations have to say: the console shows it before its last line.
// Returns false if a list could not be written, after printing why.
bool TellOfDeviations(const RunArguments& arguments, const std::vector<Deviation>& known,
                      Report& report) {
  if (arguments.write_expected) return WriteExpected(*arguments.write_expected, known, report);
  const std::string left = WorkLeft(known);
  if (!left.empty()) report.notes.push_back(*arguments.expected + ": " + left);
  return true;
}

int StatusOf(const Report& report) {
  if (report.interrupted) return kInterrupted;
  if (Count(report).fault > 0) return kBroke;
  switch (StandingOf(report)) {
    case Standing::kConforming: return kConforming;
    case Standing::kNotConforming: return kNotConforming;
    case Standing::kBroken: return kBroke;
    case Standing::kNothingRan: break;
  }
  return kNothingRan;
}

// Everything that a run needs, read from the command line before any case is asked.
struct Prepared {
  Suite suite;
  std::vector<const Case*> cases;
  std::vector<Deviation> deviations;
  std::vector<ReportOutput> reports;
  RunSubject subject;
  std::shared_ptr<Trace> trace;  // null without --trace
};

// Returns false after printing why the file of --trace cannot be written.
bool OpenTrace(const std::string& path, Prepared& prepared) {
  const bool real = prepared.subject.endpoint != nullptr;
  auto opened = Trace::Open(path, real ? TracedKeys::kReal : TracedKeys::kPublished);
  if (const auto* why = std::get_if<std::string>(&opened)) {
    PrintError("--trace " + path + ": " + *why);
    return false;
  }
  prepared.trace = std::get<std::shared_ptr<Trace>>(std::move(opened));
  ConnectFn& connect = prepared.subject.implementation.connect;
  connect = Traced(std::move(connect), prepared.trace);
  return true;
}

// Returns kConforming, or prints an error and returns the status.
int Prepare(const RunArguments& arguments, Prepared& prepared) {
  auto reports = ParseReports(arguments.reports);
  if (!reports) return kUsage;
  prepared.reports = std::move(*reports);
  if (const auto why = WhySharedFile(arguments, prepared.reports)) {
    PrintError(*why);
    return kUsage;
  }
  auto subject = FindSubject(arguments);
  if (!subject) return kUsage;
  prepared.subject = std::move(*subject);
  auto suite = LoadVectors(arguments.selection.vectors);
  if (!suite) return kUsage;
  prepared.suite = std::move(*suite);
  if (arguments.write_expected) {
    if (const auto why = WhyNotNewList(*arguments.write_expected, arguments.expected)) {
      PrintError("--write-expected " + *arguments.write_expected + ": " + *why);
      return kUsage;
    }
  }
  if (arguments.expected) {
    auto deviations = ReadDeviations(*arguments.expected, prepared.suite);
    if (const auto* errors = std::get_if<LoadErrors>(&deviations)) {
      PrintLoadErrors(*errors);
      return kUsage;
    }
    prepared.deviations = std::get<std::vector<Deviation>>(std::move(deviations));
  }
  const int status = SelectCases(prepared.suite, arguments.selection, prepared.cases);
  if (status != kConforming) return status;
  return arguments.trace && !OpenTrace(*arguments.trace, prepared) ? kUsage : kConforming;
}

void CleanUp(const Endpoint& endpoint) {
  for (const std::string& left : endpoint.RemoveObjects()) {
    PrintError("left behind at the endpoint: " + left);
  }
}

constexpr std::chrono::seconds kTimeForFurtherCases(10);

std::chrono::milliseconds Milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<long>(seconds * 1000));
}

LiveServerChecks ChecksOf(const std::shared_ptr<Endpoint>& endpoint,
                          std::chrono::milliseconds timeout) {
  return {[endpoint, timeout] {
            return endpoint->WhyGone(RequestDeadline(RequestDeadline::Clock::now() + timeout));
          },
          [](const FaultAnswer& fault) { return fault.message.starts_with(kNoWholeResponse); },
          [](const FaultAnswer& fault) { return fault.message.starts_with(kOfAProxy); }};
}

constexpr double kUsualStartup = 10;  // seconds

RunOptions OptionsOf(const RunArguments& arguments, const Prepared& prepared) {
  const std::shared_ptr<Endpoint>& endpoint = prepared.subject.endpoint;
  RunOptions options;
  options.jobs = arguments.jobs;
  options.case_timeout = Milliseconds(arguments.timeout_seconds);
  options.startup_timeout = Milliseconds(arguments.startup_timeout_seconds.value_or(
      endpoint ? arguments.timeout_seconds : kUsualStartup));
  options.fail_fast = arguments.fail_fast;
  options.is_expected = [&prepared](const CaseResult& result) {
    return ExpectedBy(prepared.deviations, result) != nullptr;
  };
  if (endpoint) {
    options.adapt_case = [endpoint](const Case& c) { return endpoint->AdaptNow(c); };
    options.waiting_time = [endpoint](const Case& c) { return endpoint->WaitingTime(c); };
    options.live_server = ChecksOf(endpoint, options.case_timeout);
  }
  return options;
}

// The results of a run, with deviations applied.
void AddResults(RunResult& run, const std::vector<Deviation>& deviations, Report& report) {
  report.adapter_info = std::move(run.adapter_info);
  report.results = std::move(run.results);
  report.complete = run.complete;
  for (const AdapterBroke& fault : run.faults) report.faults.push_back(fault.reason);
  ApplyDeviations(deviations, report.results);
}

// The cases that --select, --shard and --level leave out and --exclude does not, if the
// implementation can be asked them without waiting.
std::vector<const Case*> OtherCases(const Prepared& prepared, const RunArguments& arguments,
                                    const RunOptions& options, const AdapterInfo& adapter_info) {
  Selection selection;
  selection.exclude = arguments.selection.exclude;
  selection.weakest =
      std::max(Level::kShould, ParseLevel(arguments.selection.level).value_or(Level::kShould));
  const std::set<const Case*> selected(prepared.cases.begin(), prepared.cases.end());
  std::vector<const Case*> others;
  for (const Case* c : Select(prepared.suite, selection)) {
    if (selected.count(c) > 0 || WhyUnsupported(*c, adapter_info)) continue;
    if (options.waiting_time && options.waiting_time(*c).count() > 0) continue;
    const bool asked = options.adapt_case ? std::holds_alternative<Case>(options.adapt_case(*c))
                                          : !WhyNotAsked(*c, adapter_info);
    if (asked) others.push_back(c);
  }
  return others;
}

// Asks cases that the user did not select, if their answers tell the causes of failures apart, so
// that the causes are those of a run of everything.
FurtherAnswers AskFurtherCases(const Prepared& prepared, const RunArguments& arguments,
                               RunOptions options, const std::vector<FailedAnswer>& failures,
                               Report& report, FailuresOfMutants& known) {
  FurtherAnswers answers;
  const std::vector<const Case*> others =
      OtherCases(prepared, arguments, options, report.adapter_info);
  report.further.left_out = arguments.no_further_cases && !others.empty();
  if (arguments.no_further_cases) return answers;
  const std::vector<const Case*> further =
      FurtherCases(report.adapter_info, failures, report.results, others, known);
  report.further.useful = further.size();
  if (further.empty()) return answers;
  Progress progress(further.size());
  options.on_result = [&progress](const CaseResult& result) { progress.Add(result); };
  options.until = std::chrono::steady_clock::now() + kTimeForFurtherCases;
  auto outcome = Run(further, prepared.subject.implementation.connect, options);
  if (auto* run = std::get_if<RunResult>(&outcome)) {
    answers.results = std::move(run->results);
    answers.failed_answers = std::move(run->failed_answers);
    ApplyDeviations(prepared.deviations, answers.results);
  }
  report.further.asked = answers.results.size();
  return answers;
}

void AddCauses(const Prepared& prepared, const RunArguments& arguments, const RunOptions& options,
               const RunResult& run, Report& report) {
  FurtherAnswers further;
  FailuresOfMutants known(options.interrupted);
  if (run.complete && !run.failed_answers.empty()) {
    further = AskFurtherCases(prepared, arguments, options, run.failed_answers, report, known);
  }
  Diagnose(report.adapter_info, run.failed_answers, report.results, further, known);
}

// The first fault that ended the run says most; its stderr is in no report.
void PrintStderrOfFaults(const RunResult& run) {
  if (run.complete || run.faults.empty() || run.faults.front().stderr_tail.empty()) return;
  PrintError("last lines of the adapter on stderr:");
  PrintStderrTail(run.faults.front().stderr_tail);
}

void PrintStartFailure(const AdapterBroke& broke, bool is_endpoint) {
  PrintError((is_endpoint ? "the endpoint cannot be tested: "
                          : "the adapter failed before it answered the hello: ") +
             broke.reason);
  PrintStderrTail(broke.stderr_tail);
}

// Whether what the user gave names a server, a bucket and keys. It prints what is wrong with it. (A
// server that breaks is reported by the run.)
bool CanBeUsed(const Endpoint& endpoint, const RunOptions& options) {
  endpoint.Prepare(RequestDeadline(RequestDeadline::Clock::now() + options.startup_timeout,
                                   options.interrupted));
  const std::optional<std::string> why = endpoint.WrongInput();
  if (!why) return true;
  PrintError("the endpoint cannot be tested: " + *why);
  CleanUp(endpoint);
  return false;
}

}  // namespace

int RunSuite(const RunArguments& arguments) {
  Prepared prepared;
  if (const int status = Prepare(arguments, prepared); status != kConforming) return status;

  const std::shared_ptr<Endpoint> endpoint = prepared.subject.endpoint;
  const std::atomic<bool>& interrupted = InterruptOnSignals();
  RunOptions options = OptionsOf(arguments, prepared);
  options.interrupted = &interrupted;
  if (endpoint && !CanBeUsed(*endpoint, options)) return kUsage;
  std::variant<RunResult, AdapterBroke> outcome;
  {
    Progress progress(prepared.cases.size());
    options.on_result = [&](const CaseResult& result) {
      progress.Add(result, ExpectedBy(prepared.deviations, result) != nullptr);
    };
    outcome = Run(prepared.cases, prepared.subject.implementation.connect, options);
  }
  const bool was_interrupted = interrupted;

  Report report;
  report.suite_version = COUNTERSIGN_VERSION;
  report.suite = &prepared.suite;
  report.date = Today();
  report.is_live_server = endpoint != nullptr;
  report.target = NamedAgain(prepared.subject.implementation, arguments);
  if (endpoint && ServerScript() != nullptr) report.command = ServerScript();
  if (arguments.expected) report.expected = "--expected " + ShellWord(*arguments.expected);
  const auto* broke = std::get_if<AdapterBroke>(&outcome);
  if (broke != nullptr) {
    report.faults.push_back(broke->reason);
    PrintStartFailure(*broke, endpoint != nullptr);
  } else {
    RunResult& run = std::get<RunResult>(outcome);
    PrintStderrOfFaults(run);
    AddResults(run, prepared.deviations, report);
    AddCauses(prepared, arguments, options, run, report);
  }
  if (endpoint) CleanUp(*endpoint);
  report.interrupted = was_interrupted;
  const bool told = TellOfDeviations(arguments, prepared.deviations, report);
  if (broke == nullptr) PrintConsole(report);
  if (!WriteReports(report, prepared.reports)) return kUsage;
  if (prepared.trace && prepared.trace->Error()) {
    PrintError("--trace " + *arguments.trace + ": " + *prepared.trace->Error());
    return kUsage;
  }
  if (prepared.trace && prepared.trace->IsCut()) {
    PrintError("--trace " + *arguments.trace + ": ends at " +
               std::to_string(Trace::kMostBytes >> 20) + " MiB; select fewer cases");
  }
  return told || !report.complete ? StatusOf(report) : int{kUsage};
}

}  // namespace countersign
