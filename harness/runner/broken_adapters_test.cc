// Adapters that break in every way. Each gets the right verdict with the right reason, the run goes
// on with the other cases, and no process is left.

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>

#include "runner/runner.h"
#include "testing/example.h"
#include "testing/is_gone.h"

namespace countersign {
namespace {

using namespace std::chrono_literals;

Case PresignCase(const std::string& name) {
  Case c = AcceptedCase("presign/broken/" + name, PresignOfKey(name + ".txt"));
  c.features = {"virtual-hosted"};
  return c;
}

Case VerifyCase(const std::string& name) {
  return AcceptedCase("verify/broken/" + name, VerifyOfTarget("/" + name + ".txt"));
}

// Ran is a summary of a run: verdict and reason of each case by name, and the faults of the run.
struct Ran {
  std::map<std::string, Verdict> verdicts;
  std::map<std::string, std::string> explanations;
  std::map<std::string, std::string> last_words;
  std::vector<std::string> faults;
  bool complete = false;
  std::string no_handshake;
  std::string no_handshake_stderr;
  std::size_t processes = 0;
};

class BrokenAdapters : public testing::Test {
 protected:
  BrokenAdapters() {
    char name[] = "/tmp/countersign-broken-XXXXXX";
    close(mkstemp(name));
    pids_ = name;
    setenv("BROKEN_PIDS", name, 1);
    options_.startup_timeout = 5s;
    options_.case_timeout = 5s;
  }
  ~BrokenAdapters() override { std::filesystem::remove(pids_); }

  Ran RunCases(const std::vector<Case>& cases, const ConnectFn& connect) {
    std::vector<const Case*> pointers;
    for (const Case& c : cases) pointers.push_back(&c);
    const auto outcome = countersign::Run(pointers, connect, options_);
    Ran ran;
    if (const auto* failure = std::get_if<AdapterBroke>(&outcome)) {
      ran.no_handshake = failure->reason;
      ran.no_handshake_stderr = failure->stderr_tail;
    } else {
      const auto& result = std::get<RunResult>(outcome);
      ran.complete = result.complete;
      for (const CaseResult& c : result.results) {
        const std::string name = c.vector->id.substr(c.vector->id.rfind('/') + 1);
        ran.verdicts[name] = c.verdict;
        ran.explanations[name] = c.explanation;
        ran.last_words[name] = c.stderr_tail;
      }
      for (const AdapterBroke& fault : result.faults) ran.faults.push_back(fault.reason);
    }
    std::ifstream file(pids_);
    for (pid_t pid = 0; file >> pid; ++ran.processes) {
      EXPECT_TRUE(IsGone(pid)) << pid << " is still running";
    }
    return ran;
  }

  // Presigns one, two, break, three and four with broken.py.
  Ran RunMode(const std::string& mode, int max_inflight = 1) {
    const std::vector<Case> cases{PresignCase("one"), PresignCase("two"), PresignCase("break"),
                                  PresignCase("three"), PresignCase("four")};
    return RunCases(cases, ProcessConnector("python3 -S " BROKEN_PY " " + mode + " " +
                                            std::to_string(max_inflight)));
  }

  // Verifies the same with the broken library.
  Ran RunLibrary(const std::string& mode, const std::string& library = BROKEN_LIBRARY) {
    setenv("BROKEN_LIBRARY", mode.c_str(), 1);
    const std::vector<Case> cases{VerifyCase("one"), VerifyCase("two"), VerifyCase("break"),
                                  VerifyCase("three"), VerifyCase("four")};
    return RunCases(cases, LibraryConnector(LIBRARY_WORKER_HOST, library));
  }

  RunOptions options_;

 private:
  std::string pids_;
};

void ExpectOnlyBreakIsAFault(const Ran& ran, const std::string& reason) {
  EXPECT_EQ(ran.no_handshake, "");
  EXPECT_TRUE(ran.complete);
  EXPECT_EQ(ran.verdicts.size(), 5u);
  for (const auto& [name, verdict] : ran.verdicts) {
    EXPECT_STREQ(VerdictName(verdict), name == "break" ? "fault" : "pass")
        << name << ": " << ran.explanations.at(name);
  }
  ASSERT_EQ(ran.explanations.count("break"), 1u);
  EXPECT_NE(ran.explanations.at("break").find(reason), std::string::npos)
      << ran.explanations.at("break");
  EXPECT_EQ(ran.faults, std::vector<std::string>{});
}

void ExpectAllPass(const Ran& ran) {
  EXPECT_EQ(ran.no_handshake, "");
  EXPECT_TRUE(ran.complete);
  for (const auto& [name, verdict] : ran.verdicts) {
    EXPECT_STREQ(VerdictName(verdict), "pass") << name << ": " << ran.explanations.at(name);
  }
}

TEST_F(BrokenAdapters, PassIfTheyDoNotBreak) {
  const Ran ran = RunMode("none");
  ExpectAllPass(ran);
  EXPECT_EQ(ran.verdicts.size(), 5u);
  EXPECT_EQ(ran.faults, std::vector<std::string>{});
  EXPECT_EQ(ran.processes, 1u);
}

TEST_F(BrokenAdapters, ThatDoNotExistEndTheRunBeforeTheHello) {
  const Ran ran = RunCases({PresignCase("one")}, ProcessConnector("./no-such-adapter"));
  EXPECT_EQ(ran.no_handshake, "exited with status 127");
  EXPECT_NE(ran.no_handshake_stderr.find("no-such-adapter"), std::string::npos);
}

TEST_F(BrokenAdapters, ThatNeverAnswerTheHelloTimeOut) {
  options_.startup_timeout = 300ms;
  EXPECT_EQ(RunMode("silent").no_handshake, "no answer within 0.3 s");
}

TEST_F(BrokenAdapters, ThatSpeakAnotherVersionAreToldOurs) {
  const std::string reason = RunMode("protocol-2").no_handshake;
  EXPECT_NE(reason.find("speaks protocol 1, the adapter speaks 2"), std::string::npos) << reason;
}

TEST_F(BrokenAdapters, ThatPrintABannerAreShownIt) {
  const std::string reason = RunMode("banner").no_handshake;
  EXPECT_NE(reason.find("its first line is not an answer to the hello"), std::string::npos)
      << reason;
  EXPECT_NE(reason.find("Welcome to the adapter!"), std::string::npos) << reason;
}

TEST_F(BrokenAdapters, ThatAnswerTwiceAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("twice"), "twice");
}

TEST_F(BrokenAdapters, ThatAnswerTwiceWithManyInFlightAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("twice", 16), "twice");
}

TEST_F(BrokenAdapters, ThatAnswerTheLastCaseTwiceAreNoticed) {
  const Ran ran = RunCases({PresignCase("one"), PresignCase("break")},
                           ProcessConnector("python3 -S " BROKEN_PY " twice"));
  EXPECT_EQ(ran.verdicts.at("one"), Verdict::kPass);
  EXPECT_EQ(ran.verdicts.at("break"), Verdict::kFault);
  EXPECT_EQ(ran.faults, std::vector<std::string>{});
}

TEST_F(BrokenAdapters, ThatAnswerWithAWrongIdAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("wrong-id"), "which was not asked");
}

TEST_F(BrokenAdapters, ThatAnswerWithAWrongIdWithManyInFlightAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("wrong-id", 16), "which was not asked");
}

TEST_F(BrokenAdapters, ThatAnswerWithTheIdOfAnAnsweredCaseAreBlamedForTheirOwn) {
  ExpectOnlyBreakIsAFault(RunMode("other-id"), "which was not asked");
}

TEST_F(BrokenAdapters, ThatAnswerWithTheIdOfACaseInFlightAreBlamedForTheirOwn) {
  ExpectOnlyBreakIsAFault(RunMode("other-id", 16), "which was not asked");
}

// With max_inflight 1 the harness sends nothing until it has its answer: an adapter that reads
// ahead without saying so answers nothing at all.
TEST_F(BrokenAdapters, ThatReadAheadWithoutSayingSoTimeOut) {
  options_.case_timeout = 200ms;
  const Ran ran = RunCases({PresignCase("one"), PresignCase("two")},
                           ProcessConnector("python3 -S " BROKEN_PY " reads-ahead"));
  EXPECT_TRUE(ran.complete);
  EXPECT_EQ(ran.verdicts.at("one"), Verdict::kFault);
  EXPECT_EQ(ran.verdicts.at("two"), Verdict::kFault);
  EXPECT_NE(ran.explanations.at("one").find("no answer within 0.2 s"), std::string::npos);
}

TEST_F(BrokenAdapters, ThatAnswerInAnotherOrderAfterSayingSoAreFine) {
  const Ran ran = RunCases({PresignCase("a"), PresignCase("b"), PresignCase("c"), PresignCase("d")},
                           ProcessConnector("python3 -S " BROKEN_PY " any-order 2"));
  ExpectAllPass(ran);
  EXPECT_EQ(ran.processes, 1u);
}

TEST_F(BrokenAdapters, ThatDieInTheMiddleOfALineAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("dies-mid-line"),
                          "broke off in the middle of a line: exited with status 0");
}

TEST_F(BrokenAdapters, ThatDieOnOneCaseAreBlamedForItWithTheirStderr) {
  const Ran ran = RunMode("dies");
  ExpectOnlyBreakIsAFault(ran, "exited with status 3");
  EXPECT_EQ(ran.last_words.at("break"), "ValueError: break.txt\n");
}

TEST_F(BrokenAdapters, ThatDieOnOneOfManyInFlightAreBlamedForItAlone) {
  const Ran ran = RunMode("dies", 16);
  ExpectOnlyBreakIsAFault(ran, "exited with status 3");
  EXPECT_EQ(ran.processes, 3u) << "the first, one to try each alone, one after the death";
}

TEST_F(BrokenAdapters, AreBlamedAlikeByTwoWorkers) {
  options_.jobs = 2;
  ExpectOnlyBreakIsAFault(RunMode("dies", 2), "exited with status 3");
  ExpectOnlyBreakIsAFault(RunMode("twice", 2), "twice");
}

// No case fails alone, so each has its verdict; but the crash is a fault of the run.
TEST_F(BrokenAdapters, ThatDieOnTheirThirdRequestAreJudgedAgainAndReported) {
  const Ran ran = RunMode("dies-third");
  ExpectAllPass(ran);
  EXPECT_EQ(ran.verdicts.size(), 5u);
  ASSERT_FALSE(ran.faults.empty());
  EXPECT_EQ(ran.faults[0], "exited with status 3 with 1 case unanswered; none fails alone");
}

TEST_F(BrokenAdapters, ThatHangOnOneCaseAreBlamedForIt) {
  options_.case_timeout = 300ms;
  ExpectOnlyBreakIsAFault(RunMode("hangs"), "no answer within 0.3 s");
}

TEST_F(BrokenAdapters, ThatHangOnOneOfManyInFlightAreBlamedForItAlone) {
  options_.case_timeout = 300ms;
  ExpectOnlyBreakIsAFault(RunMode("hangs", 16), "no answer within 0.3 s");
}

TEST_F(BrokenAdapters, ThatFloodStderrAreNotHeldUp) {
  const Ran ran = RunMode("floods-stderr");
  ExpectAllPass(ran);
  EXPECT_EQ(ran.processes, 1u);
}

TEST_F(BrokenAdapters, ThatSend100MbOnOneLineAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("long-line"), "sent a line longer than 16 MiB");
}

TEST_F(BrokenAdapters, ThatSendInvalidUtf8AreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("invalid-utf8"), "\\xff\\xfe");
}

TEST_F(BrokenAdapters, ThatSendUnknownFieldsAreBlamedWithoutARestart) {
  const Ran ran = RunMode("unknown-field", 16);
  ExpectOnlyBreakIsAFault(ran, "ulr");
  EXPECT_EQ(ran.processes, 1u);
}

TEST_F(BrokenAdapters, ThatSendTwoAnswersInOneAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("two-answers"), "broke the protocol");
}

TEST_F(BrokenAdapters, ThatSendAnEmptyLineAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("empty-line"), "sent an empty line");
}

TEST_F(BrokenAdapters, ThatCloseTheirStdoutAndLiveOnAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunMode("closes-stdout"), "closed its stdout and is still running");
}

TEST_F(BrokenAdapters, ThatLeaveAGrandchildRunningDoNotHaveIt) {
  const Ran ran = RunMode("grandchild");
  ExpectAllPass(ran);
  EXPECT_EQ(ran.processes, 2u);
}

TEST_F(BrokenAdapters, ThatJoinTheHarnesssProcessGroupAreKilledAlone) {
  options_.case_timeout = 300ms;
  ExpectOnlyBreakIsAFault(RunMode("joins-the-harness"), "no answer within 0.3 s");
  const Ran ran = RunMode("joins-the-harness-and-ignores-end");
  ExpectAllPass(ran);
  EXPECT_EQ(ran.faults.size(), 1u);
}

TEST_F(BrokenAdapters, ThatLeaveADaemonBehindDoNotHaveIt) {
  const Ran ran = RunMode("daemon");
  ExpectAllPass(ran);
  EXPECT_EQ(ran.processes, 2u);
}

TEST_F(BrokenAdapters, ThatDieAndLeaveADaemonBehindDoNotHaveIt) {
  options_.jobs = 2;
  const Ran ran = RunMode("daemon-and-dies", 2);
  ExpectOnlyBreakIsAFault(ran, "exited with status 3");
  EXPECT_GE(ran.processes, 4u);
}

TEST_F(BrokenAdapters, ThatIgnoreTheEndOfTheirInputAreReported) {
  const Ran ran = RunMode("ignores-end");
  ExpectAllPass(ran);
  EXPECT_EQ(ran.faults,
            std::vector<std::string>{
                "did not end in order: was still running 5 s after its stdin was closed"});
}

TEST_F(BrokenAdapters, ThatEndWithAnotherStatusAreReported) {
  const Ran ran = RunMode("exits-5");
  ExpectAllPass(ran);
  ASSERT_EQ(ran.faults.size(), 1u);
  EXPECT_NE(ran.faults[0].find("exited with status 5"), std::string::npos) << ran.faults[0];
}

TEST_F(BrokenAdapters, ThatChangeTheirHelloAreReportedAndNotJudgedByIt) {
  const Ran ran = RunMode("changes-hello");
  EXPECT_FALSE(ran.complete);
  EXPECT_EQ(ran.faults,
            std::vector<std::string>{"a restarted adapter answered the hello differently"});
}

TEST_F(BrokenAdapters, ThatStartOnlyOnceAreReported) {
  options_.startup_timeout = 1s;
  const Ran ran = RunMode("changes-hello-to-silence");
  EXPECT_FALSE(ran.complete);
  EXPECT_EQ(ran.faults, std::vector<std::string>{"a restart failed: no answer within 1 s"});
}

TEST_F(BrokenAdapters, ThatSignByTheirOwnClockAreToldSoAndNotAskedAnyCase) {
  const Ran ran = RunMode("own-clock");
  ASSERT_EQ(ran.faults.size(), 1u);
  EXPECT_EQ(ran.faults[0].find("clock probe: declares an injected clock"), 0u) << ran.faults[0];
  EXPECT_NE(ran.faults[0].find("\"clock\": \"ambient\""), std::string::npos) << ran.faults[0];
  EXPECT_FALSE(ran.complete);
  EXPECT_EQ(ran.verdicts.size(), 0u);
}

std::vector<Case> TenCases() {
  std::vector<Case> cases;
  for (int i = 0; i < 10; ++i) cases.push_back(PresignCase("break-" + std::to_string(i)));
  return cases;
}

TEST_F(BrokenAdapters, ThatAnswerOnlyTheirHelloAreGivenUpAfterAFewTimeouts) {
  options_.case_timeout = 200ms;
  const Ran ran =
      RunCases(TenCases(), ProcessConnector("python3 -S " BROKEN_PY " answers-only-the-hello 64"));
  EXPECT_EQ(ran.verdicts.size(), 3u);
  EXPECT_FALSE(ran.complete);
  EXPECT_EQ(ran.faults,
            std::vector<std::string>{"the adapter answers its hello and nothing else since case "
                                     "presign/broken/break-0: no answer within 0.2 s. 7 cases were "
                                     "not judged"});
}

TEST_F(BrokenAdapters, ThatAnswerOnlyTheirHelloAreGivenUpAtTheClockProbe) {
  options_.case_timeout = 200ms;
  const Ran ran = RunCases(
      TenCases(), ProcessConnector("python3 -S " BROKEN_PY " answers-only-the-hello-on-its-clock"));
  EXPECT_EQ(ran.verdicts.size(), 0u);
  EXPECT_EQ(ran.faults,
            std::vector<std::string>{"clock probe: the hello was answered, and then not a plain "
                                     "request for one object: no answer within 0.2 s"});
}

TEST_F(BrokenAdapters, ThatStopAnsweringAreGivenUp) {
  options_.case_timeout = 200ms;
  std::vector<Case> cases = TenCases();
  cases.insert(cases.begin(), {PresignCase("aa"), PresignCase("break")});
  const Ran ran = RunCases(cases, ProcessConnector("python3 -S " BROKEN_PY " stops-answering"));
  EXPECT_EQ(ran.verdicts.at("aa"), Verdict::kPass);
  EXPECT_EQ(ran.verdicts.size(), 4u);
  EXPECT_EQ(ran.faults,
            std::vector<std::string>{"the adapter does not answer any more since case "
                                     "presign/broken/break: no answer within 0.2 s. 8 cases were "
                                     "not judged"});
}

TEST_F(BrokenAdapters, ThatHangOnManyCasesAndAnswerOthersAreNotGivenUp) {
  options_.case_timeout = 200ms;
  std::vector<Case> cases = TenCases();
  cases.insert(cases.begin(), PresignCase("aa"));
  cases.push_back(PresignCase("zz"));
  const Ran ran = RunCases(cases, ProcessConnector("python3 -S " BROKEN_PY " hangs-on-many"));
  EXPECT_TRUE(ran.complete);
  EXPECT_EQ(ran.verdicts.at("break-9"), Verdict::kFault);
  EXPECT_EQ(ran.verdicts.at("zz"), Verdict::kPass);
  EXPECT_EQ(ran.faults, std::vector<std::string>{});
}

TEST_F(BrokenAdapters, ThatBreakOnEveryCaseAreGivenUp) {
  std::vector<Case> cases;
  for (int i = 0; i < 60; ++i) cases.push_back(VerifyCase("break.txt-" + std::to_string(i)));
  setenv("BROKEN_LIBRARY", "throws", 1);
  const Ran ran = RunCases(cases, LibraryConnector(LIBRARY_WORKER_HOST, BROKEN_LIBRARY));
  EXPECT_FALSE(ran.complete);
  EXPECT_GT(ran.verdicts.size(), 20u);
  EXPECT_LT(ran.verdicts.size(), 60u);
  ASSERT_EQ(ran.faults.size(), 1u);
  EXPECT_EQ(ran.faults[0].find("gave up after 50 restarts: "), 0u) << ran.faults[0];
}

using BrokenLibraries = BrokenAdapters;

TEST_F(BrokenLibraries, PassIfTheyDoNotBreak) {
  const Ran ran = RunLibrary("none");
  ExpectAllPass(ran);
  EXPECT_EQ(ran.verdicts.size(), 5u);
  EXPECT_EQ(ran.faults, std::vector<std::string>{});
}

TEST_F(BrokenLibraries, ThatDoNotExistEndTheRunBeforeTheHello) {
  const Ran ran = RunLibrary("none", "./no-such-library.so");
  EXPECT_EQ(ran.no_handshake, "exited with status 64");
  EXPECT_NE(ran.no_handshake_stderr.find("./no-such-library.so"), std::string::npos);
}

TEST_F(BrokenLibraries, WithoutTheSymbolSaySo) {
  const Ran ran = RunLibrary("none", NO_SYMBOL_LIBRARY);
  EXPECT_EQ(ran.no_handshake, "exited with status 64");
  EXPECT_NE(ran.no_handshake_stderr.find("exports no symbol countersign_adapter_v1"),
            std::string::npos);
}

TEST_F(BrokenLibraries, OfAnotherAbiAreToldOurs) {
  const Ran ran = RunLibrary("abi-2");
  EXPECT_EQ(ran.no_handshake, "exited with status 64");
  EXPECT_NE(ran.no_handshake_stderr.find("has ABI 2; this harness speaks ABI 1"),
            std::string::npos);
}

TEST_F(BrokenLibraries, WithAStructThatWeCannotUseEndTheRunBeforeTheHello) {
  EXPECT_NE(RunLibrary("small").no_handshake_stderr.find("struct_size is 8"), std::string::npos);
  EXPECT_NE(RunLibrary("no-call").no_handshake_stderr.find("call or close is NULL"),
            std::string::npos);
  EXPECT_NE(RunLibrary("no-adapter").no_handshake_stderr.find("returned NULL"), std::string::npos);
}

TEST_F(BrokenLibraries, WhoseOpenReturnsNullAreNotUsed) {
  const Ran ran = RunLibrary("returns-null");
  EXPECT_EQ(ran.no_handshake, "exited with status 65");
  EXPECT_NE(ran.no_handshake_stderr.find("open returned NULL. It emitted: {\"id\":0"),
            std::string::npos);
}

TEST_F(BrokenLibraries, WhoseOpenThrowsEndTheRunBeforeTheHello) {
  const Ran ran = RunLibrary("throws-in-open");
  EXPECT_EQ(ran.no_handshake, "exited with status 70");
  EXPECT_NE(ran.no_handshake_stderr.find("no licence"), std::string::npos);
}

TEST_F(BrokenLibraries, ThatCrashInACallAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunLibrary("aborts"), "was killed by signal 6 (SIGABRT)");
}

TEST_F(BrokenLibraries, ThatThrowAreBlamedForThatCase) {
  const Ran ran = RunLibrary("throws");
  ExpectOnlyBreakIsAFault(ran, "exited with status 70");
  EXPECT_NE(ran.last_words.at("break").find("let an exception cross the C ABI: out of range"),
            std::string::npos);
  ExpectOnlyBreakIsAFault(RunLibrary("throws-an-int"), "exited with status 70");
}

TEST_F(BrokenLibraries, ThatEndTheProcessAreBlamedForThatCase) {
  ExpectOnlyBreakIsAFault(RunLibrary("exits"), "exited with status 0");
}

TEST_F(BrokenLibraries, ThatSayNothingAreBlamedForThatCase) {
  options_.case_timeout = 300ms;
  ExpectOnlyBreakIsAFault(RunLibrary("says-nothing"), "no answer within 0.3 s");
}

TEST_F(BrokenLibraries, ThatCrashInCloseAreReported) {
  const Ran ran = RunLibrary("aborts-in-close");
  ExpectAllPass(ran);
  ASSERT_EQ(ran.faults.size(), 1u);
  EXPECT_NE(ran.faults[0].find("SIGABRT"), std::string::npos) << ran.faults[0];
}

}  // namespace
}  // namespace countersign
