// What the writers say alike: counts, rerun commands, likely causes.
#include "writers/outline.h"

#include <algorithm>

#include "protocol/shell_word.h"
#include "writers/left_out.h"
#include "writers/text.h"

namespace countersign {
namespace {

std::size_t EndOfStep(std::string_view id) {
  const std::size_t first = id.find('/');
  if (first == std::string_view::npos) return 0;
  const std::size_t second = id.find('/', first + 1);
  return second == std::string_view::npos ? first : second;
}

}  // namespace

std::string StepOf(std::string_view id) { return std::string(id.substr(0, EndOfStep(id))); }

std::string NameInStep(std::string_view id) {
  const std::size_t end = EndOfStep(id);
  return std::string(end == 0 ? id : id.substr(end + 1));
}

bool IsProblem(const CaseResult& result) {
  const bool fails = result.verdict == Verdict::kFail && result.vector->level != Level::kMay;
  return fails || result.verdict == Verdict::kFault || result.verdict == Verdict::kUnexpectedPass;
}

std::map<std::string, Step> Steps(const Report& report) {
  std::map<std::string, Step> steps;
  for (const CaseResult& result : report.results) {
    Step& step = steps[StepOf(result.vector->id)];
    Add(result, step.tally);
    step.results.push_back(&result);
  }
  return steps;
}

const RuleEntry* FindRule(const Report& report, std::string_view id) {
  if (report.suite == nullptr) return nullptr;
  for (const RuleEntry& rule : report.suite->rules) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

const RuleEntry* RuleOf(const CaseResult& result, const Report& report) {
  return result.vector->rules.empty() ? nullptr : FindRule(report, result.vector->rules.front());
}

std::string AdapterTitle(const Report& report) {
  const std::string& name = report.adapter_info.name;
  return (name.empty() ? "unknown" : name) + " " + report.adapter_info.version;
}

std::string Headline(const Report& report) {
  const Tally tally = Count(report);
  std::string line = "passed " + std::to_string(tally.pass) + " of " +
                     std::to_string(Required(tally)) + " required";
  const auto add = [&line](int count, const char* what) {
    line += "; " + std::to_string(count) + " " + what;
  };
  if (tally.fail > 0) add(tally.fail, "failed");
  if (tally.fault > 0) add(tally.fault, "broke");
  if (tally.unexpected_pass > 0) add(tally.unexpected_pass, "passed unexpectedly");
  add(tally.unsupported - CountNotOffered(report), "unsupported");
  add(tally.not_exercised, "not exercised");
  add(tally.expected_failure, "expected to fail");
  add(tally.disputed, "disputed");
  if (const int optional = tally.optional_passed + tally.optional_failed; optional > 0) {
    line += "; passed " + std::to_string(tally.optional_passed) + " of " +
            std::to_string(optional) + " optional";
  }
  return line;
}

std::string Rerun(const CaseResult& result, const Report& report) {
  std::string command = report.command + " ";
  if (!report.target.empty()) command += report.target + " ";
  // With --expected, the rerun of an expected failure would show no failure.
  const bool is_expected = result.verdict == Verdict::kExpectedFailure;
  if (!report.expected.empty() && !is_expected) command += report.expected + " ";
  if (result.vector->level == Level::kMay) command += "--level may ";
  return command + "--select " + ShellWord(result.vector->id);
}

std::string CauseText(const Cause& cause) {
  constexpr std::size_t kPlaces = 3;
  std::string text = cause.name + ": " + cause.text;
  for (std::size_t i = 0; i < std::min(cause.seen.size(), kPlaces); ++i) {
    text += (i == 0 ? " Known from " : ", ") + cause.seen[i];
  }
  return text + (cause.seen.empty() ? "" : ".");
}

std::string LikelyCauses(const CaseResult& result) {
  std::string text;
  for (const Cause& cause : result.likely_causes) {
    text += (text.empty() ? "Likely cause: " : " Or: ") + CauseText(cause);
  }
  return text;
}

std::vector<LikelyGroup> LikelyGroups(const Report& report) {
  std::map<std::string, LikelyGroup> by_name;
  LikelyGroup unexplained;
  for (const CaseResult& result : report.results) {
    if (result.verdict != Verdict::kFail || !IsProblem(result)) continue;
    const Cause* cause = result.likely_causes.empty() ? nullptr : &result.likely_causes.front();
    LikelyGroup& group = cause != nullptr ? by_name[cause->name] : unexplained;
    if (group.cause == nullptr) group.cause = cause;
    ++group.failures;
  }
  std::vector<LikelyGroup> groups;
  for (const auto& [name, group] : by_name) groups.push_back(group);
  std::stable_sort(groups.begin(), groups.end(), [](const LikelyGroup& a, const LikelyGroup& b) {
    return a.failures > b.failures;
  });
  if (!groups.empty() && unexplained.failures > 0) groups.push_back(unexplained);
  return groups;
}

std::string LikelyGroupText(const LikelyGroup& group) {
  const bool one = group.failures == 1;
  const std::string count = std::to_string(group.failures) + (one ? " failure" : " failures");
  if (group.cause == nullptr) return count + (one ? " has" : " have") + " no known cause";
  return count + (one ? " looks" : " look") + " like " + CauseText(*group.cause);
}

std::string FurtherText(const Report& report) {
  const auto& [asked, useful, left_out] = report.further;
  if (left_out) {
    return "asked no further cases to tell the causes apart: a run of everything may name others";
  }
  if (useful == 0) return "";
  const std::string cases = useful == 1 ? " further case" : " further cases";
  if (asked == useful) {
    return "asked " + std::to_string(asked) + cases + " to tell the causes apart";
  }
  return "asked " + std::to_string(asked) + " of " + std::to_string(useful) + cases +
         " to tell the causes apart: a run of everything may name others";
}

std::vector<std::string> LikelyLines(const Report& report) {
  std::vector<std::string> lines;
  for (const LikelyGroup& group : LikelyGroups(report)) lines.push_back(LikelyGroupText(group));
  const std::string further = FurtherText(report);
  if (!lines.empty() && !further.empty()) lines.push_back(further);
  return lines;
}

std::string Reason(const CaseResult& result) {
  std::string reason = result.explanation;
  if (const std::string likely = LikelyCauses(result); !likely.empty()) reason += " " + likely;
  if (result.verdict == Verdict::kExpectedFailure && !result.deviation.empty()) {
    reason = "expected: " + result.deviation + (reason.empty() ? "" : " (" + reason + ")");
  }
  return reason.empty() ? VerdictName(result.verdict) : reason;
}

std::vector<std::string> RunProblems(const Report& report) {
  std::vector<std::string> problems = report.faults;
  if (report.interrupted) {
    problems.push_back("the run was interrupted: not every case has a verdict");
  } else if (!report.complete) {
    problems.push_back("the run stopped early: not every case has a verdict");
  }
  return problems;
}

}  // namespace countersign
