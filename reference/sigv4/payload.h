#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sigv4/http_request.h"
#include "sigv4/query_string.h"
#include "sigv4/rejection.h"

namespace countersign {

inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

// PayloadLine is the last line of a canonical request, as a verifier finds it.
//
// S3: the value that the signer declared in a signed x-amz-content-sha256 header or in a query
// parameter of that name, whatever it is; UNSIGNED-PAYLOAD if it declared none. Other services: the
// body's SHA-256 in hex, or the SHA-256 of an empty body if body_sha256 is absent.
std::string PayloadLine(std::string_view service, std::span<const std::string_view> signed_headers,
                        std::span<const HeaderField> headers, const QueryString& query,
                        const std::optional<std::string>& body_sha256);

// CarriesBody tells whether S3 looks at the body of a request of this method.
bool CarriesBody(std::string_view method);

// CheckPayload compares the payload line of a request to an S3 service with its body.
Refusal CheckPayload(std::string_view method, std::string_view payload_line,
                     const std::optional<std::string>& body_sha256);

}  // namespace countersign
