#pragma once

#include <optional>
#include <string>

#include "judge/verdict.h"
#include "suite/case.h"

namespace countersign::fuzz {

// ClassOf names the kind of divergence, in words joined by hyphens and slashes, so that many
// examples of one mistake are one finding:
//
//   verify/accepts/expires-at-most-a-week       what the rule refuses is accepted
//   verify/refuses/signature-mismatch           what is right is refused, as this
//   verify/refuses-as/unknown-key/expired       both refuse, by different reasons (theirs, ours)
//   presign/differs/canonical-query             the signature, from this line on
//   presign/differs/x-amz-expires               the URL grants something else
//   presign/accepts/…                           as with verify
//   presign/refuses/bad-input/invalid-endpoint  with the words that begin its message
//   breaks/exited-with-status                   no answer at all
//
// Nothing where the answer is as it must be, and where there is nothing that it must be: what a
// signer makes of input that no URL can grant is its own affair, as long as it answers, and so is
// what it says first where it refuses.
std::optional<std::string> ClassOf(const Case& question, const Observation& observation,
                                   const CaseResult& judged);

}  // namespace countersign::fuzz
