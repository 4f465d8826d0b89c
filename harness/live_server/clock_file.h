#pragma once

#include <optional>
#include <string>

#include "sigv4/timestamp.h"

namespace countersign {

// ClockFile is a file that a server's clock follows, such as the one that libfaketime reads
// (FAKETIME_TIMESTAMP_FILE): one line, `yyyy-MM-dd HH:mm:ss` in UTC, at which the clock stands
// still. What it said before is put back at the end.
class ClockFile {
 public:
  explicit ClockFile(std::string path);
  ~ClockFile();
  ClockFile(const ClockFile&) = delete;
  ClockFile& operator=(const ClockFile&) = delete;

  const std::string& path() const { return path_; }
  // Set writes the time, whole or not at all. The error, for people.
  std::optional<std::string> Set(Timestamp time);

 private:
  std::optional<std::string> Write(const std::string& text) const;

  std::string path_;
  std::optional<std::string> before_;  // absent: there was no file
  bool written_ = false;
};

// FormatClockText is the file's line for a time, without its end.
std::string FormatClockText(Timestamp time);

}  // namespace countersign
