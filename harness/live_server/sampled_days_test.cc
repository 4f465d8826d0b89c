#include "live_server/sampled_days.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

bool IsAsked(const std::string& id) {
  Case c;
  c.id = id;
  return !WhyNotSampled(c);
}

TEST(SampledDays, AreTheEndsOfMonths) {
  for (const char* day : {"2024-01-01", "2024-01-31", "2024-02-28", "2024-02-29", "2024-03-01",
                          "2024-04-30", "2024-12-31"}) {
    EXPECT_TRUE(IsAsked("verify/window/every-day-of-2024/" + std::string(day))) << day;
  }
  for (const char* day : {"2024-01-02", "2024-01-30", "2024-02-27", "2024-03-30", "2024-12-24"}) {
    EXPECT_FALSE(IsAsked("verify/window/every-day-of-2024/" + std::string(day))) << day;
  }
}

TEST(SampledDays, LeaveOtherCasesAlone) {
  for (const char* id :
       {"verify/window/first-use", "verify/window/on-2024-01-02", "/2024-1-2", ""}) {
    EXPECT_TRUE(IsAsked(id)) << id;
  }
}

}  // namespace
}  // namespace countersign
