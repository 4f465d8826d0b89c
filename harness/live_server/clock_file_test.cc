#include "live_server/clock_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace countersign {
namespace {

constexpr Timestamp kTime{std::chrono::seconds(1369357200)};  // 2013-05-24T01:00:00Z

std::string Contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::filesystem::path FreshPath(const std::string& name) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / name;
  std::filesystem::remove(path);
  return path;
}

TEST(ClockFile, HasTheFormOfLibfaketime) {
  const auto path = FreshPath("clock-form");
  ClockFile file(path);
  EXPECT_EQ(file.Set(kTime), std::nullopt);
  EXPECT_EQ(Contents(path), "2013-05-24 01:00:00\n");
}

TEST(ClockFile, IsRestoredAtTheEnd) {
  const auto path = FreshPath("clock-restored");
  std::ofstream(path) << "+0";
  { ClockFile file(path); }
  EXPECT_EQ(Contents(path), "+0");
  {
    ClockFile file(path);
    file.Set(kTime);
  }
  EXPECT_EQ(Contents(path), "+0");
  std::filesystem::remove(path);
  {
    ClockFile file(path);
    file.Set(kTime);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ClockFile, NamesAPathThatCannotBeWritten) {
  ClockFile file("/nonexistent/clock");
  EXPECT_EQ(file.Set(kTime), "/nonexistent/clock: No such file or directory");
}

}  // namespace
}  // namespace countersign
