// What `countersign run` prints: the failing cases, those that fail alike together, and the
// summary.
#include <map>

#include "protocol/adapter_info.h"
#include "writers/answer_table.h"
#include "writers/difference_view.h"
#include "writers/outline.h"
#include "writers/text.h"

namespace countersign {
namespace {

// Paint colours text, if colours are wanted.
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

// Why a case is unsupported: a missing operation, missing features, or the adapter skipped it.
std::string Lacking(const CaseResult& result, const AdapterInfo& adapter_info) {
  const Op op = OpOf(*result.vector);
  if (!Serves(adapter_info, op)) return "for missing operation " + std::string(OpName(op));
  std::string lacking;
  for (const std::string& feature : result.vector->features) {
    if (Declares(adapter_info, op, feature)) continue;
    lacking += (lacking.empty() ? "" : " + ") + feature;
  }
  return lacking.empty() ? "skipped by the adapter" : "for missing " + lacking;
}

std::string UnsupportedLines(const Report& report) {
  std::map<std::string, int> counts;
  for (const CaseResult& result : report.results) {
    if (result.verdict == Verdict::kUnsupported) ++counts[Lacking(result, report.adapter_info)];
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
    const int problems = Problems(t);
    if (problems == 0) continue;
    lines += "  " + paint.Red(Printable(name)) + ": " + std::to_string(problems) + " of " +
             std::to_string(Required(t)) + " did not pass\n";
  }
  return lines;
}

// The mistakes behind the failures, at most kShown of them.
std::string LikelyCausesShown(const Report& report, const Paint& paint) {
  constexpr std::size_t kShown = 12;
  const std::vector<LikelyGroup> groups = LikelyGroups(report);
  std::string lines;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i >= kShown && groups[i].cause != nullptr) continue;
    lines += "  " + Printable(LikelyGroupText(groups[i])) + "\n";
  }
  if (lines.empty()) return "";
  const std::size_t causes = groups.size() - (groups.back().cause == nullptr ? 1 : 0);
  if (causes > kShown) {
    lines += "  and " + std::to_string(causes - kShown) + " further causes of fewer failures\n";
  }
  return paint.Bold("Likely causes:") + "\n" + lines;
}

// Cases of the same kind fail alike: they have the same likely cause or, if none is known, break
// the same rule with the same explanation.
std::string KindOf(const CaseResult& result) {
  const std::string verdict = VerdictName(result.verdict);
  if (!result.likely_causes.empty()) return verdict + "\n" + result.likely_causes.front().name;
  const std::vector<std::string>& rules = result.vector->rules;
  return verdict + "\n" + (rules.empty() ? "" : rules.front()) + "\n" + result.explanation;
}

}  // namespace

std::string ExplainProblems(const Report& report, bool colour) {
  const Paint paint(colour);
  std::vector<std::vector<const CaseResult*>> kinds;
  std::map<std::string, std::size_t> by_key;
  for (const CaseResult& result : report.results) {
    if (!IsProblem(result)) continue;
    const auto [kind, is_new] = by_key.emplace(KindOf(result), kinds.size());
    if (is_new) kinds.emplace_back();
    kinds[kind->second].push_back(&result);
  }
  std::string text;
  for (const std::vector<const CaseResult*>& kind : kinds) {
    text += ExplainCase(*kind.front(), report, colour) + "\n";
    if (kind.size() == 1) continue;
    text += "  " + paint.Bold(std::to_string(kind.size() - 1) + " more like it:") + "\n";
    for (std::size_t i = 1; i < kind.size(); ++i) {
      text +=
          PaintedVerdict(*kind[i], paint) + " " + paint.Bold(Printable(kind[i]->vector->id)) + "\n";
    }
    text += "\n";
  }
  return text;
}

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

std::string Summary(const Report& report, bool colour) {
  const Paint paint(colour);
  const Tally tally = Count(report);
  const std::vector<std::string> problems = RunProblems(report);
  const bool good = problems.empty() && tally.pass == Required(tally);
  std::string text = Printable(report.adapter_info.name);
  if (!report.adapter_info.version.empty()) text += " " + Printable(report.adapter_info.version);
  if (!text.empty()) text += ": ";
  const std::string headline = Headline(report);
  text += (good ? paint.Green(headline) : paint.Red(headline)) + "\n";
  text += ProblemLines(report, paint) + UnsupportedLines(report);
  text += LikelyCausesShown(report, paint);
  for (const std::string& problem : problems) {
    text += "  " + paint.Red("! " + Printable(problem)) + "\n";
  }
  return text;
}

}  // namespace countersign
