#include "engine/forbid_side_effects.h"

#include <gtest/gtest.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <random>

#include "engine/target.h"

namespace countersign::fuzz {

// engine/entry.cc needs a target.
Taken Execute(Input) { return Taken::kKept; }

namespace {

constexpr const char* kFinding = "Assertion failure: FuzzerHash=side-effect-in-target";

TEST(ForbidSideEffects, EndsTheProcessIfAClockIsRead) {
  EXPECT_DEATH(
      {
        const ForbidSideEffects forbid;
        (void)std::chrono::system_clock::now();
      },
      kFinding);
  EXPECT_DEATH(
      {
        const ForbidSideEffects forbid;
        (void)time(nullptr);
      },
      kFinding);
}

TEST(ForbidSideEffects, EndsTheProcessIfRandomNumbersAreRead) {
  EXPECT_DEATH(
      {
        const ForbidSideEffects forbid;
        char byte = 0;
        (void)getrandom(&byte, 1, 0);
      },
      kFinding);
}

TEST(ForbidSideEffects, EndsTheProcessIfASocketIsOpened) {
  EXPECT_DEATH(
      {
        const ForbidSideEffects forbid;
        close(socket(AF_UNIX, SOCK_STREAM, 0));
      },
      kFinding);
}

TEST(ForbidSideEffects, ForbidsNothingAfterItIsGone) {
  { const ForbidSideEffects forbid; }
  EXPECT_GT(time(nullptr), 0);
  const int opened = socket(AF_UNIX, SOCK_STREAM, 0);
  EXPECT_GE(opened, 0);
  close(opened);
}

TEST(AllowSideEffects, SuspendsForbidSideEffects) {
  EXPECT_EXIT(
      {
        const ForbidSideEffects forbid;
        {
          const AllowSideEffects allow;
          (void)time(nullptr);
        }
        _exit(7);
      },
      testing::ExitedWithCode(7), "");
}

TEST(FindingLine, HasTheHashThatCrashDatabasesCompare) {
  EXPECT_EQ(FindingLine("accepted-against-the-rules"),
            "Assertion failure: FuzzerHash=accepted-against-the-rules");
}

TEST(Shown, IsAStringLiteralOfTheBytes) {
  EXPECT_EQ(Shown(std::string_view("a\"\\\n\xff\0", 6)), "\"a\\\"\\\\\\x0a\\xff\\x00\"");
}

}  // namespace
}  // namespace countersign::fuzz
