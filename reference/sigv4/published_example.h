#pragma once

#include <string_view>

// The example that AWS prints in "Authenticating Requests: Using Query Parameters (AWS Signature
// Version 4)", stage by stage. The test of each step begins with it: the output of one step is the
// input of the next. Only tests include this.
namespace countersign::example {

inline constexpr std::string_view kMethod = "GET";
inline constexpr std::string_view kHost = "examplebucket.s3.amazonaws.com";
inline constexpr std::string_view kPath = "/test.txt";
inline constexpr std::string_view kAccessKeyId = "AKIAIOSFODNN7EXAMPLE";
inline constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
inline constexpr std::string_view kAmzDate = "20130524T000000Z";
inline constexpr std::string_view kScope = "20130524/us-east-1/s3/aws4_request";

inline constexpr std::string_view kQuery =
    "X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host";

inline constexpr std::string_view kCanonicalRequest =
    "GET\n"
    "/test.txt\n"
    "X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\n"
    "host:examplebucket.s3.amazonaws.com\n"
    "\n"
    "host\n"
    "UNSIGNED-PAYLOAD";

inline constexpr std::string_view kCanonicalRequestSha256 =
    "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";

inline constexpr std::string_view kStringToSign =
    "AWS4-HMAC-SHA256\n"
    "20130524T000000Z\n"
    "20130524/us-east-1/s3/aws4_request\n"
    "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";

inline constexpr std::string_view kSignature =
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

inline constexpr std::string_view kTarget =
    "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
    "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

}  // namespace countersign::example
