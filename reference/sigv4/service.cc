#include "sigv4/service.h"

namespace countersign {

bool IsS3Service(std::string_view service) {
  // An access point is addressed by its host name, and the scope says plain s3.
  //= services/access-point
  if (service == "s3") return true;
  //= services/outposts
  if (service == "s3-outposts") return true;
  //= services/object-lambda
  if (service == "s3-object-lambda") return true;
  return service == "s3express";
}

std::string_view TokenParameter(std::string_view service) {
  //= services/s3-express-token
  return service == "s3express" ? "X-Amz-S3session-Token" : "X-Amz-Security-Token";
}

}  // namespace countersign
