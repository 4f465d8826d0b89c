#include "differential/divergence.h"

#include <gtest/gtest.h>

namespace countersign::fuzz {
namespace {

Case Question(Op op, bool must_accept) {
  Case question;
  if (op == Op::kVerify) {
    question.request = VerifyMessage();
  } else {
    question.request = PresignMessage();
  }
  question.expected = {ExpectedAnswer{must_accept, std::nullopt, std::nullopt, std::nullopt}};
  if (!must_accept) {
    question.expected.front().rejection_class = "expired";
    question.refused_by = "expires/not-expired";
  }
  return question;
}

CaseResult Failed(std::string explanation = "") {
  CaseResult result;
  result.verdict = Verdict::kFail;
  result.explanation = std::move(explanation);
  return result;
}

CaseResult FailedAt(const char* stage, const char* expected, std::size_t offset) {
  CaseResult result = Failed();
  result.difference = StageDifference{stage, expected, "", offset};
  return result;
}

RejectAnswer Refusal(const char* rejection_class, const char* message = nullptr) {
  RejectAnswer answer;
  answer.rejection_class = rejection_class;
  if (message != nullptr) answer.message = message;
  return answer;
}

std::string Class(const Case& question, const Observation& observation, const CaseResult& judged) {
  return ClassOf(question, observation, judged).value_or("none");
}

TEST(ClassOf, IsNulloptIfTheAnswerIsRight) {
  EXPECT_EQ(ClassOf(Question(Op::kVerify, true), Answer(OkAnswer()), CaseResult()), std::nullopt);
}

TEST(ClassOf, NamesTheRuleThatRefusesAnAcceptedRequest) {
  EXPECT_EQ(Class(Question(Op::kVerify, false), Answer(OkAnswer()), Failed()),
            "verify/accepts/expires-not-expired");
}

TEST(ClassOf, NamesBothReasonsIfBothRefuse) {
  EXPECT_EQ(Class(Question(Op::kVerify, false), Answer(Refusal("unknown-key")), Failed()),
            "verify/refuses-as/unknown-key/expired");
  EXPECT_EQ(Class(Question(Op::kVerify, true), Answer(Refusal("unknown-key")), Failed()),
            "verify/refuses/unknown-key");
}

TEST(ClassOf, NamesTheFirstWordsOfASignersRefusalWithoutQuotation) {
  const Case question = Question(Op::kPresign, true);
  EXPECT_EQ(Class(question, Answer(Refusal("bad-input", "Invalid endPoint : h")), Failed()),
            "presign/refuses/bad-input/invalid-endpoint");
  EXPECT_EQ(Class(question, Answer(Refusal("bad-input", "a b c d e f g h")), Failed()),
            "presign/refuses/bad-input/a-b-c-d-e-f");
  EXPECT_EQ(Class(question, Answer(Refusal("bad-input")), Failed()), "presign/refuses/bad-input");
}

TEST(ClassOf, LetsASignerRefuseBadInputForAnyReason) {
  Case question = Question(Op::kPresign, false);
  EXPECT_EQ(Class(question, Answer(Refusal("bad-input")), Failed()), "none");
  EXPECT_EQ(Class(question, Answer(OkAnswer()), Failed()), "presign/accepts/expires-not-expired");
  question.refused_by = "presign/input";
  EXPECT_EQ(Class(question, Answer(OkAnswer()), Failed()), "none");
}

TEST(ClassOf, NamesTheLineOfTheCanonicalRequestThatDiffers) {
  const Case question = Question(Op::kPresign, true);
  const char* canonical = "GET\n/\na=b\nhost:h\nx-a:b\n\nhost;x-a\nUNSIGNED-PAYLOAD";
  const std::pair<std::size_t, const char*> places[] = {
      {0, "canonical-method"},   {4, "canonical-uri"},      {7, "canonical-query"},
      {11, "canonical-headers"}, {18, "canonical-headers"}, {25, "canonical-signed-headers"},
      {34, "payload-line"}};
  for (const auto& [offset, line] : places) {
    EXPECT_EQ(Class(question, Answer(OkAnswer()), FailedAt("canonical request", canonical, offset)),
              std::string("presign/differs/") + line)
        << offset;
  }
}

TEST(ClassOf, NamesThePartOfTheUrlThatDiffersWithoutParameterNames) {
  const Case question = Question(Op::kPresign, true);
  const auto differs = [&](const CaseResult& judged) {
    return Class(question, Answer(OkAnswer()), judged);
  };
  EXPECT_EQ(differs(FailedAt("X-Amz-Expires", "1", 0)), "presign/differs/x-amz-expires");
  EXPECT_EQ(differs(FailedAt("query parameter k", "1", 0)), "presign/differs/query-parameter");
  EXPECT_EQ(differs(Failed("The query parameter \"k\" is not in the URL, \"\" was asked.")),
            "presign/differs/query-parameter");
}

TEST(ClassOf, OfABreakIsItsReasonWithoutTheQuotedAnswer) {
  const Case question = Question(Op::kPresign, true);
  CaseResult fault;
  fault.verdict = Verdict::kFault;
  EXPECT_EQ(Class(question, AdapterBroke{"exited with status 3", ""}, fault),
            "breaks/exited-with-status");
  EXPECT_EQ(Class(question, AdapterBroke{"was killed by signal 6 (SIGABRT)", ""}, fault),
            "breaks/was-killed-by-signal-sigabrt");
  EXPECT_EQ(Class(question, AdapterBroke{"sent an invalid answer: not JSON, in: xyz", ""}, fault),
            "breaks/sent-an-invalid-answer");
  EXPECT_EQ(Class(question, Answer(FaultAnswer{"oops"}), fault), "presign/no-answer");
}

}  // namespace
}  // namespace countersign::fuzz
