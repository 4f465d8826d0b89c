// `countersign record`: asks genuine S3 (or a server in its place) the verify cases and writes its
// answers to a file. Shows first what it will send, and sends nothing without --yes.
#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <set>
#include <variant>

#include "cli/command.h"
#include "cli/implementation.h"
#include "cli/progress.h"
#include "cli/record_arguments.h"
#include "cli/run_arguments.h"
#include "evidence/recording.h"
#include "writers/text.h"

namespace countersign {
namespace {

// What 1,000 PUTs cost in us-east-1; a GET costs less, a DELETE nothing. As others quote it in
// 2026: AWS's own page fills in its prices by a script.
constexpr double kDollarsForThousand = 0.005;
constexpr std::size_t kMostReasons = 8;

std::string Cost(std::size_t requests) {
  std::array<char, 64> text;
  std::snprintf(text.data(), text.size(), "%.2f",
                static_cast<double>(requests) * kDollarsForThousand / 1000 + 0.005);
  return text.data();
}

std::string KeysText(const EndpointCredentials& keys) {
  const bool is_temporary = keys.primary.session_token.has_value();
  std::string text = keys.primary.access_key_id + (is_temporary ? " (temporary)" : "");
  if (keys.temporary && !is_temporary)
    text += ", " + keys.temporary->access_key_id + " (temporary)";
  if (keys.second) text += ", " + keys.second->access_key_id;
  if (keys.inactive) text += ", " + keys.inactive->access_key_id + " (inactive)";
  return text;
}

std::string HostsText(const RecordingPlan& plan) {
  std::set<std::string> hosts;
  for (const auto& [name, place] : plan.places) hosts.insert(place.config.url.Text());
  std::string text;
  for (const std::string& host : hosts) text += (text.empty() ? "" : ", ") + host;
  return text;
}

void PrintNotAsked(const RecordingPlan& plan) {
  std::vector<std::pair<std::size_t, std::string>> reasons;
  std::size_t all = 0;
  for (const auto& [reason, count] : plan.not_asked) {
    reasons.emplace_back(count, reason);
    all += count;
  }
  std::sort(reasons.rbegin(), reasons.rend());
  std::cout << "  not asked  " << all << " cases\n";
  for (std::size_t i = 0; i < std::min(reasons.size(), kMostReasons); ++i) {
    std::cout << "             " << reasons[i].first << ": " << reasons[i].second << '\n';
  }
  if (reasons.size() > kMostReasons) std::cout << "             and other reasons\n";
}

void PrintPlan(const RecordingPlan& plan, const RecordingTarget& target,
               const RecordArguments& arguments) {
  std::cout << "What will be sent:\n"
            << "  to         " << HostsText(plan) << '\n'
            << "  bucket     " << target.bucket.name << " in " << target.bucket.region;
  if (target.other) std::cout << ", " << target.other->name << " in " << target.other->region;
  std::cout << "\n  keys       " << KeysText(target.credentials) << '\n'
            << "  asked      " << plan.cases.size() << " cases, first " << plan.disputed
            << " disputed and " << plan.weakly_sourced << " weakly sourced ones\n"
            << "  objects    at most " << plan.objects << " of a few bytes, below " << target.prefix
            << "; they are removed at the end\n"
            << "  requests   at most " << plan.requests << '\n'
            << "  cost       next to nothing: at most " << Cost(plan.requests)
            << " USD, if each were paid like a PUT in us-east-1\n"
            << "  written    " << arguments.out << ", without secrets, tokens and signatures\n";
  PrintNotAsked(plan);
  std::cout.flush();
}

// The selected verify cases. Prints an error and returns another status if there is no such case.
int SelectVerifyCases(const Suite& suite, const RecordArguments& arguments,
                      std::vector<const Case*>& cases) {
  SelectionArguments selection = arguments.selection;
  selection.level = "may";  // disputed cases are of that level
  if (const int status = SelectCases(suite, selection, cases); status != kConforming) return status;
  std::erase_if(cases, [](const Case* c) { return OpOf(*c) != Op::kVerify; });
  if (!cases.empty()) return kConforming;
  PrintError("no verify case is selected: a server cannot be asked to presign");
  return kNothingRan;
}

std::string TimeNow() {
  return FormatRfc3339(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

// RecordingRun is one run of the command after --yes.
class RecordingRun {
 public:
  RecordingRun(const RecordArguments& arguments, const RecordingPlan& plan,
               const RecordingTarget& target, const std::string& suite)
      : arguments_(arguments),
        plan_(plan),
        target_(target),
        suite_(suite),
        recording_(plan, target, OptionsOf(arguments, suite, InterruptOnSignals())) {}

  int Run() {
    int status = Record();
    const std::vector<std::string> left = recording_.RemoveObjects();
    for (const std::string& one : left) PrintError("left behind: " + Printable(one));
    return status == kConforming && !left.empty() ? kBroke : status;
  }

 private:
  static Recording::Options OptionsOf(const RecordArguments& arguments, const std::string& suite,
                                      const std::atomic<bool>& interrupted) {
    Recording::Options options;
    options.suite = suite;
    if (arguments.insecure) options.certificates = Certificates::kUnverified;
    options.timeout =
        std::chrono::milliseconds(static_cast<long>(arguments.timeout_seconds * 1000));
    options.interrupted = &interrupted;
    return options;
  }

  int Record() {
    if (const auto error = recording_.Prepare()) {
      if (InterruptOnSignals()) return Interrupted();
      PrintError("nothing was recorded: " + Printable(*error));
      return kBroke;
    }
    auto created = EvidenceFile::Create(arguments_.out);
    if (const auto* why = std::get_if<std::string>(&created)) {
      PrintError("--out " + *why);
      return kUsage;
    }
    EvidenceFile file = std::get<EvidenceFile>(std::move(created));
    const std::string server =
        target_.in_place_of_aws ? target_.in_place_of_aws->Text() : std::string(kAws);
    if (auto error = file.Write(EncodeHeader({COUNTERSIGN_VERSION, suite_, server, TimeNow()}))) {
      PrintError(*error);
      return kBroke;
    }
    return Finish(file, Ask(file));
  }

  RecordingResult Ask(EvidenceFile& file) {
    Progress progress(plan_.cases.size());
    return recording_.Run(file, [&progress] { progress.Add(CaseResult{}); });
  }

  int Finish(EvidenceFile& file, const RecordingResult& result) {
    for (const std::string& one : result.unanswered) PrintError("no answer: " + Printable(one));
    const bool complete = result.end == RecordingEnd::kComplete;
    if (!complete) PrintError("the recording is not complete: " + Printable(result.reason));
    if (result.answers == 0) {
      file.Remove();
      PrintError("nothing was recorded");
      return result.end == RecordingEnd::kInterrupted ? kInterrupted : kBroke;
    }
    const EvidenceFooter footer{result.answers, result.unanswered.size(), complete, result.reason};
    if (const auto error = file.Write(EncodeFooter(footer))) {
      PrintError(*error);
      return kBroke;
    }
    std::cout << arguments_.out << ": " << result.answers << " answers of " << plan_.cases.size()
              << " cases, " << (complete ? "complete" : "not complete")
              << ". What they show: countersign vectors evidence " << arguments_.out << '\n';
    if (result.end == RecordingEnd::kInterrupted) return kInterrupted;
    return complete && result.unanswered.empty() ? kConforming : kBroke;
  }

  static int Interrupted() {
    PrintError("interrupted: nothing was recorded");
    return kInterrupted;
  }

  const RecordArguments& arguments_;
  const RecordingPlan& plan_;
  const RecordingTarget& target_;
  const std::string suite_;
  Recording recording_;
};

}  // namespace

int RunRecord(const RecordArguments& arguments) {
  const std::optional<RecordingTarget> target = ReadRecordingTarget(arguments);
  if (!target) return kUsage;
  if (const auto why = WhyNotNew(arguments.out)) {
    PrintError("--out " + arguments.out + ": " + *why);
    return kUsage;
  }
  const std::optional<Suite> suite = LoadVectors(arguments.selection.vectors);
  if (!suite) return kUsage;
  std::vector<const Case*> cases;
  if (const int status = SelectVerifyCases(*suite, arguments, cases); status != kConforming) {
    return status;
  }
  const RecordingPlan plan = PlanRecording(cases, *target);
  PrintPlan(plan, *target, arguments);
  if (plan.cases.empty()) {
    PrintError("none of the selected cases can be asked");
    return kNothingRan;
  }
  if (!arguments.yes) {
    std::cout << "Nothing was sent. Add --yes to send it.\n";
    return kNothingRan;
  }
  return RecordingRun(arguments, plan, *target, suite->digest).Run();
}

}  // namespace countersign
