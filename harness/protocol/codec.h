#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/json_string.h"
#include "protocol/message.h"

namespace countersign {

class JsonWriter;

// ProtocolError says what is wrong with a line, for people. It begins with the JSON pointer of the
// place: "/ok/ulr: unknown field", "/id: missing". Errors in the JSON itself have no pointer.
struct ProtocolError {
  std::string message;
};
template <typename T>
using Decoded = std::variant<T, ProtocolError>;

// EncodeRequestBody writes a request without its id and opening brace:
// `"op":"presign","now":…}`; the line is `{"id":N,` + body. A case is encoded once, sent often.
std::string EncodeRequestBody(const RequestMessage& request);
std::string RequestLine(std::int64_t id, std::string_view body);  // without LF
// NeedsBytes tells whether any text of the request must be written as {"b64": …}.
bool NeedsBytes(const RequestMessage& request);

std::string EncodeHelloRequest(int max_inflight);
std::string EncodeHelloAnswer(const AdapterInfo& adapter_info);
// WriteAdapterInfo writes the object that answers the hello.
void WriteAdapterInfo(std::string_view key, const AdapterInfo& adapter_info, JsonWriter& json);
std::string EncodeAnswer(const AnswerLine& line);

// DecodeAnswer is strict: unknown fields, two or no members, wrong types are errors; null is
// absent. Which fields an answer may carry depends on the operation asked.
Decoded<AnswerLine> DecodeAnswer(std::string_view line, Op asked);
// DecodeAnswerId reads only a line's id: a line that it accepts may still be an invalid answer. It
// reads the id of a request as well.
Decoded<std::int64_t> DecodeAnswerId(std::string_view line);
// DecodeHelloAnswer also refuses a protocol other than 1, and unknown operations and features.
Decoded<AdapterInfo> DecodeHelloAnswer(std::string_view line);

// For adapters (the reference). Unknown fields are ignored, as the protocol requires.
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

// Unknown: what happens to fields that a request does not have.
enum class Unknown { kIgnored, kRefused };

// DecodePresign and DecodeVerify read a request without `id` and `op`, as vectors hold it. Any
// text may be given as {"b64": …}; null is absent; an `expires` beyond 64 bits is the nearest
// within. A policy is kept as compact JSON.
Decoded<PresignMessage> DecodePresign(std::string_view json, Unknown unknown);
Decoded<VerifyMessage> DecodeVerify(std::string_view json, Unknown unknown);

}  // namespace countersign
