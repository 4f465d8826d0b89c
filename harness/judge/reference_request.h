#pragma once

#include <string_view>
#include <vector>

#include "protocol/message.h"
#include "sigv4/credentials.h"
#include "sigv4/http_request.h"
#include "sigv4/presign.h"
#include "sigv4/verify.h"

namespace countersign {

// The reference's view of a message of the protocol.

PresignRequest ToPresignRequest(const PresignMessage& message);

Credentials ToCredentials(const CredentialMessage& message);

std::vector<HeaderField> ToHeaders(const std::vector<NameValue>& headers);

HttpRequest ToHttpRequest(const VerifyMessage::Request& request);

// How the service of a message encodes its path, and whether it normalises it.
struct PathRules {
  PathEncoding encoding;
  PathNormalization normalization;
};
PathRules PathRulesOf(const PresignMessage& message);
PathRules PathRulesOf(const VerifyMessage::Server& server);

// VerifyWithReference answers a verify message as the reference does.
Result<Accepted> VerifyWithReference(const VerifyMessage& message, SigningKeyCache& keys);

}  // namespace countersign
