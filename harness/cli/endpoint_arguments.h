#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "live_server/endpoint.h"

namespace countersign {

// IsBucketName tells whether a name can stand in hosts and paths without escapes; kBucketNameForm
// says what was expected.
bool IsBucketName(const std::string& name);
inline constexpr char kBucketNameForm[] =
    ": expected 3 to 63 letters, digits, dots, hyphens and underscores";

// MakeEndpoint makes the endpoint that the options name. It prints an error and returns nullptr if
// an option is invalid.
std::shared_ptr<Endpoint> MakeEndpoint(const EndpointArguments& arguments, SampledDays days,
                                       const std::string& prefix = RandomPrefix());

// ReadEndpointConfig reads the same options. It prints an error and returns nullopt if one is
// invalid.
std::optional<EndpointConfig> ReadEndpointConfig(const EndpointArguments& arguments,
                                                 const std::string& prefix);

}  // namespace countersign
