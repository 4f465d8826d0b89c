// TAP version 14: one line for each case, with a YAML block for each that is not ok.
#include "writers/answer_view.h"
#include "writers/difference_view.h"
#include "writers/formats.h"
#include "writers/outline.h"
#include "writers/text.h"
#include "writers/wrong.h"

namespace countersign {
namespace {

// In a description '#' starts a directive, unless a backslash stands before it.
std::string Description(std::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string Directive(const CaseResult& result) {
  switch (result.verdict) {
    case Verdict::kExpectedFailure: return " # TODO " + Description(Reason(result));
    case Verdict::kUnsupported:
    case Verdict::kNotExercised:
    case Verdict::kDisputed:
      return std::string(" # SKIP ") + VerdictName(result.verdict) + ": " +
             Description(Reason(result));
    default: return "";
  }
}

std::string Diagnostics(const CaseResult& result, const Report& report) {
  std::string yaml = "  ---\n";
  const auto add = [&yaml](const char* key, std::string_view value) {
    yaml += std::string("  ") + key + ": " + JsonText(value) + "\n";
  };
  add("verdict", VerdictName(result.verdict));
  if (const auto wrong = WrongOf(result)) add("wrong", EntryOf(*wrong).name);
  add("message", Reason(result));
  add("why", result.vector->why);
  if (const RuleEntry* rule = RuleOf(result, report)) {
    add("rule", rule->id);
    add("source", rule->source);
  }
  add("expected", ExpectedJson(result));
  add("observed", ObservedJson(result));
  if (result.difference) {
    const DifferenceView view = ViewDifference(*result.difference);
    add("difference", view.heading + "\n" + CaretText(view));
  }
  if (!result.stderr_tail.empty()) add("stderr", result.stderr_tail);
  add("rerun", Rerun(result, report));
  return yaml + "  ...\n";
}

}  // namespace

std::string Tap(const Report& report) {
  const std::vector<std::string> problems = RunProblems(report);
  std::string document =
      "TAP version 14\n1.." + std::to_string(report.results.size() + report.faults.size()) + "\n";
  if (!WrongLine(report).empty()) document += "# " + Printable(VerdictLine(report)) + "\n";
  std::size_t number = 0;
  for (const CaseResult& result : report.results) {
    const bool ok = !IsProblem(result) && result.verdict != Verdict::kExpectedFailure;
    document += (ok ? "ok " : "not ok ") + std::to_string(++number) + " - " +
                Description(result.vector->id) + Directive(result) + "\n";
    if (!ok) document += Diagnostics(result, report);
  }
  for (const std::string& fault : report.faults) {
    document += "not ok " + std::to_string(++number) + " - run: " + Description(fault) + "\n";
  }
  if (!report.complete) document += "Bail out! " + Printable(problems.back()) + "\n";
  return document;
}

}  // namespace countersign
