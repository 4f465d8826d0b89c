#include "sigv4/service.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::string_view kS3Services[] = {
    // An access point is addressed by its host name, and the scope says plain s3.
    //= services/access-point
    "s3",
    //= services/s3-express
    "s3express",
    //= services/outposts
    "s3-outposts",
    //= services/object-lambda
    "s3-object-lambda",
};

}  // namespace

std::span<const std::string_view> S3Services() { return kS3Services; }

bool IsS3Service(std::string_view service) {
  return std::find(std::begin(kS3Services), std::end(kS3Services), service) !=
         std::end(kS3Services);
}

std::string_view TokenParameter(TokenIssuer issuer) {
  //= services/s3-express-token
  return issuer == TokenIssuer::kCreateSession ? "X-Amz-S3session-Token" : "X-Amz-Security-Token";
}

}  // namespace countersign
