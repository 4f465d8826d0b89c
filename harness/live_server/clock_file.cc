// The clock of a live server, set by a file (--clock-file). LiveServer writes it before each case.
#include "live_server/clock_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "protocol/read_file.h"

namespace countersign {
namespace {
// A longer file is not a clock, and would be replaced.
constexpr std::size_t kLongestClockFile = std::size_t{4} << 10;
}  // namespace

std::string FormatClockText(Timestamp time) {
  std::string text = FormatRfc3339(time);  // yyyy-MM-ddTHH:mm:ssZ
  text.pop_back();
  text[10] = ' ';
  return text;
}

ClockFile::ClockFile(std::string path) : path_(std::move(path)) {
  struct stat status = {};
  if (stat(path_.c_str(), &status) != 0) return;  // it is made
  auto read = ReadFile(path_, kLongestClockFile);
  if (auto* not_read = std::get_if<NotRead>(&read)) {
    unusable_ = path_ + ": " + not_read->why;
  } else {
    before_ = std::get<std::string>(std::move(read));
  }
}

ClockFile::~ClockFile() {
  if (!written_) return;
  if (before_) {
    Write(*before_);
  } else {
    unlink(path_.c_str());
  }
}

std::optional<std::string> ClockFile::Set(Timestamp time) {
  if (unusable_) return unusable_;
  written_ = true;
  return Write(FormatClockText(time) + "\n");
}

// Written aside and renamed, so that the server never reads half a file.
std::optional<std::string> ClockFile::Write(const std::string& text) const {
  const std::string fresh = path_ + ".new";
  unlink(fresh.c_str());  // it may be a link that somebody else has made
  {
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) return path_ + ": " + std::strerror(errno);
  }
  if (std::rename(fresh.c_str(), path_.c_str()) == 0) return std::nullopt;
  return path_ + ": " + std::strerror(errno);
}

}  // namespace countersign
