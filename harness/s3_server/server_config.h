#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "translation/reference_request.h"

namespace countersign {

// ServerConfig is a server's region, hosts, buckets and keys.
struct ServerConfig {
  std::string region;              // where requests arrive
  std::vector<std::string> hosts;  // a bucket may precede these in a Host header; lower case
  std::vector<std::string> bucket_names;
  // What Verify needs to know, one for each bucket in the order of bucket_names. The last is for a
  // request that names none of them.
  std::vector<VerifyInput> verify_inputs;
};

// ConfigError says what is wrong; it begins with the JSON pointer of the place.
struct ConfigError {
  std::string message;
};

// ParseServerConfig reads a configuration:
//
//   {"region": "us-east-1",
//    "service": "s3",                                       (default; or s3express, s3-outposts …)
//    "hosts": ["s3.example.test"],                          (default: localhost)
//    "buckets": [{"name": "examplebucket", "region": "us-east-1"}],
//    "credentials": [{"access_key_id": "…", "secret_access_key": "…"}]}
//
// A bucket and a credential have the fields of a verify request of the adapter protocol, policies
// included. Unknown and repeated fields, and repeated names, are errors.
std::variant<ServerConfig, ConfigError> ParseServerConfig(std::string_view json);

// ExampleConfigJson is a configuration with the bucket, region and key of AWS's documentation.
std::string_view ExampleConfigJson();

}  // namespace countersign
