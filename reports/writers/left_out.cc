// Says which cases were not asked or not answered, and why, by reason and not by case. An operation
// that the implementation does not have is one line.
#include "writers/left_out.h"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/adapter_info.h"

namespace countersign {
namespace {

// What stands in front of a reason is the same for all cases of the run.
constexpr std::string_view kFronts[] = {"Cannot be asked of this endpoint: ",
                                        "Skipped by the adapter: "};

// The features that the case needs and the adapter does not declare.
std::vector<std::string> Lacking(const CaseResult& result, const AdapterInfo& adapter_info) {
  std::vector<std::string> lacking;
  if (result.verdict != Verdict::kUnsupported) return lacking;
  for (const std::string& feature : result.vector->features) {
    if (!Declares(adapter_info, OpOf(*result.vector), feature)) lacking.push_back(feature);
  }
  return lacking;
}

std::string WhyLeftOut(const CaseResult& result) {
  std::string_view why = result.explanation;
  for (const std::string_view front : kFronts) {
    if (why.starts_with(front)) why.remove_prefix(front.size());
  }
  if (why.ends_with('.')) why.remove_suffix(1);
  return why.empty() ? "no reason is given" : std::string(why);
}

// LeftOutLine is cases that are told in one line, with their reasons.
struct LeftOutLine {
  std::set<const CaseResult*> results;
  std::string reasons;  // "5 policy; 3 redirects"

  void Add(const LeftOut& one, std::string_view why) {
    results.insert(one.results.begin(), one.results.end());
    reasons += (reasons.empty() ? "" : "; ") + std::to_string(one.results.size()) + " ";
    reasons += why;
  }
  std::string Text(std::string_view what) const {
    return std::to_string(results.size()) + " " + std::string(what) + ": " + reasons;
  }
};

// Those that lack a feature, and the others.
std::vector<std::string> UnsupportedLines(const Report& report) {
  LeftOutLine features;
  LeftOutLine others;
  for (const LeftOut& one : LeftOutOf(report, Verdict::kUnsupported)) {
    (one.is_feature ? features : others).Add(one, one.why);
  }
  std::vector<std::string> lines;
  if (!others.results.empty()) lines.push_back(others.Text("unsupported"));
  if (!features.results.empty()) {
    lines.push_back(features.Text(report.is_live_server
                                      ? "unsupported, for features that no live server is asked"
                                      : "unsupported, for features that are not declared"));
  }
  return lines;
}

// One line for each thing to do so that cases are exercised. A reason ends with it: "it tests the
// very second: `run --clock-file` …".
std::vector<std::string> NotExercisedLines(const Report& report) {
  std::vector<std::pair<std::string, LeftOutLine>> by_action;
  for (const LeftOut& one : LeftOutOf(report, Verdict::kNotExercised)) {
    const std::string_view why = one.why;
    const std::size_t colon = std::min(why.find(": "), why.size());
    const std::string_view action = why.substr(std::min(colon + 2, why.size()));
    auto found = std::find_if(by_action.begin(), by_action.end(),
                              [action](const auto& line) { return line.first == action; });
    if (found == by_action.end()) found = by_action.insert(found, {std::string(action), {}});
    found->second.Add(one, why.substr(0, colon));
  }
  std::vector<std::string> lines;
  for (const auto& [action, line] : by_action) {
    lines.push_back(line.Text("not exercised" + (action.empty() ? "" : " (" + action + ")")));
  }
  return lines;
}

}  // namespace

bool IsNotOffered(const CaseResult& result, const AdapterInfo& adapter_info) {
  // Without an answer to the hello it is not known what is offered.
  return result.verdict == Verdict::kUnsupported && adapter_info.protocol != 0 &&
         !Serves(adapter_info, OpOf(*result.vector));
}

int CountNotOffered(const Report& report) {
  return static_cast<int>(std::count_if(
      report.results.begin(), report.results.end(),
      [&](const CaseResult& result) { return IsNotOffered(result, report.adapter_info); }));
}

std::vector<std::string> NotOffered(const Report& report) {
  std::map<std::string_view, int> counts;
  for (const CaseResult& result : report.results) {
    if (IsNotOffered(result, report.adapter_info)) ++counts[OpName(OpOf(*result.vector))];
  }
  std::vector<std::string> lines;
  for (const auto& [op, count] : counts) {
    lines.push_back(std::string(op) + " is not offered (" + std::to_string(count) +
                    (count == 1 ? " case)" : " cases)"));
  }
  return lines;
}

std::vector<LeftOut> LeftOutOf(const Report& report, Verdict verdict) {
  std::map<std::pair<bool, std::string>, LeftOut> by_reason;
  const auto add = [&by_reason](const CaseResult& result, const std::string& why, bool feature) {
    LeftOut& one = by_reason[{feature, why}];
    one.why = why;
    one.is_feature = feature;
    one.results.push_back(&result);
  };
  for (const CaseResult& result : report.results) {
    if (result.verdict != verdict || IsNotOffered(result, report.adapter_info)) continue;
    const std::vector<std::string> lacking = Lacking(result, report.adapter_info);
    for (const std::string& feature : lacking) add(result, feature, true);
    if (lacking.empty()) add(result, WhyLeftOut(result), false);
  }
  std::vector<LeftOut> all;
  for (auto& [why, one] : by_reason) all.push_back(std::move(one));
  std::stable_sort(all.begin(), all.end(), [](const LeftOut& a, const LeftOut& b) {
    return a.results.size() > b.results.size();
  });
  return all;
}

std::vector<std::string> LeftOutLines(const Report& report) {
  std::vector<std::string> lines = NotOffered(report);
  for (const auto& more : {NotExercisedLines(report), UnsupportedLines(report)}) {
    lines.insert(lines.end(), more.begin(), more.end());
  }
  return lines;
}

std::map<std::string, Step> OfferedSteps(const Report& report) {
  std::map<std::string, Step> steps = Steps(report);
  for (auto& [name, step] : steps) {
    std::erase_if(step.results, [&](const CaseResult* result) {
      return IsNotOffered(*result, report.adapter_info);
    });
    step.tally = {};
    for (const CaseResult* result : step.results) Add(*result, step.tally);
  }
  std::erase_if(steps, [](const auto& one) { return one.second.results.empty(); });
  return steps;
}

}  // namespace countersign
