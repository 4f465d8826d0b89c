#include <cstdio>

#include "cli/command.h"
#include "cli/renamed.h"

namespace countersign {

void PrintError(const std::string& message) {
  std::fprintf(stderr, "countersign: %s\n", message.c_str());
}

namespace {

int Main(int argc, char** argv) {
  CLI::App app(
      "Checks implementations of AWS SigV4 presigned URLs: presigners and verifiers, as a program "
      "or a shared library.",
      "countersign");
  app.set_version_flag("--version", "countersign " COUNTERSIGN_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(32);
  app.footer(
      "Exit status of run: 0 conforming, 1 not conforming, 2 usage or configuration,\n"
      "3 the adapter or the harness broke, 4 nothing ran, 130 interrupted.");

  if (const auto hint = FindRenamed(argc, argv)) {
    PrintError(*hint);
    return kUsage;
  }
  int status = kConforming;
  AddRunCommand(app, status);
  AddListCommand(app, status);
  AddShowCommand(app, status);
  AddAdapterCommand(app, status);
  AddServeCommand(app, status);
  AddVectorsCommand(app, status);
  AddExplainCommand(app, status);
  AddMutantsCommand(app, status);
  AddFuzzCommand(app, status);
  AddSelfTestCommand(app, status);
  AddLibraryWorkerCommand(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help and --version
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    // Without a subcommand, CLI11 does not say what it found in its place.
    const std::vector<std::string> others = app.remaining();
    const std::string unknown = others.empty() ? "" : "unknown command " + others.front() + "; ";
    PrintError(unknown + error.what() + " (countersign --help lists commands and options)");
    return kUsage;
  }
  return status;
}

}  // namespace
}  // namespace countersign

int main(int argc, char** argv) { return countersign::Main(argc, argv); }
