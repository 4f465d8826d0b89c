#include "transport/process_connection.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "testing/is_gone.h"

namespace countersign {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::unique_ptr<Connection> Open(const std::string& command) {
  auto opened = ProcessConnector(command)();
  EXPECT_EQ(opened.index(), 0u);
  return std::get<0>(std::move(opened));
}

std::string Line(Connection& connection, Clock::duration timeout = 10s) {
  const auto received = connection.Receive(Clock::now() + timeout);
  if (const auto* failure = std::get_if<AdapterBroke>(&received)) return "! " + failure->reason;
  return std::string(std::get<0>(received));
}

AdapterBroke BreakOf(Connection& connection, Clock::duration timeout = 10s) {
  const auto received = connection.Receive(Clock::now() + timeout);
  const auto* failure = std::get_if<AdapterBroke>(&received);
  return failure != nullptr ? *failure : AdapterBroke{"no failure", {}};
}

TEST(ProcessConnection, CarriesLinesBothWays) {
  auto connection = Open("cat");
  ASSERT_TRUE(connection->Send("one"));
  ASSERT_TRUE(connection->Send("two"));
  EXPECT_EQ(Line(*connection), "one");
  EXPECT_EQ(Line(*connection), "two");
  EXPECT_FALSE(connection->Close().has_value());
}

TEST(ProcessConnection, RunsTheCommandByTheShellInTheCallersFolderInUtcAndTheCLocale) {
  setenv("TZ", "Asia/Tokyo", 1);
  setenv("LC_ALL", "de_DE.UTF-8", 1);
  auto connection = Open("printenv TZ LC_ALL PWD 2>&1; true");
  EXPECT_EQ(Line(*connection), "UTC");
  EXPECT_EQ(Line(*connection), "C");
  char folder[4096];
  EXPECT_EQ(Line(*connection), getcwd(folder, sizeof folder));
}

TEST(ProcessConnection, RunsACommandOfTheShellAsItIsWritten) {
  auto with_assignment = Open("GREETING=hello printenv GREETING");
  EXPECT_EQ(Line(*with_assignment), "hello");
  auto in_a_folder = Open("cd / && pwd");
  EXPECT_EQ(Line(*in_a_folder), "/");
  EXPECT_FALSE(in_a_folder->Close().has_value());
}

TEST(ProcessConnection, PutsTheProcessIntoAGroupOfItsOwn) {
  auto connection =
      Open("sh -c 'echo $$; cut -d \" \" -f 5 /proc/$$/stat; cat'");  // its group: proc(5)
  const std::string pid = Line(*connection);
  EXPECT_EQ(Line(*connection), pid);
  EXPECT_NE(pid, std::to_string(getpgrp()));
}

TEST(ProcessConnection, DoesNotLockUpWhenBothPipesAreFull) {
  auto connection = Open("cat");
  const std::string line(200'000, 'x');
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(connection->Send(line));
  for (int i = 0; i < 50; ++i) ASSERT_EQ(Line(*connection), line) << i;
  EXPECT_FALSE(connection->Close().has_value());
}

TEST(ProcessConnection, TimesOutAndStaysUsable) {
  auto connection = Open("cat");
  EXPECT_TRUE(BreakOf(*connection, 20ms).timed_out);
  connection->Send("late");
  EXPECT_EQ(Line(*connection), "late");
}

TEST(ProcessConnection, TellsTheExitStatusAndTheStderr) {
  auto connection = Open("sh -c 'echo hello; echo goodbye >&2; exit 7'");
  EXPECT_EQ(Line(*connection), "hello");
  const AdapterBroke failure = BreakOf(*connection);
  EXPECT_EQ(failure.reason, "exited with status 7");
  EXPECT_EQ(failure.stderr_tail, "goodbye\n");
  EXPECT_FALSE(failure.timed_out);
  EXPECT_FALSE(connection->Send("anybody"));
}

TEST(ProcessConnection, TellsTheSignalByName) {
  auto connection = Open("sh -c 'kill -SEGV $$'");
  EXPECT_EQ(BreakOf(*connection).reason, "was killed by signal 11 (SIGSEGV)");
}

TEST(ProcessConnection, SaysWhenTheCommandDoesNotExist) {
  auto connection = Open("./no-such-adapter --fast");
  const AdapterBroke failure = BreakOf(*connection);
  EXPECT_EQ(failure.reason, "exited with status 127");
  EXPECT_NE(failure.stderr_tail.find("no-such-adapter"), std::string::npos);
}

TEST(ProcessConnection, NoticesADeathInTheMiddleOfALine) {
  auto connection = Open("sh -c 'printf \"{\\\"id\\\":\"; exit 0'");
  EXPECT_EQ(BreakOf(*connection).reason, "broke off in the middle of a line: exited with status 0");
}

TEST(ProcessConnection, NoticesAnEmptyLine) {
  auto connection = Open("sh -c 'echo; cat'");
  EXPECT_EQ(BreakOf(*connection).reason, "sent an empty line");
}

TEST(ProcessConnection, NoticesAClosedStdoutOfALivingProcess) {
  auto connection = Open("sh -c 'exec >&-; sleep 60'");
  EXPECT_EQ(BreakOf(*connection).reason, "closed its stdout and is still running");
}

TEST(ProcessConnection, NoticesAClosedStdinOfALivingProcess) {
  auto connection = Open("sh -c 'exec <&-; echo ready; sleep 60'");
  EXPECT_EQ(Line(*connection), "ready");
  connection->Send("anybody");
  EXPECT_EQ(BreakOf(*connection).reason, "closed its stdin and is still running");
}

TEST(ProcessConnection, NoticesADeathThatAGrandchildHidesByKeepingThePipeOpen) {
  auto connection = Open("sh -c 'sleep 60 & exit 3'");
  EXPECT_EQ(BreakOf(*connection, 5s).reason, "exited with status 3");
}

TEST(ProcessConnection, GivesUpOnALineWithoutEnd) {
  auto connection = Open("cat /dev/zero");
  EXPECT_EQ(BreakOf(*connection).reason, "sent a line longer than 16 MiB");
}

TEST(ProcessConnection, DrainsAFloodOnStderrAndKeepsItsLast64KiB) {
  auto connection =
      Open("sh -c 'head -c 30000000 /dev/zero | tr \"\\0\" x >&2; echo end >&2; echo ok; cat'");
  EXPECT_EQ(Line(*connection), "ok");
  const std::string tail = connection->TakeStderr();
  EXPECT_EQ(tail.size(), 65536u);
  EXPECT_EQ(tail.substr(65532), "end\n");
  EXPECT_EQ(connection->TakeStderr(), "");
  EXPECT_FALSE(connection->Close().has_value());
}

TEST(ProcessConnection, HandsOutWhatWasOnItsWayWhenTheInputEnds) {
  auto connection = Open("sh -c 'cat; echo afterwards'");
  connection->Send("one");
  connection->EndInput();
  EXPECT_EQ(Line(*connection), "one");
  EXPECT_EQ(Line(*connection), "afterwards");
  EXPECT_EQ(Line(*connection), "! its output ended");
  EXPECT_FALSE(connection->Close().has_value());
}

TEST(ProcessConnection, SaysWhenTheProcessEndsWithAnotherStatusThanZero) {
  auto connection = Open("sh -c 'cat; exit 4'");
  const auto failure = connection->Close();
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->reason, "exited with status 4 at the end, instead of status 0");
}

TEST(ProcessConnection, KillsAProcessThatIgnoresTheEndOfItsInput) {
  auto connection = Open("sh -c 'trap \"\" TERM HUP; echo $$; sleep 61 & wait'");
  const pid_t pid = std::stoi(Line(*connection));
  const auto failure = connection->Close();
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->reason, "was still running 5 s after its stdin was closed");
  EXPECT_TRUE(IsGone(pid));
}

TEST(ProcessConnection, LeavesNoGrandchildBehindAfterAnEndInOrder) {
  auto connection = Open("sh -c 'sleep 62 >/dev/null 2>&1 & echo $!; cat'");
  const pid_t grandchild = std::stoi(Line(*connection));
  EXPECT_FALSE(connection->Close().has_value());
  EXPECT_TRUE(IsGone(grandchild));
}

TEST(ProcessConnection, LeavesNothingBehindWhenItIsDropped) {
  auto connection = Open("sh -c 'sleep 63 & echo $!; echo $$; wait'");
  const pid_t grandchild = std::stoi(Line(*connection));
  const pid_t child = std::stoi(Line(*connection));
  const auto start = Clock::now();
  connection.reset();
  EXPECT_LT(Clock::now() - start, 1s);
  EXPECT_TRUE(IsGone(child));
  EXPECT_TRUE(IsGone(grandchild));
}

TEST(ProcessConnection, LeavesNoDaemonBehindWhileOthersGoOn) {
  auto other = Open("cat");
  auto connection = Open("sh -c 'setsid sleep 64 >/dev/null 2>&1 & echo $!; cat'");
  const pid_t daemon = std::stoi(Line(*connection));
  auto second = Open("sh -c '(setsid sleep 65 & echo $!) 2>/dev/null; cat'");
  const pid_t orphan = std::stoi(Line(*second));
  EXPECT_FALSE(connection->Close().has_value());
  EXPECT_TRUE(IsGone(daemon));
  EXPECT_FALSE(second->Close().has_value());
  EXPECT_TRUE(IsGone(orphan));
  other->Send("alive");
  EXPECT_EQ(Line(*other), "alive");
}

TEST(ProcessConnection, HandsNoPipeOfOneProcessToAnother) {
  auto first = Open("cat");
  auto second = Open("cat");
  // Held open by the second, the first one's stdin would never end.
  EXPECT_FALSE(first->Close().has_value());
  second->Send("alive");
  EXPECT_EQ(Line(*second), "alive");
}

}  // namespace
}  // namespace countersign
