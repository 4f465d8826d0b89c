#include "runner/not_asked.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

AdapterInfo Presigner() {
  AdapterInfo adapter_info;
  adapter_info.ops = {"presign"};
  adapter_info.features = {"virtual-hosted", "presign:session-token", "verify:path-style"};
  return adapter_info;
}

Case CaseToPresign(std::vector<std::string> features = {}) {
  Case c;
  c.request = PresignMessage{};
  c.features = std::move(features);
  return c;
}

Case CaseToVerify() {
  Case c;
  c.request = VerifyMessage{};
  return c;
}

TEST(WhyNotAsked, NamesTheOperationThatIsNotDeclared) {
  const auto why = WhyNotAsked(CaseToVerify(), Presigner());
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->verdict, Verdict::kUnsupported);
  EXPECT_EQ(why->reason, "the operation verify is not declared");
}

TEST(WhyNotAsked, NamesTheFeatureThatIsNotDeclared) {
  const auto why = WhyNotAsked(CaseToPresign({"virtual-hosted", "sigv4a"}), Presigner());
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->verdict, Verdict::kUnsupported);
  EXPECT_EQ(why->reason, "the feature sigv4a is not declared");
}

TEST(WhyNotAsked, CountsAFeatureOfOneOperationForThatOperationOnly) {
  EXPECT_FALSE(WhyNotAsked(CaseToPresign({"session-token"}), Presigner()).has_value());
  EXPECT_TRUE(WhyNotAsked(CaseToPresign({"path-style"}), Presigner()).has_value());
}

TEST(WhyNotAsked, RequiresBytesIfTheRequestIsNotValidUtf8) {
  Case c = CaseToPresign();
  std::get<PresignMessage>(c.request).key = "\xff";
  AdapterInfo adapter_info = Presigner();
  ASSERT_TRUE(WhyNotAsked(c, adapter_info).has_value());
  EXPECT_EQ(WhyNotAsked(c, adapter_info)->verdict, Verdict::kUnsupported);
  adapter_info.features.push_back("bytes");
  EXPECT_FALSE(WhyNotAsked(c, adapter_info).has_value());
}

TEST(WhyNotAsked, DoesNotExerciseOnTheMachinesClockWhatNeedsASettableOne) {
  AdapterInfo adapter_info = Presigner();
  adapter_info.ops.push_back("verify");
  EXPECT_FALSE(WhyNotAsked(CaseToVerify(), adapter_info).has_value());
  adapter_info.clock = Clock::kAmbient;
  ASSERT_TRUE(WhyNotAsked(CaseToVerify(), adapter_info).has_value());
  EXPECT_EQ(WhyNotAsked(CaseToVerify(), adapter_info)->verdict, Verdict::kNotExercised);
  Case c = CaseToPresign();
  EXPECT_FALSE(WhyNotAsked(c, adapter_info).has_value());
  Case pinned = CaseToPresign();
  pinned.pinned_url = "https://h/";
  ASSERT_TRUE(WhyNotAsked(pinned, adapter_info).has_value());
  EXPECT_EQ(WhyNotAsked(pinned, adapter_info)->verdict, Verdict::kNotExercised);
  c.needs_exact_clock = true;
  ASSERT_TRUE(WhyNotAsked(c, adapter_info).has_value());
  EXPECT_EQ(WhyNotAsked(c, adapter_info)->verdict, Verdict::kNotExercised);
}

}  // namespace
}  // namespace countersign
