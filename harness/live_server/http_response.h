#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/message.h"
#include "sigv4/header_name.h"

namespace countersign {

// HttpResponse is one complete response of HTTP/1.1.
struct HttpResponse {
  int status = 0;
  std::vector<NameValue> headers;  // values without leading and trailing white space
  std::string body;

  // The value of the first header with this name, in any case; nullptr if it is absent.
  const std::string* Header(std::string_view name) const {
    const NameValue* header = FindHeader(headers, name);
    return header == nullptr ? nullptr : &header->second;
  }
};

// MoreNeeded: the bytes received so far are the beginning of a response.
struct MoreNeeded {};

// BadResponse says what is wrong with the received bytes, for people.
struct BadResponse {
  std::string reason;
};

// ParseResponse reads the response to a request with this method from all bytes received so far;
// `ended`: the connection has ended. Interim responses (1xx) are skipped. A body ends after its
// Content-Length, with its last chunk, or with the connection; responses to HEAD and those with
// status 204 and 304 have no body. A head above 64 KiB or a body above 8 MiB is bad.
std::variant<HttpResponse, MoreNeeded, BadResponse> ParseResponse(std::string_view received,
                                                                  std::string_view method,
                                                                  bool ended);

}  // namespace countersign
