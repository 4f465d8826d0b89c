#include <gtest/gtest.h>

#include "judge/judgement.h"
#include "judge/sample_case_test.h"

namespace countersign {
namespace {

const ExpectedAnswer kAccept{true, {}, {}, {}};
const ExpectedAnswer kExpired{false, "expired", 403, "AccessDenied"};
const ExpectedAnswer kMissing{false, "missing-parameter", 400, "AuthorizationQueryParametersError"};
const ExpectedAnswer kReject{false, {}, {}, {}};

Judgement Accepting(const Case& c) { return JudgeVerify(c, OkAnswer{}); }

Judgement Rejecting(const Case& c, ErrorLevel errors, RejectAnswer answer) {
  return JudgeVerify(c, answer, errors);
}

RejectAnswer Coded(int status, std::string code) {
  RejectAnswer answer;
  answer.status = status;
  answer.code = std::move(code);
  return answer;
}

RejectAnswer Classed(std::string rejection_class) {
  RejectAnswer answer;
  answer.rejection_class = std::move(rejection_class);
  return answer;
}

TEST(JudgeVerify, PassesAnAllowedAnswer) {
  EXPECT_EQ(Accepting(VerifyCase({kAccept})).verdict, Verdict::kPass);
  EXPECT_EQ(Rejecting(VerifyCase({kExpired}), ErrorLevel::kOutcome, {}).verdict, Verdict::kPass);
}

TEST(JudgeVerify, TakesNoAnswerFrom500OnForARefusalBut501) {
  const auto verdict = [](int status) {
    const Case c = VerifyCase({kReject});
    return Rejecting(c, ErrorLevel::kOutcome, Coded(status, "InternalError")).verdict;
  };
  EXPECT_EQ(verdict(499), Verdict::kPass);
  EXPECT_EQ(verdict(500), Verdict::kFail);
  EXPECT_EQ(verdict(501), Verdict::kPass);
  EXPECT_EQ(verdict(503), Verdict::kFail);
}

TEST(JudgeVerify, SaysWhatAHolderCouldDoWhereItAccepts) {
  const Judgement judgement = Accepting(VerifyCase({kExpired}));
  EXPECT_EQ(judgement.verdict, Verdict::kFail);
  EXPECT_EQ(judgement.explanation,
            "Accepted, although it must be rejected: expired (403 AccessDenied). Anybody with the "
            "URL can go on using it after its end.");
}

TEST(JudgeVerify, NamesNoAnswerWhereAnyRefusalWillDo) {
  EXPECT_EQ(Accepting(VerifyCase({{false, {}, {}, {}}})).explanation,
            "Accepted, although it must be rejected. Anybody with the URL is let in although S3 "
            "refuses.");
}

TEST(JudgeVerify, FailsARejectWhereItMustAccept) {
  RejectAnswer answer = Coded(403, "SignatureDoesNotMatch");
  answer.message = "computed otherwise";
  const Judgement judgement = Rejecting(VerifyCase({kAccept}), ErrorLevel::kCode, answer);
  EXPECT_EQ(judgement.verdict, Verdict::kFail);
  EXPECT_EQ(
      judgement.explanation,
      "Rejected with 403 SignatureDoesNotMatch, although it must be accepted. It says: computed "
      "otherwise");
}

TEST(JudgeVerify, ComparesClassesAtClass) {
  const Case c = VerifyCase({kExpired, kMissing});
  EXPECT_EQ(Rejecting(c, ErrorLevel::kClass, Classed("missing-parameter")).verdict, Verdict::kPass);
  const Judgement judgement = Rejecting(c, ErrorLevel::kClass, Classed("bad-date"));
  EXPECT_EQ(judgement.verdict, Verdict::kFail);
  EXPECT_EQ(judgement.explanation,
            "Rejected with bad-date, but expired (403 AccessDenied) or missing-parameter (400 "
            "AuthorizationQueryParametersError) is expected.");
}

TEST(JudgeVerify, ComparesStatusAndCodeButNoClassAtCode) {
  const Case c = VerifyCase({kExpired});
  RejectAnswer answer = Coded(403, "AccessDenied");
  answer.rejection_class = "bad-date";
  EXPECT_EQ(Rejecting(c, ErrorLevel::kCode, answer).verdict, Verdict::kPass);
  EXPECT_EQ(Rejecting(c, ErrorLevel::kCode, Coded(400, "AccessDenied")).verdict, Verdict::kFail);
  EXPECT_EQ(Rejecting(c, ErrorLevel::kCode, Coded(403, "RequestTimeTooSkewed")).verdict,
            Verdict::kFail);
}

TEST(JudgeVerify, NeverMixesTheStatusOfOneAnswerWithTheCodeOfAnother) {
  EXPECT_EQ(Rejecting(VerifyCase({kExpired, kMissing}), ErrorLevel::kCode,
                      Coded(403, "AuthorizationQueryParametersError"))
                .verdict,
            Verdict::kFail);
}

TEST(JudgeVerify, CallsAMissingMemberABreachOfTheProtocol) {
  const Case c = VerifyCase({kExpired});
  const Judgement judgement = Rejecting(c, ErrorLevel::kCode, Classed("expired"));
  EXPECT_EQ(judgement.verdict, Verdict::kFault);
  EXPECT_EQ(
      judgement.explanation,
      "The reject has neither status nor code, although the adapter declared errors \"code\".");
  EXPECT_EQ(Rejecting(c, ErrorLevel::kClass, Coded(403, "AccessDenied")).verdict, Verdict::kFault);
  EXPECT_EQ(Rejecting(VerifyCase({kAccept}), ErrorLevel::kClass, {}).verdict, Verdict::kFault);
}

TEST(JudgeVerify, JudgesAtOutcomeWhereNothingFinerIsKnown) {
  const Case c = VerifyCase({kReject});
  EXPECT_EQ(Rejecting(c, ErrorLevel::kClass, {}).verdict, Verdict::kPass);
  EXPECT_EQ(Rejecting(c, ErrorLevel::kCode, Coded(418, "Teapot")).verdict, Verdict::kPass);
  EXPECT_EQ(Accepting(c).verdict, Verdict::kFail);
}

TEST(JudgeVerify, ShowsWhereAReportedComputationDeparts) {
  RejectAnswer answer = Coded(403, "SignatureDoesNotMatch");
  answer.canonical_request = kPublishedCanonicalRequest + "\n";
  const Judgement judgement = Rejecting(VerifyCase({kAccept}), ErrorLevel::kCode, answer);
  ASSERT_TRUE(judgement.difference.has_value());
  EXPECT_EQ(judgement.difference->stage, "canonical request");
  EXPECT_EQ(judgement.difference->expected, kPublishedCanonicalRequest);
  EXPECT_EQ(judgement.difference->offset, kPublishedCanonicalRequest.size());
}

TEST(JudgeVerify, NeverJudgesAReportedComputation) {
  OkAnswer answer;
  answer.canonical_request = "nonsense";
  answer.principal = "somebody";
  EXPECT_EQ(JudgeVerify(VerifyCase({kAccept}), answer).verdict, Verdict::kPass);
}

// The signer's stages are those of a PUT; a verifier that got a GET computes another request.
TEST(JudgeVerify, ComparesWithWhatAVerifierComputesNotWithWhatWasSigned) {
  Case c = VerifyCase({{false, "signature-mismatch", 403, "SignatureDoesNotMatch"}});
  c.signed_as.emplace().method = "PUT";
  c.stages = Stages{"PUT\n", "signed", ""};
  auto& message = std::get<VerifyMessage>(c.request);
  message.request.target.back() = '5';
  RejectAnswer answer = Coded(400, "Other");
  answer.canonical_request = kPublishedCanonicalRequest;
  EXPECT_FALSE(Rejecting(c, ErrorLevel::kCode, answer).difference.has_value());
}

}  // namespace
}  // namespace countersign
