#include <algorithm>

#include "judge/consequence.h"
#include "judge/difference.h"
#include "judge/judgement.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

// What a verifier computes for the request as it arrived. The case's stages are the signer's, which
// differ if the case changes the request after signing. Empty if it is refused before.
Stages VerifierStages(const Case& c) {
  if (c.stages && !c.signed_as) return *c.stages;
  const auto verified = VerifyWithReference(std::get<VerifyMessage>(c.request));
  if (std::holds_alternative<ProtocolError>(verified)) return {};
  const auto& answer = std::get<Result<Accepted>>(verified);
  if (answer.ok()) {
    const Derivation& derivation = answer.value().derivation;
    return {derivation.canonical_request, derivation.string_to_sign, derivation.signature};
  }
  return {answer.rejection().canonical_request, answer.rejection().string_to_sign, ""};
}

std::optional<StageDifference> Difference(const Case& c, const ReportedStages& reported) {
  if (!reported.canonical_request && !reported.string_to_sign) return std::nullopt;
  const Stages expected = VerifierStages(c);
  if (expected.canonical_request.empty()) return std::nullopt;
  return FirstDifferingStage(expected, reported);
}

std::string Describe(const RejectAnswer& answer, ErrorLevel errors) {
  std::string text;
  if (errors == ErrorLevel::kCode || !answer.rejection_class) {
    if (answer.status) text += std::to_string(*answer.status);
    if (answer.code && !answer.code->empty()) text += (text.empty() ? "" : " ") + *answer.code;
  } else {
    text = *answer.rejection_class;
  }
  return text.empty() ? "a reject" : text;
}

// An answer to HEAD has no body and may therefore have no code: then only its status is judged.
bool HasNoBody(const Case& c) {
  return std::get<VerifyMessage>(c.request).request.method == "HEAD";
}

// Whether the rejection is this one, at the level declared. What the case leaves open is not
// judged.
bool Is(const Case& c, const ExpectedAnswer& expected, const RejectAnswer& answer,
        ErrorLevel errors) {
  if (expected.accept) return false;
  switch (errors) {
    case ErrorLevel::kOutcome: return true;
    case ErrorLevel::kClass:
      return !expected.rejection_class || expected.rejection_class == answer.rejection_class;
    case ErrorLevel::kCode: break;
  }
  return (!expected.status || expected.status == answer.status) &&
         (!expected.code || expected.code == answer.code || (!answer.code && HasNoBody(c)));
}

// A case whose every rejection leaves the class (or status and code) open is judged at outcome.
bool JudgedAtOutcome(const Case& c, ErrorLevel errors) {
  if (!AllowsReject(c)) return false;
  return std::all_of(c.expected.begin(), c.expected.end(), [errors](const ExpectedAnswer& one) {
    if (one.accept) return true;
    return errors == ErrorLevel::kClass ? !one.rejection_class : !one.status && !one.code;
  });
}

// What the answer must carry at the level that the adapter declared, and does not.
std::optional<std::string> Missing(const Case& c, const RejectAnswer& answer, ErrorLevel errors) {
  if (errors == ErrorLevel::kOutcome || JudgedAtOutcome(c, errors)) return std::nullopt;
  if (errors == ErrorLevel::kClass) {
    if (answer.rejection_class) return std::nullopt;
    return "The reject has no class, although the adapter declared errors \"class\".";
  }
  if (answer.status && (answer.code || HasNoBody(c))) return std::nullopt;
  const std::string missing = !answer.status && !answer.code ? "neither status nor code"
                              : !answer.status               ? "no status"
                                                             : "no code";
  return "The reject has " + missing + ", although the adapter declared errors \"code\".";
}

}  // namespace

Judgement JudgeVerify(const Case& c, const OkAnswer& answer) {
  if (AllowsAccept(c)) return {};
  // Of an answer without class, status and code there is nothing to say but that.
  const std::string answers = DescribeAnswers(c);
  return {Verdict::kFail,
          "Accepted, although it must be rejected" + (answers == "reject" ? "" : ": " + answers) +
              ". " + VerifyConsequence(c),
          Difference(c, {answer.canonical_request, answer.string_to_sign})};
}

Judgement JudgeVerify(const Case& c, const RejectAnswer& answer, ErrorLevel errors) {
  if (auto missing = Missing(c, answer, errors)) return {Verdict::kFault, std::move(*missing)};
  // An answer from 500 on is not a refusal, at any level; but 501 says what it refuses.
  const bool broke = answer.status.value_or(0) >= 500 && answer.status != 501;
  const auto is_it = [&](const ExpectedAnswer& one) {
    return !broke && Is(c, one, answer, errors);
  };
  if (std::any_of(c.expected.begin(), c.expected.end(), is_it)) return {};
  std::string text = "Rejected with " + Describe(answer, errors);
  text += AllowsReject(c) ? ", but " + DescribeAnswers(c) + " is expected."
                          : std::string(", although it must be accepted.");
  if (answer.message && !answer.message->empty()) text += " It says: " + *answer.message;
  return {Verdict::kFail, std::move(text),
          Difference(c, {answer.canonical_request, answer.string_to_sign})};
}

}  // namespace countersign
