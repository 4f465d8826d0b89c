#include "transport/line_buffer.h"

#include <algorithm>
#include <cstring>

namespace countersign {
namespace {
constexpr std::size_t kLargestChunk = std::size_t{64} << 10;
}  // namespace

LineBuffer::LineBuffer(std::size_t max_line)
    : max_line_(max_line), chunk_(std::clamp(max_line, std::size_t{1}, kLargestChunk)) {}

std::span<char> LineBuffer::Space() {
  if (begin_ == end_) begin_ = scanned_ = end_ = 0;
  if (octets_.size() - end_ < chunk_ && begin_ > 0) {
    std::memmove(octets_.data(), octets_.data() + begin_, end_ - begin_);
    scanned_ -= begin_;
    end_ -= begin_;
    begin_ = 0;
  }
  if (octets_.size() - end_ < chunk_) octets_.resize(std::max(2 * octets_.size(), end_ + chunk_));
  return {octets_.data() + end_, chunk_};
}

bool LineBuffer::HasLine() {
  if (scanned_ < end_) {
    const char* from = octets_.data() + scanned_;
    const void* lf = std::memchr(from, '\n', end_ - scanned_);
    scanned_ = lf == nullptr ? end_ : scanned_ + (static_cast<const char*>(lf) - from);
  }
  return scanned_ < end_ && !TooLong();
}

std::optional<std::string_view> LineBuffer::Next() {
  if (!HasLine()) return std::nullopt;
  const std::string_view line(octets_.data() + begin_, scanned_ - begin_);
  begin_ = ++scanned_;
  return line;
}

}  // namespace countersign
