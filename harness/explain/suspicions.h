#pragma once

#include <vector>

#include "explain/explanation.h"
#include "judge/presigned_url.h"

namespace countersign {

// What the remark is about that an upload has the checksum of an empty body.
inline constexpr const char* kChecksum = "checksum";

// AddSuspicions adds what is often a mistake and sometimes right: a key that was encoded before it
// was signed, a doubled slash, a method that the URL was hardly signed for. Suspicions about the
// method are left out if the signature is right. The signature's state must be filled in.
void AddSuspicions(const UrlParts& parts, const ExplainInput& input, Explanation& explanation);

// FindUnknowns returns the inputs of a signature whose signed value cannot be known from the URL:
// the values of signed headers, a host that no rule of AWS knows, an unusual method, a body.
std::vector<UnknownInput> FindUnknowns(const UrlParts& parts, const ExplainInput& input,
                                       const UrlFacts& facts);

}  // namespace countersign
