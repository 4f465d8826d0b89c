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
#include "runner/unpipelined_connection.h"
#include "testing/example.h"

namespace countersign {
namespace {

Case PresignCase(int number) {
  return AcceptedCase("presign/bench/" + std::to_string(100'000 + number),
                      PresignOfKey("test" + std::to_string(number) + ".txt"));
}

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

void Run_Unpipelined(benchmark::State& state) {
  RunOnce(state,
          UnpipelinedConnection::Connect(LibraryConnector(LIBRARY_WORKER_HOST, REFERENCE_LIBRARY)));
}
BENCHMARK(Run_Unpipelined)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace countersign

BENCHMARK_MAIN();
