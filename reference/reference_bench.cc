// What the reference costs. Run with `meson test --benchmark`. The request is the AWS example.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "presign.h"
#include "published_request.h"
#include "sigv4/digest.h"
#include "verify.h"

namespace countersign {
namespace {

void Presign_KeyCached(benchmark::State& state) {
  const PresignRequest request = example::PublishedRequest();
  for (auto _ : state) benchmark::DoNotOptimize(Presign(request));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Presign_KeyCached);

void Presign_NewKeyEachTime(benchmark::State& state) {
  PresignRequest request = example::PublishedRequest();
  std::uint32_t n = 0;
  for (auto _ : state) {
    for (int i = 0; i < 4; ++i) {
      request.credentials.secret_access_key[i] = static_cast<char>('A' + (n >> (4 * i)) % 16);
    }
    ++n;
    benchmark::DoNotOptimize(Presign(request));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Presign_NewKeyEachTime);

void Verify_KeyCached(benchmark::State& state) {
  const PresignRequest signed_for = example::PublishedRequest();
  const std::string url = Presign(signed_for).value().url;
  HttpRequest request;
  request.method = signed_for.method;
  request.scheme = signed_for.scheme;
  request.target = url.substr(url.find("/test.txt"));
  request.headers = {{"Host", signed_for.host}};
  VerifyContext context;
  context.now = signed_for.now;
  context.service = signed_for.service;
  context.region = signed_for.region;
  context.credentials = {&signed_for.credentials, 1};
  if (!Verify(request, context).ok()) std::abort();
  for (auto _ : state) benchmark::DoNotOptimize(Verify(request, context));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Verify_KeyCached);

// The machine's own speed, to read the others by.
void Sha256_Bulk(benchmark::State& state) {
  const std::string octets(1 << 20, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(Sha256(octets));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(octets.size()));
}
BENCHMARK(Sha256_Bulk);

}  // namespace
}  // namespace countersign

BENCHMARK_MAIN();
