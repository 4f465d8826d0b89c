// `countersign certify check` and `countersign certify keygen`.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <variant>

#include "certify/check.h"
#include "certify/ed25519.h"
#include "cli/command.h"
#include "protocol/read_file.h"
#include "protocol/write_all.h"

namespace countersign {
namespace {

bool CheckFails(const std::string& why) {
  PrintError(why);
  return false;
}

bool ReadExpectedKey(const std::string& path, CheckOptions& options) {
  const auto text = ReadFile(path);
  if (const auto* not_read = std::get_if<NotRead>(&text)) {
    return CheckFails("--key " + path + ": " + not_read->why);
  }
  auto key = ReadPublicPem(std::get<std::string>(text));
  if (const auto* why = std::get_if<std::string>(&key)) {
    return CheckFails("--key " + path + ": " + *why);
  }
  options.public_key = std::get<PublicPem>(std::move(key)).pem;
  return true;
}

bool ReadCheckOptions(const CertifyCheckArguments& arguments, CheckOptions& options) {
  if (arguments.challenge) {
    options.challenge = ParseChallenge(*arguments.challenge);
    if (!options.challenge) {
      return CheckFails("--challenge " + *arguments.challenge + ": expected 64 hex digits");
    }
  }
  if (arguments.public_key && !ReadExpectedKey(*arguments.public_key, options)) return false;
  if (arguments.secret_file) {
    auto keys = ReadCredentialsFile(*arguments.secret_file);
    if (const auto* why = std::get_if<std::string>(&keys)) {
      return CheckFails("--secret-file " + *why);
    }
    options.credentials = std::get<EndpointCredentials>(std::move(keys));
  }
  if (!arguments.product) return true;
  auto product = ReadProduct(*arguments.product);
  if (const auto* errors = std::get_if<LoadErrors>(&product)) {
    PrintLoadErrors(*errors);
    return false;
  }
  options.product = std::get<Product>(std::move(product));
  return true;
}

int PrintCheck(const BundleCheck& check) {
  for (const std::string& line : check.recomputed) std::cout << "computed again: " << line << '\n';
  for (const std::string& line : check.believed) std::cout << "believed: " << line << '\n';
  for (const std::string& line : check.problems) std::cout << "NOT CERTIFIABLE: " << line << '\n';
  if (!check.problems.empty()) return kNotConforming;
  std::cout << "certifiable as " << check.title << '\n';
  return kConforming;
}

bool WriteKeyFile(const std::string& path, const std::string& pem, unsigned mode) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return CheckFails(path + ": cannot be made: " + std::strerror(errno));
  const bool written = WriteAll(file, pem);
  const int error = errno;
  if (close(file) == 0 && written) return true;
  return CheckFails(path + ": cannot be written: " + std::strerror(error));
}

}  // namespace

int CheckCertified(const CertifyCheckArguments& arguments) {
  CheckOptions options;
  if (!ReadCheckOptions(arguments, options)) return kUsage;
  const auto suite = LoadVectors(arguments.vectors);
  if (!suite) return kUsage;
  const auto files = ReadBundle(arguments.bundle);
  if (const auto* problems = std::get_if<std::vector<std::string>>(&files)) {
    BundleCheck check;
    check.problems = *problems;
    return PrintCheck(check);
  }
  return PrintCheck(CheckBundle(std::get<std::vector<NamedText>>(files), *suite, options));
}

int MakeCertifyKey(const CertifyKeygenArguments& arguments) {
  const Ed25519Key key = MakeEd25519Key();
  if (!WriteKeyFile(arguments.private_key, key.private_pem, 0600)) return kUsage;
  if (!WriteKeyFile(arguments.public_key, key.public_pem, 0644)) {
    unlink(arguments.private_key.c_str());
    return kUsage;
  }
  std::cout << "key " << KeyIdOf(key.public_pem) << '\n';
  return kConforming;
}

}  // namespace countersign
