#include "suite/rfc3339.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// Days since 1970-01-01 are what `date -u -d DAY +%s`, divided by 86400, prints.
TEST(ParseDay, CountsDaysAsTheCalendarDoes) {
  EXPECT_EQ(ParseDay("1970-01-01"), sys_days(days(0)));
  EXPECT_EQ(ParseDay("2000-02-29"), sys_days(days(11016)));
  EXPECT_EQ(ParseDay("2013-05-24"), sys_days(days(15849)));
  EXPECT_EQ(ParseDay("2024-12-31"), sys_days(days(20088)));
  EXPECT_EQ(ParseDay("9999-12-31"), sys_days(days(2932896)));
}

TEST(ParseDay, KnowsLeapYears) {
  EXPECT_NE(ParseDay("2024-02-29"), std::nullopt);
  EXPECT_EQ(ParseDay("2023-02-29"), std::nullopt);
  EXPECT_EQ(ParseDay("2100-02-29"), std::nullopt);
}

TEST(ParseDay, RefusesWhatIsNoDay) {
  for (const char* text : {"", "2013-05", "20130524", "2013-5-24", "2013-13-01", "2013-00-10",
                           "2013-04-31", "2013-05-00", "2013/05/24", "2013-05/24", " 013-05-24",
                           "2013-05-2x", "2013-05-24 ", "+013-05-24", "2013--5-24"}) {
    EXPECT_EQ(ParseDay(text), std::nullopt) << text;
  }
}

TEST(DayText, IsWhatParseDayReads) {
  for (const char* text : {"1970-01-01", "2013-05-24", "2024-02-29", "0099-12-01"}) {
    EXPECT_EQ(DayText(*ParseDay(text)), text);
  }
}

TEST(IsTime, TakesWholeSecondsOfUtc) {
  EXPECT_TRUE(IsTime("2013-05-24T00:00:00Z"));
  EXPECT_TRUE(IsTime("2024-02-29T23:59:59Z"));
}

TEST(IsTime, RefusesEveryOtherSpelling) {
  for (const char* text :
       {"", "2013-05-24", "20130524T000000Z", "2013-05-24T00:00:00", "2013-05-24T00:00:00z",
        "2013-05-24t00:00:00Z", "2013-05-24 00:00:00Z", "2013-05-24T00:00:00.0Z",
        "2013-05-24T00:00:00+00:00", "2013-05-24T24:00:00Z", "2013-05-24T00:60:00Z",
        "2013-05-24T00:00:60Z", "2023-02-29T00:00:00Z", "2013-05-24T00-00:00Z",
        "2013-05-24T00:00-00Z", "2013-05-24T-1:00:00Z", "2013-05-24T00:00:0aZ",
        "2013-05-24T00:00:00Z "}) {
    EXPECT_FALSE(IsTime(text)) << text;
  }
}

}  // namespace
}  // namespace countersign
