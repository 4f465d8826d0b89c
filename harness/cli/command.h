#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "suite/case.h"
#include "suite/load_error.h"

namespace countersign {

// ExitStatus is what scripts rely on; see the protocol's command line.
enum ExitStatus : int {
  kConforming = 0,
  kNotConforming = 1,
  kUsage = 2,
  kBroke = 3,
  kNothingRan = 4,
  kInterrupted = 130,
};

// Each command adds its own subcommand and options to app, and puts its status into `status` when
// the parsed command line asks for it. All of them outlive app's parsing.
void AddRunCommand(CLI::App& app, int& status);
void AddListCommand(CLI::App& app, int& status);
void AddShowCommand(CLI::App& app, int& status);
void AddAdapterCommand(CLI::App& app, int& status);
void AddServeCommand(CLI::App& app, int& status);
void AddVectorsCommand(CLI::App& app, int& status);
void AddExplainCommand(CLI::App& app, int& status);
void AddMutantsCommand(CLI::App& app, int& status);
void AddFuzzCommand(CLI::App& app, int& status);
void AddSelfTestCommand(CLI::App& app, int& status);
void AddLibraryWorkerCommand(CLI::App& app, int& status);

// PrintError prints one line for people on stderr, after the program's name.
void PrintError(const std::string& message);

// PrintLoadErrors complains of each mistake in the vectors: file, place, what was expected.
void PrintLoadErrors(const LoadErrors& errors);

// LoadVectors reads the embedded suite, or the folder's where one is named. Nothing where they
// cannot be loaded: every problem has then been complained of.
std::optional<Suite> LoadVectors(const std::optional<std::string>& folder);

}  // namespace countersign
