#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace countersign {

// kMaxLine is the longest line that is taken from an adapter, in octets.
inline constexpr std::size_t kMaxLine = std::size_t{16} << 20;

// LineBuffer turns octets as they arrive into lines, without copying them. Its memory is bounded by
// the longest line that it takes.
class LineBuffer {
 public:
  explicit LineBuffer(std::size_t max_line = kMaxLine);

  // Space is where to read the next octets into, never empty; Filled says how many came.
  // Both invalidate the lines handed out.
  std::span<char> Space();
  void Filled(std::size_t octets) { end_ += octets; }

  // Next is the next whole line, without its LF; nothing where it has not arrived, or is too long.
  std::optional<std::string_view> Next();
  bool HasLine();
  // TooLong: the line that is arriving exceeds the limit. No further line will be handed out.
  bool TooLong() const { return scanned_ - begin_ > max_line_; }
  // HasPartialLine: octets have arrived that no LF ends.
  bool HasPartialLine() { return !HasLine() && end_ > begin_; }

 private:
  std::size_t max_line_;
  std::size_t chunk_;  // octets that are read at once
  std::vector<char> octets_;
  std::size_t begin_ = 0;    // of the next line
  std::size_t scanned_ = 0;  // no LF in [begin_, scanned_)
  std::size_t end_ = 0;
};

}  // namespace countersign
