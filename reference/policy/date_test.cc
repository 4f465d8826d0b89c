#include "policy/date.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace countersign {
namespace {

std::string ReadPolicyDate(const char* text) {
  const auto date = ParsePolicyDate(text);
  return date ? FormatRfc3339(*date) : "none";
}

void ExpectReads(std::initializer_list<std::pair<const char*, const char*>> all) {
  for (const auto& [text, date] : all) EXPECT_EQ(ReadPolicyDate(text), date) << text;
}

TEST(PolicyDate, IsADayAMinuteOrASecond) {
  ExpectReads({{"2013-05", "2013-05-01T00:00:00Z"},
               {"2013-05-24", "2013-05-24T00:00:00Z"},
               {"2013-05-24T01:02Z", "2013-05-24T01:02:00Z"},
               {"2013-05-24T01:02:03Z", "2013-05-24T01:02:03Z"}});
}

TEST(PolicyDate, MayBeOfAnotherClock) {
  ExpectReads({{"2013-05-24T01:00:00+02:00", "2013-05-23T23:00:00Z"},
               {"2013-05-24T20:30-05:30", "2013-05-25T02:00:00Z"}});
}

TEST(PolicyDate, MayBeSecondsSince1970) {
  ExpectReads({{"1369353600", "2013-05-24T00:00:00Z"}, {"0", "1970-01-01T00:00:00Z"}});
}

TEST(PolicyDate, OtherTextsAreNone) {
  for (const char* text : {"",
                           "2013",
                           "13-05",
                           "2013-13",
                           "2013-02-30",
                           "2013-05-24T",
                           "2013-05-24T01",
                           "2013-05-24T01:02",
                           "2013-05-24T01:02:03",
                           "2013-05-24T01:02:03.5Z",
                           "2013-05-24T01:02:03z",
                           "2013-05-24T01:02:03+0200",
                           "2013-05-24T01:02:03+24:00",
                           "2013-05-24T01:02:03+02:00Z",
                           "2013-05-24T01:60Z",
                           "20130524T010203Z",
                           "-1",
                           "1369353600.0",
                           "1369353600000",
                           "2013-*",
                           "2013-05-24 01:02:03Z",
                           "2013-05-24T01:02:"}) {
    EXPECT_EQ(ReadPolicyDate(text), "none") << text;
  }
}

}  // namespace
}  // namespace countersign
