// Tells a wrong decision (somebody is let in, or turned away) from a right one that is only told
// with another status or code. Every writer says this first.
#include "writers/wrong.h"

#include <algorithm>
#include <variant>

#include "judge/server_broke.h"
#include "writers/outline.h"

namespace countersign {
namespace {

constexpr WrongEntry kWrongEntries[] = {
    {Wrong::kServerBroke, "server-broke", "broke the server", "broke the server", "server broke"},
    {Wrong::kLetIn, "let-in", "let in what must be refused", "let in what must be refused",
     "let in"},
    {Wrong::kBroke, "broke", "broke", "broke", "broke"},
    {Wrong::kTurnedAway, "turned-away", "turned away what must be accepted",
     "turned away what must be accepted", "turned away"},
    {Wrong::kServerError, "server-error", "answered with a server error",
     "answered with a server error", "server error"},
    {Wrong::kSigned, "signed", "signed what must be refused", "signed what must be refused",
     "signed"},
    {Wrong::kNotSigned, "not-signed", "refused what must be signed", "refused what must be signed",
     "not signed"},
    {Wrong::kWrongUrl, "wrong-url", "wrong URL", "wrong URLs", "wrong URL"},
    {Wrong::kOtherCode, "other-code", "other code", "other codes", "other code"},
    {Wrong::kUnexpectedPass, "unexpected-pass", "passed unexpectedly", "passed unexpectedly",
     "passed unexpectedly"},
};

bool Allows(const CaseResult& result, bool accept) {
  if (!result.expected) return false;
  const std::vector<ExpectedAnswer>& answers = result.expected->answers;
  return std::any_of(answers.begin(), answers.end(),
                     [accept](const ExpectedAnswer& one) { return one.accept == accept; });
}

Wrong WrongAnswer(const CaseResult& result, const OkAnswer&) {
  if (OpOf(*result.vector) == Op::kVerify) return Wrong::kLetIn;
  return Allows(result, true) ? Wrong::kWrongUrl : Wrong::kSigned;
}

Wrong WrongAnswer(const CaseResult& result, const RejectAnswer& answer) {
  const bool verify = OpOf(*result.vector) == Op::kVerify;
  // As the judge reads it: 501 says what it refuses.
  const int status = answer.status.value_or(0);
  if (verify && status >= 500 && status != 501) return Wrong::kServerError;
  if (Allows(result, false)) return Wrong::kOtherCode;
  return verify ? Wrong::kTurnedAway : Wrong::kNotSigned;
}

template <typename Other>
Wrong WrongAnswer(const CaseResult&, const Other&) {
  return Wrong::kBroke;
}

std::string Counted(int count, Wrong wrong) {
  const WrongEntry& entry = EntryOf(wrong);
  return std::to_string(count) + " " + (count == 1 ? entry.one : entry.many);
}

// "35 wrong decisions (12 let in …, 23 turned away …)"; empty if no decision is wrong.
std::string Decisions(const std::vector<WrongCount>& counts) {
  int decisions = 0;
  std::string parts;
  for (const WrongCount& one : counts) {
    if (!IsWrongDecision(one.wrong)) continue;
    decisions += one.count;
    parts += (parts.empty() ? "" : ", ") + Counted(one.count, one.wrong);
  }
  if (decisions == 0) return "";
  return std::to_string(decisions) + (decisions == 1 ? " wrong decision (" : " wrong decisions (") +
         parts + ")";
}

}  // namespace

const WrongEntry& EntryOf(Wrong wrong) { return kWrongEntries[static_cast<std::size_t>(wrong)]; }

bool IsWrongDecision(Wrong wrong) {
  switch (wrong) {
    case Wrong::kServerBroke:
    case Wrong::kLetIn:
    case Wrong::kTurnedAway:
    case Wrong::kServerError:
    case Wrong::kSigned:
    case Wrong::kNotSigned: return true;
    case Wrong::kBroke:
    case Wrong::kWrongUrl:
    case Wrong::kOtherCode:
    case Wrong::kUnexpectedPass: break;
  }
  return false;
}

std::optional<Wrong> WrongOf(const CaseResult& result) {
  if (result.verdict == Verdict::kFault) return Wrong::kBroke;
  if (result.verdict == Verdict::kUnexpectedPass) return Wrong::kUnexpectedPass;
  if (result.verdict != Verdict::kFail) return std::nullopt;
  if (ServerBroke(result)) return Wrong::kServerBroke;
  const auto* answer = result.observed ? std::get_if<Answer>(&*result.observed) : nullptr;
  if (answer == nullptr) return Wrong::kBroke;
  return std::visit([&result](const auto& one) { return WrongAnswer(result, one); }, *answer);
}

std::vector<WrongCount> CountWrong(const Report& report) {
  std::vector<WrongCount> counts;
  for (const WrongEntry& entry : kWrongEntries) counts.push_back({entry.wrong, 0});
  for (const CaseResult& result : report.results) {
    if (!IsProblem(result)) continue;
    ++counts[static_cast<std::size_t>(WrongOf(result).value_or(Wrong::kBroke))].count;
  }
  std::erase_if(counts, [](const WrongCount& one) { return one.count == 0; });
  return counts;
}

std::string WrongLine(const Report& report) {
  const std::vector<WrongCount> counts = CountWrong(report);
  std::string line = Decisions(counts);
  for (const WrongCount& one : counts) {
    if (IsWrongDecision(one.wrong)) continue;
    line += (line.empty() ? "" : ", ") + Counted(one.count, one.wrong);
  }
  return line;
}

Standing StandingOf(const Report& report) {
  const Tally tally = Count(report);
  if (!report.faults.empty()) return Standing::kBroken;
  if (tally.fail > 0 || tally.unexpected_pass > 0) return Standing::kNotConforming;
  if (tally.fault > 0) return Standing::kBroken;
  if (tally.pass + tally.expected_failure + tally.disputed > 0) return Standing::kConforming;
  // Who asks only for optional cases wants to know of them.
  if (tally.optional_failed > 0) return Standing::kNotConforming;
  return tally.optional_passed > 0 ? Standing::kConforming : Standing::kNothingRan;
}

const char* StandingName(Standing standing) {
  switch (standing) {
    case Standing::kConforming: return "conforming";
    case Standing::kNotConforming: return "not conforming";
    case Standing::kBroken: return "the run broke";
    case Standing::kNothingRan: break;
  }
  return "nothing ran";
}

std::string VerdictLine(const Report& report) {
  const Standing standing = StandingOf(report);
  std::string line = StandingName(standing);
  line[0] = static_cast<char>(line[0] - 'a' + 'A');
  if (standing == Standing::kBroken) line = "BROKEN";  // nobody may read on and miss it
  const std::string wrong = WrongLine(report);
  if (!report.faults.empty()) {
    line += ": " + report.faults.front();
    return wrong.empty() ? line : line + ". Until then: " + wrong;
  }
  return wrong.empty() ? line : line + ": " + wrong;
}

}  // namespace countersign
