#pragma once

#include <memory>

#include "cli/arguments.h"
#include "live_server/endpoint.h"

namespace countersign {

// MakeEndpoint reads the options, which name an endpoint. Null where they cannot be used:
// complained of.
std::shared_ptr<Endpoint> MakeEndpoint(const EndpointArguments& arguments);

}  // namespace countersign
