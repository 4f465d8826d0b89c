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

CLI::Option* AddEndpointOptions(CLI::App& command, EndpointArguments& arguments) {
  CLI::Option* endpoint =
      command
          .add_option("--endpoint", arguments.url,
                      "A live S3 server, http://HOST[:PORT] or https://HOST[:PORT]")
          ->type_name("URL");
  CLI::Option* bucket =
      command
          .add_option("--bucket", arguments.bucket,
                      "An existing bucket there; objects are made and removed under one prefix")
          ->type_name("NAME")
          ->needs(endpoint);
  CLI::Option* credentials =
      command
          .add_option("--credentials", arguments.credentials,
                      "Its keys: a JSON file with access_key_id and secret_access_key")
          ->type_name("FILE")
          ->needs(endpoint);
  endpoint->needs(bucket)->needs(credentials);
  command
      .add_option("--region", arguments.region, "Its region (default: the file's, or us-east-1)")
      ->type_name("REGION")
      ->needs(endpoint);
  command
      .add_option("--addressing", arguments.addressing,
                  "Where requests name the bucket: path (the default) or virtual")
      ->type_name("STYLE")
      ->check(CLI::IsMember({"path", "virtual"}))
      ->needs(endpoint);
  command
      .add_option("--clock-file", arguments.clock_file,
                  "A file that the server's clock follows, such as libfaketime's timestamp file: "
                  "cases then run at their own second")
      ->type_name("FILE")
      ->needs(endpoint);
  command
      .add_option("--errors", arguments.errors,
                  "How finely the endpoint's refusals are judged: code (the default) or outcome")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"code", "outcome"}))
      ->needs(endpoint);
  command.add_flag("--insecure", arguments.insecure, "Take any certificate that it shows over TLS")
      ->needs(endpoint);
  return endpoint;
}

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
