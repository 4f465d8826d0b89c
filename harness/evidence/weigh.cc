// Compares recorded answers with what the cases expect, by the same rules by which a live server is
// judged (live_server/outcome.h, judge/judgement.h). `countersign vectors evidence` and lint call
// it.
#include "evidence/weigh.h"

#include <algorithm>
#include <unordered_map>
#include <variant>

#include "judge/judgement.h"
#include "live_server/body.h"
#include "live_server/outcome.h"
#include "suite/proof.h"

namespace countersign {
namespace {

enum class Reading { kAccepted, kRejected, kNothing };

Reading ReadAnswer(const Case& c, const RecordedAnswer& recorded) {
  // If the case is about the body, what comes after authentication is a refusal as well.
  const bool refused = recorded.answer.status >= 400 && recorded.answer.status < 500;
  if (refused && IsAboutBody(std::get<VerifyMessage>(c.request))) return Reading::kRejected;
  switch (OutcomeOf(recorded.answer.status, recorded.answer.code)) {
    case Outcome::kAccepted: return Reading::kAccepted;
    case Outcome::kRejected: return Reading::kRejected;
    case Outcome::kBroken: return Reading::kNothing;
    case Outcome::kNotImplemented:
      return c.expected.front().accept ? Reading::kNothing : Reading::kRejected;
    case Outcome::kUnclear: break;
  }
  if (!recorded.with_wrong_signature) return Reading::kRejected;
  // A wrong signature is answered differently, so the right one was let in.
  if (*recorded.with_wrong_signature != recorded.answer) return Reading::kAccepted;
  return recorded.answer.status == 405 ? Reading::kNothing : Reading::kRejected;
}

RejectAnswer RejectOf(const RecordedAnswer& recorded) {
  RejectAnswer reject;
  reject.status = recorded.answer.status;
  // The answer to HEAD has no body and so no code.
  if (recorded.method != "HEAD") reject.code = recorded.answer.code.value_or("");
  return reject;
}

Weight WeightOf(const Case& c, const Judgement& judgement) {
  if (c.status == CaseStatus::kDisputed) return Weight::kSettles;
  if (judgement.verdict != Verdict::kPass) return Weight::kContradicts;
  return IsWeaklySourced(c) ? Weight::kSettles : Weight::kConfirms;
}

Weighed WeighOne(const Case& c, const RecordedAnswer& recorded) {
  Weighed weighed{&c, &recorded, Weight::kSaysNothing, ""};
  const Reading reading = ReadAnswer(c, recorded);
  weighed.text = "expected " + DescribeAnswers(c) + ", answered " + TextOf(recorded.answer);
  if (reading == Reading::kNothing) return weighed;
  const bool accepted = reading == Reading::kAccepted;
  const Judgement judgement =
      accepted ? JudgeVerify(c, OkAnswer{}) : JudgeVerify(c, RejectOf(recorded), ErrorLevel::kCode);
  // An answer from 500 on settles nothing; that it is wrong is another matter.
  const bool broke = recorded.answer.status >= 500 && recorded.answer.status != 501;
  if (broke && c.status == CaseStatus::kDisputed) return weighed;
  weighed.weight = WeightOf(c, judgement);
  if (accepted && recorded.answer.status >= 400) weighed.text += " after authentication";
  if (c.status == CaseStatus::kDisputed) {
    weighed.text += judgement.verdict == Verdict::kPass ? " (disputed: as expected)"
                                                        : " (disputed: not as expected)";
  }
  return weighed;
}

}  // namespace

const char* WeightName(Weight weight) {
  switch (weight) {
    case Weight::kContradicts: return "contradicts";
    case Weight::kSettles: return "settles";
    case Weight::kConfirms: return "confirms";
    case Weight::kSaysNothing: return "says nothing";
  }
  return "";
}

bool IsWeaklySourced(const Case& c) { return BestProof(c) <= Proof::kStatement; }

std::vector<Weighed> Weigh(const RecordedEvidence& evidence, const Suite& suite) {
  std::unordered_map<std::string_view, const Case*> cases;
  for (const Case& c : suite.cases) cases.emplace(c.id, &c);
  std::vector<Weighed> all;
  for (const RecordedAnswer& recorded : evidence.answers) {
    const auto found = cases.find(recorded.case_id);
    if (found != cases.end()) all.push_back(WeighOne(*found->second, recorded));
  }
  return all;
}

}  // namespace countersign
