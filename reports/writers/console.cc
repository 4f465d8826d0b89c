// What `countersign run` prints: first the verdict, then what was let in, then what is wrong by
// kind, then what was left out. A run with many kinds shows some of them in short.
#include <algorithm>
#include <iterator>

#include "suite/select.h"
#include "writers/kinds.h"
#include "writers/layout.h"
#include "writers/left_out.h"
#include "writers/outline.h"
#include "writers/paint.h"
#include "writers/text.h"
#include "writers/wrong.h"

namespace countersign {
namespace {

constexpr std::size_t kRulesShown = 12;  // of those that let somebody in
constexpr std::size_t kNamesShown = 4;   // cases of one folder, in short
constexpr std::size_t kRare = 2;         // cases of a kind that is joined with others if need be
constexpr std::size_t kLinesOfRare = 6;
constexpr std::size_t kLinesOfLeftOut = 3;

// How much of a kind is shown: one line; with its cases; with rules and an example; one case in
// full.
enum class Detail { kLine, kCases, kExample, kFull };
constexpr Detail kDetails[] = {Detail::kCases, Detail::kExample, Detail::kFull};

std::string FilledTo(const std::string& text, std::size_t width) {
  const std::size_t taken = Columns(text);
  return taken < width ? text + std::string(width - taken, ' ') : text;
}

std::string InFiveColumns(std::size_t count) {
  const std::string text = std::to_string(count);
  return std::string(text.size() < 5 ? 5 - text.size() : 0, ' ') + text;
}

std::string PaintedLine(const Report& report, const Paint& paint) {
  const std::string line = Printable(VerdictLine(report));
  switch (StandingOf(report)) {
    case Standing::kConforming: return paint.Green(line);
    case Standing::kNotConforming:
    case Standing::kBroken: return paint.Red(line);
    case Standing::kNothingRan: break;
  }
  return paint.Yellow(line);
}

// Draws what is wrong by kind.
class KindLines {
 public:
  KindLines(const Report& report, const Paint& paint, bool colour)
      : report_(report), paint_(paint), colour_(colour), folding_(report) {}

  std::string Draw(const Kind& kind, Detail detail) const {
    if (detail == Detail::kFull) return Full(kind);
    std::string text = Heading(kind, detail == Detail::kExample ? 2 : 1);
    if (detail == Detail::kExample) text += Rules(kind) + Example(kind);
    return detail == Detail::kLine ? text : text + Cases(kind, detail == Detail::kExample ? 2 : 1);
  }

 private:
  std::string Heading(const Kind& kind, std::size_t lines) const {
    const std::string label =
        InFiveColumns(kind.results.size()) + " " + EntryOf(kind.wrong).label + ": ";
    const std::string text = Wrapped(label, Printable(KindText(kind, report_)), lines);
    const bool grave = kind.wrong != Wrong::kOtherCode;
    return (grave ? paint_.Red(label) : paint_.Yellow(label)) + text.substr(label.size());
  }
  std::string Entry(const char* name, const std::string& text, std::size_t lines) const {
    const std::string front = std::string(6, ' ') + FilledTo(name, 7);
    const std::string wrapped = Wrapped(front, Printable(text), lines);
    return paint_.Dim(front) + wrapped.substr(front.size());
  }
  std::string Rules(const Kind& kind) const {
    if (!kind.rule.empty()) return "";
    std::string text;
    for (const RuleCount& rule : RulesOf(kind.results, report_)) {
      text += (text.empty() ? "" : ", ") + RuleTag(rule);
    }
    return Entry("rules", text, 1);
  }
  std::string Example(const Kind& kind) const {
    return Entry("e.g.", kind.results.front()->explanation, 2);
  }
  std::string Cases(const Kind& kind, std::size_t lines) const {
    return Entry("cases", IdsText(folding_.Fold(kind.results), kNamesShown), lines);
  }
  std::string Full(const Kind& kind) const {
    std::string text = Heading(kind, 2) + ExplainCase(*kind.results.front(), report_, colour_);
    const std::size_t others = kind.results.size() - 1;
    if (others == 0) return text + "\n";
    std::vector<const CaseResult*> rest(kind.results.begin() + 1, kind.results.end());
    const std::string front = "  " + std::to_string(others) + " more like it: ";
    return text + "\n" + Wrapped(front, Printable(IdsText(folding_.Fold(rest), kNamesShown)), 4) +
           "\n";
  }

  const Report& report_;
  const Paint& paint_;
  bool colour_;
  Folding folding_;
};

// LetInLines is the table of rules whose breaking let somebody in, the most binding first.
std::string LetInLines(const Report& report, const Paint& paint) {
  const std::vector<const CaseResult*> let_in = LetIn(report);
  if (let_in.empty()) return "";
  const std::vector<RuleCount> rules = RulesOf(let_in, report);
  std::string lines = paint.Red("Let in what must be refused: " + std::to_string(let_in.size())) +
                      ", by rule with its level and confidence\n";
  std::string rest;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (i < kRulesShown) {
      std::string front = InFiveColumns(rules[i].results.size()) + " ";
      front += FilledTo(std::string(LevelName(rules[i].level)), 6) + " " + ConfidenceOf(rules[i]);
      front += "  " + FilledTo(Printable(rules[i].id), 36) + " ";
      const std::string text = rules[i].rule != nullptr ? rules[i].rule->text : "";
      lines += Wrapped(front, Printable(text), 1);
    } else {
      rest += (rest.empty() ? "" : "; ") + std::to_string(rules[i].results.size()) + " " +
              RuleTag(rules[i]);
    }
  }
  if (!rest.empty()) lines += Wrapped("  and ", Printable(rest));
  return lines + "\n";
}

std::string Opening(const Report& report, const Paint& paint) {
  std::string text = PaintedLine(report, paint) + "\n";
  const std::string name = AdapterTitle(report);
  text += Printable(name + ": " + Headline(report)) + "\n";
  for (const std::string& problem : RunProblems(report)) {
    text += "  " + paint.Red("! " + Printable(problem)) + "\n";
  }
  return text + "\n" + LetInLines(report, paint);
}

std::string DisputedLines(const Report& report) {
  const std::vector<Kind> kinds = DisputedKinds(report);
  if (kinds.empty()) return "";
  const Folding folding(report);
  std::string lines = "Disputed, which nobody is counted for:\n";
  for (const Kind& kind : kinds) {
    const std::string front = InFiveColumns(kind.results.size()) + " ";
    lines += Wrapped(front, Printable(kind.results.front()->explanation), 1);
    lines += Wrapped("      cases  ", Printable(IdsText(folding.Fold(kind.results), 2)), 1);
  }
  return lines + "\n";
}

// For a run in which not every case is shown.
std::string WhereTheRestIs(const Report& report, const Paint& paint) {
  const std::string target = report.target.empty() ? "" : " " + report.target;
  return paint.Dim("Every case is in a report: --report html=FILE. One in full: " +
                   Printable(report.command) + Printable(target) + " --select ID") +
         "\n\n";
}

std::string Closing(const Report& report, const Paint& paint) {
  std::string text = DisputedLines(report);
  const std::vector<std::string> left_out = LeftOutLines(report);
  if (!left_out.empty()) text += "Not asked, or not answered:\n";
  for (const std::string& line : left_out) {
    text += Wrapped("  - ", Printable(line), kLinesOfLeftOut);
  }
  const std::string further = FurtherText(report);
  if (!further.empty()) text += Wrapped("Likely causes: ", further);
  for (const std::string& note : report.notes) text += Wrapped("Note: ", Printable(note));
  return text + PaintedLine(report, paint) + "\n";
}

// How many lines the kinds take if each wrong decision is shown with its cases.
std::size_t LeastLines(const std::vector<Kind>& kinds, const KindLines& plain) {
  std::size_t lines = 0;
  for (const Kind& kind : kinds) {
    const bool grave = kind.wrong != Wrong::kOtherCode;
    lines += LinesTaken(plain.Draw(kind, grave ? Detail::kCases : Detail::kLine));
  }
  return lines;
}

// Takes the kinds of other codes out that have few cases. A server may have dozens of them.
std::vector<Kind> TakeRare(std::vector<Kind>& kinds) {
  const auto is_rare = [](const Kind& kind) {
    return kind.wrong == Wrong::kOtherCode && kind.results.size() <= kRare;
  };
  std::vector<Kind> rare;
  std::copy_if(kinds.begin(), kinds.end(), std::back_inserter(rare), is_rare);
  std::erase_if(kinds, is_rare);
  return rare;
}

// The rare kinds as one: "38 other code, in 30 kinds: 2 400 AccessDenied for 400 InvalidArgument;
// …"
std::string RareLines(const std::vector<Kind>& rare, const Report& report, const Paint& paint) {
  if (rare.empty()) return "";
  std::size_t cases = 0;
  std::string names;
  for (const Kind& kind : rare) {
    cases += kind.results.size();
    names += (names.empty() ? "" : "; ") + std::to_string(kind.results.size()) + " " +
             ShortName(kind, report);
  }
  const std::string label = InFiveColumns(cases) + " " + EntryOf(Wrong::kOtherCode).label +
                            ", in " + std::to_string(rare.size()) + " kinds: ";
  const std::string text = Wrapped(label, Printable(names), kLinesOfRare);
  return paint.Yellow(label) + text.substr(label.size());
}

// Chooses for each kind how much is shown, so that the whole takes `lines` lines if it can: what is
// shown of all first, more of the gravest kinds next.
std::vector<Detail> ChooseDetails(const std::vector<Kind>& kinds, const KindLines& plain,
                                  std::size_t lines) {
  std::vector<Detail> details(kinds.size(), Detail::kLine);
  std::vector<std::size_t> taken;
  std::size_t total = 0;
  for (const Kind& kind : kinds) {
    taken.push_back(LinesTaken(plain.Draw(kind, Detail::kLine)));
    total += taken.back();
  }
  for (const Detail detail : kDetails) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const std::size_t would_take = LinesTaken(plain.Draw(kinds[i], detail));
      if (total - taken[i] + would_take > lines) break;
      total += would_take - taken[i];
      taken[i] = would_take;
      details[i] = detail;
    }
  }
  return details;
}

}  // namespace

std::string ConsoleText(const Report& report, bool colour) {
  const Paint paint(colour);
  const Paint no_paint(false);
  std::vector<Kind> kinds = Kinds(report);
  const std::size_t around = LinesTaken(Opening(report, no_paint)) +
                             LinesTaken(WhereTheRestIs(report, no_paint)) +
                             LinesTaken(Closing(report, no_paint)) + 1;
  std::size_t left = kConsoleLines > around ? kConsoleLines - around : 0;
  const KindLines plain(report, no_paint, false);
  std::vector<Kind> rare;
  if (LeastLines(kinds, plain) > left) rare = TakeRare(kinds);
  left -= std::min(left, LinesTaken(RareLines(rare, report, no_paint)));
  const std::vector<Detail> details = ChooseDetails(kinds, plain, left);
  const KindLines lines(report, paint, colour);
  std::string text = Opening(report, paint);
  for (std::size_t i = 0; i < kinds.size(); ++i) text += lines.Draw(kinds[i], details[i]);
  text += RareLines(rare, report, paint);
  const bool in_short = !kinds.empty() && details.back() != Detail::kFull;
  if (in_short || !rare.empty()) text += "\n";
  const auto full =
      static_cast<std::size_t>(std::count(details.begin(), details.end(), Detail::kFull));
  if (static_cast<std::size_t>(Problems(Count(report))) > full) {
    text += WhereTheRestIs(report, paint);
  }
  return text + Closing(report, paint);
}

}  // namespace countersign
