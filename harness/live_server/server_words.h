#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "judge/redact.h"
#include "live_server/credentials_file.h"
#include "protocol/message.h"

namespace countersign {

// ServerWords makes what a live server said fit to be shown and kept. A server may quote a request,
// or any earlier one, in any spelling: secrets, session tokens and the signatures of all requests
// are replaced by "[redacted]", also if only a part of them is there, if each character is escaped,
// if they are split, or in base64 or hexadecimal. Of a very long text only the
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
  // Secret is a secret access key or a session token.
  struct Secret {
    std::string value;
    std::unordered_set<std::string> parts;  // all of one length, as FoldedText has them
  };

  void AddSecrets(const CredentialMessage& credentials);
  std::string Cut(const std::string& text, std::size_t longest) const;
  void CleanStage(const VerifyMessage& message, std::string& text) const;
  // Replaces parts of secrets, and signatures. `position` is moved with the byte that it points to.
  std::string HideParts(std::string_view text, const std::vector<const Secret*>& secrets,
                        std::size_t& position) const;
  std::size_t HiddenLength(const std::string& letters, std::size_t at,
                           const std::vector<const Secret*>& secrets) const;

  std::vector<Secret> secrets_;
  std::size_t longest_spelling_ = 0;  // bytes, of any secret
  Redactor redactor_;
  mutable std::mutex mutex_;  // guards the next
  // The first letters of each spelling of a signature, as FoldedText has them, and its length.
  std::unordered_map<std::string, std::size_t> signatures_;
};

}  // namespace countersign
