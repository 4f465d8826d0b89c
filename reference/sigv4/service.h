#pragma once

#include <span>
#include <string_view>

namespace countersign {

// PathEncoding: S3 encodes the decoded path once; every other service encodes it twice.
enum class PathEncoding { kOnce, kTwice };

// PathNormalization: S3 signs the path as it is; other services remove dot segments and repeated
// slashes first (RFC 3986).
enum class PathNormalization { kNever, kRemoveDotSegments };

// S3Services lists the names of the S3 family. A scope has the name of the endpoint's service.
std::span<const std::string_view> S3Services();

// IsS3Service tells whether a service is of the S3 family. These encode the path once, never
// normalise it, and sign UNSIGNED-PAYLOAD unless a hash is declared.
bool IsS3Service(std::string_view service);

// TokenIssuer is who issued a temporary credential: AWS STS, or CreateSession of S3 Express.
enum class TokenIssuer { kSts, kCreateSession };

// TokenParameter is the query parameter that carries a session token: X-Amz-Security-Token, or
// X-Amz-S3session-Token for a session of a directory bucket.
std::string_view TokenParameter(TokenIssuer issuer);

}  // namespace countersign
