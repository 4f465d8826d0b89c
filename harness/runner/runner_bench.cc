// Cases a second through a whole run: encoding, pipes, the reference in a process of its own behind
// the library connection, decoding, judging. Pipelined, and one at a time. `meson test
// --benchmark`.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runner/runner.h"

namespace countersign {
namespace {

Case PresignCase(int number) {
  PresignMessage message;
  message.now = "2013-05-24T00:00:00Z";
  message.method = "GET";
  message.scheme = "https";
  message.host = "examplebucket.s3.amazonaws.com";
  message.addressing = "virtual";
  message.bucket = "examplebucket";
  message.key = "test" + std::to_string(number) + ".txt";
  message.path = "/" + *message.key;
  message.payload = "UNSIGNED-PAYLOAD";
  message.expires = 86400;
  message.region = "us-east-1";
  message.service = "s3";
  message.algorithm = "AWS4-HMAC-SHA256";
  message.path_encoding = "once";
  message.credentials.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  message.credentials.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  Case c;
  c.id = "presign/bench/" + std::to_string(100'000 + number);
  c.request = message;
  c.expected = {{true, {}, {}, {}}};
  return c;
}

// OneAtATime makes the hello's answer say so.
class OneAtATime : public Connection {
 public:
  explicit OneAtATime(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)) {}
  bool Send(std::string_view line) override { return connection_->Send(line); }
  std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) override {
    auto received = connection_->Receive(deadline);
    if (!adapter_info_.empty() || received.index() != 0) return received;
    adapter_info_ = std::get<0>(received);
    const std::size_t at = adapter_info_.find("\"max_inflight\":") + 15;
    adapter_info_.replace(at, adapter_info_.find_first_not_of("0123456789", at) - at, "1");
    return std::string_view(adapter_info_);
  }
  void EndInput() override { connection_->EndInput(); }
  std::optional<AdapterBroke> Close() override { return connection_->Close(); }

 private:
  std::unique_ptr<Connection> connection_;
  std::string adapter_info_;
};

void RunOnce(benchmark::State& state, const ConnectFn& connect) {
  std::vector<Case> cases;
  for (int i = 0; i < 50'000; ++i) cases.push_back(PresignCase(i));
  std::vector<const Case*> pointers;
  for (const Case& c : cases) pointers.push_back(&c);
  for (auto _ : state) {
    const auto outcome = Run(pointers, connect, {});
    const auto* run = std::get_if<RunResult>(&outcome);
    if (run == nullptr || !run->complete || !run->faults.empty() ||
        run->results[0].verdict != Verdict::kPass) {
      state.SkipWithError("the run broke");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cases.size()));
}

void Run_Pipelined(benchmark::State& state) {
  RunOnce(state, LibraryConnector(LIBRARY_WORKER_HOST, REFERENCE_LIBRARY));
}
BENCHMARK(Run_Pipelined)->Unit(benchmark::kMillisecond)->UseRealTime();

void Run_OneAtATime(benchmark::State& state) {
  const ConnectFn inner = LibraryConnector(LIBRARY_WORKER_HOST, REFERENCE_LIBRARY);
  RunOnce(state, [&]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    auto opened = inner();
    if (auto* failure = std::get_if<AdapterBroke>(&opened)) return std::move(*failure);
    return std::make_unique<OneAtATime>(std::get<0>(std::move(opened)));
  });
}
BENCHMARK(Run_OneAtATime)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace countersign

BENCHMARK_MAIN();
