#include <algorithm>
#include <variant>

#include "cli/command.h"
#include "judge/derive.h"
#include "suite/load.h"

namespace countersign {

void ComplainOf(const LoadErrors& errors) {
  for (const LoadError& error : errors) {
    std::string place = error.file;
    if (!error.pointer.empty()) place += " " + error.pointer;
    Complain(place + ": " + error.expected);
  }
}

std::optional<Suite> LoadVectors(const std::optional<std::string>& folder) {
  auto loaded = folder ? LoadDirectory(*folder) : LoadEmbedded();
  if (const auto* errors = std::get_if<LoadErrors>(&loaded)) {
    ComplainOf(*errors);
    return std::nullopt;
  }
  Suite suite = std::get<Suite>(std::move(loaded));
  if (const auto error = FillSignatures(suite)) {
    Complain(*error);
    return std::nullopt;
  }
  return suite;
}

}  // namespace countersign
