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

// "5 policy; 3 redirects", of those that lack a feature or of the others.
std::string Reasons(const std::vector<LeftOut>& all, bool feature) {
  std::string text;
  for (const LeftOut& one : all) {
    if (one.is_feature != feature) continue;
    text += (text.empty() ? "" : "; ") + std::to_string(one.results.size()) + " " + one.why;
  }
  return text;
}

std::size_t CasesOf(const std::vector<LeftOut>& all, bool feature) {
  std::set<const CaseResult*> results;
  for (const LeftOut& one : all) {
    if (one.is_feature == feature) results.insert(one.results.begin(), one.results.end());
  }
  return results.size();
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
  for (const Verdict verdict : {Verdict::kNotExercised, Verdict::kUnsupported}) {
    const std::vector<LeftOut> all = LeftOutOf(report, verdict);
    const std::size_t lacking = CasesOf(all, true);
    const std::size_t others = CasesOf(all, false);
    const char* name = verdict == Verdict::kUnsupported ? " unsupported" : " not exercised";
    if (others > 0) {
      lines.push_back(std::to_string(others) + name + ": " + Reasons(all, false));
    }
    if (lacking > 0) {
      lines.push_back(std::to_string(lacking) + name +
                      ", for features that are not declared: " + Reasons(all, true));
    }
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
