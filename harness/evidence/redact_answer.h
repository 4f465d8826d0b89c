#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evidence/evidence.h"
#include "judge/thorough_redactor.h"
#include "live_server/credentials_file.h"

namespace countersign {

// kHidden replaces what is removed from evidence.
inline constexpr std::string_view kHidden = "[redacted]";

// EvidenceRedactor removes from a recorded answer what nobody may read in a public file: secrets,
// session tokens, signatures (a wrong one too, because it may differ from the right one by one
// digit), Authorization headers, access key ids and account numbers. A server may repeat the
// request in its answer, whole or in part, so every text of the answer is searched too.
class EvidenceRedactor {
 public:
  explicit EvidenceRedactor(const EndpointCredentials& live);

  // `signature` is the right one of the request; empty if it has none.
  void Apply(RecordedAnswer& recorded, std::string_view signature) const;

 private:
  std::string OfRequest(std::string text, std::string_view signature) const;
  std::string OfAnswer(std::string text, std::string_view signature) const;

  ThoroughRedactor redactor_;
  std::vector<std::string> ids_;
};

// IsHiddenParameter tells whether a query parameter's value is removed: a signature or a token. The
// name may be escaped, in any case.
bool IsHiddenParameter(std::string_view raw_name);
// IsHiddenHeader tells the same of a header.
bool IsHiddenHeader(std::string_view name);

}  // namespace countersign
