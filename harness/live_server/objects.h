#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "live_server/endpoint_config.h"
#include "protocol/message.h"

namespace countersign {

// ObjectPath is the path of the object that a target names, escaped as AWS does it.
std::string ObjectPath(std::string_view target);

// ObjectsOf returns the paths of the objects that a request needs: the one that it reads or
// deletes, and the source of a copy. LiveServer puts them first. Those outside of the run's prefix
// are left out.
std::vector<std::string> ObjectsOf(const VerifyMessage& message, const EndpointConfig& config);

}  // namespace countersign
