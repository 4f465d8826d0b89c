#pragma once

#include "cli/arguments.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace countersign {

// The options that several commands share. AddEndpointOptions returns --endpoint itself.
void AddImplementationOptions(CLI::App& command, ImplementationArguments& arguments);
CLI::Option* AddEndpointOptions(CLI::App& command, EndpointArguments& arguments);

// AddCertifyCommand adds `certify` with its commands.
void AddCertifyCommand(CLI::App& app, int& status);

}  // namespace countersign
