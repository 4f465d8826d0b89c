#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/message.h"

namespace countersign {

// HttpResponse is one whole response of HTTP/1.1.
struct HttpResponse {
  int status = 0;
  std::vector<NameValue> headers;  // values without white space at their ends
  std::string body;

  const std::string* Header(std::string_view name) const;  // the first of that name, any case
};

// MoreNeeded: the octets so far begin a response.
struct MoreNeeded {};

// BadResponse says what is wrong with the octets, for people.
struct BadResponse {
  std::string reason;
};

// ParseResponse reads the response to a request of that method from all octets received so far;
// `ended`: no more will come. Interim responses (1xx) are passed over. A body is as long as its
// Content-Length, or in chunks, or reaches to the end of the connection; the answer to HEAD, 204
// and 304 have none. What is longer than 64 KiB of head or 8 MiB of body is bad.
std::variant<HttpResponse, MoreNeeded, BadResponse> ParseResponse(std::string_view octets,
                                                                  std::string_view method,
                                                                  bool ended);

}  // namespace countersign
