#include "runner/not_asked.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

Hello Presigner() {
  Hello hello;
  hello.ops = {"presign"};
  hello.features = {"virtual-hosted", "presign:session-token", "verify:path-style"};
  return hello;
}

Case PresignCase(std::vector<std::string> features = {}) {
  Case c;
  c.request = PresignMessage{};
  c.features = std::move(features);
  return c;
}

Case VerifyCase() {
  Case c;
  c.request = VerifyMessage{};
  return c;
}

TEST(WhyNotAsked, NamesTheOperationThatIsNotDeclared) {
  const auto why = WhyNotAsked(VerifyCase(), Presigner());
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->verdict, Verdict::kUnsupported);
  EXPECT_EQ(why->reason, "the operation verify is not declared");
}

TEST(WhyNotAsked, NamesTheFeatureThatIsNotDeclared) {
  const auto why = WhyNotAsked(PresignCase({"virtual-hosted", "sigv4a"}), Presigner());
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->verdict, Verdict::kUnsupported);
  EXPECT_EQ(why->reason, "the feature sigv4a is not declared");
}

TEST(WhyNotAsked, CountsAFeatureOfOneOperationForThatOperationAlone) {
  EXPECT_FALSE(WhyNotAsked(PresignCase({"session-token"}), Presigner()).has_value());
  EXPECT_TRUE(WhyNotAsked(PresignCase({"path-style"}), Presigner()).has_value());
}

TEST(WhyNotAsked, RequiresBytesWhereTheRequestIsNoUtf8) {
  Case c = PresignCase();
  std::get<PresignMessage>(c.request).key = "\xff";
  Hello hello = Presigner();
  ASSERT_TRUE(WhyNotAsked(c, hello).has_value());
  EXPECT_EQ(WhyNotAsked(c, hello)->verdict, Verdict::kUnsupported);
  hello.features.push_back("bytes");
  EXPECT_FALSE(WhyNotAsked(c, hello).has_value());
}

TEST(WhyNotAsked, ExercisesOnTheMachinesClockOnlyWhatAnyClockCanAnswer) {
  Hello hello = Presigner();
  hello.ops.push_back("verify");
  EXPECT_FALSE(WhyNotAsked(VerifyCase(), hello).has_value());
  hello.clock = Clock::kAmbient;
  ASSERT_TRUE(WhyNotAsked(VerifyCase(), hello).has_value());
  EXPECT_EQ(WhyNotAsked(VerifyCase(), hello)->verdict, Verdict::kNotExercised);
  Case c = PresignCase();
  EXPECT_FALSE(WhyNotAsked(c, hello).has_value());
  c.needs_exact_clock = true;
  ASSERT_TRUE(WhyNotAsked(c, hello).has_value());
  EXPECT_EQ(WhyNotAsked(c, hello)->verdict, Verdict::kNotExercised);
}

}  // namespace
}  // namespace countersign
