#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "writers/report.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

class WriteWholeTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "countersign-report-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  static std::string Read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

  std::size_t Files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(WriteWholeTest, ReplacesTheFileAndLeavesNoTemporaryFile) {
  const fs::path path = folder_ / "report.json";
  EXPECT_EQ(WriteWhole(path.string(), "old and longer"), std::nullopt);
  EXPECT_EQ(WriteWhole(path.string(), "new"), std::nullopt);
  EXPECT_EQ(Read(path), "new");
  EXPECT_EQ(Files(), 1u);
}

TEST_F(WriteWholeTest, NamesTheErrorAndKeepsTheOldFile) {
  const fs::path path = folder_ / "no" / "such" / "folder.json";
  const auto error = WriteWhole(path.string(), "x");
  ASSERT_TRUE(error.has_value());
  EXPECT_NE(error->find("No such file or directory"), std::string::npos) << *error;
  EXPECT_EQ(Files(), 0u);
}

TEST_F(WriteWholeTest, WritesThroughASymbolicLink) {
  const fs::path real = folder_ / "real.json";
  const fs::path link = folder_ / "link.json";
  EXPECT_EQ(WriteWhole(real.string(), "old"), std::nullopt);
  fs::create_symlink(real, link);
  EXPECT_EQ(WriteWhole(link.string(), "new"), std::nullopt);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(Read(real), "new");
}

TEST_F(WriteWholeTest, WritesToADevice) {
  EXPECT_EQ(WriteWhole("/dev/null", "x"), std::nullopt);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_NE(WriteWhole("/dev/full", "x"), std::nullopt);
}

TEST_F(WriteWholeTest, RefusesAFolder) {
  EXPECT_NE(WriteWhole(folder_.string(), "x"), std::nullopt);
}

}  // namespace
}  // namespace countersign
