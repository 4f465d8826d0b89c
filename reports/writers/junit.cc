// JUnit XML: one test suite for each folder of cases. Every verdict other than pass is a child
// element, because many readers count only these.
#include <algorithm>

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

std::string Attribute(const char* name, std::string_view value) {
  return std::string(" ") + name + "=\"" + Escaped(Printable(value)) + "\"";
}

std::string Counts(int tests, int failures, int errors, int skipped) {
  return Attribute("tests", std::to_string(tests)) +
         Attribute("failures", std::to_string(failures)) +
         Attribute("errors", std::to_string(errors)) +
         Attribute("skipped", std::to_string(skipped));
}

std::string Detail(const CaseResult& result, const Report& report) {
  std::string text = result.vector->why + "\n";
  if (const RuleEntry* rule = RuleOf(result, report)) {
    text += rule->id + ": " + rule->text + " (" + rule->source + ")\n";
  }
  text += "expected " + ExpectedJson(result) + "\nobserved " + ObservedJson(result) + "\n";
  if (result.difference) {
    const DifferenceView view = ViewDifference(*result.difference);
    text += view.heading + "\n" + CaretText(view);
  }
  return text + Rerun(result, report) + "\n";
}

// The name of the child element, which decides how readers of JUnit files count the case.
const char* ElementFor(const CaseResult& result) {
  if (result.verdict == Verdict::kFail && !IsProblem(result)) return "skipped";
  switch (result.verdict) {
    case Verdict::kFail:
    case Verdict::kUnexpectedPass: return "failure";
    case Verdict::kFault: return "error";
    default: return "skipped";
  }
}

// "let in: window/expired (must, A): Accepted, although …".
std::string Tagged(const CaseResult& result, const WrongEntry& wrong, const Report& report) {
  const std::vector<RuleCount> rules = RulesOf({&result}, report);
  return std::string(wrong.label) + ": " + RuleTag(rules.front()) + ": " + Reason(result);
}

std::string TestCase(const CaseResult& result, const Report& report) {
  std::string step = StepOf(result.vector->id);
  std::replace(step.begin(), step.end(), '/', '.');
  std::string element = "    <testcase" + Attribute("classname", step) +
                        Attribute("name", NameInStep(result.vector->id));
  if (result.verdict == Verdict::kPass) return element + "/>\n";
  const std::string name = ElementFor(result);
  element += ">\n      <" + name;
  const bool skipped = name == "skipped";
  const std::string verdict = VerdictName(result.verdict);
  if (skipped) {
    element += Attribute("message", verdict + ": " + Reason(result)) + "/>\n";
  } else {
    const WrongEntry& wrong = EntryOf(WrongOf(result).value_or(Wrong::kBroke));
    element += Attribute("message", Tagged(result, wrong, report)) + Attribute("type", wrong.name) +
               ">" + Escaped(PrintableLines(Detail(result, report))) + "</" + name + ">\n";
  }
  if (!result.stderr_tail.empty()) {
    element +=
        "      <system-err>" + Escaped(PrintableLines(result.stderr_tail)) + "</system-err>\n";
  }
  return element + "    </testcase>\n";
}

std::string StepSuite(const std::string& name, const Step& step, const Report& report) {
  const Tally& t = step.tally;
  const int total = static_cast<int>(step.results.size());
  const int failures = t.fail + t.unexpected_pass;
  std::string suite =
      "  <testsuite" + Attribute("name", name) +
      Counts(total, failures, t.fault, total - t.pass - t.optional_passed - failures - t.fault) +
      ">\n";
  for (const CaseResult* result : step.results) suite += TestCase(*result, report);
  return suite + "  </testsuite>\n";
}

// The verdict stands first, as the output of a suite without cases: counts stay those of the cases.
std::string VerdictSuite(const Report& report) {
  std::string text = VerdictLine(report) + "\n" + Headline(report) + "\n";
  for (const RuleCount& rule : RulesOf(LetIn(report), report)) {
    text += "let in: " + std::to_string(rule.results.size()) + " " + RuleTag(rule) + "\n";
  }
  for (const Kind& kind : Kinds(report)) {
    text += std::to_string(kind.results.size()) + " " + EntryOf(kind.wrong).label + ": " +
            KindText(kind, report) + "\n";
  }
  for (const std::string& line : LeftOutLines(report)) text += line + "\n";
  return "  <testsuite name=\"verdict\"" + Counts(0, 0, 0, 0) + ">\n    <system-out>" +
         Escaped(PrintableLines(text)) + "</system-out>\n  </testsuite>\n";
}

// Problems of the run as a whole are errors too. Otherwise an interrupted run could look
// successful.
std::string RunSuite(const std::vector<std::string>& problems) {
  if (problems.empty()) return "";
  const int count = static_cast<int>(problems.size());
  std::string suite = "  <testsuite name=\"run\"" + Counts(count, 0, count, 0) + ">\n";
  for (int i = 0; i < count; ++i) {
    suite += "    <testcase classname=\"run\"" +
             Attribute("name", "problem " + std::to_string(i + 1)) + ">\n      <error" +
             Attribute("message", problems[static_cast<std::size_t>(i)]) +
             " type=\"fault\"/>\n    </testcase>\n";
  }
  return suite + "  </testsuite>\n";
}

}  // namespace

std::string JUnit(const Report& report) {
  const Tally tally = Count(report);
  const std::vector<std::string> problems = RunProblems(report);
  const int extra = static_cast<int>(problems.size());
  const int total = static_cast<int>(report.results.size());
  const int failures = tally.fail + tally.unexpected_pass;
  const int errors = tally.fault;
  std::string document =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"countersign\"" +
      Counts(total + extra, failures, errors + extra,
             total - tally.pass - tally.optional_passed - failures - errors) +
      ">\n";
  document += VerdictSuite(report);
  for (const auto& [name, step] : Steps(report)) document += StepSuite(name, step, report);
  return document + RunSuite(problems) + "</testsuites>\n";
}

}  // namespace countersign
