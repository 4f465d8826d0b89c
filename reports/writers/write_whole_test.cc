#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "testing/temporary_folder.h"
#include "writers/report.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

class WriteWholeTest : public TemporaryFolderTest {
 protected:
  static std::string Read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

  std::size_t Files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
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

TEST_F(WriteWholeTest, FollowsALinkThatLeadsToNoFileYet) {
  fs::create_directory(folder_ / "elsewhere");
  fs::create_symlink("elsewhere/new.json", folder_ / "link.json");
  EXPECT_EQ(WriteWhole((folder_ / "link.json").string(), "new"), std::nullopt);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.json"));
  EXPECT_EQ(Read(folder_ / "elsewhere" / "new.json"), "new");
  fs::create_symlink("nowhere/new.json", folder_ / "lost.json");
  EXPECT_NE(WriteWhole((folder_ / "lost.json").string(), "new"), std::nullopt);
  EXPECT_TRUE(fs::is_symlink(folder_ / "lost.json"));
}

TEST_F(WriteWholeTest, LeavesALoopOfLinksAsItIs) {
  fs::create_symlink("loop", folder_ / "loop");
  EXPECT_EQ(WriteWhole((folder_ / "loop").string(), "new"),
            "cannot be opened for writing: Too many levels of symbolic links");
  EXPECT_EQ(fs::read_symlink(folder_ / "loop"), "loop");
}

TEST_F(WriteWholeTest, DoesNotWriteThroughALinkThatWasMadeBeforehand) {
  const fs::path victim = folder_ / "victim";
  std::ofstream(victim) << "kept";
  const std::string part = ".countersign-" + std::to_string(getpid()) + "-0";
  fs::create_symlink(victim, folder_ / part);
  fs::create_symlink(victim, folder_ / ("report.json.part-" + std::to_string(getpid())));
  EXPECT_EQ(WriteWhole((folder_ / "report.json").string(), "new"), std::nullopt);
  EXPECT_EQ(Read(victim), "kept");
  EXPECT_EQ(Read(folder_ / "report.json"), "new");
}

TEST_F(WriteWholeTest, KeepsTheModeOfTheFile) {
  const fs::path path = folder_ / "report.json";
  EXPECT_EQ(WriteWhole(path.string(), "old"), std::nullopt);
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(WriteWhole(path.string(), "new"), std::nullopt);
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(WriteWholeTest, AppendsToAFileThatADescriptorLeadsTo) {
  const fs::path path = folder_ / "out.txt";
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  ASSERT_EQ(write(descriptor, "before ", 7), 7);
  EXPECT_EQ(WriteWhole("/dev/fd/" + std::to_string(descriptor), "report"), std::nullopt);
  close(descriptor);
  EXPECT_EQ(Read(path), "before report");
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
