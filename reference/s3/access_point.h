#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"

namespace countersign {

// AccessPointScope limits what an access point of a directory bucket is for, whatever the policies
// allow.
struct AccessPointScope {
  std::vector<std::string> permissions = {};  // names of actions: "GetObject"; empty: all
  std::vector<std::string> prefixes = {};     // beginnings of keys, * is a wildcard; empty: all
};

// AccessPoint is the access point through which a request reaches its bucket: one of S3, of S3 on
// Outposts, of Object Lambda, or of a directory bucket.
struct AccessPoint {
  std::string arn;
  std::optional<PolicyDocument> policy = {};
  std::optional<std::string> vpc = {};         // that it takes requests from; absent: the internet
  std::optional<AccessPointScope> scope = {};  // of a directory bucket's
};

}  // namespace countersign
