#include "adapter/library_worker.h"
#include "builtin/reference_adapter.h"
#include "builtin/serve.h"
#include "cli/command.h"
#include "faults/fault.h"

namespace countersign {
namespace {

int ServeFault(const std::string& name) {
  if (const Fault* fault = FindFault(name)) return ServeStdio(WithFault(*fault));
  std::string message = "--fault " + name + ": there is no such fault";
  std::string separator = "; did you mean ";
  for (const std::string_view similar : SimilarFaults(name)) {
    message += separator + std::string(similar);
    separator = " or ";
  }
  Complain(message + " (countersign faults lists them)");
  return kUsage;
}

}  // namespace

void AddAdapterCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "adapter", "Speaks the adapter protocol on stdin and stdout, with the reference behind it");
  static std::optional<std::string> fault;
  command->add_option("--fault", fault, "A mistake to make; countersign faults lists them")
      ->type_name("NAME");
  command->callback(
      [&status] { status = fault ? ServeFault(*fault) : ServeStdio(*ReferenceAdapter()); });
}

void AddLibraryWorkerCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("library-worker", "");
  command->group("");  // not for people: the process that hosts a --library
  static std::string library;
  command->add_option("library", library)->required();
  command->callback([&status] { status = LibraryWorker(library); });
}

}  // namespace countersign
