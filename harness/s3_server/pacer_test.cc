#include "s3_server/pacer.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

using std::chrono::milliseconds;
const Pacer::Clock::time_point kStart = Pacer::Clock::time_point() + std::chrono::hours(1);

TEST(Pacer, NeverWaitsWithoutARate) {
  Pacer pacer(0);
  EXPECT_EQ(pacer.Portion(), 65536u);
  EXPECT_EQ(pacer.Sent(1'000'000, kStart), Pacer::Clock::duration::zero());
}
TEST(Pacer, WaitsAfterEachPortion) {
  Pacer pacer(1000);
  EXPECT_EQ(pacer.Portion(), 100u);
  EXPECT_EQ(pacer.Sent(100, kStart), milliseconds(100));
  EXPECT_EQ(pacer.Sent(100, kStart + milliseconds(100)), milliseconds(100));
}
TEST(Pacer, MakesUpForALateTimer) {
  Pacer pacer(1000);
  pacer.Sent(100, kStart);
  EXPECT_EQ(pacer.Sent(100, kStart + milliseconds(90)), milliseconds(110));
}
TEST(Pacer, DoesNotMakeUpForIdleTime) {
  Pacer pacer(1000);
  pacer.Sent(100, kStart);
  EXPECT_EQ(pacer.Sent(100, kStart + milliseconds(5000)), milliseconds(100));
}
TEST(Pacer, SendsAtLeastOneByteAtOnce) {
  Pacer pacer(3);
  EXPECT_EQ(pacer.Portion(), 1u);
  EXPECT_NEAR(static_cast<double>(pacer.Sent(1, kStart) / milliseconds(1)), 333, 1);
}
TEST(Pacer, LimitsThePortionOfAHighRate) {
  EXPECT_EQ(Pacer(std::uint64_t{10'000'000'000}).Portion(), 65536u);
}

}  // namespace
}  // namespace countersign
