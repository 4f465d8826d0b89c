// Loads the vectors for every command that needs them, and computes the signatures that the cases
// leave to the reference.
#include <algorithm>
#include <variant>

#include "cli/command.h"
#include "judge/derive.h"
#include "suite/load.h"

namespace countersign {

void PrintLoadErrors(const LoadErrors& errors) {
  for (const LoadError& error : errors) {
    std::string place = error.file;
    if (!error.pointer.empty()) place += " " + error.pointer;
    PrintError(place + ": " + error.expected);
  }
}

std::optional<Suite> LoadVectors(const std::optional<std::string>& folder) {
  auto loaded = folder ? LoadDirectory(*folder) : LoadEmbedded();
  if (const auto* errors = std::get_if<LoadErrors>(&loaded)) {
    PrintLoadErrors(*errors);
    return std::nullopt;
  }
  Suite suite = std::get<Suite>(std::move(loaded));
  if (const auto error = FillSignatures(suite)) {
    PrintError(*error);
    return std::nullopt;
  }
  return suite;
}

}  // namespace countersign
