#include "builtin/reference_adapter.h"

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "builtin/reference_request.h"
#include "protocol/codec.h"
#include "s3/error.h"
#include "sigv4/presign.h"
#include "sigv4/signing_key.h"
#include "sigv4/verify.h"

namespace countersign {
namespace {

constexpr std::string_view kSigV4A = "AWS4-ECDSA-P256-SHA256";

Hello ReferenceHello() {
  Hello hello;
  hello.protocol = 1;
  hello.name = "countersign reference";
  hello.version = COUNTERSIGN_VERSION;
  hello.language = "c++";
  hello.ops = {"presign", "verify"};
  hello.features = {"session-token",  "path-style",          "virtual-hosted",
                    "signed-headers", "payload-hash",        "non-s3",
                    "bytes",          "presign:extra-query", "presign:credential-limits",
                    "verify:region",  "verify:redirects"};
  hello.errors = ErrorLevel::kCode;
  hello.max_inflight = 64;
  return hello;
}

std::optional<std::string> IfAny(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

Answer AnswerPresign(PresignMessage message, SigningKeyCache& keys) {
  if (message.algorithm == kSigV4A) return SkipAnswer{"sigv4a", std::nullopt};
  Decoded<PresignRequest> request = ToPresignRequest(std::move(message));
  if (auto* error = std::get_if<ProtocolError>(&request)) {
    return FaultAnswer{std::move(error->message)};
  }
  Result<PresignedUrl> result = Presign(std::get<PresignRequest>(request), keys);
  if (!result.ok()) {
    RejectAnswer reject;
    reject.rejection_class = RejectionClass(result.rejection().rule);
    reject.message = std::move(result).rejection().detail;
    return reject;
  }
  PresignedUrl presigned = std::move(result).value();
  OkAnswer ok;
  ok.url = std::move(presigned.url);
  for (HeaderField& header : presigned.headers) {
    ok.headers.emplace_back(std::move(header.name), std::move(header.value));
  }
  ok.canonical_request = std::move(presigned.derivation.canonical_request);
  ok.string_to_sign = std::move(presigned.derivation.string_to_sign);
  return ok;
}

// MessageOf also tells where a redirect points, but not its Location: the endpoint and the
// request's own target, signature and token included.
std::string MessageOf(Rejection& rejection) {
  std::string message = std::move(rejection.detail);
  if (const auto& redirect = rejection.redirect) {
    message += " Endpoint: " + redirect->endpoint + "; Bucket: " + redirect->bucket +
               "; x-amz-bucket-region: " + redirect->bucket_region;
  }
  return message;
}

RejectAnswer Rejected(Rejection rejection) {
  const S3Error error = ErrorFor(rejection.rule);
  RejectAnswer reject;
  reject.status = error.status;
  reject.code = error.code;
  reject.rejection_class = RejectionClass(rejection.rule);
  reject.message = MessageOf(rejection);
  reject.canonical_request = IfAny(std::move(rejection.canonical_request));
  reject.string_to_sign = IfAny(std::move(rejection.string_to_sign));
  return reject;
}

Answer AnswerVerify(VerifyMessage message, SigningKeyCache& keys) {
  Decoded<VerifyQuestion> decoded = ToVerifyQuestion(std::move(message));
  if (auto* error = std::get_if<ProtocolError>(&decoded)) {
    return FaultAnswer{std::move(error->message)};
  }
  const VerifyQuestion& question = std::get<VerifyQuestion>(decoded);
  const VerifyContext context{question.now,
                              question.service,
                              question.region,
                              question.path_encoding,
                              question.path_normalization,
                              question.credentials,
                              question.server_region,
                              question.bucket};
  Result<Accepted> result = Verify(question.request, context, keys);
  if (!result.ok()) return Rejected(std::move(result).rejection());
  Accepted accepted = std::move(result).value();
  OkAnswer ok;
  ok.principal = std::move(accepted.principal);
  ok.canonical_request = std::move(accepted.derivation.canonical_request);
  ok.string_to_sign = std::move(accepted.derivation.string_to_sign);
  return ok;
}

Answer AnswerTo(RequestMessage request, SigningKeyCache& keys) {
  if (auto* presign = std::get_if<PresignMessage>(&request)) {
    return AnswerPresign(std::move(*presign), keys);
  }
  return AnswerVerify(std::get<VerifyMessage>(std::move(request)), keys);
}

std::int64_t IdOf(std::string_view line) {
  const Decoded<std::int64_t> id = DecodeAnswerId(line);
  return std::holds_alternative<std::int64_t>(id) ? std::get<std::int64_t>(id) : 0;
}

std::string FaultLine(std::string_view line, std::string message) {
  return EncodeAnswer({IdOf(line), FaultAnswer{std::move(message)}});
}

// AnswerHello is the answer to a hello, and whether it accepts.
std::pair<std::string, bool> AnswerHello(std::string_view line) {
  const Decoded<Incoming> decoded = DecodeIncoming(line);
  if (const auto* error = std::get_if<ProtocolError>(&decoded)) {
    return {FaultLine(line, error->message), false};
  }
  const auto* hello = std::get_if<IncomingHello>(&std::get<Incoming>(decoded));
  if (hello == nullptr) return {FaultLine(line, "/op: expected hello first"), false};
  if (hello->protocol != 1) {
    return {FaultLine(line, "/protocol: expected 1, found " + std::to_string(hello->protocol)),
            false};
  }
  return {EncodeHelloAnswer(ReferenceHello()), true};
}

std::string AnswerLineTo(std::string_view line, SigningKeyCache& keys) {
  Decoded<Incoming> decoded = DecodeIncoming(line);
  if (auto* error = std::get_if<ProtocolError>(&decoded)) {
    return FaultLine(line, std::move(error->message));
  }
  auto* request = std::get_if<IncomingRequest>(&std::get<Incoming>(decoded));
  if (request == nullptr) return FaultLine(line, "/op: the hello was answered before");
  return EncodeAnswer({request->id, AnswerTo(std::move(request->request), keys)});
}

// The C ABI. Whatever is thrown behind it ends here.

void* Open(const char* hello, size_t length, countersign_emit emit, void* sink) noexcept {
  try {
    const auto [answer, accepted] = AnswerHello({hello, length});
    auto keys = accepted ? std::make_unique<SigningKeyCache>() : nullptr;
    emit(sink, answer.data(), answer.size());
    return keys.release();
  } catch (...) {
    return nullptr;
  }
}

void Call(void* self, const char* request, size_t length, countersign_emit emit,
          void* sink) noexcept {
  const std::string_view line(request, length);
  std::string answer;
  try {
    answer = AnswerLineTo(line, *static_cast<SigningKeyCache*>(self));
  } catch (const std::exception& error) {
    answer = FaultLine(line, error.what());
  }
  emit(sink, answer.data(), answer.size());
}

void Close(void* self) noexcept { delete static_cast<SigningKeyCache*>(self); }

}  // namespace

const countersign_adapter* ReferenceAdapter() {
  static constexpr countersign_adapter kAdapter = {sizeof(countersign_adapter), 1, Open, Call,
                                                   Close};
  return &kAdapter;
}

}  // namespace countersign
