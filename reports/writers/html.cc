// The HTML report: one page with its style and script inside, which loads nothing from elsewhere.
// Text of adapters and vectors is escaped everywhere.
#include "writers/answer_view.h"
#include "writers/difference_view.h"
#include "writers/formats.h"
#include "writers/html_page.h"
#include "writers/markup.h"
#include "writers/outline.h"
#include "writers/text.h"

namespace countersign {
namespace {

// Text returns text of an adapter or a vector on one line, safe anywhere in the page.
std::string Text(std::string_view bytes) { return Escaped(Printable(bytes)); }
std::string Pre(std::string_view bytes, const char* name = nullptr) {
  return (name != nullptr ? std::string("<pre class=\"") + name + "\">" : "<pre>") +
         Escaped(PrintableLines(bytes)) + "</pre>\n";
}

std::string Entry(const char* term, const std::string& html) {
  return std::string("<dt>") + term + "</dt><dd>" + html + "</dd>\n";
}

std::string CountCell(int count) {
  return (count == 0 ? "<td class=\"zero\">" : "<td>") + std::to_string(count) + "</td>";
}

std::string Row(const std::string& name, const Tally& tally, const char* row_class) {
  std::string row = std::string("<tr class=\"") + row_class + "\"><td>" + Text(name) + "</td>";
  for (const TallyColumn& column : kTallyColumns) row += CountCell(tally.*column.count);
  return row + "</tr>\n";
}

std::string Table(const Report& report) {
  std::string table = "<div class=\"scroll\"><table><thead><tr><th>step</th>";
  for (const TallyColumn& column : kTallyColumns) {
    table += std::string("<th>") + column.title + "</th>";
  }
  table += "</tr></thead><tbody>\n";
  for (const auto& [name, step] : Steps(report)) table += Row(name, step.tally, "step");
  return table + Row("all", Count(report), "all") + "</tbody></table></div>\n";
}

// Only https addresses become links, so that no vector can put a script into the page.
std::string SourceOf(const RuleEntry& rule) {
  if (rule.link.rfind("https://", 0) != 0) return Text(rule.source);
  return "<a href=\"" + Text(rule.link) + "\" rel=\"noreferrer\">" + Text(rule.source) + "</a>";
}

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
    body += Entry("rule", "<code>" + Text(rule->id) + "</code> " + Text(rule->text));
    body += Entry("source", SourceOf(*rule));
  }
  body += "</dl>\n";
  if (IsProblem(result) || result.difference) {
    body += "<div class=\"pair\"><div><span class=\"soft\">expected</span>" +
            Pre(ExpectedJson(result)) + "</div><div><span class=\"soft\">observed</span>" +
            Pre(ObservedJson(result)) + "</div></div>\n";
  }
  if (result.difference) {
    const DifferenceView view = ViewDifference(*result.difference);
    body += "<span class=\"soft\">first difference: " + Text(view.heading) + "</span>" +
            Pre(CaretText(view), "caret");
  }
  if (!result.stderr_tail.empty()) {
    body += "<span class=\"soft\">last lines on stderr</span>" + Pre(result.stderr_tail);
  }
  if (IsProblem(result)) {
    body += "<span class=\"soft\">rerun</span>" + Pre(Rerun(result, report));
  }
  return body;
}

std::string CaseHtml(const CaseResult& result, const Report& report) {
  const std::string verdict = VerdictName(result.verdict);
  return "<details class=\"case " + verdict + "\"" +
         (IsProblem(result) ? " data-problem=\"1\"" : "") + "><summary><span class=\"badge\">" +
         verdict + "</span> <code>" + Text(result.vector->id) + "</code></summary><div>\n" +
         Body(result, report) + "</div></details>\n";
}

// The mistakes behind the failures, shown first.
std::string Likely(const Report& report) {
  std::string list;
  for (const std::string& line : LikelyLines(report)) list += "<li>" + Text(line) + "</li>\n";
  return list.empty() ? "" : "<h2>Likely causes</h2>\n<ul>\n" + list + "</ul>\n";
}

std::string Button(const std::string& verdict, const char* label, int count, bool pressed) {
  return "<button type=\"button\" data-verdict=\"" + verdict + "\" aria-pressed=\"" +
         (pressed ? "true" : "false") + "\">" + label + " " + std::to_string(count) + "</button>\n";
}

std::string Filter(const Report& report) {
  const Tally t = Count(report);
  const int problems = Problems(t);
  std::string filter =
      "<div class=\"filter\" role=\"group\" aria-label=\"Show cases by verdict\">\n";
  filter += Button("problem", "not conforming", problems, problems > 0);
  filter += Button("all", "all", static_cast<int>(report.results.size()), problems == 0);
  for (const TallyColumn& column : kTallyColumns) {
    const char* name = VerdictName(column.verdict);
    const int count = t.*column.count;
    if (count > 0) filter += Button(name, name, count, false);
  }
  return filter + "</div>\n";
}

std::string Head(const Report& report) {
  const std::string title = Text(AdapterTitle(report));
  std::string head =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>Countersign: " +
      title + "</title>\n<style>" + std::string(kHtmlStyle) + "</style>\n</head>\n<body>\n";
  head += "<h1>" + title + "</h1>\n<p class=\"headline\">" + Text(Headline(report)) + "</p>\n";
  head += "<p class=\"soft\">Countersign " + Text(report.suite_version);
  if (report.suite != nullptr) head += ", suite <code>" + Text(report.suite->digest) + "</code>";
  head += "</p>\n";
  for (const std::string& problem : RunProblems(report)) {
    head += "<p class=\"problem\">" + Text(problem) + "</p>\n";
  }
  return head;
}

}  // namespace

std::string Html(const Report& report) {
  std::string document =
      Head(report) + Likely(report) + Table(report) + "<h2>Cases</h2>\n" + Filter(report);
  for (const CaseResult& result : report.results) document += CaseHtml(result, report);
  return document + "<script>" + std::string(kHtmlScript) + "</script>\n</body>\n</html>\n";
}

}  // namespace countersign
