#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "translation/reference_request.h"

namespace countersign {

// ServerConfig is who may ask a server for what.
struct ServerConfig {
  std::string region;              // where requests arrive
  std::vector<std::string> hosts;  // a bucket may stand in front of these; lower case
  std::vector<std::string> bucket_names;
  // What Verify needs to know, bucket by bucket in the order of bucket_names; last, for a request
  // that names none of them.
  std::vector<VerifyInput> questions;
};

// ConfigError says what is wrong, beginning with its JSON pointer.
struct ConfigError {
  std::string message;
};

// ParseServerConfig reads a configuration:
//
//   {"region": "us-east-1",
//    "hosts": ["s3.example.test"],                          (default: localhost)
//    "buckets": [{"name": "examplebucket", "region": "us-east-1"}],
//    "credentials": [{"access_key_id": "…", "secret_access_key": "…"}]}
//
// A bucket and a credential are what they are in a verify request of the adapter protocol, policies
// included. Unknown and repeated fields, and repeated names, are errors.
std::variant<ServerConfig, ConfigError> ParseServerConfig(std::string_view json);

// ExampleConfigJson has the bucket, region and key of the examples in AWS's documentation.
std::string_view ExampleConfigJson();

}  // namespace countersign
