#pragma once

#include "presign.h"
#include "sigv4/rejection.h"

namespace countersign {

// CheckPresignInput refuses what no URL can grant or no request can carry, saying which field and
// why: empty names, line breaks, characters that end a path or a host, parameters of ours.
Refusal CheckPresignInput(const PresignRequest& request);

// CheckLifetime refuses a lifetime that S3 would not honour: outside 1 to 604800 seconds, longer
// than the credential's kind allows, past the credential's own end.
Refusal CheckLifetime(const PresignRequest& request);

}  // namespace countersign
