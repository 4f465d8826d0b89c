#pragma once

#include <cstddef>
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

// BadResponse says what is wrong with the received bytes, for people. It may quote them.
struct BadResponse {
  std::string reason;
};

using ParsedResponse = std::variant<HttpResponse, MoreNeeded, BadResponse>;

// ResponseParser reads the response to a request with this method while it arrives. It looks at
// each byte once and keeps only what the response consists of. Interim responses (1xx) are skipped.
// A body ends after its Content-Length, with its last chunk, or with the connection; responses to
// HEAD and those with status 204 and 304 have no body. These are bad: a head, the interim responses
// or the trailers above 64 KiB, a body above 8 MiB, a line before a chunk above 4 KiB.
class ResponseParser {
 public:
  explicit ResponseParser(std::string_view method) : is_head_(method == "HEAD") {}

  // Take reads the next bytes. Those after the end of the response are ignored.
  void Take(std::string_view bytes);
  // End tells that the connection has ended.
  void End();
  // IsDecided tells whether no further byte can change the result.
  bool IsDecided() const { return part_ == Part::kDone || part_ == Part::kBad; }
  // Status is the status of the final response; 0 before its head has arrived.
  int Status() const { return response_.status; }
  // Result returns what has been read, and leaves the parser empty.
  ParsedResponse Result();

 private:
  // What the next byte belongs to. kLength: to a body with a Content-Length. kRest: to a body that
  // ends with the connection.
  enum class Part { kHead, kLength, kRest, kSize, kChunk, kChunkEnd, kTrailers, kDone, kBad };

  void Fail(std::string reason);
  bool TakeUntil(std::string_view& bytes, std::string_view mark, std::size_t longest,
                 std::string_view too_long);
  void TakeBody(std::string_view& bytes);
  void ReadWholeHead();
  void BeginBody();
  void BeginLength();
  void ReadSize();
  void CheckChunkEnd(std::string_view& bytes);
  void ReadTrailer();

  const bool is_head_;
  Part part_ = Part::kHead;
  std::string text_;          // of a head or a line that has not ended yet
  std::size_t interim_ = 0;   // bytes of interim responses
  std::size_t trailers_ = 0;  // bytes of trailers
  std::size_t left_ = 0;      // bytes that are missing of the body or of the chunk
  HttpResponse response_;
  std::string reason_;  // with kBad
};

// ParseResponse reads a response from all bytes received so far; `ended`: the connection has ended.
ParsedResponse ParseResponse(std::string_view received, std::string_view method, bool ended);

}  // namespace countersign
