#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/credentials.h"
#include "policy/policy.h"
#include "policy/statement.h"
#include "s3/access_point.h"
#include "sigv4/http_request.h"
#include "sigv4/query_string.h"
#include "sigv4/rejection.h"
#include "sigv4/timestamp.h"

namespace countersign {

// Origin is where a request came from, according to the network. Unknown facts are absent.
struct Origin {
  std::optional<std::string> source_ip;
  std::optional<std::string> source_vpc;
  std::optional<std::string> source_vpce;
  bool via_aws_service = false;  // an AWS service sends it on behalf of the principal
  std::optional<PolicyDocument> endpoint_policy = {};  // of source_vpce; absent: everything
};

// BucketOwner is what policies can ask about the account of the bucket. Unknown facts are absent.
struct BucketOwner {
  std::optional<std::string> account;       // twelve digits
  std::optional<std::string> organization;  // its id
  std::vector<PolicyDocument> resource_control_policies;
};

// Access is an authenticated request together with everything that policies can ask about it.
struct Access {
  const HttpRequest& request;
  std::string_view raw_path;
  const QueryString& query;
  const Credentials& signer;
  Timestamp signed_at;
  Timestamp now;
  const Origin& origin;
  std::span<const std::string> server_hosts;
  std::string_view service;
  std::string_view bucket;         // its name
  std::string_view bucket_region;  // its partition is part of the ARN
  const PolicyDocument* bucket_policy = nullptr;
  const BucketOwner* owner = nullptr;
  const AccessPoint* access_point = nullptr;  // that the request came through
};

// CheckAuthorization refuses a request that the policies do not allow. A URL allows what its signer
// may do at the time of use.
Refusal CheckAuthorization(const Access& access);

// DescribeAccess is the request as the policies of the bucket see it.
AccessRequest DescribeAccess(const Access& access);

// DescribeThrough is the request as the policies of its access point see it.
AccessRequest DescribeThrough(const Access& access, const AccessPoint& access_point);

}  // namespace countersign
