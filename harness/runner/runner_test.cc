#include "runner/runner.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "judge/server_broke.h"
#include "runner/fake_connection.h"
#include "testing/example.h"

namespace countersign {
namespace {

using namespace std::chrono_literals;

Case NumberedCase(const std::string& id) { return AcceptedCase(id, VerifyOfTarget("/" + id)); }

std::vector<Case> Cases(int count) {
  std::vector<Case> cases;
  for (int i = 0; i < count; ++i)
    cases.push_back(NumberedCase("verify/" + std::to_string(1000 + i)));
  return cases;
}

AdapterInfo Verifier(int max_inflight = 1) {
  AdapterInfo adapter_info;
  adapter_info.protocol = 1;
  adapter_info.name = "fake";
  adapter_info.version = "1";
  adapter_info.language = "c++";
  adapter_info.ops = {"verify"};
  adapter_info.max_inflight = max_inflight;
  return adapter_info;
}

Answer Accept(const RequestMessage&) { return OkAnswer{}; }

// Refuses requests whose target contains `what`.
FakeConnection::Answering Refusing(const std::string& what) {
  return [=](const RequestMessage& request) -> Answer {
    const std::string& target = std::get<VerifyMessage>(request).request.target;
    if (target.find(what) != std::string::npos) return RejectAnswer{};
    return OkAnswer{};
  };
}

RunResult RunAll(const std::vector<Case>& cases, const ConnectFn& connect,
                 const RunOptions& options = {}) {
  std::vector<const Case*> pointers;
  for (const Case& c : cases) pointers.push_back(&c);
  auto outcome = Run(pointers, connect, options);
  if (const auto* failure = std::get_if<AdapterBroke>(&outcome)) {
    ADD_FAILURE() << failure->reason;
    return {};
  }
  return std::get<RunResult>(std::move(outcome));
}

int Count(const RunResult& run, Verdict verdict) {
  int count = 0;
  for (const CaseResult& result : run.results) count += result.verdict == verdict ? 1 : 0;
  return count;
}

// A live server whose connections end without a response to requests that `breaks` names.
FakeConnection::Answering Breaking(std::function<bool(const std::string&)> breaks) {
  return [breaks = std::move(breaks)](const RequestMessage& request) -> Answer {
    if (breaks(std::get<VerifyMessage>(request).request.target)) return FaultAnswer{"cut off"};
    return OkAnswer{};
  };
}

RunOptions OfLiveServer(std::function<std::optional<std::string>()> why_gone) {
  RunOptions options;
  options.live_server = LiveServerChecks{
      std::move(why_gone), [](const FaultAnswer& fault) { return fault.message == "cut off"; }};
  return options;
}

TEST(Run, EndsAtTheCaseSinceWhichALiveServerIsGone) {
  const std::vector<Case> cases = Cases(100);
  bool gone = false;
  const auto breaks = [&gone](const std::string& target) {
    gone = gone || target == "/verify/1004";
    return gone;
  };
  const RunResult run = RunAll(cases, FakeConnection::Connect(Verifier(), Breaking(breaks)),
                               OfLiveServer([&]() -> std::optional<std::string> {
                                 return gone ? std::optional<std::string>("refused") : std::nullopt;
                               }));
  EXPECT_FALSE(run.complete);
  EXPECT_EQ(Count(run, Verdict::kPass), 4);
  EXPECT_EQ(Count(run, Verdict::kFault), 1);
  ASSERT_EQ(run.faults.size(), 1u);
  EXPECT_EQ(run.faults[0].reason,
            "the server is gone since case verify/1004: cut off; now: refused. 95 cases were not "
            "judged");
}

TEST(Run, FailsALiveServerThatBreaksOnACaseAndStillAnswersOthers) {
  const RunResult run =
      RunAll(Cases(10), FakeConnection::Connect(Verifier(), Breaking([](const auto& target) {
                                                  return target == "/verify/1004";
                                                })),
             OfLiveServer([] { return std::optional<std::string>(); }));
  EXPECT_TRUE(run.complete);
  EXPECT_EQ(run.faults.size(), 0u);
  EXPECT_EQ(Count(run, Verdict::kPass), 9);
  ASSERT_EQ(Count(run, Verdict::kFail), 1);
  const CaseResult& broke = run.results[4];
  EXPECT_TRUE(ServerBroke(broke));
  EXPECT_FALSE(ServerBroke(run.results[3]));
  EXPECT_EQ(broke.explanation.find("The server breaks: "), 0u) << broke.explanation;
  EXPECT_EQ(broke.explanation.find("adapter"), std::string::npos) << broke.explanation;
}

TEST(Run, DoesNotFailALiveServerThatBrokeOffOnce) {
  int times = 0;
  const auto breaks = [&times](const std::string& target) {
    return target == "/verify/1004" && ++times == 1;
  };
  const RunResult run = RunAll(Cases(10), FakeConnection::Connect(Verifier(), Breaking(breaks)),
                               OfLiveServer([] { return std::optional<std::string>(); }));
  EXPECT_TRUE(run.complete);
  EXPECT_EQ(times, 2);
  EXPECT_EQ(Count(run, Verdict::kFault), 1);
  EXPECT_EQ(run.results[4].explanation, "cut off");
}

TEST(Run, TakesASkipOnlyWithAFeatureOfTheProtocolOrAnAddress) {
  const auto verdict = [](std::optional<std::string> feature, std::optional<std::string> issue,
                          const RunOptions& options = {}) {
    const auto skip = [=](const RequestMessage&) -> Answer { return SkipAnswer{feature, issue}; };
    const RunResult run = RunAll(Cases(1), FakeConnection::Connect(Verifier(), skip), options);
    return std::string(VerdictName(run.results[0].verdict)) + ": " + run.results[0].explanation;
  };
  EXPECT_EQ(verdict("policy", {}).substr(0, 11), "unsupported");
  EXPECT_EQ(verdict({}, "https://example.com/1").substr(0, 11), "unsupported");
  EXPECT_EQ(verdict("polices", {}),
            "fault: Skipped for polices, which is not a feature of the protocol "
            "(harness/protocol/protocol.md lists them).");
  EXPECT_EQ(
      verdict({}, "later"),
      "fault: Skipped with the issue \"later\": expected the address (https://…) where that is "
      "tracked or explained.");
  EXPECT_EQ(verdict({}, "https://").substr(0, 5), "fault");
  EXPECT_EQ(verdict({}, "HTTP 405", OfLiveServer([] { return std::optional<std::string>(); }))
                .substr(0, 11),
            "unsupported");
}

TEST(Run, KeepsTheAnswersThatFailedAndWhatWasAsked) {
  const std::vector<Case> cases = Cases(6);
  RunOptions options;
  options.adapt_case = [](const Case& c) -> std::variant<Case, NotAsked> {
    if (c.id == "verify/1004") return NotAsked{Verdict::kNotExercised, "no"};
    Case adapted = c;
    std::get<VerifyMessage>(adapted.request).request.target += "/adapted";
    return adapted;
  };
  const auto answering = [](const RequestMessage& request) -> Answer {
    const std::string& target = std::get<VerifyMessage>(request).request.target;
    if (target.find("100") == std::string::npos) return OkAnswer{};
    if (target.find("1001") == std::string::npos) {
      RejectAnswer reject;
      reject.message = target;
      return reject;
    }
    return OkAnswer{};
  };
  const RunResult run = RunAll(cases, FakeConnection::Connect(Verifier(4), answering), options);
  ASSERT_EQ(run.failed_answers.size(), 4u);
  EXPECT_EQ(run.failed_answers[1].vector, &cases[2]);
  const Case& asked = run.failed_answers[1].Asked();
  EXPECT_EQ(std::get<VerifyMessage>(asked.request).request.target, "/verify/1002/adapted");
  EXPECT_EQ(std::get<RejectAnswer>(run.failed_answers[1].answer).message, "/verify/1002/adapted");
}

TEST(Run, JudgesEveryCaseAndSortsTheResultsById) {
  std::vector<Case> cases = Cases(10);
  std::swap(cases[2], cases[7]);
  const RunResult run = RunAll(cases, FakeConnection::Connect(Verifier(), Refusing("/1004")));
  EXPECT_TRUE(run.complete);
  EXPECT_FALSE(run.interrupted);
  EXPECT_TRUE(run.faults.empty());
  EXPECT_EQ(run.adapter_info.name, "fake");
  ASSERT_EQ(run.results.size(), 10u);
  for (int i = 0; i < 10; ++i) {
    const CaseResult& result = run.results[static_cast<std::size_t>(i)];
    EXPECT_EQ(result.vector->id, "verify/" + std::to_string(1000 + i));
    EXPECT_EQ(result.verdict, i == 4 ? Verdict::kFail : Verdict::kPass);
  }
}

TEST(Run, KeepsAsManyRequestsInFlightAsTheAdapterTakes) {
  for (const int taken : {1, 3, 64, 1000}) {
    FakeConnection::Log log;
    RunAll(Cases(200), FakeConnection::Connect(Verifier(taken), Accept, &log));
    EXPECT_EQ(log.most_in_flight, static_cast<std::size_t>(std::min(taken, 64))) << taken;
  }
}

TEST(Run, GivesEveryRequestAnIdOfItsOwn) {
  FakeConnection::Log log;
  RunAll(Cases(200), FakeConnection::Connect(Verifier(8), Accept, &log));
  const std::set<std::int64_t> distinct(log.ids.begin(), log.ids.end());
  EXPECT_EQ(distinct.size(), log.ids.size());
  EXPECT_EQ(distinct.count(0), 0u) << "0 is the hello's";
}

TEST(Run, DividesTheCasesAmongItsWorkers) {
  RunOptions options;
  options.jobs = 4;
  std::set<std::string> seen;
  options.on_result = [&](const CaseResult& result) {
    EXPECT_TRUE(seen.insert(result.vector->id).second) << result.vector->id;
  };
  const std::vector<Case> cases = Cases(500);
  const RunResult run = RunAll(cases, FakeConnection::Connect(Verifier(4), Accept), options);
  EXPECT_TRUE(run.complete);
  EXPECT_EQ(Count(run, Verdict::kPass), 500);
  EXPECT_EQ(seen.size(), 500u);
}

TEST(Run, StopsAtTheFirstFailWithFailFast) {
  RunOptions options;
  options.fail_fast = true;
  const RunResult run =
      RunAll(Cases(100), FakeConnection::Connect(Verifier(), Refusing("/1010")), options);
  EXPECT_FALSE(run.complete);
  EXPECT_FALSE(run.interrupted);
  EXPECT_EQ(Count(run, Verdict::kFail), 1);
  EXPECT_EQ(run.results.size(), 11u);
}

TEST(Run, BeginsNoCaseAfterItsEnd) {
  RunOptions options;
  options.until = std::chrono::steady_clock::now();
  RunResult run = RunAll(Cases(10), FakeConnection::Connect(Verifier(), Accept), options);
  EXPECT_TRUE(run.results.empty());
  EXPECT_FALSE(run.complete);
  EXPECT_FALSE(run.interrupted);
  options.until = std::chrono::steady_clock::now() + std::chrono::hours(1);
  run = RunAll(Cases(10), FakeConnection::Connect(Verifier(), Accept), options);
  EXPECT_TRUE(run.complete);
}

TEST(Run, KeepsWhatWasJudgedWhenItIsInterrupted) {
  std::atomic<bool> interrupted = false;
  RunOptions options;
  options.interrupted = &interrupted;
  int judged = 0;
  options.on_result = [&](const CaseResult&) { interrupted = ++judged >= 5; };
  const RunResult run = RunAll(Cases(100), FakeConnection::Connect(Verifier(), Accept), options);
  EXPECT_TRUE(run.interrupted);
  EXPECT_FALSE(run.complete);
  EXPECT_GE(run.results.size(), 5u);
  EXPECT_LT(run.results.size(), 10u);
}

TEST(Run, IsInterruptedPromptlyWhileAnImplementationHangs) {
  std::atomic<bool> interrupted = false;
  RunOptions options;
  options.interrupted = &interrupted;
  std::thread signal([&] {
    std::this_thread::sleep_for(200ms);
    interrupted = true;
  });
  const auto start = std::chrono::steady_clock::now();
  const RunResult run = RunAll(Cases(3), ProcessConnector("sleep 60"), options);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
  EXPECT_TRUE(run.interrupted);
  EXPECT_FALSE(run.complete);
  signal.join();
}

TEST(Run, DoesNotAskForFeaturesThatAreNotDeclared) {
  std::vector<Case> cases = Cases(3);
  cases[1].features = {"policy"};
  FakeConnection::Log log;
  const RunResult run = RunAll(cases, FakeConnection::Connect(Verifier(), Accept, &log));
  EXPECT_TRUE(run.complete);
  EXPECT_EQ(run.results[1].verdict, Verdict::kUnsupported);
  EXPECT_EQ(Count(run, Verdict::kPass), 2);
}

TEST(Run, AcceptsAnEmptyListOfCases) {
  const RunResult run = RunAll({}, FakeConnection::Connect(Verifier(), Accept));
  EXPECT_TRUE(run.complete);
  EXPECT_TRUE(run.results.empty());
}

// Accepts when `count` requests are being answered at the same time.
FakeConnection::Answering Together(int count) {
  struct Meeting {
    std::mutex mutex;
    std::condition_variable changed;
    int present = 0;
  };
  return [count, meeting = std::make_shared<Meeting>()](const RequestMessage&) -> Answer {
    std::unique_lock<std::mutex> lock(meeting->mutex);
    ++meeting->present;
    meeting->changed.notify_all();
    if (meeting->changed.wait_for(lock, 10s, [&] { return meeting->present >= count; })) {
      return OkAnswer{};
    }
    return RejectAnswer{};
  };
}

TEST(Run, AsksCasesThatWaitAtTheSameTimeAsTheOthers) {
  const std::vector<Case> cases = Cases(5);
  AdapterInfo adapter_info = Verifier();
  adapter_info.clock = Clock::kAmbient;  // it is not probed
  RunOptions options;
  options.adapt_case = [](const Case& c) { return c; };
  options.waiting_time = [](const Case& c) { return c.id == "verify/1002" ? 0ms : 1ms; };
  const RunResult run = RunAll(cases, FakeConnection::Connect(adapter_info, Together(5)), options);
  EXPECT_TRUE(run.complete);
  EXPECT_EQ(Count(run, Verdict::kPass), 5);
}

// SlowConnection answers no case until `delay` after it was opened.
class SlowConnection : public FakeConnection {
 public:
  SlowConnection(std::chrono::milliseconds delay) : FakeConnection(Verifier(), Accept, nullptr) {
    begin_ = std::chrono::steady_clock::now() + delay;
  }
  std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) override {
    if (!asked_ || std::chrono::steady_clock::now() >= begin_)
      return FakeConnection::Receive(deadline);
    std::this_thread::sleep_until(deadline);
    return AdapterBroke{"no answer in time", {}, true};
  }
  bool Send(std::string_view line) override {
    asked_ = asked_ || line.find("/verify/1000") != std::string_view::npos;
    return FakeConnection::Send(line);
  }

 private:
  bool asked_ = false;  // a case, after the hello and the probes of the clock
  std::chrono::steady_clock::time_point begin_;
};

TEST(Run, GivesACaseThatWaitsALongerTimeout) {
  const std::vector<Case> cases = Cases(1);
  const ConnectFn connect = [] { return std::make_unique<SlowConnection>(400ms); };
  RunOptions options;
  options.case_timeout = 100ms;
  EXPECT_EQ(Count(RunAll(cases, connect, options), Verdict::kFault), 1);
  options.waiting_time = [](const Case&) { return 600ms; };
  EXPECT_EQ(Count(RunAll(cases, connect, options), Verdict::kPass), 1);
}

}  // namespace
}  // namespace countersign
