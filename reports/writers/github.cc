// The annotations of GitHub Actions: one for each kind of failure, the gravest first, since GitHub
// shows only ten.
#include <algorithm>

#include "writers/formats.h"
#include "writers/kinds.h"
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

std::string Annotation(const Kind& kind, const Report& report) {
  const CaseResult& first = *kind.results.front();
  std::string message =
      KindText(kind, report) + "\n" + first.vector->id + ": " + Reason(first) + "\n";
  for (const RuleCount& rule : RulesOf({&first}, report)) {
    if (rule.rule != nullptr) message += rule.rule->text + " (" + rule.rule->source + ")\n";
  }
  const std::size_t named = std::min(kind.results.size(), kCasesNamed);
  for (std::size_t i = 1; i < named; ++i) message += "also " + kind.results[i]->vector->id + "\n";
  if (kind.results.size() > named) {
    message += "and " + std::to_string(kind.results.size() - named) + " more\n";
  }
  const std::string title = std::to_string(kind.results.size()) + " " + EntryOf(kind.wrong).label +
                            ": " + ShortName(kind, report);
  return Error(title, message + Rerun(first, report));
}

std::vector<std::string> Annotations(const Report& report) {
  std::vector<std::string> annotations;
  for (const std::string& problem : RunProblems(report)) {
    annotations.push_back(Error("countersign", problem));
  }
  for (const Kind& kind : Kinds(report)) annotations.push_back(Annotation(kind, report));
  return annotations;
}

}  // namespace

std::string GitHub(const Report& report) {
  const std::vector<std::string> annotations = Annotations(report);
  std::string document = "countersign: " + Printable(VerdictLine(report)) + "\n";
  for (std::size_t i = 0; i < std::min(annotations.size(), kShown); ++i) {
    document += annotations[i];
  }
  document += "countersign: " + Headline(report);
  if (annotations.size() > kShown) {
    document += " (" + std::to_string(annotations.size() - kShown) +
                " further kinds of failures are not annotated)";
  }
  return document + "\n";
}

}  // namespace countersign
