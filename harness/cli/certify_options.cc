// The command line of `countersign certify`.
#include <CLI/CLI.hpp>
#include <string>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/options.h"

namespace countersign {
namespace {

void AddKeygenCommand(CLI::App& certify, int& status) {
  CLI::App* command = certify.add_subcommand(
      "keygen", "Makes a key to sign with: Ed25519, private and public, in PEM");
  static CertifyKeygenArguments arguments;
  command->add_option("private", arguments.private_key, "The new file of the private key")
      ->required()
      ->type_name("PRIVATE");
  command->add_option("public", arguments.public_key, "The new file of the public key")
      ->required()
      ->type_name("PUBLIC");
  command->callback([&status] { status = MakeCertifyKey(arguments); });
}

void AddCheckCommand(CLI::App& certify, int& status) {
  CLI::App* command = certify.add_subcommand(
      "check", "Judges a bundle again, without the implementation and without a network");
  static CertifyCheckArguments arguments;
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    command->add_option(name, value, what)->type_name(type);
  };
  command->add_option("bundle", arguments.bundle, "The folder of the bundle")
      ->required()
      ->type_name("FOLDER");
  add("--key", arguments.public_key, "The public key that must have signed, in PEM", "FILE");
  add("--challenge", arguments.challenge, "The challenge that must have been answered", "HEX");
  add("--product", arguments.product, "The product's description, if its files are at hand",
      "FILE");
  add("--secret-file", arguments.secret_file,
      "The keys of the live server, as for --credentials: its requests are signed again", "FILE");
  add("--vectors", arguments.vectors,
      "Read the vectors from FOLDER instead of the embedded ones; a bundle names them by digest",
      "FOLDER");
  command->footer(
      "Exit status: 0 certifiable, 1 not: each reason with its file and record, 2 usage.");
  command->callback([&status] { status = CheckCertified(arguments); });
}

}  // namespace

void AddCertifyCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("certify",
                                         "Asks one-time questions and writes a bundle, from which "
                                         "anybody can judge the answers again");
  static CertifyArguments arguments;
  AddImplementationOptions(*command, arguments.implementation);
  AddEndpointOptions(*command, arguments.endpoint)
      ->excludes(command->get_option("--adapter"))
      ->excludes(command->get_option("--library"));
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    command->add_option(name, value, what)->type_name(type);
  };
  add("--product", arguments.product,
      "Who made it, its version and its files, as JSON (reports/certification/README.md)", "FILE");
  add("--out", arguments.out, "The folder of the bundle, which must not exist", "FOLDER");
  add("--challenge", arguments.challenge,
      "The certifier's challenge: 64 hex digits (default: random, and then said so)", "HEX");
  add("--key", arguments.key, "The private key to sign with (default: one made for this bundle)",
      "FILE");
  add("--vectors", arguments.vectors,
      "Read the vectors from FOLDER instead of the embedded ones; a bundle names them by digest",
      "FOLDER");
  command->require_subcommand(0, 1);
  command->footer(
      "Exit status: 0 a bundle that is certifiable, 1 a bundle that is not, 2 usage, 3 no bundle: "
      "the adapter or the harness broke, 130 interrupted, no bundle.");
  AddCheckCommand(*command, status);
  AddKeygenCommand(*command, status);
  command->callback([&status, command] {
    if (command->get_subcommands().empty()) status = RunCertify(arguments);
  });
}

}  // namespace countersign
