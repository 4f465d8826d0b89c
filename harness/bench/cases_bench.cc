// Cases a second through each door, judged: what an implementation that costs as much as the
// reference can expect of the harness. Run with `meson test --benchmark`.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapter/adapter.h"
#include "builtin/in_process_door.h"
#include "builtin/reference_adapter.h"
#include "runner/runner.h"

namespace countersign {
namespace {

constexpr int kCases = 20'000;

// Environment is what meson tells of the build; the benchmark cannot run without.
std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  if (value != nullptr) return value;
  std::fprintf(stderr, "cases_bench: %s is not set\n", name);
  std::exit(2);
}

// The AWS documentation's example, asked again and again.
Case Example() {
  PresignMessage message;
  message.now = "2013-05-24T00:00:00Z";
  message.method = "GET";
  message.scheme = "https";
  message.host = "examplebucket.s3.amazonaws.com";
  message.addressing = "virtual";
  message.bucket = "examplebucket";
  message.key = "test.txt";
  message.path = "/test.txt";
  message.payload = "UNSIGNED-PAYLOAD";
  message.expires = 86400;
  message.region = "us-east-1";
  message.service = "s3";
  message.algorithm = "AWS4-HMAC-SHA256";
  message.path_encoding = "once";
  message.credentials.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  message.credentials.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  Case c;
  c.id = "presign/example";
  c.request = message;
  c.expected = {{.accept = true, .rejection_class = {}, .status = {}, .code = {}}};
  return c;
}

// OneAtATime is a door whose adapter says in its hello that it takes one request at a time.
class OneAtATime : public Door {
 public:
  explicit OneAtATime(std::unique_ptr<Door> door) : door_(std::move(door)) {}
  bool Send(std::string_view line) override { return door_->Send(line); }
  std::variant<std::string_view, AdapterFailure> Receive(Deadline deadline) override {
    auto received = door_->Receive(deadline);
    if (greeted_ || !std::holds_alternative<std::string_view>(received)) return received;
    greeted_ = true;
    hello_ = std::get<std::string_view>(received);
    const std::string many = "\"max_inflight\":64";
    hello_.replace(hello_.find(many), many.size(), "\"max_inflight\":1");
    return std::string_view(hello_);
  }
  void EndInput() override { door_->EndInput(); }
  std::optional<AdapterFailure> Close() override { return door_->Close(); }
  std::string TakeStderr() override { return door_->TakeStderr(); }

 private:
  std::unique_ptr<Door> door_;
  std::string hello_;
  bool greeted_ = false;
};

Opener OneAtATimeOpener(const Opener& opener) {
  return [opener]() -> std::variant<std::unique_ptr<Door>, AdapterFailure> {
    auto opened = opener();
    if (auto* door = std::get_if<std::unique_ptr<Door>>(&opened)) {
      return std::make_unique<OneAtATime>(std::move(*door));
    }
    return opened;
  };
}

void Cases(benchmark::State& state, const Opener& opener) {
  std::vector<Case> suite(kCases, Example());
  std::vector<const Case*> cases;
  for (std::size_t i = 0; i < suite.size(); ++i) {
    suite[i].id += "/" + std::to_string(1'000'000 + i);
    cases.push_back(&suite[i]);
  }
  for (auto _ : state) {
    const auto outcome = Run(cases, opener, RunOptions{});
    const auto* run = std::get_if<RunResult>(&outcome);
    if (run == nullptr || !run->complete || run->results.back().verdict != Verdict::kPass) {
      state.SkipWithError("the run did not pass");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * kCases);
}

void Register(const char* name, Opener opener) {
  benchmark::RegisterBenchmark(
      name, [opener = std::move(opener)](benchmark::State& state) { Cases(state, opener); })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace
}  // namespace countersign

int main(int argc, char** argv) {
  using namespace countersign;
  const std::string program = Environment("COUNTERSIGN_PROGRAM");
  const std::string library = Environment("COUNTERSIGN_REFERENCE_LIBRARY");
  const Opener adapter = ProgramOpener("'" + program + "' adapter");
  Register("Cases_InProcess", InProcessOpener(*ReferenceAdapter()));
  Register("Cases_Library", LibraryOpener(program, library));
  Register("Cases_Program_OneAtATime", OneAtATimeOpener(adapter));
  Register("Cases_Program_Pipelined", adapter);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
