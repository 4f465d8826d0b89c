#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "judge/thorough_redactor.h"
#include "live_server/credentials_file.h"
#include "protocol/message.h"

namespace countersign {

// ServerWords makes what a live server said fit to be shown and kept. A server may quote a request,
// or any earlier one: secrets, session tokens and the signatures of all requests are replaced by
// "[redacted]" in whatever way they are written (ThoroughRedactor). Of a very long text only the
// beginning, the length and the digest are kept. Thread-safe.
class ServerWords {
 public:
  explicit ServerWords(const EndpointCredentials& credentials);

  // Note remembers the signatures in the target of a request that is about to be sent.
  void Note(std::string_view target);

  // Shown is a text for people.
  std::string Shown(const std::string& text) const;

  // Clean makes the texts of an answer to `message` fit to be kept. The session tokens of the case
  // stay in its canonical request and string to sign: the judge compares these, then redacts them.
  void Clean(const VerifyMessage& message, Answer& answer) const;

 private:
  std::string Cut(const std::string& text, std::size_t longest) const;
  void CleanStage(const VerifyMessage& message, std::string& text) const;

  ThoroughRedactor redactor_;  // its signatures are guarded by the mutex
  mutable std::mutex mutex_;
};

}  // namespace countersign
