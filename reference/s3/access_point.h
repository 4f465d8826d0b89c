#pragma once

#include <optional>
#include <string>

#include "policy/policy.h"

namespace countersign {

// AccessPoint is the access point through which a request reaches its bucket: one of S3, of S3 on
// Outposts, or of Object Lambda.
struct AccessPoint {
  std::string arn;
  std::optional<PolicyDocument> policy = {};
  std::optional<std::string> vpc = {};  // that it takes requests from; absent: the internet
};

}  // namespace countersign
