// The configuration of `serve`. Buckets and credentials are read by the adapter protocol's own
// decoder, so that they mean the same in both.
#include "s3_server/server_config.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocol/codec.h"
#include "protocol/json_reader.h"
#include "protocol/json_writer.h"
#include "sigv4/header_name.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

using enum Presence;

// ConfigFile is the top level of the file. Each bucket and credential is still a JSON text.
struct ConfigFile {
  std::string region;
  std::string service = "s3";
  std::vector<std::string> hosts;
  std::vector<std::string> buckets;
  std::vector<std::string> credentials;
};

constexpr auto ReadTexts = ReadList<ReadText, std::string>;
constexpr auto ReadDocuments = ReadList<ReadDocument, std::string>;

constexpr Field<ConfigFile> kConfigFields[] = {
    {"region", kRequired, Into<&ConfigFile::region, ReadText>},
    {"service", kOptional, Into<&ConfigFile::service, ReadText>},
    {"hosts", kOptional, Into<&ConfigFile::hosts, ReadTexts>},
    {"buckets", kRequired, Into<&ConfigFile::buckets, ReadDocuments>},
    {"credentials", kRequired, Into<&ConfigFile::credentials, ReadDocuments>},
};

// A verify request with this bucket and these credentials, for the protocol's decoder to check. The
// rest of it is a placeholder.
std::string VerifyJson(const ConfigFile& file, const std::string* bucket) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Text("now", "1970-01-01T00:00:00Z");
  writer.Raw("request", R"({"method":"GET","scheme":"http","target":"/","headers":[]})");
  writer.BeginObject("server");
  writer.Text("service", file.service);
  writer.Text("region", file.region);
  writer.EndObject();
  std::string credentials = "[";
  for (const std::string& credential : file.credentials) {
    credentials += (credentials.size() == 1 ? "" : ",") + credential;
  }
  writer.Raw("credentials", credentials + "]");
  if (bucket != nullptr) writer.Raw("bucket", *bucket);
  writer.EndObject();
  return json;
}

// An error in a verify request, with its place in the configuration file.
ConfigError InFile(const ProtocolError& error, std::size_t bucket) {
  constexpr std::string_view kBucket = "/bucket";
  if (!error.message.starts_with(kBucket)) return {error.message};
  return {"/buckets/" + std::to_string(bucket) + error.message.substr(kBucket.size())};
}

std::variant<VerifyInput, ConfigError> VerifyInputFor(const ConfigFile& file,
                                                      const std::string* bucket,
                                                      std::size_t index) {
  Decoded<VerifyMessage> message = DecodeVerify(VerifyJson(file, bucket), Unknown::kRefused);
  if (const auto* error = std::get_if<ProtocolError>(&message)) return InFile(*error, index);
  Decoded<VerifyInput> input = ToVerifyInput(std::get<VerifyMessage>(std::move(message)));
  if (const auto* error = std::get_if<ProtocolError>(&input)) return InFile(*error, index);
  return std::get<VerifyInput>(std::move(input));
}

std::optional<ConfigError> CheckBucketName(const std::vector<std::string>& names,
                                           const std::string& name) {
  const std::string pointer = "/buckets/" + std::to_string(names.size()) + "/name: ";
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  const bool fits = name.size() >= 3 && name.size() <= 63 &&
                    name.find_first_not_of(kAllowed) == std::string::npos && name.front() != '.' &&
                    name.front() != '-';
  if (!fits) {
    return ConfigError{pointer +
                       "expected 3 to 63 of a-z, 0-9, '-' and '.', beginning with a letter or "
                       "digit, found " +
                       name};
  }
  if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
  return ConfigError{pointer + "given twice"};
}

std::optional<ConfigError> CheckService(const std::string& service) {
  if (IsS3Service(service)) return std::nullopt;
  std::string names;
  for (const std::string_view name : S3Services()) {
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return ConfigError{"/service: expected one of " + names + ", found " + service};
}

std::optional<ConfigError> CheckCredentials(const std::vector<Credentials>& credentials) {
  if (credentials.empty()) return ConfigError{"/credentials: expected at least one"};
  for (std::size_t i = 0; i < credentials.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (credentials[i].access_key_id == credentials[j].access_key_id) {
        return ConfigError{"/credentials/" + std::to_string(i) + "/access_key_id: given twice"};
      }
    }
  }
  return std::nullopt;
}

// Adds what Verify needs for a bucket or, if it is nullptr, for requests that name none.
std::optional<ConfigError> AddVerifyInput(const ConfigFile& file, const std::string* bucket,
                                          ServerConfig& config) {
  auto input = VerifyInputFor(file, bucket, config.verify_inputs.size());
  if (auto* error = std::get_if<ConfigError>(&input)) return *std::move(error);
  config.verify_inputs.push_back(std::get<VerifyInput>(std::move(input)));
  if (bucket == nullptr) return CheckCredentials(config.verify_inputs.back().credentials);
  const std::string& name = config.verify_inputs.back().bucket;
  if (auto error = CheckBucketName(config.bucket_names, name)) return error;
  config.bucket_names.push_back(name);
  return std::nullopt;
}

}  // namespace

std::variant<ServerConfig, ConfigError> ParseServerConfig(std::string_view json) {
  JsonReader reader(Unknown::kRefused);
  JsonReader::Element root;
  ConfigFile file;
  if (!reader.Parse(json, root) || !Nested<kConfigFields>(root, file, reader)) {
    return ConfigError{reader.TakeError().message};
  }
  if (file.region.empty()) return ConfigError{"/region: must not be empty"};
  if (auto error = CheckService(file.service)) return *std::move(error);
  if (file.buckets.empty()) return ConfigError{"/buckets: expected at least one"};
  ServerConfig config;
  config.region = file.region;
  if (file.hosts.empty()) config.hosts.emplace_back("localhost");
  for (const std::string& host : file.hosts) config.hosts.push_back(LowerCase(host));
  for (const std::string& bucket : file.buckets) {
    if (auto error = AddVerifyInput(file, &bucket, config)) return *std::move(error);
  }
  if (auto error = AddVerifyInput(file, nullptr, config)) return *std::move(error);
  return config;
}

std::string_view ExampleConfigJson() {
  return R"({
  "region": "us-east-1",
  "buckets": [{"name": "examplebucket", "region": "us-east-1"}],
  "credentials": [{"access_key_id": "AKIAIOSFODNN7EXAMPLE",
                   "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}]
})";
}

}  // namespace countersign
