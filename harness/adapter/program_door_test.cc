#include "adapter/program_door.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace countersign {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::unique_ptr<Door> Open(const std::string& command) {
  auto opened = ProgramOpener(command)();
  EXPECT_EQ(opened.index(), 0u);
  return std::get<0>(std::move(opened));
}

std::string Line(Door& door, Clock::duration patience = 10s) {
  const auto received = door.Receive(Clock::now() + patience);
  if (const auto* failure = std::get_if<AdapterFailure>(&received)) return "! " + failure->reason;
  return std::string(std::get<0>(received));
}

AdapterFailure Failure(Door& door, Clock::duration patience = 10s) {
  const auto received = door.Receive(Clock::now() + patience);
  const auto* failure = std::get_if<AdapterFailure>(&received);
  return failure != nullptr ? *failure : AdapterFailure{"no failure", {}};
}

// A process that was killed may wait a moment for its new parent to reap it; then it is a zombie.
bool IsGone(pid_t pid) {
  for (int i = 0; i < 200; ++i) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    const std::string text{std::istreambuf_iterator<char>(stat), {}};
    if (text.empty() || text.find(") Z ") != std::string::npos) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

TEST(ProgramDoor, CarriesLinesBothWays) {
  auto door = Open("cat");
  ASSERT_TRUE(door->Send("one"));
  ASSERT_TRUE(door->Send("two"));
  EXPECT_EQ(Line(*door), "one");
  EXPECT_EQ(Line(*door), "two");
  EXPECT_FALSE(door->Close().has_value());
}

TEST(ProgramDoor, RunsTheCommandByTheShellInTheCallersFolderInUtcAndTheCLocale) {
  setenv("TZ", "Asia/Tokyo", 1);
  setenv("LC_ALL", "de_DE.UTF-8", 1);
  auto door = Open("printenv TZ LC_ALL PWD 2>&1; true");
  EXPECT_EQ(Line(*door), "UTC");
  EXPECT_EQ(Line(*door), "C");
  char folder[4096];
  EXPECT_EQ(Line(*door), getcwd(folder, sizeof folder));
}

TEST(ProgramDoor, PutsTheProcessIntoAGroupOfItsOwn) {
  auto door = Open("sh -c 'echo $$; cut -d \" \" -f 5 /proc/$$/stat; cat'");  // its group: proc(5)
  const std::string pid = Line(*door);
  EXPECT_EQ(Line(*door), pid);
  EXPECT_NE(pid, std::to_string(getpgrp()));
}

TEST(ProgramDoor, DoesNotLockUpWhenBothPipesAreFull) {
  auto door = Open("cat");
  const std::string line(200'000, 'x');
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(door->Send(line));
  for (int i = 0; i < 50; ++i) ASSERT_EQ(Line(*door), line) << i;
  EXPECT_FALSE(door->Close().has_value());
}

TEST(ProgramDoor, TimesOutWithoutHarmToTheDoor) {
  auto door = Open("cat");
  EXPECT_TRUE(Failure(*door, 20ms).timed_out);
  door->Send("late");
  EXPECT_EQ(Line(*door), "late");
}

TEST(ProgramDoor, TellsTheExitStatusAndTheLastWords) {
  auto door = Open("sh -c 'echo hello; echo goodbye >&2; exit 7'");
  EXPECT_EQ(Line(*door), "hello");
  const AdapterFailure failure = Failure(*door);
  EXPECT_EQ(failure.reason, "exited with status 7");
  EXPECT_EQ(failure.stderr_tail, "goodbye\n");
  EXPECT_FALSE(failure.timed_out);
  EXPECT_FALSE(door->Send("anybody"));
}

TEST(ProgramDoor, TellsTheSignalByName) {
  auto door = Open("sh -c 'kill -SEGV $$'");
  EXPECT_EQ(Failure(*door).reason, "was killed by signal 11 (SIGSEGV)");
}

TEST(ProgramDoor, SaysWhenTheCommandDoesNotExist) {
  auto door = Open("./no-such-adapter --fast");
  const AdapterFailure failure = Failure(*door);
  EXPECT_EQ(failure.reason, "exited with status 127");
  EXPECT_NE(failure.stderr_tail.find("no-such-adapter"), std::string::npos);
}

TEST(ProgramDoor, NoticesADeathInTheMiddleOfALine) {
  auto door = Open("sh -c 'printf \"{\\\"id\\\":\"; exit 0'");
  EXPECT_EQ(Failure(*door).reason, "broke off in the middle of a line: exited with status 0");
}

TEST(ProgramDoor, NoticesAnEmptyLine) {
  auto door = Open("sh -c 'echo; cat'");
  EXPECT_EQ(Failure(*door).reason, "sent an empty line");
}

TEST(ProgramDoor, NoticesAClosedStdoutOfALivingProcess) {
  auto door = Open("sh -c 'exec >&-; sleep 60'");
  EXPECT_EQ(Failure(*door).reason, "closed its stdout and is still running");
}

TEST(ProgramDoor, NoticesAClosedStdinOfALivingProcess) {
  auto door = Open("sh -c 'exec <&-; echo ready; sleep 60'");
  EXPECT_EQ(Line(*door), "ready");
  door->Send("anybody");
  EXPECT_EQ(Failure(*door).reason, "closed its stdin and is still running");
}

TEST(ProgramDoor, NoticesADeathThatAGrandchildHidesByKeepingThePipeOpen) {
  auto door = Open("sh -c 'sleep 60 & exit 3'");
  EXPECT_EQ(Failure(*door, 5s).reason, "exited with status 3");
}

TEST(ProgramDoor, GivesUpOnALineWithoutEnd) {
  auto door = Open("cat /dev/zero");
  EXPECT_EQ(Failure(*door).reason, "sent a line longer than 16 MiB");
}

TEST(ProgramDoor, DrainsAFloodOnStderrAndKeepsItsLast64KiB) {
  auto door =
      Open("sh -c 'head -c 30000000 /dev/zero | tr \"\\0\" x >&2; echo end >&2; echo ok; cat'");
  EXPECT_EQ(Line(*door), "ok");
  const std::string tail = door->TakeStderr();
  EXPECT_EQ(tail.size(), 65536u);
  EXPECT_EQ(tail.substr(65532), "end\n");
  EXPECT_EQ(door->TakeStderr(), "");
  EXPECT_FALSE(door->Close().has_value());
}

TEST(ProgramDoor, HandsOutWhatWasOnItsWayWhenTheInputEnds) {
  auto door = Open("sh -c 'cat; echo afterwards'");
  door->Send("one");
  door->EndInput();
  EXPECT_EQ(Line(*door), "one");
  EXPECT_EQ(Line(*door), "afterwards");
  EXPECT_EQ(Line(*door), "! its output ended");
  EXPECT_FALSE(door->Close().has_value());
}

TEST(ProgramDoor, SaysWhenTheProcessEndsWithAnotherStatusThanZero) {
  auto door = Open("sh -c 'cat; exit 4'");
  const auto failure = door->Close();
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->reason, "exited with status 4 at the end, where status 0 is expected");
}

TEST(ProgramDoor, KillsAProcessThatIgnoresTheEndOfItsInput) {
  auto door = Open("sh -c 'trap \"\" TERM HUP; echo $$; sleep 61 & wait'");
  const pid_t pid = std::stoi(Line(*door));
  const auto failure = door->Close();
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->reason, "was still running 5 s after its stdin was closed");
  EXPECT_TRUE(IsGone(pid));
}

TEST(ProgramDoor, LeavesNoGrandchildBehindAfterAnEndInOrder) {
  auto door = Open("sh -c 'sleep 62 >/dev/null 2>&1 & echo $!; cat'");
  const pid_t grandchild = std::stoi(Line(*door));
  EXPECT_FALSE(door->Close().has_value());
  EXPECT_TRUE(IsGone(grandchild));
}

TEST(ProgramDoor, LeavesNothingBehindWhenItIsDropped) {
  auto door = Open("sh -c 'sleep 63 & echo $!; echo $$; wait'");
  const pid_t grandchild = std::stoi(Line(*door));
  const pid_t child = std::stoi(Line(*door));
  const auto start = Clock::now();
  door.reset();
  EXPECT_LT(Clock::now() - start, 1s);
  EXPECT_TRUE(IsGone(child));
  EXPECT_TRUE(IsGone(grandchild));
}

TEST(ProgramDoor, HandsNoPipeOfOneProcessToAnother) {
  auto first = Open("cat");
  auto second = Open("cat");
  // Held open by the second, the first one's stdin would never end.
  EXPECT_FALSE(first->Close().has_value());
  second->Send("alive");
  EXPECT_EQ(Line(*second), "alive");
}

}  // namespace
}  // namespace countersign
