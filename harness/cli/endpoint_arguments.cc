#include "cli/endpoint_arguments.h"

#include <filesystem>
#include <utility>
#include <variant>

#include "cli/command.h"

namespace countersign {
namespace {

// A bucket's name stands in hosts and paths as it is.
bool IsBucketName(const std::string& name) {
  return name.size() >= 3 && name.size() <= 63 &&
         name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") ==
             std::string::npos;
}

bool Refused(const std::string& why) {
  PrintError(why);
  return false;
}

bool ReadTarget(const EndpointArguments& arguments, EndpointConfig& target) {
  auto url = ParseEndpointUrl(*arguments.url);
  if (const auto* why = std::get_if<std::string>(&url)) {
    return Refused("--endpoint " + *arguments.url + ": " + *why);
  }
  target.url = std::get<EndpointUrl>(std::move(url));
  if (!IsBucketName(arguments.bucket)) {
    return Refused("--bucket " + arguments.bucket +
                   ": expected 3 to 63 letters, digits, dots, hyphens and underscores");
  }
  target.bucket = arguments.bucket;
  auto credentials = ReadCredentialsFile(arguments.credentials);
  if (const auto* why = std::get_if<std::string>(&credentials)) {
    return Refused("--credentials " + *why);
  }
  target.credentials = std::get<EndpointCredentials>(std::move(credentials));
  target.region = arguments.region.value_or(target.credentials.region.value_or("us-east-1"));
  target.addressing = arguments.addressing == "virtual" ? Addressing::kVirtual : Addressing::kPath;
  target.prefix = RandomPrefix();
  return true;
}

// The clock file need not be there yet, but its folder.
bool CheckClockFile(const std::optional<std::string>& path) {
  if (!path) return true;
  const std::filesystem::path file(*path);
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return Refused("--clock-file " + *path + ": is a folder, expected a file");
  }
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, error)) {
    return Refused("--clock-file " + *path + ": its folder does not exist");
  }
  return true;
}

}  // namespace

std::shared_ptr<Endpoint> MakeEndpoint(const EndpointArguments& arguments) {
  Endpoint::Options options;
  if (!ReadTarget(arguments, options.target) || !CheckClockFile(arguments.clock_file)) {
    return nullptr;
  }
  options.clock_file = arguments.clock_file;
  options.errors = arguments.errors == "outcome" ? ErrorLevel::kOutcome : ErrorLevel::kCode;
  if (arguments.insecure) options.certificates = Certificates::kUnverified;
  return std::make_shared<Endpoint>(std::move(options));
}

}  // namespace countersign
