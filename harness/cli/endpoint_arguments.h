#pragma once

#include <memory>

#include "cli/arguments.h"
#include "live_server/endpoint.h"

namespace countersign {

// MakeEndpoint makes the endpoint that the options name. It prints an error and returns nullptr if
// an option is invalid.
std::shared_ptr<Endpoint> MakeEndpoint(const EndpointArguments& arguments);

}  // namespace countersign
