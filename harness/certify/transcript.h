#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "suite/load_error.h"

namespace countersign {

// Exchange is one record of a transcript: what was sent to the implementation, and what came back.
struct Exchange {
  std::int64_t number = 0;               // from 1
  std::int64_t time_ms = 0;              // since 1970, by the machine's clock
  std::int64_t elapsed_us = 0;           // since the start, by a clock that is never set
  std::int64_t connection = 0;           // from 1; a new one after each break
  std::string about;                     // a case's id, or one of the words below
  std::string sent;                      // bytes; empty for the end of a connection
  std::optional<std::string> received;   // absent if nothing came back
  std::optional<std::string> not_asked;  // why a live server was not asked this case
  std::optional<std::string> broke;      // how the implementation broke, for people
};

// What an exchange is about that asks no case.
inline constexpr std::string_view kAboutHello = "hello";
inline constexpr std::string_view kAboutClock = "clock";
inline constexpr std::string_view kAboutEnd = "end";

// FirstLink is what stands in place of a digest before the first record of a transcript, so that
// its records belong to one plan: a digest of the text that names the plan.
std::string FirstLink(std::string_view plan_text);

// Transcript collects records. Each line carries the digest of the line before.
class Transcript {
 public:
  explicit Transcript(std::string first_link);

  // About says what the next records are about.
  void About(std::string_view about) { about_ = about; }
  int NextConnection() { return ++connections_; }
  void Add(int connection, std::string_view sent, std::optional<std::string> received,
           std::optional<std::string> broke);

  // AddNotAsked adds that the case cannot be asked.
  void AddNotAsked(std::string_view reason);

  const std::string& text() const { return text_; }
  std::size_t size() const { return size_; }
  // The digest of the last line, 64 hex digits.
  const std::string& last_link() const { return link_; }

 private:
  void AddLine(int connection, std::string_view sent, const Exchange& rest);

  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::string about_;
  int connections_ = 0;
  std::string text_;
  std::size_t size_ = 0;
  std::string link_;
};

// ReadTranscript is what a transcript says, if every line is a record, the records are numbered
// from 1 and each carries the digest of the line before. Otherwise it returns the errors, each with
// its line, the first ones only.
struct ReadExchanges {
  std::vector<Exchange> exchanges;
  std::string last_link;
};
std::variant<ReadExchanges, LoadErrors> ReadTranscript(std::string_view file, std::string_view text,
                                                       std::string_view first_link);

}  // namespace countersign
