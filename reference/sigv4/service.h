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

// TokenParameter is the query parameter that carries the session token: X-Amz-S3session-Token for
// s3express, X-Amz-Security-Token for every other service.
std::string_view TokenParameter(std::string_view service);

}  // namespace countersign
