#pragma once

#include <optional>
#include <string>

#include "judge/verdict.h"
#include "suite/case.h"

namespace countersign::fuzz {

// ClassOf names the kind of divergence, in words joined by hyphens and slashes, so that many
// examples of one mistake are one finding:
//
//   verify/accepts/expires-at-most-a-week       accepts what this rule refuses
//   verify/refuses/signature-mismatch           refuses a valid request for this reason
//   verify/refuses-as/unknown-key/expired       both refuse, for different reasons (theirs, ours)
//   presign/differs/canonical-query             another signature; this line differs first
//   presign/differs/x-amz-expires               the URL is for something else
//   presign/accepts/…                           as for verify
//   presign/refuses/bad-input/invalid-endpoint  with the first words of its message
//   breaks/exited-with-status                   gives no answer
//
// Returns nullopt if the answer is right, or if the rules do not decide it: a signer may answer as
// it likes to input that no URL can express, and may report any of several errors.
std::optional<std::string> ClassOf(const Case& question, const Observation& observation,
                                   const CaseResult& judged);

}  // namespace countersign::fuzz
