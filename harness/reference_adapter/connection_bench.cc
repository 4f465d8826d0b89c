// What a request costs through the connection in this program: decoding it, answering it, encoding
// the answer; with the answer's decoding, all that a case costs but judging. The request is the AWS
// example, its signing key cached. Run with `meson test --benchmark`.

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

#include "protocol/codec.h"
#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"
#include "testing/example.h"

namespace countersign {
namespace {

// Ask sends one line and returns the answer's.
std::string_view Ask(Connection& connection, std::string_view line) {
  connection.Send(line);
  return std::get<std::string_view>(connection.Receive(Connection::Deadline::max()));
}

void Connection_Request(benchmark::State& state, const RequestMessage& request, bool decode) {
  const auto connection =
      std::get<std::unique_ptr<Connection>>(InProcessConnector(*ReferenceAdapter())());
  Ask(*connection, EncodeHelloRequest(64));
  const std::string body = EncodeRequestBody(request);
  const Op op = std::holds_alternative<PresignMessage>(request) ? Op::kPresign : Op::kVerify;
  std::int64_t id = 0;
  for (auto _ : state) {
    const std::string_view answer = Ask(*connection, RequestLine(++id, body));
    if (decode) benchmark::DoNotOptimize(DecodeAnswer(answer, op));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(Connection_Request, presign, PresignOfKey("test.txt"), false);
BENCHMARK_CAPTURE(Connection_Request, presign_answer_decoded, PresignOfKey("test.txt"), true);
BENCHMARK_CAPTURE(Connection_Request, verify, PublishedVerify(), false);
BENCHMARK_CAPTURE(Connection_Request, verify_answer_decoded, PublishedVerify(), true);

void Codec_DecodeIncoming(benchmark::State& state) {
  const std::string line = RequestLine(1, EncodeRequestBody(PresignOfKey("test.txt")));
  for (auto _ : state) benchmark::DoNotOptimize(DecodeIncoming(line));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(line.size()));
}
BENCHMARK(Codec_DecodeIncoming);

}  // namespace
}  // namespace countersign

BENCHMARK_MAIN();
