#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
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

// The commands. Each returns its exit status.
int RunSuite(const RunArguments& arguments);
int ListCases(const SelectionArguments& arguments);
int ShowCase(const SelectionArguments& arguments, const std::string& id);
int RunAdapter(const std::optional<std::string>& mutant);  // nullopt: the reference
int RunServer(const ServeArguments& arguments);
int LintVectors(const std::string& folder);
int AcceptVectors(const std::string& folder);
int RunExplain(const ExplainArguments& arguments);
int ListMutants(bool json);
int Fuzz(const FuzzArguments& arguments);
int RunSelfTest(const SelfTestArguments& arguments);

// PrintError prints one line for people on stderr, after the program's name.
void PrintError(const std::string& message);

// PrintLoadErrors complains of each mistake in the vectors: file, place, what was expected.
void PrintLoadErrors(const LoadErrors& errors);

// LoadVectors reads the embedded suite, or the folder's where one is named. Nothing where they
// cannot be loaded: every problem has then been complained of.
std::optional<Suite> LoadVectors(const std::optional<std::string>& folder);

}  // namespace countersign
