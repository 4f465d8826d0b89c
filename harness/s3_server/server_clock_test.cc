#include "s3_server/server_clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <fstream>

namespace countersign {
namespace {

const Timestamp kMay = *ParseRfc3339("2013-05-24T12:34:56Z");

TEST(ClockText, MayHaveEitherForm) {
  for (const char* text : {"2013-05-24T12:34:56Z", " 2013-05-24T12:34:56Z\r\n",
                           "@2013-05-24 12:34:56\n", "2013-05-24 12:34:56"}) {
    EXPECT_EQ(ParseClockText(text), kMay) << text;
  }
}
TEST(ClockText, IsRefusedInAnyOtherForm) {
  for (const char* text : {"", "\n", "@", "Z", "2013-05-24", "+5d", "@2013-05-24T12:34:56",
                           "2013-05-24 12:34:56Z", "2013-02-30 12:34:56", "1369353600"}) {
    EXPECT_EQ(ParseClockText(text), std::nullopt) << text;
  }
}
TEST(ServerClock, ReadsItsFileAtEachCall) {
  const std::string path = testing::TempDir() + "server_clock_test.txt";
  const ServerClock clock(path);
  std::ofstream(path) << "2013-05-24T12:34:56Z";
  EXPECT_EQ(clock.Now(), ClockReading(kMay));
  std::ofstream(path) << "@2013-05-24 12:34:57";
  EXPECT_EQ(clock.Now(), ClockReading(kMay + std::chrono::seconds(1)));
  std::ofstream(path) << "noon";
  EXPECT_EQ(std::get<std::string>(clock.Now()),
            path + ": expected 2013-05-24T00:00:00Z or @2013-05-24 00:00:00, found \"noon\"");
  std::remove(path.c_str());
  EXPECT_EQ(std::get<std::string>(clock.Now()),
            path + ": cannot be read: No such file or directory");
}
TEST(ServerClock, IsTheMachinesClockWithoutAFile) {
  const auto before = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Timestamp now = std::get<Timestamp>(ServerClock(std::nullopt).Now());
  EXPECT_GE(now, before);
  EXPECT_LE(now, std::chrono::system_clock::now());
}

}  // namespace
}  // namespace countersign
