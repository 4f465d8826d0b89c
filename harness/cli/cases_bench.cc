// Cases a second through each connection, judged: what an implementation that costs as much as the
// reference can expect of the harness. Run with `meson test --benchmark`.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"
#include "runner/runner.h"
#include "runner/unpipelined_connection.h"
#include "testing/example.h"
#include "transport/connection.h"

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

void Cases(benchmark::State& state, const ConnectFn& connect) {
  std::vector<Case> suite(kCases, AcceptedCase("presign/example", PresignOfKey("test.txt")));
  std::vector<const Case*> cases;
  for (std::size_t i = 0; i < suite.size(); ++i) {
    suite[i].id += "/" + std::to_string(1'000'000 + i);
    cases.push_back(&suite[i]);
  }
  for (auto _ : state) {
    const auto outcome = Run(cases, connect, RunOptions{});
    const auto* run = std::get_if<RunResult>(&outcome);
    if (run == nullptr || !run->complete || run->results.back().verdict != Verdict::kPass) {
      state.SkipWithError("the run did not pass");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * kCases);
}

void Register(const char* name, ConnectFn connect) {
  benchmark::RegisterBenchmark(
      name, [connect = std::move(connect)](benchmark::State& state) { Cases(state, connect); })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace
}  // namespace countersign

int main(int argc, char** argv) {
  using namespace countersign;
  const std::string program = Environment("COUNTERSIGN_PROGRAM");
  const std::string library = Environment("COUNTERSIGN_REFERENCE_LIBRARY");
  const ConnectFn adapter = ProcessConnector("'" + program + "' adapter");
  Register("Cases_InProcess", InProcessConnector(*ReferenceAdapter()));
  Register("Cases_Library", LibraryConnector(program, library));
  Register("Cases_Program_Unpipelined", UnpipelinedConnection::Connect(adapter));
  Register("Cases_Program_Pipelined", adapter);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
