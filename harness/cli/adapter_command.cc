// `countersign adapter` serves the reference, or one mutant of it, as an adapter program.
#include "cli/command.h"
#include "mutants/mutant.h"
#include "reference_adapter/reference_adapter.h"
#include "reference_adapter/serve_adapter.h"

namespace countersign {
namespace {

int ServeMutant(const std::string& name) {
  if (const Mutant* mutant = FindMutant(name)) return ServeStdio(WithMutant(*mutant));
  std::string message = "--mutant " + name + ": unknown mutant";
  std::string separator = "; did you mean ";
  for (const std::string_view similar : SimilarMutants(name)) {
    message += separator + std::string(similar);
    separator = " or ";
  }
  PrintError(message + " (countersign mutants lists them)");
  return kUsage;
}

}  // namespace

int RunAdapter(const std::optional<std::string>& mutant) {
  return mutant ? ServeMutant(*mutant) : ServeStdio(*ReferenceAdapter());
}

}  // namespace countersign
