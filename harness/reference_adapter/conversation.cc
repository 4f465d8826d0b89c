#include "reference_adapter/conversation.h"

#include <cstdint>
#include <exception>
#include <utility>
#include <variant>

#include "protocol/codec.h"

namespace countersign {
namespace {

std::int64_t IdOf(std::string_view line) {
  const Decoded<std::int64_t> id = DecodeAnswerId(line);
  return std::holds_alternative<std::int64_t>(id) ? std::get<std::int64_t>(id) : 0;
}

std::string FaultLine(std::string_view line, std::string message) {
  return EncodeAnswer({IdOf(line), FaultAnswer{std::move(message)}});
}

}  // namespace

std::string Conversation::AnswerHello(std::string_view line) {
  const Decoded<Incoming> decoded = DecodeIncoming(line);
  if (const auto* error = std::get_if<ProtocolError>(&decoded)) {
    return FaultLine(line, error->message);
  }
  const auto* adapter_info = std::get_if<IncomingHello>(&std::get<Incoming>(decoded));
  if (adapter_info == nullptr) return FaultLine(line, "/op: expected hello first");
  if (adapter_info->protocol != 1) {
    return FaultLine(line,
                     "/protocol: expected 1, found " + std::to_string(adapter_info->protocol));
  }
  accepted_ = true;
  return EncodeHelloAnswer(implementation_.adapter_info);
}

std::string Conversation::Answer(std::string_view line) {
  try {
    return AnswerRequest(line);
  } catch (const std::exception& error) {
    return FaultLine(line, error.what());
  }
}

std::string Conversation::AnswerRequest(std::string_view line) {
  Decoded<Incoming> decoded = DecodeIncoming(line);
  if (auto* error = std::get_if<ProtocolError>(&decoded)) {
    return FaultLine(line, std::move(error->message));
  }
  auto* incoming = std::get_if<IncomingRequest>(&std::get<Incoming>(decoded));
  if (incoming == nullptr) return FaultLine(line, "/op: the hello was answered before");
  if (auto* presign = std::get_if<PresignMessage>(&incoming->request)) {
    return EncodeAnswer({incoming->id, implementation_.presign(std::move(*presign))});
  }
  return EncodeAnswer({incoming->id, implementation_.verify(
                                         std::get<VerifyMessage>(std::move(incoming->request)))});
}

}  // namespace countersign
