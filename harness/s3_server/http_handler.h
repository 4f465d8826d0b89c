#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "s3_server/object_store.h"
#include "sigv4/http_request.h"

namespace countersign {

// RequestHead is a request up to its body: the target and each header's octets as they arrived.
struct RequestHead {
  HttpRequest request;
  int http_version = 11;                        // 10 or 11
  std::optional<std::uint64_t> content_length;  // octets
  bool chunked = false;                         // Transfer-Encoding
  std::string peer_ip;
};

// ObjectSlice is the part of an object that answers a request.
struct ObjectSlice {
  std::shared_ptr<const ObjectBody> object;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  // octets
};

// HttpAnswer is an answer without what the connection adds: Content-Length and Connection. The
// answer to HEAD says the length of its body, which is then not sent.
struct HttpAnswer {
  int status = 200;
  std::vector<HeaderField> headers;
  std::variant<std::string, ObjectSlice> body;
};

// BodyWanted: a request may go on, and its body, of so many octets, is to be read and handed over.
struct BodyWanted {
  std::uint64_t length = 0;
  std::function<HttpAnswer(std::string body)> answer;
};

// HttpError is what can be wrong with a request before anybody looks at what it asks.
enum class HttpError {
  kMalformed,       // no HTTP
  kHeadTooLarge,    //
  kVersion,         // neither 1.0 nor 1.1
  kIncompleteHead,  // the peer ended in the midst of it
  kIncompleteBody,  //
  kTimeout,         // nobody is told: the connection is closed
};

// HttpHandler answers requests. The server calls it from one thread.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  virtual std::variant<HttpAnswer, BodyWanted> OnHead(const RequestHead& head) = 0;
  // `detail` is for people: what exactly, and who sent it.
  virtual HttpAnswer OnHttpError(HttpError fault, const std::string& detail) = 0;
};

}  // namespace countersign
