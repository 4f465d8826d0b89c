#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "s3_server/error_xml.h"
#include "sigv4/http_request.h"
#include "sigv4/rejection.h"
#include "sigv4/timestamp.h"

namespace countersign {

// S3ErrorResponse is why a request is not served, as S3 would say it, and more plainly.
struct S3ErrorResponse {
  int status = 500;
  ErrorDocument document;
  std::string rule;    // the id of the rule that refused; empty where none did
  std::string reason;  // for people, where the message leaves something open
  std::vector<HeaderField> headers;
};

// RefusedRequest is what S3's error documents quote.
struct RefusedRequest {
  const HttpRequest& request;
  Timestamp now;
  std::string_view bucket_region;
};

// S3ErrorResponseOf words a verifier's rejection: S3's code, message and further elements.
S3ErrorResponse S3ErrorResponseOf(const Rejection& rejection, const RefusedRequest& refused);

// HeaderValue returns the value of the first header of that name; empty where none came.
std::string_view HeaderValue(const HttpRequest& request, std::string_view name);

}  // namespace countersign
