#include <array>

#include "writers/answer_view.h"
#include "writers/difference_view.h"
#include "writers/html_page.h"
#include "writers/markup.h"
#include "writers/outline.h"
#include "writers/text.h"
#include "writers/writers.h"

namespace countersign {
namespace {

// Text is one line of an adapter's or a vector's words, safe anywhere in the page.
std::string Text(std::string_view octets) { return Escaped(Printable(octets)); }
std::string Pre(std::string_view octets, const char* name = nullptr) {
  return (name != nullptr ? std::string("<pre class=\"") + name + "\">" : "<pre>") +
         Escaped(PrintableLines(octets)) + "</pre>\n";
}

std::string Entry(const char* term, const std::string& html) {
  return std::string("<dt>") + term + "</dt><dd>" + html + "</dd>\n";
}

std::string CountCell(int count) {
  return (count == 0 ? "<td class=\"zero\">" : "<td>") + std::to_string(count) + "</td>";
}

std::string Row(const std::string& name, const Tally& t, const char* row_class) {
  return std::string("<tr class=\"") + row_class + "\"><td>" + Text(name) + "</td>" +
         CountCell(t.pass) + CountCell(t.fail) + CountCell(t.fault) + CountCell(t.unsupported) +
         CountCell(t.not_exercised) + CountCell(t.expected_failure) + CountCell(t.unexpected_pass) +
         CountCell(t.disputed) + "</tr>\n";
}

std::string Table(const Report& report) {
  std::string table =
      "<div class=\"scroll\"><table><thead><tr><th>step</th><th>pass</th><th>fail</th>"
      "<th>fault</th><th>unsupported</th><th>not exercised</th><th>expected failure</th>"
      "<th>unexpected pass</th><th>disputed</th></tr></thead><tbody>\n";
  for (const auto& [name, step] : Steps(report)) table += Row(name, step.tally, "step");
  return table + Row("all", Count(report), "all") + "</tbody></table></div>\n";
}

// Only web addresses become links: a vector's text is no place for anything else.
std::string Source(const RuleEntry& rule) {
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
    body += Entry("source", Source(*rule));
  }
  body += "</dl>\n";
  if (IsProblem(result.verdict) || result.difference) {
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
    body += "<span class=\"soft\">its last words on stderr</span>" + Pre(result.stderr_tail);
  }
  if (IsProblem(result.verdict)) {
    body += "<span class=\"soft\">rerun</span>" + Pre(Rerun(result, report));
  }
  return body;
}

std::string CaseHtml(const CaseResult& result, const Report& report) {
  const std::string verdict = VerdictName(result.verdict);
  return "<details class=\"case " + verdict + "\"" +
         (IsProblem(result.verdict) ? " data-problem=\"1\"" : "") +
         "><summary><span class=\"badge\">" + verdict + "</span> <code>" + Text(result.vector->id) +
         "</code></summary><div>\n" + Body(result, report) + "</div></details>\n";
}

// What a reader looks at first: the mistakes behind the failures.
std::string Likely(const Report& report) {
  std::string list;
  for (const LikelyGroup& group : LikelyGroups(report)) {
    list += "<li>" + Text(LikelyGroupText(group)) + "</li>\n";
  }
  if (list.empty()) return "";
  if (const std::string cut = NotDiagnosed(report); !cut.empty()) {
    list += "<li>" + Text(cut) + "</li>\n";
  }
  return "<h2>Likely causes</h2>\n<ul>\n" + list + "</ul>\n";
}

std::string Button(const std::string& verdict, const char* label, int count, bool pressed) {
  return "<button type=\"button\" data-verdict=\"" + verdict + "\" aria-pressed=\"" +
         (pressed ? "true" : "false") + "\">" + label + " " + std::to_string(count) + "</button>\n";
}

std::string Filter(const Report& report) {
  const Tally t = Count(report);
  const int problems = t.fail + t.fault + t.unexpected_pass;
  std::string filter =
      "<div class=\"filter\" role=\"group\" aria-label=\"Show cases by verdict\">\n";
  filter += Button("problem", "not conforming", problems, problems > 0);
  filter += Button("all", "all", static_cast<int>(report.results.size()), problems == 0);
  struct Kind {
    Verdict verdict;
    int count;
  };
  const std::array<Kind, 8> kinds = {{{Verdict::kPass, t.pass},
                                      {Verdict::kFail, t.fail},
                                      {Verdict::kFault, t.fault},
                                      {Verdict::kUnsupported, t.unsupported},
                                      {Verdict::kNotExercised, t.not_exercised},
                                      {Verdict::kExpectedFailure, t.expected_failure},
                                      {Verdict::kUnexpectedPass, t.unexpected_pass},
                                      {Verdict::kDisputed, t.disputed}}};
  for (const Kind& kind : kinds) {
    const char* name = VerdictName(kind.verdict);
    if (kind.count > 0) filter += Button(name, name, kind.count, false);
  }
  return filter + "</div>\n";
}

std::string Head(const Report& report) {
  const std::string name = report.adapter_info.name.empty() ? "unknown" : report.adapter_info.name;
  const std::string title = Text(name + " " + report.adapter_info.version);
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
