#include "evidence/weigh.h"

#include <gtest/gtest.h>

#include "evidence/sample_evidence_test.h"

namespace countersign {
namespace {

Weighed WeighedOf(const Case& c, RecordedAnswer recorded) {
  static std::vector<Suite> suites;  // the result points into them
  static std::vector<std::unique_ptr<RecordedEvidence>> files;
  suites.reserve(100);
  suites.push_back(SuiteOf({c}));
  files.push_back(std::make_unique<RecordedEvidence>());
  files.back()->answers.push_back(std::move(recorded));
  const std::vector<Weighed> all = Weigh(*files.back(), suites.back());
  EXPECT_EQ(all.size(), 1u);
  return all.front();
}

Weight WeightOfAnswer(const Case& c, int status, const std::optional<std::string>& code = {}) {
  return WeighedOf(c, SampleAnswer(c, status, code)).weight;
}

TEST(Weigh, ConfirmsAnAllowedAnswer) {
  EXPECT_EQ(WeightOfAnswer(SampleAcceptance(), 200), Weight::kConfirms);
  EXPECT_EQ(WeightOfAnswer(SampleAcceptance(), 404, "NoSuchKey"), Weight::kConfirms);
  EXPECT_EQ(WeightOfAnswer(SampleRefusal(), 403, "SignatureDoesNotMatch"), Weight::kConfirms);
}

TEST(Weigh, ContradictsAnyOther) {
  EXPECT_EQ(WeightOfAnswer(SampleAcceptance(), 403, "SignatureDoesNotMatch"), Weight::kContradicts);
  EXPECT_EQ(WeightOfAnswer(SampleRefusal(), 200), Weight::kContradicts);
  EXPECT_EQ(WeightOfAnswer(SampleRefusal(), 403, "AccessDenied"), Weight::kContradicts);
  EXPECT_EQ(WeightOfAnswer(SampleRefusal(), 400, "SignatureDoesNotMatch"), Weight::kContradicts);
  EXPECT_EQ(WeightOfAnswer(SampleRefusal(), 403), Weight::kContradicts);
  EXPECT_EQ(WeightOfAnswer(SampleRefusal(), 500, "InternalError"), Weight::kContradicts);
}

TEST(Weigh, SettlesADisputedCaseWhateverTheAnswer) {
  Case disputed = SampleRefusal();
  disputed.status = CaseStatus::kDisputed;
  EXPECT_EQ(WeightOfAnswer(disputed, 403, "SignatureDoesNotMatch"), Weight::kSettles);
  const Weighed other = WeighedOf(disputed, SampleAnswer(disputed, 200, {}));
  EXPECT_EQ(other.weight, Weight::kSettles);
  EXPECT_NE(other.text.find("answered 200 (disputed: not as expected)"), std::string::npos)
      << other.text;
}

TEST(Weigh, SettlesNoDisputeByAServerThatIsOutOfOrder) {
  Case disputed = SampleRefusal();
  disputed.status = CaseStatus::kDisputed;
  EXPECT_EQ(WeightOfAnswer(disputed, 500, "InternalError"), Weight::kSaysNothing);
}

TEST(Weigh, SettlesAWeaklySourcedCaseUnlessItIsContradicted) {
  Case weak = SampleRefusal();
  weak.provenance = {SampleSource(ProvenanceKind::kReported, Reported::kStatement)};
  EXPECT_EQ(WeightOfAnswer(weak, 403, "SignatureDoesNotMatch"), Weight::kSettles);
  EXPECT_EQ(WeightOfAnswer(weak, 200), Weight::kContradicts);
}

TEST(Weigh, ReadsAnUnclearAnswerWithTheHelpOfAWrongSignature) {
  RecordedAnswer unclear = SampleAnswer(SampleAcceptance(), 403, "AccessDenied");
  EXPECT_EQ(WeighedOf(SampleAcceptance(), unclear).weight, Weight::kContradicts);
  unclear.with_wrong_signature = StatusAndCode{403, "SignatureDoesNotMatch"};
  EXPECT_EQ(WeighedOf(SampleAcceptance(), unclear).weight, Weight::kConfirms);
  unclear.with_wrong_signature = StatusAndCode{403, "AccessDenied"};
  EXPECT_EQ(WeighedOf(SampleAcceptance(), unclear).weight, Weight::kContradicts);
}

TEST(Weigh, SaysNothingIfTheServerIsOutOfOrderOrLacksTheOperation) {
  EXPECT_EQ(WeightOfAnswer(SampleAcceptance(), 503, "SlowDown"), Weight::kSaysNothing);
  EXPECT_EQ(WeightOfAnswer(SampleAcceptance(), 501, "NotImplemented"), Weight::kSaysNothing);
  RecordedAnswer lacks = SampleAnswer(SampleAcceptance(), 405, "MethodNotAllowed");
  lacks.with_wrong_signature = lacks.answer;
  EXPECT_EQ(WeighedOf(SampleAcceptance(), lacks).weight, Weight::kSaysNothing);
}

TEST(Weigh, TakesARefusedBodyForARefusal) {
  Case c = SampleAcceptance();
  EXPECT_EQ(WeightOfAnswer(c, 400, "BadDigest"), Weight::kConfirms) << "after authentication";
  std::get<VerifyMessage>(c.request).request.body = "content";
  EXPECT_EQ(WeightOfAnswer(c, 400, "BadDigest"), Weight::kContradicts);
}

TEST(Weigh, JudgesTheAnswerToHeadByItsStatus) {
  Case head = SampleRefusal();
  std::get<VerifyMessage>(head.request).request.method = "HEAD";
  RecordedAnswer recorded = SampleAnswer(head, 403, {});
  recorded.method = "HEAD";
  EXPECT_EQ(WeighedOf(head, recorded).weight, Weight::kConfirms);
}

}  // namespace
}  // namespace countersign
