#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "judge/verdict.h"
#include "suite/case.h"

namespace countersign {

// Redactor replaces a case's secrets by "[redacted]", whoever wrote the text they stand in: secret
// access keys and session tokens, plain or percent-encoded, and whatever is the value of a token
// parameter or header. Access key ids stay. Published test secrets are redacted all the same: a
// reader of reports must never have to wonder.
class Redactor {
 public:
  explicit Redactor(const Case& c);

  // Where a position is given, it follows the octet that it points to.
  std::string Apply(std::string text, std::size_t* position = nullptr) const;

 private:
  std::vector<std::string> secrets_;  // longest first
};

// RedactResult redacts everything in a result that an adapter had a hand in, but for the two JSON
// objects, whose texts are redacted before they are written (judge/answer_json.h).
void RedactResult(const Redactor& redactor, CaseResult& result);

}  // namespace countersign
