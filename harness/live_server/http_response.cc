// Parses HTTP/1.1 responses. HttpClient gives it what arrives until a response is complete. Strict
// and with limits, because a server under test may be wrong in any way. (Beast's parser accepts
// folded lines and unknown transfer codings, and refuses a status without a reason.)
#include "live_server/http_response.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sigv4/header_name.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestHead = std::size_t{64} << 10;
constexpr std::size_t kLongestResponseBody = std::size_t{8} << 20;
constexpr std::size_t kLongestSizeLine = std::size_t{4} << 10;
constexpr std::string_view kEndOfLine = "\r\n";
constexpr std::string_view kEndOfHead = "\r\n\r\n";

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

}  // namespace

void ResponseParser::Fail(std::string reason) {
  part_ = Part::kBad;
  reason_ = std::move(reason);
  response_.body.clear();
}

// Moves bytes to text_ until it has the mark, which is then removed. Returns whether it has.
bool ResponseParser::TakeUntil(std::string_view& bytes, std::string_view mark, std::size_t longest,
                               std::string_view too_long) {
  // A part of the mark may already be there.
  const std::size_t searched = text_.size() - std::min(text_.size(), mark.size() - 1);
  const std::size_t taken = std::min(bytes.size(), longest + mark.size() - text_.size());
  text_ += bytes.substr(0, taken);
  const std::size_t at = text_.find(mark, searched);
  if (at == std::string::npos) {
    bytes.remove_prefix(taken);
    if (text_.size() >= longest + mark.size()) Fail(std::string(too_long));
    return false;
  }
  bytes.remove_prefix(taken - (text_.size() - at - mark.size()));
  text_.resize(at);
  return true;
}

void ResponseParser::Take(std::string_view bytes) {
  while (!bytes.empty() && !IsDecided()) {
    switch (part_) {
      case Part::kHead:
        if (TakeUntil(bytes, kEndOfHead, kLongestHead, "its head is too long")) ReadWholeHead();
        break;
      case Part::kLength:
      case Part::kRest:
      case Part::kChunk: TakeBody(bytes); break;
      case Part::kSize:
        if (TakeUntil(bytes, kEndOfLine, kLongestSizeLine, "the size of a chunk is too long")) {
          ReadSize();
        }
        break;
      case Part::kChunkEnd: CheckChunkEnd(bytes); break;
      case Part::kTrailers:
        if (TakeUntil(bytes, kEndOfLine, kLongestHead - trailers_, "its trailers are too long")) {
          ReadTrailer();
        }
        break;
      case Part::kDone:
      case Part::kBad: break;
    }
  }
}

void ResponseParser::TakeBody(std::string_view& bytes) {
  const std::size_t taken = std::min(bytes.size(), left_);
  response_.body += bytes.substr(0, taken);
  bytes.remove_prefix(taken);
  left_ -= taken;
  if (part_ == Part::kRest && !bytes.empty()) return Fail("its body is too long");
  if (left_ == 0 && part_ == Part::kLength) part_ = Part::kDone;
  if (left_ == 0 && part_ == Part::kChunk) part_ = Part::kChunkEnd;
}

void ResponseParser::ReadWholeHead() {
  HttpResponse response;
  if (auto reason = ReadHead(text_, response)) return Fail(*std::move(reason));
  const std::size_t size = std::exchange(text_, {}).size();
  if (response.status >= 200) {
    response_ = std::move(response);
    return BeginBody();
  }
  if (response.status == 101) return Fail("it switches protocols, which was not requested");
  interim_ += size + kEndOfHead.size();
  if (interim_ > kLongestHead) Fail("it has too many interim responses");
}

void ResponseParser::BeginBody() {
  if (is_head_ || response_.status == 204 || response_.status == 304) {
    part_ = Part::kDone;
    return;
  }
  if (const std::string* coding = response_.Header("transfer-encoding")) {
    const std::string name = LowerCase(*coding);
    if (name == "chunked") {
      part_ = Part::kSize;
      return;
    }
    if (name != "identity") return Fail("its Transfer-Encoding is unknown: " + *coding);
  }
  BeginLength();
}

void ResponseParser::BeginLength() {
  std::optional<std::size_t> length;
  for (const auto& [name, value] : response_.headers) {
    if (!SameHeaderName(name, "content-length")) continue;
    const auto number = Number<10>(value);
    if (!number || (length && *length != *number)) {
      return Fail("its Content-Length is not a single number: " + std::string(value));
    }
    length = number;
  }
  left_ = length.value_or(kLongestResponseBody);
  if (left_ > kLongestResponseBody) return Fail("its body is too long");
  part_ = !length ? Part::kRest : left_ == 0 ? Part::kDone : Part::kLength;
}

void ResponseParser::ReadSize() {
  const std::string line = std::exchange(text_, {});
  const auto size = Number<16>(Trimmed(std::string_view(line).substr(0, line.find(';'))));
  if (!size) return Fail("a chunk has no size: " + line);
  if (*size > kLongestResponseBody - response_.body.size()) return Fail("its body is too long");
  left_ = *size;
  part_ = left_ == 0 ? Part::kTrailers : Part::kChunk;
}

void ResponseParser::CheckChunkEnd(std::string_view& bytes) {
  text_ += bytes.front();
  bytes.remove_prefix(1);
  if (!kEndOfLine.starts_with(text_)) return Fail("a chunk is longer than its size");
  if (text_ != kEndOfLine) return;
  text_.clear();
  part_ = Part::kSize;
}

// Trailers are skipped, until an empty line.
void ResponseParser::ReadTrailer() {
  const std::size_t size = std::exchange(text_, {}).size();
  if (size == 0) {
    part_ = Part::kDone;
    return;
  }
  trailers_ += size + kEndOfLine.size();
  if (trailers_ > kLongestHead) Fail("its trailers are too long");
}

void ResponseParser::End() {
  const std::string within = "the connection ended within ";
  switch (part_) {
    case Part::kHead:
      return Fail(text_.empty() ? "the connection ended without a response"
                                : within + "the head of the response");
    case Part::kLength: {
      const std::size_t arrived = response_.body.size();
      return Fail("the connection ended after " + std::to_string(arrived) + " of " +
                  std::to_string(arrived + left_) + " bytes of the body");
    }
    case Part::kSize: return Fail(within + "the size of a chunk");
    case Part::kChunk:
    case Part::kChunkEnd: return Fail(within + "a chunk");
    case Part::kTrailers: return Fail(within + "the trailers of its chunks");
    case Part::kRest: part_ = Part::kDone; return;
    case Part::kDone:
    case Part::kBad: return;
  }
}

ParsedResponse ResponseParser::Result() {
  if (part_ == Part::kBad) return BadResponse{std::move(reason_)};
  if (part_ != Part::kDone) return MoreNeeded{};
  return std::move(response_);
}

ParsedResponse ParseResponse(std::string_view received, std::string_view method, bool ended) {
  ResponseParser parser(method);
  parser.Take(received);
  if (ended) parser.End();
  return parser.Result();
}

}  // namespace countersign
