#include "adapter/library_worker.h"
#include "builtin/reference_adapter.h"
#include "builtin/serve.h"
#include "cli/command.h"

namespace countersign {

void AddAdapterCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "adapter", "Speaks the adapter protocol on stdin and stdout, with the reference behind it");
  command->callback([&status] { status = ServeStdio(*ReferenceAdapter()); });
}

void AddLibraryWorkerCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("library-worker", "");
  command->group("");  // not for people: the process that hosts a --library
  static std::string library;
  command->add_option("library", library)->required();
  command->callback([&status] { status = LibraryWorker(library); });
}

}  // namespace countersign
