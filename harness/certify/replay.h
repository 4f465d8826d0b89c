#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "certify/endpoint_questions.h"
#include "certify/transcript.h"
#include "transport/connection.h"

namespace countersign {

// Replay plays the part of an implementation from the records of a transcript: each request must be
// the one that is recorded next, byte by byte, and gets the recorded answer.
class Replay {
 public:
  // The exchanges must outlive the replay.
  // With `questions`, requests are compared without secrets, and without signatures if the secrets
  // are not known.
  explicit Replay(const std::vector<Exchange>& exchanges,
                  const EndpointQuestions* questions = nullptr)
      : exchanges_(exchanges), questions_(questions) {}

  // About says what the next requests are about.
  void About(std::string_view about) { about_ = about; }
  // Connector makes connections that live as long as the replay.
  ConnectFn Connector();
  // Adapt makes the question about a case to a live server again, from the next record.
  std::variant<Case, NotAsked> Adapt(const Case& c);
  // How many records were used.
  std::size_t used() const { return used_; }
  // The first record that is not what had to be asked there, with what was expected; nullopt so
  // far. From then on every connection is broken.
  const std::optional<std::string>& mismatch() const { return mismatch_; }
  // CheckEnd adds a mismatch if records are left.
  void CheckEnd();

 private:
  friend class ReplayConnection;
  // Next returns the record that answers a request, or nullptr after a mismatch.
  const Exchange* Next(std::int64_t connection, std::string_view about, std::string_view sent);
  void Mismatch(const std::string& what);

  bool IsSame(std::string_view recorded, std::string_view sent) const;

  const std::vector<Exchange>& exchanges_;
  const EndpointQuestions* const questions_;
  std::size_t used_ = 0;
  std::int64_t connections_ = 0;
  std::string about_;
  std::optional<std::string> mismatch_;
};

}  // namespace countersign
