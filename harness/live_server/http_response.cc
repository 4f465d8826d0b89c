// Parses HTTP/1.1 responses. HttpClient calls it whenever bytes have arrived, until a response is
// complete. Strict, because a server under test may be wrong in any way.
#include "live_server/http_response.h"

#include <algorithm>
#include <charconv>

#include "sigv4/header_name.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestHead = std::size_t{64} << 10;
constexpr std::size_t kLongestResponseBody = std::size_t{8} << 20;
constexpr std::string_view kEndOfLine = "\r\n";
constexpr std::string_view kEndOfHead = "\r\n\r\n";

using Parsed = std::variant<HttpResponse, MoreNeeded, BadResponse>;

std::string_view Trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

template <int kBase>
std::optional<std::size_t> Number(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, kBase);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<int> StatusOf(std::string_view line) {
  if (!line.starts_with("HTTP/1.1 ") && !line.starts_with("HTTP/1.0 ")) return std::nullopt;
  const std::string_view rest = line.substr(9);
  if (rest.size() > 3 && rest[3] != ' ') return std::nullopt;
  const auto status = Number<10>(rest.substr(0, 3));
  if (!status || *status < 100 || *status > 599) return std::nullopt;
  return static_cast<int>(*status);
}

// Reads the status line and the headers, which come without the empty line at their end.
std::optional<std::string> ReadHead(std::string_view head, HttpResponse& response) {
  std::size_t begin = 0;
  for (bool first = true; begin < head.size(); first = false) {
    std::size_t end = head.find(kEndOfLine, begin);
    if (end == std::string_view::npos) end = head.size();
    const std::string_view line = head.substr(begin, end - begin);
    begin = end + kEndOfLine.size();
    if (first) {
      const auto status = StatusOf(line);
      if (!status) return "its first line is not an HTTP/1.1 status line: " + std::string(line);
      response.status = *status;
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 ||
        line.substr(0, colon).find_first_of(" \t") != std::string_view::npos) {
      return "it has a line that is not a header: " + std::string(line);
    }
    response.headers.emplace_back(line.substr(0, colon), Trimmed(line.substr(colon + 1)));
  }
  return std::nullopt;
}

Parsed Incomplete(std::string_view what, bool ended) {
  if (!ended) return MoreNeeded{};
  return BadResponse{"the connection ended within " + std::string(what)};
}

Parsed ReadChunks(std::string_view received, bool ended, HttpResponse response) {
  for (;;) {
    const std::size_t end = received.find(kEndOfLine);
    if (end == std::string_view::npos) return Incomplete("the size of a chunk", ended);
    const std::string_view line = received.substr(0, end);
    const auto size = Number<16>(Trimmed(line.substr(0, line.find(';'))));
    if (!size) return BadResponse{"a chunk has no size: " + std::string(line.substr(0, 80))};
    if (*size > kLongestResponseBody - response.body.size())
      return BadResponse{"its body is too long"};
    received.remove_prefix(end + kEndOfLine.size());
    if (*size == 0) {
      // Trailers are skipped. Without any, the empty line follows immediately.
      if (received.starts_with(kEndOfLine)) return response;
      if (received.find(kEndOfHead) != std::string_view::npos) return response;
      return Incomplete("the trailers of its chunks", ended);
    }
    if (received.size() < *size + kEndOfLine.size()) return Incomplete("a chunk", ended);
    if (received.substr(*size, kEndOfLine.size()) != kEndOfLine) {
      return BadResponse{"a chunk is longer than its size"};
    }
    response.body += received.substr(0, *size);
    received.remove_prefix(*size + kEndOfLine.size());
  }
}

Parsed ReadBody(std::string_view received, std::string_view method, bool ended,
                HttpResponse response) {
  if (method == "HEAD" || response.status == 204 || response.status == 304) return response;
  if (const std::string* coding = response.Header("transfer-encoding")) {
    if (LowerCase(*coding) == "chunked") return ReadChunks(received, ended, std::move(response));
    if (LowerCase(*coding) != "identity") {
      return BadResponse{"its Transfer-Encoding is unknown: " + *coding};
    }
  }
  std::optional<std::size_t> length;
  for (const auto& [name, value] : response.headers) {
    if (!SameHeaderName(name, "content-length")) continue;
    const auto number = Number<10>(value);
    if (!number || (length && *length != *number)) {
      return BadResponse{"its Content-Length is not a single number: " + value};
    }
    length = number;
  }
  if (length.value_or(received.size()) > kLongestResponseBody)
    return BadResponse{"its body is too long"};
  if (!length) {
    if (!ended) return MoreNeeded{};
    length = received.size();
  }
  if (received.size() < *length) {
    if (!ended) return MoreNeeded{};
    return BadResponse{"the connection ended after " + std::to_string(received.size()) + " of " +
                       std::to_string(*length) + " bytes of the body"};
  }
  response.body = received.substr(0, *length);
  return response;
}

}  // namespace

Parsed ParseResponse(std::string_view received, std::string_view method, bool ended) {
  for (;;) {
    const std::size_t end = received.find(kEndOfHead);
    const bool whole = end != std::string_view::npos;
    // Not more if much arrives at once: the first bytes of the end may already be there.
    const std::size_t longest = kLongestHead + (whole ? 0 : kEndOfHead.size() - 1);
    if (std::min(end, received.size()) > longest) return BadResponse{"its head is too long"};
    if (!whole) {
      if (ended && received.empty()) return BadResponse{"the connection ended without a response"};
      return Incomplete("the head of the response", ended);
    }
    HttpResponse response;
    if (auto reason = ReadHead(received.substr(0, end), response)) return BadResponse{*reason};
    received.remove_prefix(end + kEndOfHead.size());
    if (response.status >= 200) return ReadBody(received, method, ended, std::move(response));
    if (response.status == 101)
      return BadResponse{"it switches protocols, which was not requested"};
  }
}

}  // namespace countersign
