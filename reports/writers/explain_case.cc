// One failing case in full, as `countersign run` prints it.
#include "writers/answer_table.h"
#include "writers/difference_view.h"
#include "writers/outline.h"
#include "writers/paint.h"
#include "writers/text.h"

namespace countersign {
namespace {

std::string Indented(std::string_view text) {
  std::string out;
  for (const std::string_view line : Lines(text)) {
    out += line.empty() ? "\n" : "  " + std::string(line) + "\n";
  }
  return out;
}

std::string PaintedVerdict(const CaseResult& result, const Paint& paint) {
  std::string name = VerdictName(result.verdict);
  for (char& c : name) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  if (IsProblem(result)) return paint.Red(name);
  return result.verdict == Verdict::kPass ? paint.Green(name) : paint.Yellow(name);
}

std::string RuleLines(const CaseResult& result, const Report& report, const Paint& paint) {
  std::string lines;
  for (const std::string& id : result.vector->rules) {
    const RuleEntry* rule = FindRule(report, id);
    if (rule == nullptr) continue;
    lines += paint.Dim("rule    ") + Printable(rule->id + ": " + rule->text) + "\n";
    lines += paint.Dim("source  ") + Printable(rule->source);
    if (!rule->link.empty()) lines += " " + Printable(rule->link);
    lines += "\n";
  }
  return lines;
}

std::string DifferenceLines(const StageDifference& difference, const Paint& paint) {
  const DifferenceView view = ViewDifference(difference);
  return "\n" + paint.Bold("first difference: " + view.heading) + "\n" + paint.Dim("expected  ") +
         view.expected + "\n" + paint.Dim("observed  ") + view.observed + "\n" +
         std::string(10 + view.caret, ' ') + paint.Red("^") + "\n";
}

}  // namespace

std::string ExplainCase(const CaseResult& result, const Report& report, bool colour) {
  const Paint paint(colour);
  const Case& vector = *result.vector;
  std::string text = PaintedVerdict(result, paint) + " " + paint.Bold(Printable(vector.id)) + "\n";
  std::string body;
  if (!result.explanation.empty()) body += Printable(result.explanation) + "\n\n";
  for (const Cause& cause : result.likely_causes) {
    const bool first = &cause == &result.likely_causes.front();
    body += paint.Dim(first ? "likely  " : "or      ") + Printable(CauseText(cause)) + "\n";
  }
  body += paint.Dim("why     ") + Printable(vector.why) + "\n" + RuleLines(result, report, paint);
  if (!result.deviation.empty()) {
    body += paint.Dim("known   ") + Printable(result.deviation) + "\n";
  }
  body += "\n" + AnswerTable(result);
  if (result.difference) body += DifferenceLines(*result.difference, paint);
  if (!result.stderr_tail.empty()) {
    body += "\n" + paint.Dim("last lines on stderr:") + "\n" +
            Indented(PrintableLines(result.stderr_tail));
  }
  body += "\n" + paint.Dim("rerun   ") + Printable(Rerun(result, report)) + "\n";
  return text + Indented(body);
}

}  // namespace countersign
