#include "cli/command.h"
#include "mutants/mutant.h"
#include "reference_adapter/reference_adapter.h"
#include "reference_adapter/serve_adapter.h"
#include "transport/library_worker.h"

namespace countersign {
namespace {

int ServeMutant(const std::string& name) {
  if (const Mutant* mutant = FindMutant(name)) return ServeStdio(WithMutant(*mutant));
  std::string message = "--mutant " + name + ": there is no such mutant";
  std::string separator = "; did you mean ";
  for (const std::string_view similar : SimilarMutants(name)) {
    message += separator + std::string(similar);
    separator = " or ";
  }
  PrintError(message + " (countersign mutants lists them)");
  return kUsage;
}

}  // namespace

void AddAdapterCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "adapter", "Speaks the adapter protocol on stdin and stdout, with the reference behind it");
  static std::optional<std::string> mutant;
  command->add_option("--mutant", mutant, "A mistake to make; countersign mutants lists them")
      ->type_name("NAME");
  command->callback(
      [&status] { status = mutant ? ServeMutant(*mutant) : ServeStdio(*ReferenceAdapter()); });
}

void AddLibraryWorkerCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("library-worker", "");
  command->group("");  // not for people: the process that hosts a --library
  static std::string library;
  command->add_option("library", library)->required();
  command->callback([&status] { status = LibraryWorker(library); });
}

}  // namespace countersign
