// Decides the verdict on an answer and gathers what reports show of it: judge_presign.cc and
// judge_verify.cc compare, this file joins them. Workers call it for each answer.
#include "judge/judge.h"

#include <utility>

#include "judge/judgement.h"
#include "judge/presigned_url.h"
#include "judge/redact.h"
#include "judge/shorten.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

// ReferenceUrl is the URL that the reference makes for a presign case that allows a URL; at the
// observed URL's date if the implementation uses the machine's clock.
std::optional<std::string> ReferenceUrl(const Case& c, const Observation& observation,
                                        Clock clock) {
  const auto* message = std::get_if<PresignMessage>(&c.request);
  if (message == nullptr || !AllowsAccept(c)) return std::nullopt;
  if (c.pinned_url) return c.pinned_url;
  Decoded<PresignRequest> asked = ToPresignRequest(*message);
  if (std::holds_alternative<ProtocolError>(asked)) return std::nullopt;
  PresignRequest& request = std::get<PresignRequest>(asked);
  const auto* answer = std::get_if<Answer>(&observation);
  const auto* ok = answer != nullptr ? std::get_if<OkAnswer>(answer) : nullptr;
  if (clock == Clock::kAmbient && ok != nullptr && ok->url) {
    const auto read = ReadSignedUrl(*ok->url);
    if (const auto* url = std::get_if<SignedUrl>(&read)) {
      request.now = ParseAmzDate(url->date).value_or(request.now);
    }
  }
  const Result<PresignedUrl> presigned = Presign(request);
  if (!presigned.ok()) return std::nullopt;
  return presigned.value().url;
}

// One overload an alternative of an observation.
struct Deliberation {
  const Case& c;
  const AdapterInfo& adapter_info;

  Judgement operator()(const OkAnswer& answer) const {
    if (OpOf(c) == Op::kPresign) return JudgePresign(c, answer, adapter_info.clock);
    return JudgeVerify(c, answer);
  }
  Judgement operator()(const RejectAnswer& answer) const {
    if (OpOf(c) == Op::kPresign) return JudgePresign(c, answer, adapter_info.errors);
    return JudgeVerify(c, answer, adapter_info.errors);
  }
  Judgement operator()(const SkipAnswer& answer) const {
    return JudgeSkip(c, answer, adapter_info);
  }
  Judgement operator()(const FaultAnswer& answer) const {
    return {Verdict::kFault, "The adapter answered with a fault: " + answer.message};
  }
  Judgement operator()(const Answer& answer) const { return std::visit(*this, answer); }
  Judgement operator()(const AdapterBroke& broke) const { return {Verdict::kFault, broke.reason}; }
  Judgement operator()(const NotAsked& not_asked) const {
    return {not_asked.verdict, not_asked.reason};
  }
};

// A disputed case shows the judgement of the answer; only a fault is counted. One that was skipped
// or not asked has no answer, and is unsupported or not exercised like any other.
void Dispute(const Case& c, const Observation& observation, Judgement& judgement) {
  if (c.status != CaseStatus::kDisputed || judgement.verdict == Verdict::kFault ||
      judgement.verdict == Verdict::kUnsupported || std::holds_alternative<NotAsked>(observation)) {
    return;
  }
  judgement.explanation =
      judgement.verdict == Verdict::kPass
          ? "Disputed; it answered as we expect AWS to."
          : "Disputed; we expect another answer of AWS. " + judgement.explanation;
  judgement.verdict = Verdict::kDisputed;
}

}  // namespace

Judge::Judge(const AdapterInfo& adapter_info) : adapter_info_(adapter_info) {}

Judgement Judge::Deliberate(const Case& c, const Observation& observation) {
  Judgement judgement = std::visit(Deliberation{c, adapter_info_}, observation);
  Dispute(c, observation, judgement);
  return judgement;
}

CaseResult Judge::operator()(const Case& c, const Observation& observation) {
  return ResultOf(c, observation, Deliberate(c, observation));
}

CaseResult Judge::Brief(const Case& c, const Observation& observation) {
  Judgement judgement = Deliberate(c, observation);
  if (judgement.verdict != Verdict::kPass) return ResultOf(c, observation, std::move(judgement));
  CaseResult result;
  result.vector = &c;
  return result;
}

CaseResult Judge::ResultOf(const Case& c, const Observation& observation, Judgement judgement) {
  const Redactor redactor(c);
  CaseResult result;
  result.vector = &c;
  result.verdict = judgement.verdict;
  // A pass needs no URL to be compared with; signing again would take a third of a run.
  result.expected = Expectation{c.expected, std::nullopt};
  if (judgement.verdict != Verdict::kPass) {
    result.expected->url = ReferenceUrl(c, observation, adapter_info_.clock);
  }
  result.observed = observation;
  result.explanation = std::move(judgement.explanation);
  result.difference = std::move(judgement.difference);
  if (const auto* broke = std::get_if<AdapterBroke>(&observation)) {
    result.stderr_tail = broke->stderr_tail;
  }
  RedactResult(redactor, result);
  ShortenResult(result);
  return result;
}

const char* VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass: return "pass";
    case Verdict::kFail: return "fail";
    case Verdict::kFault: return "fault";
    case Verdict::kUnsupported: return "unsupported";
    case Verdict::kNotExercised: return "not-exercised";
    case Verdict::kExpectedFailure: return "expected-failure";
    case Verdict::kUnexpectedPass: return "unexpected-pass";
    case Verdict::kDisputed: break;
  }
  return "disputed";
}

}  // namespace countersign
