#include "live_server/http_response.h"

#include <algorithm>
#include <charconv>

#include "sigv4/header_name.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestHead = std::size_t{64} << 10;
constexpr std::size_t kLongestBody = std::size_t{8} << 20;
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

// Reads status line and headers, without the empty line at their end.
std::optional<std::string> ReadHead(std::string_view head, HttpResponse& response) {
  std::size_t begin = 0;
  for (bool first = true; begin < head.size(); first = false) {
    std::size_t end = head.find(kEndOfLine, begin);
    if (end == std::string_view::npos) end = head.size();
    const std::string_view line = head.substr(begin, end - begin);
    begin = end + kEndOfLine.size();
    if (first) {
      const auto status = StatusOf(line);
      if (!status) return "its first line is no status line of HTTP/1.1: " + std::string(line);
      response.status = *status;
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 ||
        line.substr(0, colon).find_first_of(" \t") != std::string_view::npos) {
      return "it has a line that is no header: " + std::string(line);
    }
    response.headers.emplace_back(line.substr(0, colon), Trimmed(line.substr(colon + 1)));
  }
  return std::nullopt;
}

Parsed Incomplete(std::string_view what, bool ended) {
  if (!ended) return MoreNeeded{};
  return BadResponse{"the connection ended within " + std::string(what)};
}

Parsed ReadChunks(std::string_view octets, bool ended, HttpResponse response) {
  for (;;) {
    const std::size_t end = octets.find(kEndOfLine);
    if (end == std::string_view::npos) return Incomplete("the size of a chunk", ended);
    const std::string_view line = octets.substr(0, end);
    const auto size = Number<16>(Trimmed(line.substr(0, line.find(';'))));
    if (!size) return BadResponse{"a chunk has no size: " + std::string(line.substr(0, 80))};
    if (*size > kLongestBody - response.body.size()) return BadResponse{"its body is too long"};
    octets.remove_prefix(end + kEndOfLine.size());
    if (*size == 0) {
      // Trailers are read past; without any, the empty line follows at once.
      if (octets.starts_with(kEndOfLine)) return response;
      if (octets.find(kEndOfHead) != std::string_view::npos) return response;
      return Incomplete("the trailers of its chunks", ended);
    }
    if (octets.size() < *size + kEndOfLine.size()) return Incomplete("a chunk", ended);
    if (octets.substr(*size, kEndOfLine.size()) != kEndOfLine) {
      return BadResponse{"a chunk is longer than its size"};
    }
    response.body += octets.substr(0, *size);
    octets.remove_prefix(*size + kEndOfLine.size());
  }
}

Parsed ReadBody(std::string_view octets, std::string_view method, bool ended,
                HttpResponse response) {
  if (method == "HEAD" || response.status == 204 || response.status == 304) return response;
  if (const std::string* coding = response.Header("transfer-encoding")) {
    if (LowerCase(*coding) == "chunked") return ReadChunks(octets, ended, std::move(response));
    if (LowerCase(*coding) != "identity") {
      return BadResponse{"its Transfer-Encoding is unknown: " + *coding};
    }
  }
  std::optional<std::size_t> length;
  for (const auto& [name, value] : response.headers) {
    if (!SameHeaderName(name, "content-length")) continue;
    const auto number = Number<10>(value);
    if (!number || (length && *length != *number)) {
      return BadResponse{"its Content-Length is no single number: " + value};
    }
    length = number;
  }
  if (length.value_or(octets.size()) > kLongestBody) return BadResponse{"its body is too long"};
  if (!length) {
    if (!ended) return MoreNeeded{};
    length = octets.size();
  }
  if (octets.size() < *length) {
    if (!ended) return MoreNeeded{};
    return BadResponse{"the connection ended after " + std::to_string(octets.size()) + " of " +
                       std::to_string(*length) + " octets of the body"};
  }
  response.body = octets.substr(0, *length);
  return response;
}

}  // namespace

const std::string* HttpResponse::Header(std::string_view name) const {
  for (const auto& [own, value] : headers) {
    if (SameHeaderName(own, name)) return &value;
  }
  return nullptr;
}

Parsed ParseResponse(std::string_view octets, std::string_view method, bool ended) {
  for (;;) {
    const std::size_t end = octets.find(kEndOfHead);
    const bool whole = end != std::string_view::npos;
    // However much arrives at once: the first octets of the end may be there already.
    const std::size_t longest = kLongestHead + (whole ? 0 : kEndOfHead.size() - 1);
    if (std::min(end, octets.size()) > longest) return BadResponse{"its head is too long"};
    if (!whole) {
      if (ended && octets.empty()) return BadResponse{"the connection ended without a response"};
      return Incomplete("the head of the response", ended);
    }
    HttpResponse response;
    if (auto reason = ReadHead(octets.substr(0, end), response)) return BadResponse{*reason};
    octets.remove_prefix(end + kEndOfHead.size());
    if (response.status >= 200) return ReadBody(octets, method, ended, std::move(response));
    if (response.status == 101) return BadResponse{"it switches protocols, which nobody asked for"};
  }
}

}  // namespace countersign
