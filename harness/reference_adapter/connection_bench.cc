// What a request costs through the connection in this program: decoding it, answering it, encoding
// the answer; with the answer's decoding, all that a case costs but judging. The request is the AWS
// example, its signing key cached. Run with `meson test --benchmark`.

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

#include "protocol/codec.h"
#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"

namespace countersign {
namespace {

PresignMessage Example() {
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
  return message;
}

VerifyMessage VerifyExample() {
  VerifyMessage message;
  message.now = "2013-05-24T00:00:01Z";
  message.request.method = "GET";
  message.request.scheme = "https";
  message.request.target =
      "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
      "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
      "&X-Amz-SignedHeaders=host&X-Amz-Signature="
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
  message.request.headers = {{"Host", "examplebucket.s3.amazonaws.com"}};
  message.server = {"s3", "us-east-1", {"s3.amazonaws.com"}, {}, {}};
  message.credentials = {Example().credentials};
  return message;
}

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
BENCHMARK_CAPTURE(Connection_Request, presign, Example(), false);
BENCHMARK_CAPTURE(Connection_Request, presign_answer_decoded, Example(), true);
BENCHMARK_CAPTURE(Connection_Request, verify, VerifyExample(), false);
BENCHMARK_CAPTURE(Connection_Request, verify_answer_decoded, VerifyExample(), true);

void Codec_DecodeIncoming(benchmark::State& state) {
  const std::string line = RequestLine(1, EncodeRequestBody(Example()));
  for (auto _ : state) benchmark::DoNotOptimize(DecodeIncoming(line));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(line.size()));
}
BENCHMARK(Codec_DecodeIncoming);

}  // namespace
}  // namespace countersign

BENCHMARK_MAIN();
