#include "sigv4/timestamp.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <string>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

Timestamp At(std::int64_t unix_seconds) { return Timestamp(std::chrono::seconds(unix_seconds)); }

TEST(Timestamp, ReadsAndWritesThePublishedDate) {
  // `date -u -d 2013-05-24 +%s`
  const Timestamp time = At(1369353600);
  EXPECT_EQ(ParseAmzDate(example::kAmzDate), time);
  EXPECT_EQ(FormatAmzDate(time), example::kAmzDate);
  EXPECT_EQ(FormatScopeDate(time), "20130524");
}

TEST(Timestamp, KnowsEveryDayOfFourYears) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::int64_t day = 1672531200 / 86400;  // 2023-01-01
  for (int year = 2023; year <= 2026; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int length = kDays[month - 1] + (year == 2024 && month == 2);
      for (int d = 1; d <= 31; ++d) {
        char text[32];
        std::snprintf(text, sizeof text, "%04d%02d%02dT235958Z", year, month, d);
        const std::string date(text, 8);
        if (d > length) {
          EXPECT_EQ(ParseAmzDate(text), std::nullopt) << text;
          EXPECT_FALSE(IsScopeDate(date)) << date;
          continue;
        }
        const Timestamp time = At(day * 86400 + 86398);
        EXPECT_EQ(ParseAmzDate(text), time) << text;
        EXPECT_EQ(FormatAmzDate(time), text);
        EXPECT_EQ(FormatScopeDate(time), date);
        EXPECT_TRUE(IsScopeDate(date)) << date;
        ++day;
      }
    }
  }
}

TEST(Timestamp, KnowsEverySecondOfADay) {
  for (int second = 0; second < 86400; ++second) {
    char text[32];
    std::snprintf(text, sizeof text, "20240229T%02d%02d%02dZ", second / 3600, second / 60 % 60,
                  second % 60);
    const Timestamp time = At(1709164800 + second);  // 2024-02-29
    ASSERT_EQ(ParseAmzDate(text), time) << text;
    ASSERT_EQ(FormatAmzDate(time), text);
  }
}

TEST(Timestamp, KnowsTheCenturiesLeapYears) {
  EXPECT_TRUE(IsScopeDate("20000229"));
  EXPECT_FALSE(IsScopeDate("19000229"));
  EXPECT_FALSE(IsScopeDate("21000229"));
  EXPECT_EQ(FormatRfc3339(*ParseAmzDate("00000101T000000Z")), "0000-01-01T00:00:00Z");
  EXPECT_EQ(FormatRfc3339(*ParseAmzDate("99991231T235959Z")), "9999-12-31T23:59:59Z");
}

TEST(Timestamp, TakesNoOtherShape) {
  for (const char* text :
       {"", "20130524", "20130524T000000", "20130524t000000Z", "20130524T000000z",
        "2013-05-24T00:00:00Z", "20130524T000000Z ", " 20130524T000000Z", "20130524T00000Z",
        "20130524T0000000Z", "20130524 000000Z", "+0130524T000000Z", "2013052 T000000Z",
        "20130524T00-100Z", "20130524T000000+0000"}) {
    EXPECT_EQ(ParseAmzDate(text), std::nullopt) << text;
  }
}

TEST(Timestamp, TakesNoInstantThatIsNotInTheCalendar) {
  for (const char* text : {"20131301T000000Z", "20130001T000000Z", "20130500T000000Z",
                           "20130524T240000Z", "20130524T006000Z", "20130524T000060Z"}) {
    EXPECT_EQ(ParseAmzDate(text), std::nullopt) << text;
  }
}

TEST(Timestamp, TakesNoScopeDateOfAnotherShape) {
  for (const char* text : {"", "2013052", "201305244", "2013-5-4", "32234Z34", "20130524T"}) {
    EXPECT_FALSE(IsScopeDate(text)) << text;
  }
}

TEST(Timestamp, ReadsAndWritesTheWiresForm) {
  EXPECT_EQ(ParseRfc3339("2013-05-24T00:00:00Z"), At(1369353600));
  EXPECT_EQ(FormatRfc3339(At(1369353600)), "2013-05-24T00:00:00Z");
  for (const char* text : {"2013-05-24T00:00:00", "2013-05-24T00:00:00+00:00",
                           "2013-05-24 00:00:00Z", "2013-05-24T00:00:00.0Z", "20130524T000000Z"}) {
    EXPECT_EQ(ParseRfc3339(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace countersign
