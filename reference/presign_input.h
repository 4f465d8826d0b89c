#pragma once

#include "presign.h"
#include "sigv4/rejection.h"

namespace countersign {

// CheckPresignInput refuses input that no URL can express or no request can carry, and says which
// field and why: empty names, line breaks, characters that end a path or a host, parameters that
// the signer adds.
Refusal CheckPresignInput(const PresignRequest& request);

// CheckLifetime refuses a lifetime that S3 would not accept: outside 1 to 604800 seconds, longer
// than the credential's kind allows, or past the credential's end.
Refusal CheckLifetime(const PresignRequest& request);

}  // namespace countersign
