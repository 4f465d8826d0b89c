#include "protocol/write_all.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace countersign {
namespace {

TEST(WriteAll, WritesMoreThanAPipeHolds) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string sent(300'000, 'x');
  std::thread writer([&] {
    EXPECT_TRUE(WriteAll(ends[1], sent));
    close(ends[1]);
  });
  std::string received;
  char part[4096];
  for (ssize_t n; (n = read(ends[0], part, sizeof part)) > 0;) received.append(part, n);
  writer.join();
  close(ends[0]);
  EXPECT_EQ(received, sent);
}

TEST(WriteAll, ReturnsFalseIfTheDescriptorIsInvalid) { EXPECT_FALSE(WriteAll(-1, "a")); }

}  // namespace
}  // namespace countersign
