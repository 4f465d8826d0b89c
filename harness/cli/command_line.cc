// Everything that the command line accepts, command by command in the order of --help. Only this
// file and certify_options.cc include CLI11, which takes longer to compile than all else here.

#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/options.h"
#include "transport/library_worker.h"
#include "writers/formats.h"

namespace countersign {

CLI::Option* AddEndpointOptions(CLI::App& command, EndpointArguments& arguments) {
  CLI::Option* endpoint = command
                              .add_option("--endpoint", arguments.url,
                                          "A live S3 server, http://HOST[:PORT][/PATH] or https://")
                              ->type_name("URL");
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command.add_option(name, value, what)->type_name(type)->needs(endpoint);
  };
  CLI::Option* bucket =
      add("--bucket", arguments.bucket,
          "An existing bucket there; objects are made and removed under one prefix", "NAME");
  CLI::Option* credentials =
      add("--credentials", arguments.credentials,
          "Its keys: a JSON file with access_key_id and secret_access_key", "FILE");
  endpoint->needs(bucket)->needs(credentials);
  add("--region", arguments.region,
      "Its region (default: that of the credentials file, or us-east-1)", "REGION");
  command
      .add_flag("--no-region", arguments.no_region,
                "It has no regions: cases about another region are not asked")
      ->needs(endpoint);
  add("--addressing", arguments.addressing,
      "Where requests name the bucket: path (the default) or virtual", "STYLE")
      ->check(CLI::IsMember({"path", "virtual"}));
  add("--clock-file", arguments.clock_file,
      "A file that the server's clock follows, such as libfaketime's timestamp file: "
      "cases then run at their own second",
      "FILE");
  add("--errors", arguments.errors,
      "How closely the endpoint's refusals are judged: code (the default) or outcome", "LEVEL")
      ->check(CLI::IsMember({"code", "outcome"}));
  command.add_flag("--insecure", arguments.insecure, "Accept any TLS certificate of the endpoint")
      ->needs(endpoint);
  return endpoint;
}

void AddImplementationOptions(CLI::App& command, ImplementationArguments& arguments) {
  CLI::Option* adapter = command.add_option("--adapter", arguments.adapter,
                                            "A program that speaks the adapter protocol");
  adapter->type_name("COMMAND");
  command
      .add_option("--library", arguments.library,
                  "A shared library that exports countersign_adapter_v1")
      ->type_name("FILE")
      ->excludes(adapter);
}

namespace {

// Each function below adds a command and its options to app, and stores the command's exit status
// in `status` when the parsed command line asks for it. The arguments outlive the parsing because
// they are static.

// CLI11's Range takes "nan".
CLI::Validator SecondsBetween(double least, double most) {
  const auto check = [least, most](const std::string& text) -> std::string {
    double value = 0;
    if (CLI::detail::lexical_cast(text, value) && value >= least && value <= most) return {};
    return "expected seconds from " + CLI::detail::to_string(least) + " to " +
           CLI::detail::to_string(most) + ", found " + text;
  };
  return {check, ""};
}

void AddVectorsOption(CLI::App& command, SelectionArguments& arguments) {
  command
      .add_option("--vectors", arguments.vectors,
                  "Read the vectors from FOLDER instead of the embedded ones")
      ->type_name("FOLDER");
}

void AddSelectOptions(CLI::App& command, SelectionArguments& arguments) {
  command
      .add_option("--select", arguments.select,
                  "Only cases whose id matches GLOB ('*' matches '/' too; a folder selects all "
                  "cases in it); "
                  "may be repeated")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  command
      .add_option("--exclude", arguments.exclude,
                  "Leave out cases whose id matches GLOB; may be repeated")
      ->type_name("GLOB")
      ->allow_extra_args(false);
}

void AddSelectionOptions(CLI::App& command, SelectionArguments& arguments) {
  AddSelectOptions(command, arguments);
  command
      .add_option("--level", arguments.level,
                  "The weakest level to run: must, should (the default) or may")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"must", "should", "may"}));
  command
      .add_option("--shard", arguments.shard,
                  "Only part I of N of the selected cases; I starts at 1")
      ->type_name("I/N");
  AddVectorsOption(command, arguments);
}

std::string ReportFormatsText() {
  std::string text = "Report formats:";
  for (const ReportFormat& format : ReportFormats()) {
    std::string name(format.name);
    name.resize(std::max<std::size_t>(name.size() + 1, 10), ' ');
    text += "\n  " + name + std::string(format.description);
  }
  return text;
}

void AddRunCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "run", "Runs the suite against an implementation (default: the built-in reference)");
  static RunArguments arguments;
  AddImplementationOptions(*command, arguments.implementation);
  AddEndpointOptions(*command, arguments.endpoint)
      ->excludes(command->get_option("--adapter"))
      ->excludes(command->get_option("--library"));
  AddSelectionOptions(*command, arguments.selection);
  command
      ->add_option("--report", arguments.reports,
                   "Write a report; FORMAT is " + ReportFormatNames() + "; may be repeated")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  command
      ->add_option("--expected", arguments.expected,
                   "A list of known deviations, each with its reason and a link")
      ->type_name("FILE");
  command
      ->add_option("--write-expected", arguments.write_expected,
                   "Write such a list of what fails in this run; with --expected, what is listed "
                   "there keeps its reason")
      ->type_name("FILE");
  command
      ->add_option("--trace", arguments.trace,
                   "Write each request and each answer to this file, with secrets redacted")
      ->type_name("FILE");
  command
      ->add_option("--jobs", arguments.jobs,
                   "How many workers, each with its own adapter (default 1)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command
      ->add_option("--timeout", arguments.timeout_seconds,
                   "The longest time for one case (default 10)")
      ->type_name("SECONDS")
      ->check(SecondsBetween(0.001, 86400));
  command
      ->add_option("--startup-timeout", arguments.startup_timeout_seconds,
                   "The longest time for the adapter's answer to the hello (default 10), or for an "
                   "endpoint's first answer (default: that of --timeout)")
      ->type_name("SECONDS")
      ->check(SecondsBetween(0.001, 86400));
  command->add_flag("--fail-fast", arguments.fail_fast, "Stop at the first failure or fault");
  command->add_flag("--no-further-cases", arguments.no_further_cases,
                    "Find the likely causes of failures with the selected cases alone; otherwise "
                    "the others that tell causes apart are asked as well, for 10 seconds at most");
  command->footer(ReportFormatsText());
  command->callback([&status] { status = RunSuite(arguments); });
}

void AddListCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("list", "Prints the ids of the cases, one per line");
  static SelectionArguments arguments;
  AddSelectionOptions(*command, arguments);
  command->callback([&status] { status = ListCases(arguments); });
}

void AddShowCommand(CLI::App& app, int& status) {
  CLI::App* command =
      app.add_subcommand("show", "Prints one complete case with its rules and their sources");
  static SelectionArguments arguments;
  static std::string id;
  command->add_option("id", id, "The id of the case, as `countersign list` prints it")
      ->required()
      ->type_name("ID");
  AddVectorsOption(*command, arguments);
  command->callback([&status] { status = ShowCase(arguments, id); });
}

void AddAdapterCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "adapter", "Serves the reference over the adapter protocol on stdin and stdout");
  static std::optional<std::string> mutant;
  command->add_option("--mutant", mutant, "Serve this mutant; countersign mutants lists them")
      ->type_name("NAME");
  CLI::App* check = command->add_subcommand(
      "check", "Asks your adapter a few questions, and explains its answers");
  static AdapterCheckArguments arguments;
  check->add_option("COMMAND", arguments.command, "The command that starts it, in quotes")
      ->required();
  check
      ->add_option("--timeout", arguments.timeout_seconds,
                   "The longest time for one answer (default 10)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86400.0));
  check
      ->add_option("--startup-timeout", arguments.startup_timeout_seconds,
                   "The longest time for the answer to the hello (default 10)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86400.0));
  check->footer(
      "Exit status: 0 every answer is right; 1 an answer is wrong; 3 the adapter broke; 4 nothing "
      "was supported.");
  check->callback([&status] { status = CheckAdapter(arguments); });
  command->callback([&status, check] {
    if (!check->parsed()) status = RunAdapter(mutant);
  });
}

void AddServeCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "serve", "Runs a small S3 server that checks presigned URLs as the reference does");
  static ServeArguments arguments;
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command->add_option(name, value, what)->type_name(type);
  };
  add("--listen", arguments.listen, "Where to listen; port 0 is any free port (127.0.0.1:9000)",
      "HOST:PORT");
  add("--config", arguments.config,
      "Region, buckets and keys, as JSON (default: AWS's example key)", "FILE");
  add("--folder", arguments.folder, "Keep objects as files of this folder (default: in memory)",
      "DIR");
  add("--rate", arguments.rate, "The most bytes a second that each connection sends of a body",
      "BYTES/S");
  add("--clock-file", arguments.clock_file,
      "Read the time from this file at each request: 2013-05-24T00:00:00Z or @2013-05-24 00:00:00",
      "FILE");
  add("--max-connections", arguments.max_connections, "The most connections at once (2048)", "N")
      ->check(CLI::Range(1, 100000));
  add("--max-object-size", arguments.max_object_size, "The largest upload (64 MiB)", "BYTES");
  add("--max-memory", arguments.max_memory, "The most memory for objects and uploads (1 GiB)",
      "BYTES");
  add("--timeout", arguments.timeout,
      "How long a request's head, or any progress of a body, may take (30)", "SECONDS")
      ->check(SecondsBetween(0.1, 86400));
  command->callback([&status] { status = RunServer(arguments); });
}

void AddRecordCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "record", "Asks genuine S3 the verify cases and writes down its answers, without secrets");
  static RecordArguments arguments;
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command->add_option(name, value, what)->type_name(type);
  };
  CLI::Option* aws = command->add_flag(
      "--aws", arguments.aws, "Ask AWS: the regional, the global and the dual-stack endpoint");
  CLI::Option* endpoint =
      add("--endpoint", arguments.endpoint,
          "Ask this server in AWS's place: http://HOST[:PORT] or https://…", "URL")
          ->excludes(aws);
  add("--bucket", arguments.bucket, "A bucket without anything else in it", "NAME")->required();
  CLI::Option* other_bucket = add("--other-bucket", arguments.other_bucket,
                                  "A bucket in another region, for redirects", "NAME");
  CLI::Option* other_region =
      add("--other-region", arguments.other_region, "The region of --other-bucket", "REGION");
  other_bucket->needs(other_region);
  other_region->needs(other_bucket);
  add("--credentials", arguments.credentials,
      "The keys: a JSON file, or env for AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
      "AWS_SESSION_TOKEN",
      "FILE|env")
      ->required();
  add("--region", arguments.region,
      "The region of --bucket (default: that of the file, AWS_REGION or AWS_DEFAULT_REGION; "
      "otherwise us-east-1)",
      "REGION");
  add("--addressing", arguments.addressing,
      "Where requests to --endpoint name the bucket: path (the default) or virtual. AWS is asked "
      "as each case says",
      "STYLE")
      ->check(CLI::IsMember({"path", "virtual"}))
      ->needs(endpoint);
  command->add_flag("--insecure", arguments.insecure, "Accept any TLS certificate of --endpoint")
      ->needs(endpoint);
  AddSelectOptions(*command, arguments.selection);
  AddVectorsOption(*command, arguments.selection);
  add("--out", arguments.out, "The new file of evidence (vectors/evidence/README.md)", "FILE")
      ->required();
  add("--timeout", arguments.timeout_seconds, "The longest time for one case (default 10)",
      "SECONDS")
      ->check(SecondsBetween(0.001, 86400));
  command->add_flag("--yes", arguments.yes,
                    "Send it. Without this option, only what would be sent is shown");
  command->footer(
      "Exit status: 0 every case has an answer; 2 usage; 3 the recording could not begin or go on, "
      "or an object is left behind; 4 nothing was sent; 130 interrupted. What was recorded stays.");
  command->callback([&status] { status = RunRecord(arguments); });
}

void AddEvidenceCommand(CLI::App& vectors, int& status) {
  CLI::App* command = vectors.add_subcommand(
      "evidence", "Says which expectations a recorded file confirms, contradicts or settles");
  static EvidenceArguments arguments;
  command->add_option("FILE", arguments.file, "What `countersign record` has written")->required();
  command
      ->add_option("--vectors", arguments.vectors,
                   "Compare it with the vectors in FOLDER instead of the embedded ones")
      ->type_name("FOLDER");
  command->add_flag("--other-suite", arguments.other_suite,
                    "Take a file that was recorded with other vectors, if its cases ask the same");
  command->footer("Exit status: 0 nothing is contradicted, 1 something is, 2 the file is refused.");
  command->callback([&status] { status = WeighEvidence(arguments); });
}

void AddVectorsCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("vectors", "Checks and completes a folder of vectors");
  command->require_subcommand(1);
  static std::string folder = "vectors";
  const auto add = [&](const char* name, const char* what, int (*run)(const std::string&)) {
    CLI::App* sub = command->add_subcommand(name, what);
    sub->add_option("--vectors", folder, "The folder of vectors (default: vectors)")
        ->type_name("FOLDER");
    sub->callback([&status, run] { status = run(folder); });
  };
  add("lint", "Reports rules without cases, cases without sources and similar problems",
      LintVectors);
  add("accept", "Rewrites stages, signatures and digests from the reference, except published ones",
      AcceptVectors);
  AddEvidenceCommand(*command, status);
}

void AddExplainCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "explain", "Explains why a presigned URL fails, and which mistake was made");
  static ExplainArguments arguments;
  command->add_option("URL", arguments.url, "The presigned URL, in quotes")->required();
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command->add_option(name, value, what)->type_name(type);
  };
  add("--method", arguments.method, "The method that was sent (default: any that matches)",
      "METHOD");
  add("--header", arguments.headers, "A header that was sent; may be repeated", "'NAME: VALUE'")
      ->take_all();
  CLI::Option* file = add("--secret-file", arguments.secret_file,
                          "Read the secret access key from this file; - is stdin", "FILE");
  add("--secret-env", arguments.secret_env, "Read it from this environment variable", "NAME")
      ->excludes(file);
  add("--error-xml", arguments.error_xml, "The server's error document; - is stdin", "FILE");
  add("--now", arguments.now, "The time to check with, such as 2013-05-24T00:00:00Z (default: now)",
      "TIME");
  command->add_flag("--json", arguments.json, "As JSON, for programs");
  command->footer(
      "Exit status: 0 the URL is sound, 1 something is wrong with it, 2 usage, 5 not known: "
      "nothing "
      "is wrong that can be seen, but without the secret the signature is not checked.");
  command->callback([&status] { status = RunExplain(arguments); });
}

void AddMutantsCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "mutants", "Lists the mutants: the reference with one step replaced by a real mistake");
  static bool json = false;
  command->add_flag("--json", json, "As JSON");
  command->callback([&status] { status = ListMutants(json); });
}

void AddFuzzCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "fuzz",
      "Looks for requests on which an implementation and the reference disagree; writes one case "
      "for each kind");
  static FuzzArguments arguments;
  AddImplementationOptions(*command, arguments.implementation);
  command->add_option("--time", arguments.seconds, "How long to look, in seconds")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--questions", arguments.questions,
                   "Stop after about this many questions, if --time is not reached first")
      ->type_name("COUNT")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--seed", arguments.seed,
                   "The same seed, corpus and answers give the same questions")
      ->type_name("NUMBER")
      ->capture_default_str();
  command
      ->add_option("--out", arguments.out,
                   "Folder for the cases found (vectors/) and for the corpus that the next run "
                   "starts with (corpus/)")
      ->type_name("FOLDER")
      ->capture_default_str();
  command->add_option("--timeout", arguments.timeout_seconds, "The longest time for one answer")
      ->type_name("SECONDS")
      ->check(SecondsBetween(0.001, 86400))
      ->capture_default_str();
  command->callback([&status] { status = Fuzz(arguments); });
}

void AddSelfTestCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "selftest",
      "Measures the suite: it must catch every mutant and pass every correct implementation");
  static SelfTestArguments arguments;
  AddVectorsOption(*command, arguments.selection);
  command->add_option("--jobs", arguments.jobs, "How many at once (default: one per processor)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command
      ->add_option("--select", arguments.select,
                   "Measure only those whose names match; may be repeated")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  command->add_option("--matrix", arguments.matrix, "Write which cases catch each mutant, as JSON")
      ->type_name("FILE");
  command->callback([&status] { status = RunSelfTest(arguments); });
}

void AddLibraryWorkerCommand(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("library-worker", "");
  command->group("");  // not for people: the process that hosts a --library
  static std::string library;
  command->add_option("library", library)->required();
  command->callback([&status] { status = LibraryWorker(library); });
}

std::string ExitStatusText() {
  std::string text = "Exit status of run:";
  for (const ExitStatusMeaning& entry : kExitStatuses) {
    std::string number = std::to_string(entry.status);
    number.resize(5, ' ');
    text += "\n  " + number + std::string(entry.meaning);
  }
  return text;
}

}  // namespace

int RunCommandLine(int argc, const char* const* argv) {
  CLI::App app(
      "Checks implementations of AWS SigV4 presigned URLs: presigners and verifiers, as a program "
      "or a shared library.",
      "countersign");
  app.set_version_flag("--version", "countersign " COUNTERSIGN_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(32);
  app.footer(ExitStatusText());

  int status = kConforming;
  AddRunCommand(app, status);
  AddListCommand(app, status);
  AddShowCommand(app, status);
  AddAdapterCommand(app, status);
  AddServeCommand(app, status);
  AddRecordCommand(app, status);
  AddVectorsCommand(app, status);
  AddExplainCommand(app, status);
  AddMutantsCommand(app, status);
  AddFuzzCommand(app, status);
  AddSelfTestCommand(app, status);
  AddCertifyCommand(app, status);
  AddLibraryWorkerCommand(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help and --version
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    // CLI11's message does not name an unknown command.
    const std::vector<std::string> others = app.remaining();
    const std::string unknown = others.empty() ? "" : "unknown command " + others.front() + "; ";
    PrintError(unknown + error.what() + " (countersign --help lists commands and options)");
    return kUsage;
  }
  return status;
}

}  // namespace countersign
