#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "judge/redact.h"

namespace countersign {

// ThoroughRedactor is for real keys and for texts that somebody else wrote, such as a server's
// answers. A server may quote a request in any spelling, so what Redactor replaces is also replaced
// if only a part of it is there, if each character is escaped, if it is split, in other case, or in
// base64, base64url or hexadecimal.
class ThoroughRedactor {
 public:
  // `signatures`: as Redactor has it.
  ThoroughRedactor(const std::vector<CredentialMessage>& keys, Redactor::Signatures signatures);

  // AddSecret adds a text of which no part may be shown. Parts of less than 12 letters and digits
  // are not recognized, nor a text of less than 8.
  void AddSecret(const std::string& value);
  // AddSignature adds a signature, in hex digits, which is recognized by its beginning.
  void AddSignature(const std::string& digits);

  // A position that is given is moved with the byte that it points to.
  std::string Apply(std::string text, std::size_t* position = nullptr) const;

  // HoldsOther tells whether a signature, or a part of a secret that is not one of `allowed`, is in
  // the text.
  bool HoldsOther(std::string_view text, const std::vector<std::string>& allowed) const;

  // LongestSpelling returns the most bytes in which a secret may be written.
  std::size_t LongestSpelling() const { return longest_spelling_; }

 private:
  // Secret is one text, as FoldedText has it, in the spellings that are not read like an escape.
  struct Secret {
    std::string value;
    std::unordered_set<std::string> parts;  // all of one length
    std::string whole;                      // of a text that is shorter than a part
  };

  static std::size_t HiddenLength(const std::string& letters, std::size_t at, const Secret& secret);
  std::size_t HiddenLength(const std::string& letters, std::size_t at) const;

  Redactor redactor_;
  std::vector<Secret> secrets_;
  std::size_t longest_spelling_ = 0;
  // The first letters of each spelling of a signature, as FoldedText has them, and its length.
  std::unordered_map<std::string, std::size_t> signatures_;
};

}  // namespace countersign
