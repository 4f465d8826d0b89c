// The Markdown report, for an issue or a pull request: the verdict, what was let in, what is wrong
// by kind, what was left out, counts by step. An issue of GitHub takes 65,536 characters: examples
// are shown while there is room for them, the names of the cases always.
#include <algorithm>

#include "suite/select.h"
#include "writers/answer_view.h"
#include "writers/difference_view.h"
#include "writers/formats.h"
#include "writers/kinds.h"
#include "writers/left_out.h"
#include "writers/markup.h"
#include "writers/outline.h"
#include "writers/text.h"

namespace countersign {
namespace {

constexpr std::size_t kRoom = 60'000;  // bytes

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
  Tally all;
  for (const auto& [name, step] : OfferedSteps(report)) {
    table += Row(name, step.tally);
    for (const CaseResult* result : step.results) Add(*result, all);
  }
  return "## By step\n\n" + table + Row("all", all) + "\n";
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

std::string LetInTable(const Report& report) {
  const std::vector<const CaseResult*> let_in = LetIn(report);
  if (let_in.empty()) return "";
  std::string table = "## Let in what must be refused: " + std::to_string(let_in.size()) +
                      "\n\n| cases | level | confidence | rule |\n|--:|---|---|---|\n";
  for (const RuleCount& rule : RulesOf(let_in, report)) {
    const std::string text = rule.rule != nullptr ? ": " + rule.rule->text : "";
    table += "| " + std::to_string(rule.results.size()) + " | " +
             std::string(LevelName(rule.level)) + " | " + ConfidenceOf(rule) + " | " +
             Inline(rule.id + text) + " |\n";
  }
  return table + "\n";
}

struct KindSection {
  std::string heading;
  std::string example;  // in full
  std::string brief;    // the example in a line, if it has no room
  std::string cases;    // all their names
};

KindSection SectionOf(const Kind& kind, const Report& report) {
  KindSection section;
  const std::string count = std::to_string(kind.results.size());
  section.heading = "**" + count + " " + EntryOf(kind.wrong).label +
                    "**: " + Inline(KindText(kind, report)) + "\n\n";
  const CaseResult& first = *kind.results.front();
  section.example = Details(first, report);
  section.brief = "<code>" + Escaped(Printable(first.vector->id)) +
                  "</code>: " + Inline(first.explanation) + "\n\n";
  const std::vector<IdFolder> ids = Folding::Names(kind.results);
  const bool one = kind.results.size() == 1;
  section.cases = one ? ""
                      : "<details><summary>" + count + " cases</summary>\n\n" +
                            Block(IdsText(ids, kind.results.size())) + "\n</details>\n\n";
  return section;
}

// The names of the cases stand in for examples that have no room.
std::string WhatIsWrong(const Report& report, std::size_t room) {
  std::vector<KindSection> sections;
  std::size_t taken = 0;
  for (const Kind& kind : Kinds(report)) {
    const KindSection& section = sections.emplace_back(SectionOf(kind, report));
    taken += section.heading.size() + section.brief.size() + section.cases.size();
  }
  std::string text = sections.empty() ? "" : "## What is wrong\n\n";
  for (const KindSection& section : sections) {
    text += section.heading;
    if (taken - section.brief.size() + section.example.size() <= room) {
      text += section.example;
      taken += section.example.size() - section.brief.size();
    } else {
      text += section.brief;
    }
    text += section.cases;
  }
  return text;
}

std::string LeftOutList(const Report& report) {
  std::string list;
  for (const std::string& line : LeftOutLines(report)) list += "- " + Inline(line) + "\n";
  return list.empty() ? "" : "## Not asked, or not answered\n\n" + list + "\n";
}

std::string DisputedList(const Report& report) {
  std::string list;
  for (const Kind& kind : DisputedKinds(report)) {
    list += "- " + std::to_string(kind.results.size()) + ": " +
            Inline(kind.results.front()->explanation) + " " +
            Inline(IdsText(Folding::Names(kind.results), kind.results.size())) + "\n";
  }
  return list.empty() ? "" : "## Disputed, and counted for nobody\n\n" + list + "\n";
}

std::string Beginning(const Report& report) {
  std::string text = "# Countersign " + Inline(report.suite_version) + ": " +
                     Inline(AdapterTitle(report)) + "\n\n**" + Inline(VerdictLine(report)) +
                     "**\n\n" + Inline(Headline(report)) + "\n\n";
  if (!report.date.empty()) text += Inline(report.date) + ". ";
  if (!report.target.empty())
    text += "Asked with " + Inline(report.command + " " + report.target) + ".";
  if (!report.date.empty() || !report.target.empty()) text += "\n\n";
  for (const std::string& problem : RunProblems(report)) text += "**" + Inline(problem) + "**\n\n";
  return text;
}

}  // namespace

std::string Markdown(const Report& report) {
  const std::string before = Beginning(report) + LetInTable(report);
  const std::string after = DisputedList(report) + LeftOutList(report) + MarkdownTable(report);
  const std::size_t around = before.size() + after.size();
  return before + WhatIsWrong(report, kRoom > around ? kRoom - around : 0) + after;
}

}  // namespace countersign
