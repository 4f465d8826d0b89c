// `countersign certify`: asks every case once, with keys, names and dates that follow from the
// challenge, and writes the bundle.
#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <variant>

#include "certify/bundle.h"
#include "certify/certify.h"
#include "certify/check.h"
#include "certify/endpoint_questions.h"
#include "cli/command.h"
#include "cli/endpoint_arguments.h"
#include "cli/implementation.h"
#include "cli/progress.h"
#include "protocol/printable.h"
#include "protocol/read_file.h"

namespace countersign {
namespace {

// What a certification needs, read from the command line before anything is asked.
struct Certification {
  Suite suite;
  Manifest manifest;
  Ed25519Key key;
  ImplementationUnderTest implementation;
  std::shared_ptr<Endpoint> endpoint;  // null unless a live server is certified
};

bool CertifyFails(const std::string& why) {
  PrintError(why);
  return false;
}

std::string PlatformName() {
  struct utsname name = {};
  if (uname(&name) != 0) return "unknown";
  return std::string(name.sysname) + " " + name.machine;
}

bool ReadSigningKey(const CertifyArguments& arguments, Certification& certification) {
  if (!arguments.key) {
    certification.manifest.is_one_time_key = true;
    certification.key = MakeEd25519Key();
    return true;
  }
  const auto text = ReadFile(*arguments.key);
  if (const auto* not_read = std::get_if<NotRead>(&text)) {
    return CertifyFails("--key " + *arguments.key + ": " + not_read->why);
  }
  auto key = ReadEd25519Key(std::get<std::string>(text));
  if (const auto* why = std::get_if<std::string>(&key)) {
    return CertifyFails("--key " + *arguments.key + ": " + *why);
  }
  certification.key = std::get<Ed25519Key>(std::move(key));
  return true;
}

bool ReadProductOf(const CertifyArguments& arguments, Certification& certification) {
  auto product = ReadProduct(arguments.product);
  if (const auto* errors = std::get_if<LoadErrors>(&product)) {
    PrintLoadErrors(*errors);
    return false;
  }
  Product& read = certification.manifest.product = std::get<Product>(std::move(product));
  if (arguments.implementation.library) {
    auto artefact = ArtefactOf(*arguments.implementation.library);
    if (const auto* why = std::get_if<std::string>(&artefact)) {
      return CertifyFails("--library " + *arguments.implementation.library + ": " + *why);
    }
    read.artefacts.insert(read.artefacts.begin(), std::get<Artefact>(std::move(artefact)));
  }
  const bool is_endpoint = arguments.endpoint.url.has_value();
  for (const Artefact& one : read.artefacts) {
    if (one.is_declared == is_endpoint) return true;
  }
  if (is_endpoint) {
    return CertifyFails("--product " + arguments.product +
                        ": declared must name what the server runs, by its digest");
  }
  return CertifyFails("--product " + arguments.product +
                      ": files must name at least the program that is tested");
}

bool PrepareEndpoint(const EndpointArguments& arguments, Certification& certification) {
  Manifest& manifest = certification.manifest;
  const std::string prefix = PrefixOf(manifest.challenge);
  const auto config = ReadEndpointConfig(arguments, prefix);
  if (!config) return false;
  certification.endpoint = MakeEndpoint(arguments, SampledDays::kAll, prefix);
  if (!certification.endpoint) return false;
  certification.implementation.connect = certification.endpoint->Connector();
  manifest.kind = "endpoint";
  manifest.asked = config->url.Text();
  manifest.endpoint = EndpointFacts{config->url.Text(),
                                    config->bucket,
                                    arguments.addressing,
                                    config->region,
                                    arguments.no_region,
                                    arguments.clock_file.has_value(),
                                    arguments.errors,
                                    prefix,
                                    KeysWithoutSecrets(config->credentials)};
  return true;
}

bool PrepareImplementation(const CertifyArguments& arguments, Certification& certification) {
  const ImplementationArguments& given = arguments.implementation;
  if (arguments.endpoint.url) return PrepareEndpoint(arguments.endpoint, certification);
  if (!given.adapter && !given.library) {
    return CertifyFails("expected --adapter COMMAND, --library FILE or --endpoint URL");
  }
  auto implementation = FindImplementation(given);
  if (!implementation) return false;
  certification.implementation = *std::move(implementation);
  certification.manifest.kind = given.adapter ? "adapter" : "library";
  certification.manifest.asked =
      given.adapter ? *given.adapter : std::filesystem::path(*given.library).filename().string();
  return true;
}

bool PrepareCertification(const CertifyArguments& arguments, Certification& certification) {
  if (arguments.product.empty() || arguments.out.empty()) {
    return CertifyFails(std::string("expected ") +
                        (arguments.product.empty() ? "--product FILE" : "--out FOLDER"));
  }
  Challenge& challenge = certification.manifest.challenge;
  challenge = RandomChallenge();
  if (arguments.challenge) {
    const auto given = ParseChallenge(*arguments.challenge);
    if (!given) {
      return CertifyFails("--challenge " + *arguments.challenge + ": expected 64 hex digits");
    }
    challenge = *given;
  }
  if (const auto why = WhyNoBundleAt(arguments.out)) {
    return CertifyFails("--out " + arguments.out + ": " + *why);
  }
  if (!PrepareImplementation(arguments, certification) ||
      !ReadProductOf(arguments, certification) || !ReadSigningKey(arguments, certification)) {
    return false;
  }
  auto suite = LoadVectors(arguments.vectors);
  if (!suite) return false;
  certification.suite = *std::move(suite);
  certification.manifest.countersign = COUNTERSIGN_VERSION;
  certification.manifest.suite = certification.suite.digest;
  certification.manifest.platform = PlatformName();
  return true;
}

void RemoveObjectsOf(const Endpoint& endpoint) {
  for (const std::string& left : endpoint.RemoveObjects()) {
    PrintError("left behind at the endpoint: " + left);
  }
}

// Puts a first object, and sets how cases are adapted. It prints what is wrong with what the user
// gave, and returns false then.
bool PrepareToAsk(const Endpoint& endpoint, const Certification& certification,
                  AskOptions& options) {
  endpoint.Prepare(RequestDeadline(RequestDeadline::Clock::now() + options.startup_timeout,
                                   options.interrupted));
  if (const auto why = endpoint.WrongInput()) {
    RemoveObjectsOf(endpoint);
    return CertifyFails("the endpoint cannot be tested: " + *why);
  }
  options.adapt = [&endpoint](const Case& c) { return endpoint.AdaptNow(c); };
  std::chrono::seconds longest{0};
  for (const Case& c : certification.suite.cases) {
    if (OpOf(c) == Op::kVerify) longest = std::max(longest, endpoint.WaitingTime(c));
  }
  options.case_timeout += longest;
  return true;
}

int WriteCertified(const CertifyArguments& arguments, const Suite& suite,
                   const std::vector<NamedText>& files) {
  if (const auto why = WriteBundle(arguments.out, files)) {
    PrintError("--out " + arguments.out + ": " + *why);
    return kBroke;
  }
  const BundleCheck check = CheckBundle(files, suite, {});
  std::cout << "wrote the bundle " << arguments.out << '\n';
  for (const std::string& problem : check.problems) {
    std::cout << "not certifiable: " << problem << '\n';
  }
  if (!check.problems.empty()) return kNotConforming;
  std::cout << "certifiable as " << check.title << '\n';
  return kConforming;
}

}  // namespace

int RunCertify(const CertifyArguments& arguments) {
  Certification certification;
  if (!PrepareCertification(arguments, certification)) return kUsage;
  const std::atomic<bool>& interrupted = InterruptOnSignals();
  AskOptions options;
  options.interrupted = &interrupted;
  if (certification.endpoint && !PrepareToAsk(*certification.endpoint, certification, options)) {
    return kUsage;
  }
  std::variant<std::vector<NamedText>, NoBundle> made;
  {
    Progress progress(CountCertified(certification.suite, AskedOfKind(certification.manifest)));
    options.on_result = [&progress](const CaseResult& result) { progress.Add(result); };
    made = Certify(certification.suite, certification.manifest,
                   certification.implementation.connect, options, certification.key);
  }
  if (certification.endpoint) RemoveObjectsOf(*certification.endpoint);
  if (interrupted) {
    PrintError("interrupted: no bundle was written");
    return kInterrupted;
  }
  if (const auto* none = std::get_if<NoBundle>(&made)) {
    PrintError("no bundle was written: " + none->why);
    return kBroke;
  }
  return WriteCertified(arguments, certification.suite, std::get<std::vector<NamedText>>(made));
}

}  // namespace countersign
