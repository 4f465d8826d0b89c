// Most cases give the hash of a body and not the body. AdaptCase and LiveServer find here what to
// send.
#include "live_server/body.h"

#include <algorithm>
#include <charconv>

#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

constexpr std::string_view kBodies[] = {"", "hello world", kAnotherBody};
// A case with a longer body is not worth its bytes.
constexpr std::size_t kLongestBody = std::size_t{1} << 20;

// Reads the request's Content-Length, if it has one. False if it is not a number, or given twice.
bool ReadLength(const VerifyMessage::Request& request, std::optional<std::size_t>& length) {
  for (const auto& [name, value] : request.headers) {
    if (!SameHeaderName(name, "content-length")) continue;
    std::size_t number = 0;
    const char* end = value.data() + value.size();
    const auto [last, error] = std::from_chars(value.data(), end, number);
    if (length || error != std::errc() || last != end) return false;
    length = number;
  }
  return true;
}

}  // namespace

std::optional<std::string> KnownBody(std::string_view sha256) {
  for (const std::string_view body : kBodies) {
    if (Hex(Sha256(body)) == sha256) return std::string(body);
  }
  return std::nullopt;
}

std::optional<std::string> BodyOf(const VerifyMessage::Request& request) {
  std::optional<std::size_t> length;
  if (!ReadLength(request, length)) return std::nullopt;
  if (request.body) {
    if (length && *length != request.body->size()) return std::nullopt;
    return request.body;
  }
  if (!request.body_sha256) {
    if (length.value_or(0) > kLongestBody) return std::nullopt;
    return std::string(length.value_or(0), 'x');
  }
  std::optional<std::string> body = KnownBody(*request.body_sha256);
  if (body && length && *length != body->size()) return std::nullopt;
  return body;
}

bool IsAboutBody(const VerifyMessage& message) {
  if (message.request.body) return true;
  if (!message.request.body_sha256) return false;
  const auto verified = VerifyWithReference(message);
  const auto* answer = std::get_if<Result<Accepted>>(&verified);
  return answer != nullptr && !answer->ok() && answer->rejection().rule == Rule::kPayload;
}

}  // namespace countersign
