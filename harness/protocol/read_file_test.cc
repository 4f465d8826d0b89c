#include "protocol/read_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "testing/temporary_folder.h"

namespace countersign {
namespace {

class ReadFileTest : public TemporaryFolderTest {
 protected:
  std::string File(const std::string& text) const {
    std::ofstream(folder_ / "file") << text;
    return folder_ / "file";
  }
};

std::string Text(const std::string& path, std::size_t most = kLongestFile) {
  const auto read = ReadFile(path, most);
  const auto* text = std::get_if<std::string>(&read);
  return text != nullptr ? *text : "! " + std::get<NotRead>(read).why;
}

TEST_F(ReadFileTest, ReadsAFileAndFollowsALink) {
  const std::string file = File(std::string(200'000, 'x') + '\0');
  EXPECT_EQ(Text(file), std::string(200'000, 'x') + '\0');
  std::filesystem::create_symlink(file, folder_ / "link");
  EXPECT_EQ(Text(folder_ / "link").size(), 200'001u);
}

TEST_F(ReadFileTest, RefusesAFileThatIsLongerThanTheLimit) {
  EXPECT_EQ(Text(File("1234"), 4), "1234");
  EXPECT_EQ(Text(File("12345"), 4), "! is longer than 4 bytes");
  EXPECT_EQ(Text(File(std::string(70'000, 'x')), std::size_t{64} << 10), "! is longer than 64 KiB");
}

TEST_F(ReadFileTest, RefusesWhatIsNoFileWithoutReadingIt) {
  EXPECT_EQ(Text("/dev/zero"), "! is a device, expected a file");
  EXPECT_EQ(Text(folder_), "! is a folder, expected a file");
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(Text(folder_ / "pipe"), "! is a pipe, expected a file");
}

TEST_F(ReadFileTest, ReadsAPipeToItsEndIfAsked) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const auto read = [&pipe](std::chrono::milliseconds timeout) {
    const auto text = ReadFileOrPipe(pipe, 200'000, timeout);
    const auto* why = std::get_if<NotRead>(&text);
    return why != nullptr ? "! " + why->why : std::get<std::string>(text);
  };
  EXPECT_EQ(read(kPipeTimeout), "! is a pipe, expected a file");  // nobody writes to it
  const int both_ends = open(pipe.c_str(), O_RDWR);
  EXPECT_EQ(read(std::chrono::milliseconds(20)), "! is a pipe that does not end");
  std::thread writer([&] {
    std::ofstream file(pipe);
    close(both_ends);
    file << std::string(150'000, 'x') << std::flush;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    file << "y";
  });
  EXPECT_EQ(read(kPipeTimeout), std::string(150'000, 'x') + "y");
  writer.join();
  EXPECT_EQ(std::get<std::string>(ReadFileOrPipe(File("a file"))), "a file");
}

TEST_F(ReadFileTest, SaysWhyAFileCannotBeOpened) {
  EXPECT_EQ(Text(folder_ / "none"), "! cannot be read: No such file or directory");
  std::filesystem::create_symlink(folder_ / "none", folder_ / "link");
  EXPECT_EQ(Text(folder_ / "link"), "! cannot be read: No such file or directory");
}

TEST_F(ReadFileTest, ReadsFilesThatHaveNoSize) {
  EXPECT_NE(Text("/proc/self/status").find("Name:"), std::string::npos);
}

}  // namespace
}  // namespace countersign
