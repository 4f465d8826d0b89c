// Property: a request's head is the same in whatever pieces it arrives, equals what was sent byte
// for byte, and is never longer than the limit.
//
// Input: a line whose bytes are the lengths of the pieces, used in turn; then the bytes that
// arrive.
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/take_line.h"
#include "engine/target.h"
#include "s3_server/request_parser.h"

namespace countersign::fuzz {
namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t kSmallLimit = 128;  // bytes of a head

// Arrived is what the parser read from a stream.
struct Arrived {
  bool whole = false;        // the head is complete
  std::size_t consumed = 0;  // bytes, of a whole head
  RequestHead head;
};

bool SameHead(const RequestHead& a, const RequestHead& b) {
  return a.request.method == b.request.method && a.request.target == b.request.target &&
         a.request.headers == b.request.headers && a.http_version == b.http_version &&
         a.content_length == b.content_length && a.chunked == b.chunked;
}

// An invalid head may be refused sooner if it arrives at once; in pieces, the parser waits for its
// end. So only complete heads are compared.
bool Same(const Arrived& a, const Arrived& b) {
  return a.whole == b.whole && (!a.whole || (a.consumed == b.consumed && SameHead(a.head, b.head)));
}

// Arrive reads as the server does: bytes that were not consumed are passed again together with new
// ones, until the head is complete.
Arrived Arrive(std::string_view stream, std::string_view lengths, std::uint32_t limit) {
  Arrived arrived;
  RequestParser parser(limit);
  std::size_t received = 0;
  for (std::size_t piece = 0; received < stream.size(); ++piece) {
    received += std::min(PieceLength(lengths, piece), stream.size() - received);
    boost::beast::error_code error;
    while (!error && !parser.is_header_done() && arrived.consumed < received) {
      const std::string_view rest = stream.substr(arrived.consumed, received - arrived.consumed);
      arrived.consumed += parser.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    }
    if (error && error != http::error::need_more) return arrived;
    if (!parser.is_header_done()) continue;
    arrived.whole = true;
    arrived.head = parser.head();
    arrived.head.chunked = parser.chunked();
    if (const auto length = parser.content_length()) arrived.head.content_length = *length;
    return arrived;
  }
  return arrived;
}

// StartLine is the expected first line of the head.
std::string StartLine(const RequestHead& head) {
  return head.request.method + " " + head.request.target +
         (head.http_version == 11 ? " HTTP/1.1" : " HTTP/1.0");
}

std::string_view TakeHeadLine(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find("\r\n"));
  rest.remove_prefix(std::min(line.size() + 2, rest.size()));
  return line;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

// CheckBytes compares the head with its bytes, read in the simplest way.
void CheckBytes(std::string_view bytes, const RequestHead& head) {
  const auto details = [&] { return Shown(bytes); };
  Require(bytes.ends_with("\r\n\r\n"), "heads-end-at-an-empty-line", details);
  std::string_view rest = bytes.substr(0, bytes.size() - 2);
  Require(TakeHeadLine(rest) == StartLine(head), "the-request-line-is-kept", details);
  // The parser has its own rules for joining a header value that continues in the next line.
  if (rest.find("\r\n ") != std::string_view::npos ||
      rest.find("\r\n\t") != std::string_view::npos) {
    return;
  }
  for (const HeaderField& one : head.request.headers) {
    const std::string_view line = TakeHeadLine(rest);
    Require(line.substr(0, one.name.size()) == one.name &&
                line.substr(one.name.size()).starts_with(':') &&
                Trimmed(line.substr(one.name.size() + 1)) == one.value,
            "every-header-is-kept", details);
  }
  Require(rest.empty(), "every-header-is-kept", details);
}

}  // namespace

Taken Execute(Input input) {
  const std::string_view lengths = TakeLine(input);
  const auto details = [&] { return Shown(input) + " in pieces of " + Shown(lengths); };
  const Arrived whole = Arrive(input, "", kLargestHead);
  Require(Same(whole, Arrive(input, lengths, kLargestHead)), "heads-of-any-pieces", details);
  const Arrived small = Arrive(input, lengths, kSmallLimit);
  std::size_t kept = StartLine(small.head).size() + 2;
  for (const HeaderField& one : small.head.request.headers) {
    kept += one.name.size() + one.value.size() + 4;
  }
  Require(!small.whole || kept <= kSmallLimit, "heads-are-bounded", details);
  if (whole.whole) CheckBytes(input.substr(0, whole.consumed), whole.head);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
