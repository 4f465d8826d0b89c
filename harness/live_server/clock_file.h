#pragma once

#include <optional>
#include <string>

#include "sigv4/timestamp.h"

namespace countersign {

// ClockFile is a file that a server's clock follows, such as the one that libfaketime reads
// (FAKETIME_TIMESTAMP_FILE). It has one line, `yyyy-MM-dd HH:mm:ss` in UTC; the clock stands still
// at that time. The destructor restores the file's earlier content.
class ClockFile {
 public:
  explicit ClockFile(std::string path);
  ~ClockFile();
  ClockFile(const ClockFile&) = delete;
  ClockFile& operator=(const ClockFile&) = delete;

  const std::string& path() const { return path_; }
  // Set writes the time, completely or not at all. It returns the error, for people.
  std::optional<std::string> Set(Timestamp time);

 private:
  std::optional<std::string> Write(const std::string& text) const;

  std::string path_;
  std::optional<std::string> before_;    // absent: the file did not exist
  std::optional<std::string> unusable_;  // why, if it must not be written
  bool written_ = false;
};

// FormatClockText is the file's line for a time, without a line feed.
std::string FormatClockText(Timestamp time);

}  // namespace countersign
