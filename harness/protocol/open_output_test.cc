#include "protocol/open_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "testing/temporary_folder.h"

namespace countersign {
namespace {

class OpenOutputTest : public TemporaryFolderTest {};

TEST_F(OpenOutputTest, MakesAFile) {
  const auto opened = OpenOutput(folder_ / "file", O_CREAT | O_TRUNC, 0600);
  ASSERT_TRUE(std::holds_alternative<int>(opened));
  EXPECT_EQ(write(std::get<int>(opened), "text", 4), 4);
  close(std::get<int>(opened));
  EXPECT_EQ(std::filesystem::file_size(folder_ / "file"), 4u);
  EXPECT_EQ(std::filesystem::status(folder_ / "file").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(OpenOutputTest, DoesNotWaitForEverForAReaderOfAPipe) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(std::get<std::string>(OpenOutput(pipe, 0)), "nobody reads this pipe");
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  const auto opened = OpenOutput(pipe, 0);
  ASSERT_TRUE(std::holds_alternative<int>(opened));
  EXPECT_EQ(fcntl(std::get<int>(opened), F_GETFL) & O_NONBLOCK, 0);
  close(std::get<int>(opened));
  close(reader);
}

TEST_F(OpenOutputTest, SaysWhyItFails) {
  EXPECT_EQ(std::get<std::string>(OpenOutput(folder_ / "none", 0)), "No such file or directory");
  EXPECT_EQ(std::get<std::string>(OpenOutput(folder_, 0)), "Is a directory");
}

}  // namespace
}  // namespace countersign
