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

// The target that engine/entry.cc would run.
Taken Execute(Input) { return Taken::kKept; }

namespace {

constexpr const char* kFinding = "Assertion failure: FuzzerHash=impure-target";

TEST(ForbidSideEffects, EndsTheProcessWhereAClockIsRead) {
  EXPECT_DEATH(
      {
        const ForbidSideEffects stretch;
        (void)std::chrono::system_clock::now();
      },
      kFinding);
  EXPECT_DEATH(
      {
        const ForbidSideEffects stretch;
        (void)time(nullptr);
      },
      kFinding);
}

TEST(ForbidSideEffects, EndsTheProcessWhereRandomnessIsRead) {
  EXPECT_DEATH(
      {
        const ForbidSideEffects stretch;
        char octet = 0;
        (void)getrandom(&octet, 1, 0);
      },
      kFinding);
}

TEST(ForbidSideEffects, EndsTheProcessWhereASocketIsOpened) {
  EXPECT_DEATH(
      {
        const ForbidSideEffects stretch;
        close(socket(AF_UNIX, SOCK_STREAM, 0));
      },
      kFinding);
}

TEST(ForbidSideEffects, LetsEverythingPassBeforeAndAfter) {
  { const ForbidSideEffects stretch; }
  EXPECT_GT(time(nullptr), 0);
  const int opened = socket(AF_UNIX, SOCK_STREAM, 0);
  EXPECT_GE(opened, 0);
  close(opened);
}

TEST(ForeignStretch, LetsEverythingPassMeanwhile) {
  EXPECT_EXIT(
      {
        const ForbidSideEffects stretch;
        {
          const ForeignStretch foreign;
          (void)time(nullptr);
        }
        _exit(7);
      },
      testing::ExitedWithCode(7), "");
}

TEST(FindingLine, IsOneThatCrashDatabasesCompareExactly) {
  EXPECT_EQ(FindingLine("accepted-against-the-rules"),
            "Assertion failure: FuzzerHash=accepted-against-the-rules");
}

TEST(Shown, IsTheLiteralOfTheOctets) {
  EXPECT_EQ(Shown(std::string_view("a\"\\\n\xff\0", 6)), "\"a\\\"\\\\\\x0a\\xff\\x00\"");
}

}  // namespace
}  // namespace countersign::fuzz
