// The options of `run` for a live server: --endpoint, --bucket and so on.
#include "cli/endpoint_arguments.h"

#include <filesystem>
#include <utility>
#include <variant>

#include "cli/command.h"

namespace countersign {
namespace {

bool Fail(const std::string& why) {
  PrintError(why);
  return false;
}

bool ReadConfig(const EndpointArguments& arguments, const std::string& prefix,
                EndpointConfig& config) {
  auto url = ParseEndpointUrl(*arguments.url);
  if (const auto* why = std::get_if<std::string>(&url)) {
    return Fail("--endpoint " + *arguments.url + ": " + *why);
  }
  config.url = std::get<EndpointUrl>(std::move(url));
  if (!IsBucketName(arguments.bucket)) {
    return Fail("--bucket " + arguments.bucket + kBucketNameForm);
  }
  config.bucket = arguments.bucket;
  auto credentials = ReadCredentialsFile(arguments.credentials);
  if (const auto* why = std::get_if<std::string>(&credentials)) {
    return Fail("--credentials " + *why);
  }
  config.credentials = std::get<EndpointCredentials>(std::move(credentials));
  config.region = arguments.region.value_or(config.credentials.region.value_or("us-east-1"));
  config.regions = arguments.no_region ? EndpointRegions::kNone : EndpointRegions::kKnown;
  config.addressing =
      arguments.addressing == "virtual" ? Addressing::kVirtualHosted : Addressing::kPath;
  config.prefix = prefix;
  return true;
}

// The clock file may be missing, but its folder must exist.
bool CheckClockFile(const std::optional<std::string>& path) {
  if (!path) return true;
  const std::filesystem::path file(*path);
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return Fail("--clock-file " + *path + ": is a folder, expected a file");
  }
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, error)) {
    return Fail("--clock-file " + *path + ": its folder does not exist");
  }
  return true;
}

}  // namespace

bool IsBucketName(const std::string& name) {
  return name.size() >= 3 && name.size() <= 63 &&
         name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") ==
             std::string::npos;
}

std::optional<EndpointConfig> ReadEndpointConfig(const EndpointArguments& arguments,
                                                 const std::string& prefix) {
  EndpointConfig config;
  if (!ReadConfig(arguments, prefix, config)) return std::nullopt;
  return config;
}

std::shared_ptr<Endpoint> MakeEndpoint(const EndpointArguments& arguments, SampledDays days,
                                       const std::string& prefix) {
  Endpoint::Options options;
  if (!ReadConfig(arguments, prefix, options.config) || !CheckClockFile(arguments.clock_file)) {
    return nullptr;
  }
  options.clock_file = arguments.clock_file;
  options.days = days;
  options.errors = arguments.errors == "outcome" ? ErrorLevel::kOutcome : ErrorLevel::kCode;
  if (arguments.insecure) options.certificates = Certificates::kUnverified;
  return std::make_shared<Endpoint>(std::move(options));
}

}  // namespace countersign
