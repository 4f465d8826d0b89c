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

// RequestHead is a request without its body: the target and the headers, byte by byte as they
// arrived.
struct RequestHead {
  HttpRequest request;
  int http_version = 11;                        // 10 or 11
  std::optional<std::uint64_t> content_length;  // bytes
  bool chunked = false;                         // Transfer-Encoding
  std::string client_ip;
};

// ObjectSlice is the part of an object that a response sends.
struct ObjectSlice {
  std::shared_ptr<const ObjectBody> object;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  // bytes
};

// S3Response is a response without what HttpConnection adds: Content-Length and Connection. The
// response to HEAD has a body too, for its length, but the body is not sent.
struct S3Response {
  int status = 200;
  std::vector<HeaderField> headers;
  std::variant<std::string, ObjectSlice> body;
};

// BodyNeeded: the request is accepted so far. Its body, of `length` bytes, must be read and given
// to `respond`.
struct BodyNeeded {
  std::uint64_t length = 0;
  std::function<S3Response(std::string body)> respond;
};

// HttpError is why bytes that arrived are not a request that S3Service could look at.
enum class HttpError {
  kMalformed,       // not HTTP
  kHeadTooLarge,    //
  kVersion,         // neither 1.0 nor 1.1
  kTransferCoding,  // a Transfer-Encoding other than chunked
  kIncompleteHead,  // the connection ended within the head
  kIncompleteBody,  // the connection ended within the body
  kTimeout,         // logged only: the connection is closed without a response
};

}  // namespace countersign
