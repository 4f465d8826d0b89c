#include "s3_server/server_config.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocol/codec.h"
#include "protocol/json_reader.h"
#include "protocol/json_writer.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

using enum Presence;

// ConfigFile is the file's outer layer; each bucket and credential is still a JSON text.
struct ConfigFile {
  std::string region;
  std::vector<std::string> hosts;
  std::vector<std::string> buckets;
  std::vector<std::string> credentials;
};

constexpr auto ReadTexts = ReadList<ReadText, std::string>;
constexpr auto ReadDocuments = ReadList<ReadDocument, std::string>;

constexpr Field<ConfigFile> kConfigFields[] = {
    {"region", kRequired, Into<&ConfigFile::region, ReadText>},
    {"hosts", kOptional, Into<&ConfigFile::hosts, ReadTexts>},
    {"buckets", kRequired, Into<&ConfigFile::buckets, ReadDocuments>},
    {"credentials", kRequired, Into<&ConfigFile::credentials, ReadDocuments>},
};

// VerifyJson is a verify request with everything that does not depend on the request: the
// protocol's own reader then checks buckets and credentials.
std::string VerifyJson(const ConfigFile& file, const std::string* bucket) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Text("now", "1970-01-01T00:00:00Z");
  writer.Raw("request", R"({"method":"GET","scheme":"http","target":"/","headers":[]})");
  writer.BeginObject("server");
  writer.Text("service", "s3");
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

// InFile moves an error from a verify request to where its text stands in the file.
ConfigError InFile(const ProtocolError& error, std::size_t bucket) {
  constexpr std::string_view kBucket = "/bucket";
  if (!error.message.starts_with(kBucket)) return {error.message};
  return {"/buckets/" + std::to_string(bucket) + error.message.substr(kBucket.size())};
}

std::variant<VerifyInput, ConfigError> QuestionFor(const ConfigFile& file,
                                                   const std::string* bucket, std::size_t index) {
  Decoded<VerifyMessage> message = DecodeVerify(VerifyJson(file, bucket), Unknown::kRefused);
  if (const auto* error = std::get_if<ProtocolError>(&message)) return InFile(*error, index);
  Decoded<VerifyInput> question = ToVerifyInput(std::get<VerifyMessage>(std::move(message)));
  if (const auto* error = std::get_if<ProtocolError>(&question)) return InFile(*error, index);
  return std::get<VerifyInput>(std::move(question));
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

// AddQuestion adds what Verify needs for a bucket, or, for nullptr, without one.
std::optional<ConfigError> AddQuestion(const ConfigFile& file, const std::string* bucket,
                                       ServerConfig& config) {
  auto question = QuestionFor(file, bucket, config.questions.size());
  if (auto* error = std::get_if<ConfigError>(&question)) return *std::move(error);
  config.questions.push_back(std::get<VerifyInput>(std::move(question)));
  if (bucket == nullptr) return CheckCredentials(config.questions.back().credentials);
  const std::string& name = config.questions.back().bucket;
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
  if (file.region.empty()) return ConfigError{"/region: expected a region's name"};
  if (file.buckets.empty()) return ConfigError{"/buckets: expected at least one"};
  ServerConfig config;
  config.region = file.region;
  if (file.hosts.empty()) config.hosts.emplace_back("localhost");
  for (const std::string& host : file.hosts) config.hosts.push_back(LowerCase(host));
  for (const std::string& bucket : file.buckets) {
    if (auto error = AddQuestion(file, &bucket, config)) return *std::move(error);
  }
  if (auto error = AddQuestion(file, nullptr, config)) return *std::move(error);
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
