#pragma once

#include <optional>
#include <string>

#include "judge/verdict.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// Judgement is the verdict on an answer, and why. It may still contain secrets.
struct Judgement {
  Verdict verdict = Verdict::kPass;
  std::string explanation = {};
  std::optional<StageDifference> difference = std::nullopt;
};

// JudgePresign judges an `ok` or a `reject` to a presign case.
Judgement JudgePresign(const Case& c, const OkAnswer& answer, Clock clock);
Judgement JudgePresign(const Case& c, const RejectAnswer& answer, ErrorLevel errors);

// JudgeVerify does so for a verify case.
Judgement JudgeVerify(const Case& c, const OkAnswer& answer);
Judgement JudgeVerify(const Case& c, const RejectAnswer& answer, ErrorLevel errors);

// JudgeSkip: unsupported if the answer gives a reason, otherwise a fault.
Judgement JudgeSkip(const Case& c, const SkipAnswer& answer, const AdapterInfo& adapter_info);

// WhyInvalidSkip says, for people, what is wrong with the reason of an adapter's skip: a feature
// that the protocol does not have, an issue that is no address. It returns nullopt if nothing is.
// (A live server's skip gives its reason as text.)
std::optional<std::string> WhyInvalidSkip(const SkipAnswer& answer);

// Allows tells whether the case lets an implementation accept, or refuse.
bool AllowsAccept(const Case& c);
bool AllowsReject(const Case& c);

// DescribeAnswers lists the allowed answers, for people: "403 AccessDenied (expired) or …".
std::string DescribeAnswers(const Case& c);

}  // namespace countersign
