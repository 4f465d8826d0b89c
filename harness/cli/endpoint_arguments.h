#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "live_server/endpoint.h"

namespace countersign {

// EndpointArguments are the options with which run says which live server it means.
struct EndpointArguments {
  std::optional<std::string> url;
  std::string bucket;
  std::string credentials;
  std::optional<std::string> region;
  std::string addressing = "path";
  std::optional<std::string> clock_file;
  std::string errors = "code";
  bool insecure = false;
};

// AddEndpointOptions adds --endpoint and what belongs to it; returns the former.
CLI::Option* AddEndpointOptions(CLI::App& command, EndpointArguments& arguments);

// MakeEndpoint reads the options, which name an endpoint. Null where they cannot be used:
// complained of.
std::shared_ptr<Endpoint> MakeEndpoint(const EndpointArguments& arguments);

}  // namespace countersign
