#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/message.h"

namespace countersign {

// ProtocolError says what a line got wrong, for people: "answer has no id", "unknown field ok.ulr".
struct ProtocolError {
  std::string message;
};
template <typename T>
using Decoded = std::variant<T, ProtocolError>;

// EncodeRequestBody writes a request without its id and opening brace:
// `"op":"presign","now":…}`; the line is `{"id":N,` + body. A case is encoded once, sent often.
std::string EncodeRequestBody(const RequestMessage& request);
std::string RequestLine(std::int64_t id, std::string_view body);  // without LF
// NeedsBytes tells whether any of the request's octets have to be written as {"b64": …}.
bool NeedsBytes(const RequestMessage& request);

std::string EncodeHelloRequest(int max_inflight);
std::string EncodeHelloAnswer(const Hello& hello);
std::string EncodeAnswer(const AnswerLine& line);

// DecodeAnswer is strict: unknown fields, two or no members, wrong types are errors; null is
// absent. Which fields an answer may carry depends on the operation asked.
Decoded<AnswerLine> DecodeAnswer(std::string_view line, Op asked);
Decoded<std::int64_t> DecodeAnswerId(std::string_view line);
Decoded<Hello> DecodeHelloAnswer(std::string_view line);

// For whoever answers (the built-in adapter). Unknown fields are ignored, as the protocol asks.
struct IncomingHello {
  std::int64_t id = 0;
  int protocol = 0;
  int max_inflight = 1;
};
struct IncomingRequest {
  std::int64_t id = 0;
  RequestMessage request;
};
using Incoming = std::variant<IncomingHello, IncomingRequest>;
Decoded<Incoming> DecodeIncoming(std::string_view line);

// AppendJsonString writes octets as a JSON string, escaped; as {"b64":…} where they are no UTF-8.
void AppendJsonString(std::string_view octets, std::string& out);

}  // namespace countersign
