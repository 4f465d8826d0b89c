// The clock of `serve`, which --clock-file replaces. S3Service reads it once for each request.
#include "s3_server/server_clock.h"

#include <chrono>

#include "protocol/read_file.h"

namespace countersign {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kLongest = 64;  // bytes; longer than any time

std::string_view Trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

}  // namespace

std::optional<Timestamp> ParseClockText(std::string_view text) {
  text = Trimmed(text);
  if (text.ends_with('Z')) return ParseRfc3339(text);
  if (text.starts_with('@')) text.remove_prefix(1);
  constexpr std::size_t kDateSize = 10;
  if (text.size() <= kDateSize || text[kDateSize] != ' ') return std::nullopt;
  std::string rfc3339(text);
  rfc3339[kDateSize] = 'T';
  return ParseRfc3339(rfc3339 + "Z");
}

ClockReading ServerClock::Now() const {
  if (!file_) return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto read = ReadFile(*file_, kLongest);
  if (const auto* not_read = std::get_if<NotRead>(&read)) return *file_ + ": " + not_read->why;
  const std::string& text = std::get<std::string>(read);
  if (const auto time = ParseClockText(text)) return *time;
  return *file_ + ": expected 2013-05-24T00:00:00Z or @2013-05-24 00:00:00, found \"" +
         std::string(Trimmed(text)) + "\"";
}

}  // namespace countersign
