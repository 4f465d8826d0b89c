#pragma once

#include "sigv4/http_request.h"
#include "sigv4/rejection.h"

namespace countersign {

// Both checks return nullopt if the body is not known, or is not looked at because of the method.

// CheckDeclaredDigests refuses a Content-MD5 or x-amz-checksum-* header that no body can match: one
// that is not base64 of the digest's length, an unknown algorithm, two checksums, another one than
// the SDK says. It also refuses checksums after the body, which a presigned upload cannot have.
Refusal CheckDeclaredDigests(const HttpRequest& request);

// CheckDigestsOfBody compares Content-MD5 and the x-amz-checksum-* header with the body. It is
// called after CheckDeclaredDigests has returned nullopt.
Refusal CheckDigestsOfBody(const HttpRequest& request);

}  // namespace countersign
