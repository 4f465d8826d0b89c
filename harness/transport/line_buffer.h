#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace countersign {

// kMaxLine is the longest line that an adapter may send, in bytes.
inline constexpr std::size_t kMaxLine = std::size_t{16} << 20;

// LineBuffer splits incoming bytes into lines without copying them. Its memory is limited by the
// longest line that it accepts.
class LineBuffer {
 public:
  explicit LineBuffer(std::size_t max_line = kMaxLine);

  // Space is the buffer for the next bytes, never empty; Filled says how many were read into it.
  // Both invalidate the lines that were returned.
  std::span<char> Space();
  void Filled(std::size_t bytes) { end_ += bytes; }

  // Next returns the next whole line, without its LF; nullopt if it has not arrived or is too long.
  std::optional<std::string_view> Next();
  bool HasLine();
  // TooLong: the line that is arriving exceeds the limit. No further line is returned.
  bool TooLong() const { return scanned_ - begin_ > max_line_; }
  // HasPartialLine: bytes have arrived after the last LF.
  bool HasPartialLine() { return !HasLine() && end_ > begin_; }

 private:
  std::size_t max_line_;
  std::size_t chunk_;  // bytes that are read at once
  std::vector<char> octets_;
  std::size_t begin_ = 0;    // of the next line
  std::size_t scanned_ = 0;  // no LF in [begin_, scanned_)
  std::size_t end_ = 0;
};

}  // namespace countersign
