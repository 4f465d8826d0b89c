#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace countersign {

// HeaderField is one header as it travelled: the name in the sender's case, the value not trimmed.
struct HeaderField {
  std::string name;
  std::string value;  // octets
  bool operator==(const HeaderField&) const = default;
};

// HttpRequest is a request as received: nothing is decoded, order and repetition are kept.
struct HttpRequest {
  std::string method;
  std::string scheme;  // "http" or "https"
  std::string target;  // the request line's target: path and query, raw octets
  std::vector<HeaderField> headers;
  std::optional<std::string> body_sha256;  // 64 lower-case hex digits; absent: see protocol.md
  std::optional<std::string> body = {};    // absent: only its hash is known, or nothing
};

}  // namespace countersign
