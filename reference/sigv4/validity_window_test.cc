#include "sigv4/validity_window.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

std::optional<Rule> RefusingExpires(std::string_view text) {
  const auto expires = ReadExpires(text);
  if (expires.ok()) return std::nullopt;
  return expires.rejection().rule;
}

// RefusingAt asks `offset` seconds after the published date.
std::optional<Rule> RefusingAt(std::int64_t offset, std::int64_t expires) {
  const Timestamp date = ReadDate(example::kAmzDate).value();
  const Refusal refusal = CheckWindow(date, expires, date + std::chrono::seconds(offset));
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

TEST(ValidityWindow, ReadsThePublishedDateAndLifetime) {
  ASSERT_TRUE(ReadDate(example::kAmzDate).ok());
  EXPECT_EQ(FormatRfc3339(ReadDate(example::kAmzDate).value()), "2013-05-24T00:00:00Z");
  ASSERT_TRUE(ReadExpires("86400").ok());
  EXPECT_EQ(ReadExpires("86400").value(), 86400);
}

TEST(ValidityWindow, TakesDatesOfOneForm) {
  EXPECT_EQ(ReadDate("2013-05-24T00:00:00Z").rejection().rule, Rule::kDateFormat);
  EXPECT_EQ(ReadDate("").rejection().rule, Rule::kDateFormat);
  EXPECT_EQ(ReadDate("20131301T000000Z").rejection().rule, Rule::kDateFormat);
}

TEST(ValidityWindow, LivesAWeekAtMost) {
  EXPECT_EQ(RefusingExpires("1"), std::nullopt);
  EXPECT_EQ(RefusingExpires("604800"), std::nullopt);
  EXPECT_EQ(RefusingExpires("604801"), Rule::kExpiresAtMostAWeek);
  EXPECT_EQ(RefusingExpires("9223372036854775807"), Rule::kExpiresAtMostAWeek);
}

TEST(ValidityWindow, TakesNoLifetimeThatIsNoNumber) {
  for (const char* text : {"", "undefined", "12a", "1.5", "1e3", "0x10", " 5", "5 ", "-", "+",
                           "--5", "+-5", "++5", "9223372036854775808", "99999999999999999999999"}) {
    EXPECT_EQ(RefusingExpires(text), Rule::kExpiresNumber) << text;
  }
}

TEST(ValidityWindow, TakesNoNegativeLifetime) {
  EXPECT_EQ(RefusingExpires("-1"), Rule::kExpiresNonNegative);
  EXPECT_EQ(RefusingExpires("-9223372036854775808"), Rule::kExpiresNonNegative);
}

TEST(ValidityWindow, TakesLeadingZerosAndAPlusSign) {
  for (const char* text : {"0000086400", "+86400", "+086400"}) {
    ASSERT_TRUE(ReadExpires(text).ok()) << text;
    EXPECT_EQ(ReadExpires(text).value(), 86400) << text;
  }
}

TEST(ValidityWindow, RefusesTheSecondAfterExpiry) {
  EXPECT_EQ(RefusingAt(0, 86400), std::nullopt);
  EXPECT_EQ(RefusingAt(86399, 86400), std::nullopt);
  EXPECT_EQ(RefusingAt(86400, 86400), std::nullopt);
  EXPECT_EQ(RefusingAt(86401, 86400), Rule::kExpired);
}

TEST(ValidityWindow, OpensFifteenMinutesEarly) {
  EXPECT_EQ(RefusingAt(-900, 60), std::nullopt);
  EXPECT_EQ(RefusingAt(-901, 60), Rule::kNotYetValid);
}

TEST(ValidityWindow, KnowsNoOtherSkew) {
  EXPECT_EQ(RefusingAt(901, 86400), std::nullopt);
  EXPECT_EQ(RefusingAt(604800, 604800), std::nullopt);
  EXPECT_EQ(RefusingAt(604801, 604800), Rule::kExpired);
}

TEST(ValidityWindow, IsNeverOpenForALifetimeOfZero) {
  EXPECT_EQ(RefusingAt(0, 0), Rule::kExpired);
  EXPECT_EQ(RefusingAt(-1, 0), Rule::kExpired);
  EXPECT_EQ(RefusingAt(1, 0), Rule::kExpired);
}

}  // namespace
}  // namespace countersign
