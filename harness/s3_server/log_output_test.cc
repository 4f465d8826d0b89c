#include "s3_server/log_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

namespace countersign {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    CloseWriting();
    CloseReading();
  }
  void CloseReading() {
    if (ends[0] >= 0) close(ends[0]);
    ends[0] = -1;
  }
  void CloseWriting() {
    if (ends[1] >= 0) close(ends[1]);
    ends[1] = -1;
  }
  std::array<int, 2> ends{-1, -1};
};

std::string ReadUntil(int descriptor, const std::string& end) {
  std::string text;
  std::array<char, 65536> buffer;
  while (text.find(end) == std::string::npos) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text;
}

TEST(LogOutput, WritesLinesInTheirOrderBeforeItEnds) {
  Pipe pipe;
  {
    LogOutput log(pipe.ends[1]);
    log.Write("one");
    log.Write("two");
  }
  pipe.CloseWriting();
  EXPECT_EQ(ReadUntil(pipe.ends[0], "nothing"), "one\ntwo\n");
}

TEST(LogOutput, NeverBlocksAndCountsWhatItDropped) {
  Pipe pipe;
  LogOutput log(pipe.ends[1]);
  const std::string line(1000, 'x');
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 5000; ++i) log.Write(line);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  // The pipe and what waits hold less than the rest.
  std::string text = ReadUntil(pipe.ends[0], "dropped");
  EXPECT_LT(text.size(), 3'000'000U);
  EXPECT_NE(text.find("lines dropped: the log was not read in time\n"), std::string::npos);
  log.Write("again");
  EXPECT_NE(ReadUntil(pipe.ends[0], "again\n").find("again\n"), std::string::npos);
}

TEST(LogOutput, EndsAlthoughNobodyReads) {
  std::array<int, 2> ends;  // never closed: the thread writes until the program ends
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  const auto begin = std::chrono::steady_clock::now();
  {
    LogOutput log(ends[1]);
    for (int i = 0; i < 500; ++i) log.Write(std::string(1000, 'x'));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(LogOutput, GivesUpOnAReaderThatHasGone) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.CloseReading();
  LogOutput log(pipe.ends[1]);
  for (int i = 0; i < 100; ++i) {
    log.Write("line");
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
}

}  // namespace
}  // namespace countersign
