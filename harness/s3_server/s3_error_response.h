#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "s3_server/error_xml.h"
#include "sigv4/http_request.h"
#include "sigv4/rejection.h"
#include "sigv4/timestamp.h"

namespace countersign {

// S3ErrorResponse is why a request is refused: S3's error document, and a plainer reason.
struct S3ErrorResponse {
  int status = 500;
  ErrorDocument document;
  std::string rule;    // the id of the rule that refused; empty if none did
  std::string reason;  // for people, if S3's message does not say enough
  std::vector<HeaderField> headers;
};

// RefusedRequest is what S3's error documents quote from.
struct RefusedRequest {
  const HttpRequest& request;
  Timestamp now;
  std::string_view bucket_region;
};

// S3ErrorResponseOf translates a verifier's rejection to S3's code, message and further elements.
S3ErrorResponse S3ErrorResponseOf(const Rejection& rejection, const RefusedRequest& refused);

// HeaderValue returns the value of the first header with this name; empty if the header is absent.
std::string_view HeaderValue(const HttpRequest& request, std::string_view name);

}  // namespace countersign
