// The clock of a live server, set by a file (--clock-file). LiveServer writes it before each case.
#include "live_server/clock_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

namespace countersign {

std::string FormatClockText(Timestamp time) {
  std::string text = FormatRfc3339(time);  // yyyy-MM-ddTHH:mm:ssZ
  text.pop_back();
  text[10] = ' ';
  return text;
}

ClockFile::ClockFile(std::string path) : path_(std::move(path)) {
  std::ifstream file(path_, std::ios::binary);
  if (file) before_.emplace(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
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
  written_ = true;
  return Write(FormatClockText(time) + "\n");
}

// Written aside and renamed, so that the server never reads half a file.
std::optional<std::string> ClockFile::Write(const std::string& text) const {
  const std::string fresh = path_ + ".new";
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
