// The annotations of GitHub Actions: one for each rule that failed, since GitHub shows only ten.
#include <algorithm>
#include <map>

#include "writers/formats.h"
#include "writers/outline.h"
#include "writers/text.h"

namespace countersign {
namespace {

constexpr std::size_t kShown = 10;      // annotations of one kind that GitHub shows a step
constexpr std::size_t kCasesNamed = 5;  // ids named in one annotation

// A workflow command ends at a line feed, and its properties at a colon or a comma: these are
// written as %XX, and so is '%' itself.
std::string Encoded(std::string_view text, std::string_view special) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : PrintableLines(text)) {
    if (special.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += {'%', kDigits[static_cast<std::size_t>(c) / 16],
              kDigits[static_cast<std::size_t>(c) % 16]};
    }
  }
  return out;
}

std::string Data(std::string_view text) { return Encoded(text, "%\n"); }
std::string Property(std::string_view text) { return Encoded(text, "%\n:,"); }

std::string Error(std::string_view title, std::string_view message) {
  return "::error title=" + Property(title) + "::" + Data(message) + "\n";
}

using Group = std::vector<const CaseResult*>;

std::string KeyOf(const CaseResult& result) {
  if (result.verdict == Verdict::kFault) return "the adapter broke";
  if (result.verdict == Verdict::kUnexpectedPass) return "a deviation no longer occurs";
  return result.vector->rules.empty() ? "no rule" : result.vector->rules.front();
}

std::string Annotation(const std::string& key, const Group& group, const Report& report) {
  const CaseResult& first = *group.front();
  std::string message;
  if (const RuleEntry* rule = FindRule(report, key)) {
    message = rule->text + " (" + rule->source + ")\n";
  }
  message += first.vector->id + ": " + Reason(first) + "\n";
  const std::size_t named = std::min(group.size(), kCasesNamed);
  for (std::size_t i = 1; i < named; ++i) message += "also " + group[i]->vector->id + "\n";
  if (group.size() > named) {
    message += "and " + std::to_string(group.size() - named) + " more\n";
  }
  const std::string count = group.size() == 1 ? "1 case" : std::to_string(group.size()) + " cases";
  return Error(key + " (" + count + ")", message + Rerun(first, report));
}

std::vector<std::string> Annotations(const Report& report) {
  std::vector<std::string> annotations;
  for (const std::string& problem : RunProblems(report)) {
    annotations.push_back(Error("countersign", problem));
  }
  std::map<std::string, Group> by_key;
  for (const CaseResult& result : report.results) {
    if (IsProblem(result)) by_key[KeyOf(result)].push_back(&result);
  }
  std::vector<const std::pair<const std::string, Group>*> groups;
  for (const auto& group : by_key) groups.push_back(&group);
  std::stable_sort(groups.begin(), groups.end(), [](const auto* a, const auto* b) {
    return a->second.size() > b->second.size();
  });
  for (const auto* group : groups) {
    annotations.push_back(Annotation(group->first, group->second, report));
  }
  return annotations;
}

}  // namespace

std::string GitHub(const Report& report) {
  const std::vector<std::string> annotations = Annotations(report);
  std::string document;
  for (std::size_t i = 0; i < std::min(annotations.size(), kShown); ++i) {
    document += annotations[i];
  }
  document += "countersign: " + Headline(report);
  if (annotations.size() > kShown) {
    document += " (" + std::to_string(annotations.size() - kShown) +
                " further groups of failures are not annotated)";
  }
  return document + "\n";
}

}  // namespace countersign
