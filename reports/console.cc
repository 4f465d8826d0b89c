#include <map>
#include <nlohmann/json.hpp>

#include "answer_table.h"
#include "difference_view.h"
#include "outline.h"
#include "text.h"

namespace countersign {
namespace {

// Paint colours text, or leaves it alone.
class Paint {
 public:
  explicit Paint(bool colour) : colour_(colour) {}
  std::string Red(const std::string& text) const { return With("31;1", text); }
  std::string Green(const std::string& text) const { return With("32;1", text); }
  std::string Yellow(const std::string& text) const { return With("33", text); }
  std::string Bold(const std::string& text) const { return With("1", text); }
  std::string Dim(const std::string& text) const { return With("2", text); }

 private:
  std::string With(const char* code, const std::string& text) const {
    if (!colour_ || text.empty()) return text;
    return std::string("\x1b[") + code + "m" + text + "\x1b[0m";
  }
  bool colour_;
};

std::string Indented(std::string_view text) {
  std::string out;
  for (const std::string_view line : Lines(text)) {
    out += line.empty() ? "\n" : "  " + std::string(line) + "\n";
  }
  return out;
}

std::string PaintedVerdict(Verdict verdict, const Paint& paint) {
  std::string name = VerdictName(verdict);
  for (char& c : name) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  if (IsProblem(verdict)) return paint.Red(name);
  return verdict == Verdict::kPass ? paint.Green(name) : paint.Yellow(name);
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

// What an unsupported case lacked: an operation, features, or something of its own.
std::string Lacking(const CaseResult& result, const Hello& hello) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    for (const std::string& one : names) {
      if (one == name) return true;
    }
    return false;
  };
  const std::string op = OpOf(*result.vector) == Op::kPresign ? "presign" : "verify";
  if (!has(hello.ops, op)) return "for want of " + op + " (not offered)";
  std::string lacking;
  for (const std::string& feature : result.vector->features) {
    if (has(hello.features, feature) || has(hello.features, op + ":" + feature)) continue;
    lacking += (lacking.empty() ? "" : " + ") + feature;
  }
  return lacking.empty() ? "skipped by the adapter" : "for want of " + lacking;
}

std::string UnsupportedLines(const Report& report) {
  std::map<std::string, int> counts;
  for (const CaseResult& result : report.results) {
    if (result.verdict == Verdict::kUnsupported) ++counts[Lacking(result, report.hello)];
  }
  std::string lines;
  for (const auto& [what, count] : counts) {
    lines += "  unsupported: " + std::to_string(count) + " " + Printable(what) + "\n";
  }
  return lines;
}

std::string ProblemLines(const Report& report, const Paint& paint) {
  std::string lines;
  for (const auto& [name, step] : Steps(report)) {
    const Tally& t = step.tally;
    const int problems = t.fail + t.fault + t.unexpected_pass;
    if (problems == 0) continue;
    lines += "  " + paint.Red(Printable(name)) + ": " + std::to_string(problems) + " of " +
             std::to_string(Required(t)) + " did not pass\n";
  }
  return lines;
}

}  // namespace

std::string ExplainCase(const CaseResult& result, const Report& report, bool colour) {
  const Paint paint(colour);
  const Case& vector = *result.vector;
  std::string text =
      PaintedVerdict(result.verdict, paint) + " " + paint.Bold(Printable(vector.id)) + "\n";
  std::string body;
  if (!result.explanation.empty()) body += Printable(result.explanation) + "\n\n";
  body += paint.Dim("why     ") + Printable(vector.why) + "\n" + RuleLines(result, report, paint);
  if (!result.deviation.empty()) {
    body += paint.Dim("known   ") + Printable(result.deviation) + "\n";
  }
  body += "\n" + AnswerTable(result.expected_json, result.observed_json);
  if (result.difference) body += DifferenceLines(*result.difference, paint);
  if (!result.stderr_tail.empty()) {
    body += "\n" + paint.Dim("its last words on stderr:") + "\n" +
            Indented(PrintableLines(result.stderr_tail));
  }
  body += "\n" + paint.Dim("rerun   ") + Printable(Rerun(result, report)) + "\n";
  return text + Indented(body);
}

std::string Summary(const Report& report, bool colour) {
  const Paint paint(colour);
  const Tally tally = Count(report);
  const std::vector<std::string> problems = RunProblems(report);
  const bool good = problems.empty() && tally.pass == Required(tally);
  std::string text = Printable(report.hello.name);
  if (!report.hello.version.empty()) text += " " + Printable(report.hello.version);
  if (!text.empty()) text += ": ";
  const std::string headline = Headline(report);
  text += (good ? paint.Green(headline) : paint.Red(headline)) + "\n";
  text += ProblemLines(report, paint) + UnsupportedLines(report);
  for (const std::string& problem : problems) {
    text += "  " + paint.Red("! " + Printable(problem)) + "\n";
  }
  return text;
}

}  // namespace countersign
