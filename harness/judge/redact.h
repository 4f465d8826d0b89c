#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "judge/verdict.h"
#include "suite/case.h"

namespace countersign {

// Redactor replaces a case's secrets by "[redacted]": secret access keys and session tokens, plain
// or percent-encoded, and every value of a token parameter or header. Access key ids stay.
// Published test secrets are redacted too, so that a reader of reports never has to wonder.
class Redactor {
 public:
  // Whether the value of a signature parameter is replaced, too: with a real key, the URL could be
  // used.
  enum class Signatures { kShown, kHidden };

  explicit Redactor(const Case& c);
  Redactor(const std::vector<CredentialMessage>& credentials, Signatures signatures);
  // Of several cases, for what is said about a run as a whole.
  explicit Redactor(const std::vector<const Case*>& cases);

  // ForSentencesAbout is a redactor for our own sentences about an answer. It leaves secret access
  // keys alone that the answer does not have: one that is a word of the sentence, such as "secret",
  // would be told by its redaction.
  Redactor ForSentencesAbout(const Observation& answer) const;

  // A position that is given is moved with the byte that it points to.
  std::string Apply(std::string text, std::size_t* position = nullptr) const;

 private:
  std::vector<std::string> secrets_;  // longest first
  std::vector<std::string> keys_;     // those of them that are spellings of secret access keys only
  Signatures signatures_ = Signatures::kShown;
};

// RedactResult redacts every text in a result that may come from an adapter, and the expected URL.
void RedactResult(const Redactor& redactor, CaseResult& result);

}  // namespace countersign
