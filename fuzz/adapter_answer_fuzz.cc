// Property: the output of a child process is split into the same lines, in whatever pieces it
// arrives. An answer or a request in it is equal to itself after encoding and decoding.
//
// Input: a line whose bytes are the lengths of the pieces, used in turn; then the bytes that
// arrive.
#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/take_line.h"
#include "engine/target.h"
#include "protocol/codec.h"
#include "sigv4/percent_encoding.h"
#include "transport/line_buffer.h"

namespace countersign::fuzz {
namespace {

constexpr std::size_t kLongestLine = 1536;  // bytes
constexpr std::size_t kMostLines = 3;       // that are decoded

// Arrived is what was read from a stream: the whole lines, and how it ended.
struct Arrived {
  std::vector<std::string> lines;
  bool too_long = false;
  bool partial = false;
  bool operator==(const Arrived&) const = default;
};

Arrived ArriveInPieces(std::string_view stream, std::string_view lengths) {
  Arrived arrived;
  LineBuffer buffer(kLongestLine);
  for (std::size_t piece = 0; !stream.empty(); ++piece) {
    const std::span<char> space = buffer.Space();
    Require(!space.empty(), "there-is-always-space", [] { return std::string(); });
    const std::string_view bytes =
        stream.substr(0, std::min(PieceLength(lengths, piece), space.size()));
    std::copy(bytes.begin(), bytes.end(), space.begin());
    buffer.Filled(bytes.size());
    stream.remove_prefix(bytes.size());
    while (const auto line = buffer.Next()) arrived.lines.emplace_back(*line);
  }
  arrived.too_long = buffer.TooLong();
  arrived.partial = buffer.HasPartialLine();
  return arrived;
}

// ArriveAtOnce splits the whole stream in the simplest way.
Arrived ArriveAtOnce(std::string_view stream) {
  Arrived arrived;
  while (!stream.empty()) {
    const std::size_t end = stream.find('\n');
    const std::string_view line = stream.substr(0, end);
    arrived.too_long = line.size() > kLongestLine;
    arrived.partial = arrived.too_long || end == std::string_view::npos;
    if (arrived.partial) return arrived;
    arrived.lines.emplace_back(line);
    stream.remove_prefix(end + 1);
  }
  return arrived;
}

template <typename T>
bool IsDecoded(const Decoded<T>& decoded, std::string_view line) {
  const auto* error = std::get_if<ProtocolError>(&decoded);
  if (error == nullptr) return true;
  Require(!error->message.empty() && IsUtf8(error->message), "errors-are-text",
          [&] { return Shown(error->message) + " of " + Shown(line); });
  return false;
}

auto Parts(const OkAnswer& a) {
  return std::tie(a.url, a.headers, a.principal, a.canonical_request, a.string_to_sign);
}

auto Parts(const RejectAnswer& a) {
  return std::tie(a.status, a.code, a.rejection_class, a.message, a.canonical_request,
                  a.string_to_sign);
}

auto Parts(const SkipAnswer& a) { return std::tie(a.feature, a.issue); }

auto Parts(const FaultAnswer& a) { return std::tie(a.message); }

bool SameAnswer(const AnswerLine& a, const AnswerLine& b) {
  return a.id == b.id && a.answer.index() == b.answer.index() &&
         std::visit(
             [&b](const auto& answer) {
               using T = std::decay_t<decltype(answer)>;
               return Parts(answer) == Parts(std::get<T>(b.answer));
             },
             a.answer);
}

void CheckAnswer(std::string_view line, Op op) {
  const Decoded<AnswerLine> decoded = DecodeAnswer(line, op);
  if (!IsDecoded(decoded, line)) return;
  const AnswerLine& answer = std::get<AnswerLine>(decoded);
  const std::string encoded = EncodeAnswer(answer);
  const auto details = [&] { return Shown(encoded) + " of " + Shown(line); };
  Require(encoded.find('\n') == std::string::npos && IsUtf8(encoded), "answers-are-lines-of-text",
          details);
  const Decoded<AnswerLine> again = DecodeAnswer(encoded, op);
  Require(IsDecoded(again, encoded), "decode-after-encode-of-answers", details);
  Require(SameAnswer(std::get<AnswerLine>(again), answer), "answers-are-equal-after-decoding",
          details);
  for (const std::string_view each : {line, std::string_view(encoded)}) {
    const Decoded<std::int64_t> id = DecodeAnswerId(each);
    Require(IsDecoded(id, each) && std::get<std::int64_t>(id) == answer.id, "ids-are-read-the-same",
            details);
  }
}

void CheckAdapterInfo(std::string_view line) {
  const Decoded<AdapterInfo> decoded = DecodeHelloAnswer(line);
  if (!IsDecoded(decoded, line)) return;
  const std::string encoded = EncodeHelloAnswer(std::get<AdapterInfo>(decoded));
  const Decoded<AdapterInfo> again = DecodeHelloAnswer(encoded);
  Require(IsDecoded(again, encoded) && EncodeHelloAnswer(std::get<AdapterInfo>(again)) == encoded,
          "adapter-info-encodes-the-same-again", [&] { return Shown(encoded); });
}

template <typename T>
Decoded<T> Decode(std::string_view json, Unknown unknown) {
  if constexpr (std::is_same_v<T, PresignMessage>) {
    return DecodePresign(json, unknown);
  } else {
    return DecodeVerify(json, unknown);
  }
}

// A vector's request is the same if read strictly, if read leniently, and after it was sent.
template <typename T>
void CheckMessage(std::string_view json) {
  const Decoded<T> strict = Decode<T>(json, Unknown::kRefused);
  const Decoded<T> lenient = Decode<T>(json, Unknown::kIgnored);
  const auto details = [&] { return Shown(json); };
  Require(!IsDecoded(strict, json) || IsDecoded(lenient, json),
          "lenient-accepts-what-strict-accepts", details);
  if (!IsDecoded(lenient, json)) return;
  const T& message = std::get<T>(lenient);
  Require(!IsDecoded(strict, json) || std::get<T>(strict) == message,
          "lenient-reads-the-same-as-strict", details);
  const std::string line = RequestLine(7, EncodeRequestBody(message));
  const Decoded<Incoming> sent = DecodeIncoming(line);
  Require(IsDecoded(sent, line), "decode-after-encode-of-requests", details);
  const auto* incoming = std::get_if<IncomingRequest>(&std::get<Incoming>(sent));
  Require(incoming != nullptr && incoming->id == 7, "requests-keep-their-id", details);
  const T* arrived = std::get_if<T>(&incoming->request);
  Require(arrived != nullptr && *arrived == message, "requests-arrive-as-they-were-sent", details);
}

void CheckIncoming(std::string_view line) {
  const Decoded<Incoming> decoded = DecodeIncoming(line);
  if (!IsDecoded(decoded, line)) return;
  const auto* request = std::get_if<IncomingRequest>(&std::get<Incoming>(decoded));
  if (request == nullptr) return;
  const std::string sent = RequestLine(request->id, EncodeRequestBody(request->request));
  const Decoded<Incoming> again = DecodeIncoming(sent);
  const auto details = [&] { return Shown(sent) + " of " + Shown(line); };
  Require(IsDecoded(again, sent), "decode-after-encode-of-requests", details);
  const auto* arrived = std::get_if<IncomingRequest>(&std::get<Incoming>(again));
  Require(arrived != nullptr && arrived->id == request->id && arrived->request == request->request,
          "requests-arrive-as-they-were-sent", details);
}

}  // namespace

Taken Execute(Input input) {
  const std::string_view lengths = TakeLine(input);
  const Arrived arrived = ArriveInPieces(input, lengths);
  Require(arrived == ArriveAtOnce(input), "lines-of-any-pieces",
          [&] { return Shown(input) + " in pieces of " + Shown(lengths); });
  for (std::size_t i = 0; i < std::min(arrived.lines.size(), kMostLines); ++i) {
    const std::string& line = arrived.lines[i];
    CheckAnswer(line, Op::kPresign);
    CheckAnswer(line, Op::kVerify);
    CheckAdapterInfo(line);
    CheckIncoming(line);
    CheckMessage<PresignMessage>(line);
    CheckMessage<VerifyMessage>(line);
  }
  return Taken::kKept;
}

}  // namespace countersign::fuzz
