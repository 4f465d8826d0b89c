// The Markdown report: counts by folder, then each failing case folded, for an issue or a pull
// request.
#include <algorithm>

#include "writers/answer_view.h"
#include "writers/difference_view.h"
#include "writers/formats.h"
#include "writers/markup.h"
#include "writers/outline.h"
#include "writers/text.h"

namespace countersign {
namespace {

// Text inside a paragraph or a table, escaped so that Markdown reads none of it as markup.
std::string Inline(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]()#+-.!|~$@:";
  std::string out;
  for (const char c : Escaped(Printable(text))) {
    // Escaped writes entities such as &#39;, whose '#' stays.
    if (kMarkup.find(c) != std::string_view::npos && c != '#') out += '\\';
    if (c == '#' && (out.empty() || out.back() != '&')) out += '\\';
    out += c;
  }
  return out;
}

// A fenced block whose fence is longer than any run of backticks inside it.
std::string Block(std::string_view text) {
  const std::string body = PrintableLines(text);
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : body) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
  return fence + "text\n" + body + (body.empty() || body.back() != '\n' ? "\n" : "") + fence + "\n";
}

std::string Row(const std::string& name, const Tally& tally) {
  std::string row = "| " + Inline(name) + " |";
  for (const TallyColumn& column : kTallyColumns) {
    const int count = tally.*column.count;
    row += " " + (count == 0 ? std::string("·") : std::to_string(count)) + " |";
  }
  return row + "\n";
}

std::string MarkdownTable(const Report& report) {
  std::string titles = "| step |";
  std::string line = "|---|";
  for (const TallyColumn& column : kTallyColumns) {
    titles += std::string(" ") + column.title + " |";
    line += "--:|";
  }
  std::string table = titles + "\n" + line + "\n";
  for (const auto& [name, step] : Steps(report)) table += Row(name, step.tally);
  return table + Row("all", Count(report)) + "\n";
}

std::string Details(const CaseResult& result, const Report& report) {
  std::string text = "<details><summary>" + std::string(VerdictName(result.verdict)) + ": <code>" +
                     Escaped(Printable(result.vector->id)) + "</code></summary>\n\n";
  text += Inline(Reason(result)) + "\n\nWhy it matters: " + Inline(result.vector->why) + "\n\n";
  if (const RuleEntry* rule = RuleOf(result, report)) {
    text += "Rule `" + rule->id + "`: " + Inline(rule->text) + " Source: " + Inline(rule->source);
    if (!rule->link.empty()) text += ", <" + Escaped(Printable(rule->link)) + ">";
    text += "\n\n";
  }
  text += Block("expected " + ExpectedJson(result) + "\nobserved " + ObservedJson(result));
  if (result.difference) {
    const DifferenceView view = ViewDifference(*result.difference);
    text += "\n" + Inline(view.heading) + ":\n\n" + Block(CaretText(view));
  }
  if (!result.stderr_tail.empty()) text += "\nstderr:\n\n" + Block(result.stderr_tail);
  return text + "\n" + Block(Rerun(result, report)) + "\n</details>\n\n";
}

std::string LikelyCauses(const Report& report) {
  std::string list;
  for (const std::string& line : LikelyLines(report)) list += "- " + Inline(line) + "\n";
  return list.empty() ? "" : "## Likely causes\n\n" + list + "\n";
}

}  // namespace

std::string Markdown(const Report& report) {
  std::string document = "# Countersign " + Inline(report.suite_version) + ": " +
                         Inline(AdapterTitle(report)) + "\n\n" + Inline(Headline(report)) + "\n\n";
  for (const std::string& problem : RunProblems(report)) {
    document += "**" + Inline(problem) + "**\n\n";
  }
  document += LikelyCauses(report) + MarkdownTable(report);
  for (const CaseResult& result : report.results) {
    if (IsProblem(result)) document += Details(result, report);
  }
  return document;
}

}  // namespace countersign
