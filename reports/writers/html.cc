// The HTML report: the verdict, what was let in, what is wrong by kind, what was left out, then all
// cases. One page with its style inside, which loads nothing and has no script. Text of adapters
// and vectors is escaped everywhere.
#include <algorithm>
#include <span>

#include "suite/select.h"
#include "writers/answer_view.h"
#include "writers/difference_view.h"
#include "writers/formats.h"
#include "writers/html_page.h"
#include "writers/kinds.h"
#include "writers/left_out.h"
#include "writers/markup.h"
#include "writers/outline.h"
#include "writers/text.h"

namespace countersign {
namespace {

// Text returns text of an adapter or a vector on one line, safe anywhere in the page.
std::string Text(std::string_view bytes) { return Escaped(Printable(bytes)); }
std::string Code(std::string_view bytes) { return "<code>" + Text(bytes) + "</code>"; }
std::string Pre(std::string_view bytes, const char* name = nullptr) {
  return (name != nullptr ? std::string("<pre class=\"") + name + "\">" : "<pre>") +
         Escaped(PrintableLines(bytes)) + "</pre>\n";
}

std::string Entry(const char* term, const std::string& html) {
  return std::string("<dt>") + term + "</dt><dd>" + html + "</dd>\n";
}

// Folded text: what is in `summary` is seen, `html` after a click.
std::string FoldedHtml(const std::string& css_class, const std::string& summary,
                       const std::string& html) {
  return "<details class=\"" + css_class + "\"><summary>" + summary + "</summary><div>\n" + html +
         "</div></details>\n";
}

std::string CountCell(int count) {
  return (count == 0 ? "<td class=\"zero\">" : "<td>") + std::to_string(count) + "</td>";
}

std::string Row(const std::string& name, const Tally& tally, const char* row_class) {
  std::string row = std::string("<tr class=\"") + row_class + "\"><td>" + Text(name) + "</td>";
  for (const TallyColumn& column : kTallyColumns) row += CountCell(tally.*column.count);
  return row + "</tr>\n";
}

std::string Table(const std::map<std::string, Step>& steps) {
  std::string table = "<div class=\"scroll\"><table><thead><tr><th>step</th>";
  for (const TallyColumn& column : kTallyColumns) {
    table += std::string("<th>") + column.title + "</th>";
  }
  table += "</tr></thead><tbody>\n";
  Tally all;
  for (const auto& [name, step] : steps) {
    table += Row(name, step.tally, "step");
    for (const CaseResult* result : step.results) Add(*result, all);
  }
  return table + Row("all", all, "all") + "</tbody></table></div>\n";
}

// Only https addresses become links, so that no vector can put a script into the page.
std::string SourceOf(const RuleEntry& rule) {
  if (rule.link.rfind("https://", 0) != 0) return Text(rule.source);
  return "<a href=\"" + Text(rule.link) + "\" rel=\"noreferrer\">" + Text(rule.source) + "</a>";
}

std::string DifferenceHtml(const StageDifference& difference) {
  const DifferenceView view = ViewDifference(difference);
  return "<span class=\"soft\">first difference: " + Text(view.heading) + "</span>" +
         Pre(CaretText(view), "caret");
}

// Everything about one case.
std::string Body(const CaseResult& result, const Report& report) {
  std::string body = "<dl>\n";
  if (!result.explanation.empty()) body += Entry("what", Text(result.explanation));
  for (const Cause& cause : result.likely_causes) {
    body += Entry(&cause == &result.likely_causes.front() ? "likely cause" : "or",
                  Text(CauseText(cause)));
  }
  if (!result.deviation.empty()) body += Entry("known", Text(result.deviation));
  body += Entry("why", Text(result.vector->why));
  for (const std::string& id : result.vector->rules) {
    const RuleEntry* rule = FindRule(report, id);
    if (rule == nullptr) continue;
    body += Entry("rule", Code(rule->id) + " " + Text(rule->text));
    body += Entry("source", SourceOf(*rule));
  }
  body += "</dl>\n<div class=\"pair\"><div><span class=\"soft\">expected</span>" +
          Pre(ExpectedJson(result)) + "</div><div><span class=\"soft\">observed</span>" +
          Pre(ObservedJson(result)) + "</div></div>\n";
  if (result.difference) body += DifferenceHtml(*result.difference);
  if (!result.stderr_tail.empty()) {
    body += "<span class=\"soft\">last lines on stderr</span>" + Pre(result.stderr_tail);
  }
  return body + "<span class=\"soft\">rerun</span>" + Pre(Rerun(result, report));
}

// What tells a case from the one of its kind that is shown in full.
std::string Member(const CaseResult& result) {
  std::string item = "<li>" + Code(result.vector->id) + " " + Text(result.explanation);
  if (result.difference) item += "<br>" + DifferenceHtml(*result.difference);
  if (!result.stderr_tail.empty()) item += Pre(result.stderr_tail);
  return item + "</li>\n";
}

std::string RulesOfKind(const Kind& kind, const Report& report) {
  std::string tags;
  for (const RuleCount& rule : RulesOf(kind.results, report)) {
    tags += (tags.empty() ? "" : ", ") + std::to_string(rule.results.size()) + " " + RuleTag(rule);
  }
  return "<p><span class=\"soft\">rules:</span> " + Text(tags) + "</p>\n";
}

std::string KindHtml(const Kind& kind, const std::string& label, const std::string& css_class,
                     const Report& report) {
  const std::size_t count = kind.results.size();
  const CaseResult& first = *kind.results.front();
  std::string body = RulesOfKind(kind, report) + "<p><span class=\"soft\">" +
                     (count == 1 ? "the case" : "one of them") + ":</span> " +
                     Code(first.vector->id) + "</p>\n" + Body(first, report);
  if (count > 1) {
    std::string members = "<ul>\n";
    for (std::size_t i = 1; i < count; ++i) members += Member(*kind.results[i]);
    body += FoldedHtml("members", std::to_string(count - 1) + " more like it", members + "</ul>\n");
  }
  return FoldedHtml("kind " + css_class,
                    "<span class=\"badge\">" + std::to_string(count) + " " + label + "</span> " +
                        Text(KindText(kind, report)),
                    body);
}

std::string WrongHtml(const Report& report) {
  std::string list;
  for (const Kind& kind : Kinds(report)) {
    const WrongEntry& entry = EntryOf(kind.wrong);
    list += KindHtml(kind, entry.label, entry.name, report);
  }
  return list.empty() ? "" : "<h2>What is wrong</h2>\n" + list;
}

// Kinds that nobody is counted for.
std::string UncountedHtml(const char* title, const std::vector<Kind>& kinds, const char* label,
                          const Report& report) {
  std::string list;
  for (const Kind& kind : kinds) list += KindHtml(kind, label, "soft-kind", report);
  return list.empty() ? "" : "<h2>" + std::string(title) + "</h2>\n" + list;
}

std::string RuleTable(std::span<const RuleCount> rules) {
  std::string html =
      "<div class=\"scroll\"><table class=\"rules\"><thead><tr><th>cases</th><th>level</th>"
      "<th>confidence</th><th>rule</th><th>what it says</th></tr></thead><tbody>\n";
  for (const RuleCount& rule : rules) {
    html += "<tr><td>" + std::to_string(rule.results.size()) + "</td><td>" +
            std::string(LevelName(rule.level)) + "</td><td>" + ConfidenceOf(rule) + "</td><td>" +
            Code(rule.id) + "</td><td class=\"text\">" +
            (rule.rule != nullptr ? Text(rule.rule->text) : "") + "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string LetInHtml(const Report& report) {
  constexpr std::size_t kSeen = 8;  // rules, without a click
  const std::vector<const CaseResult*> let_in = LetIn(report);
  if (let_in.empty()) return "";
  const std::vector<RuleCount> rules = RulesOf(let_in, report);
  const std::span<const RuleCount> all(rules);
  const std::size_t seen = std::min(rules.size(), kSeen);
  std::string html = "<h2>Let in what must be refused: " + std::to_string(let_in.size()) +
                     ", by rule</h2>\n" + RuleTable(all.first(seen));
  if (rules.size() == seen) return html;
  return html + FoldedHtml("more", std::to_string(rules.size() - seen) + " more rules",
                           RuleTable(all.subspan(seen)));
}

std::string LeftOutHtml(const Report& report) {
  std::string list;
  for (const std::string& line : LeftOutLines(report)) list += "<li>" + Text(line) + "</li>\n";
  if (list.empty()) return "";
  return "<h2>Not asked, or not answered</h2>\n<ul>\n" + list + "</ul>\n";
}

// The names of a step's cases by verdict; those that failed are shown above.
std::string StepHtml(const std::string& name, const Step& step) {
  std::map<Verdict, std::pair<int, std::string>> names;
  for (const CaseResult* result : step.results) {
    auto& [count, text] = names[result->verdict];
    ++count;
    text += (text.empty() ? "" : ", ") + NameInStep(result->vector->id);
  }
  std::string list = "<dl>\n";
  for (const auto& [verdict, counted] : names) {
    const std::string term = std::to_string(counted.first) + " " + VerdictName(verdict);
    list += Entry(term.c_str(), Text(counted.second));
  }
  return FoldedHtml("step", Code(name) + " " + std::to_string(step.results.size()),
                    list + "</dl>\n");
}

std::string StepsHtml(const Report& report) {
  const std::map<std::string, Step> steps = OfferedSteps(report);
  std::string html = "<h2>By step</h2>\n" + Table(steps) + "<h2>All cases</h2>\n";
  for (const auto& [name, step] : steps) html += StepHtml(name, step);
  return html;
}

std::string Facts(const Report& report) {
  std::string facts = "<dl>\n";
  if (!report.adapter_info.language.empty()) {
    facts += Entry("language or protocol", Text(report.adapter_info.language));
  }
  if (!report.target.empty())
    facts += Entry("asked with", Code(report.command + " " + report.target));
  if (!report.date.empty()) facts += Entry("date", Text(report.date));
  std::string suite = "Countersign " + Text(report.suite_version);
  if (report.suite != nullptr) suite += ", vectors " + Code(report.suite->digest);
  return facts + Entry("suite", suite) + "</dl>\n";
}

std::string Head(const Report& report) {
  const std::string title = Text(AdapterTitle(report));
  const bool good = StandingOf(report) == Standing::kConforming;
  std::string head =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>Countersign: " +
      title + "</title>\n<style>" + std::string(kHtmlStyle) + "</style>\n</head>\n<body>\n";
  head += "<div class=\"top\"><div>\n<h1>" + title + "</h1>\n<p class=\"verdict " +
          (good ? "good" : "bad") + "\">" + Text(VerdictLine(report)) + "</p>\n<p>" +
          Text(Headline(report)) + "</p>\n";
  for (const std::string& problem : RunProblems(report)) {
    head += "<p class=\"problem\">" + Text(problem) + "</p>\n";
  }
  return head + Facts(report) + "</div><div>\n" + Svg(report) + "</div></div>\n";
}

}  // namespace

std::string Html(const Report& report) {
  return Head(report) + LetInHtml(report) + WrongHtml(report) +
         UncountedHtml("Disputed: AWS's answer is not known, nobody is counted",
                       DisputedKinds(report), "disputed", report) +
         UncountedHtml("Optional cases that failed, not counted", OptionalKinds(report), "optional",
                       report) +
         LeftOutHtml(report) + StepsHtml(report) + "</body>\n</html>\n";
}

}  // namespace countersign
