#pragma once

#include <string>

#include "testing/example.h"
#include "translation/reference_request.h"

namespace countersign {

inline const std::string kPublishedSignature{example::kSignature};
inline const std::string kPublishedTarget{example::kTarget};
inline const std::string kPublishedUrl =
    "https://" + std::string(example::kHost) + kPublishedTarget;
inline const std::string kPublishedSecret{example::kSecret};
inline const std::string kPublishedCanonicalRequest{example::kCanonicalRequest};
inline const std::string kPublishedStringToSign{example::kStringToSign};

inline Case PresignCase(PresignMessage message = PublishedPresign()) {
  return AcceptedCase("presign/sample/case", std::move(message));
}

inline Case VerifyCase(std::vector<ExpectedAnswer> expected) {
  return CaseOf("verify/sample/case", PublishedVerify(), std::move(expected));
}

// A URL that a sound signer makes for a message: what another request's URL looks like.
inline std::string SignedUrlFor(const PresignMessage& message) {
  return Presign(std::get<PresignRequest>(ToPresignRequest(message))).value().url;
}

}  // namespace countersign
