// The keys of a live server, which `run --endpoint` reads from a JSON file (--credentials).
#include "live_server/credentials_file.h"

#include "protocol/json_reader.h"
#include "protocol/read_file.h"

namespace countersign {
namespace {

using enum Presence;

// A longer file is not a credentials file.
constexpr std::size_t kLongestCredentials = std::size_t{64} << 10;

bool ReadNonEmpty(const JsonReader::Element& element, std::string& out, JsonReader& reader) {
  // The reader's error for a wrong type does not quote the value.
  return ReadText(element, out, reader) && (!out.empty() || reader.Fail("is empty"));
}

struct File {
  CredentialMessage first;
  std::optional<std::string> region;
  std::optional<CredentialMessage> second;
  std::optional<CredentialMessage> inactive;
  std::optional<CredentialMessage> temporary;
};

constexpr Field<CredentialMessage> kPermanentFields[] = {
    {"access_key_id", kRequired, Into<&CredentialMessage::access_key_id, ReadNonEmpty>},
    {"secret_access_key", kRequired, Into<&CredentialMessage::secret_access_key, ReadNonEmpty>},
};
constexpr Field<CredentialMessage> kTemporaryFields[] = {
    {"access_key_id", kRequired, Into<&CredentialMessage::access_key_id, ReadNonEmpty>},
    {"secret_access_key", kRequired, Into<&CredentialMessage::secret_access_key, ReadNonEmpty>},
    {"session_token", kRequired, Into<&CredentialMessage::session_token, ReadNonEmpty>},
};

bool ReadFirstId(const JsonReader::Element& element, File& out, JsonReader& reader) {
  return ReadNonEmpty(element, out.first.access_key_id, reader);
}
bool ReadFirstSecret(const JsonReader::Element& element, File& out, JsonReader& reader) {
  return ReadNonEmpty(element, out.first.secret_access_key, reader);
}
bool ReadFirstToken(const JsonReader::Element& element, File& out, JsonReader& reader) {
  return ReadNonEmpty(element, out.first.session_token.emplace(), reader);
}

constexpr Field<File> kFields[] = {
    {"access_key_id", kRequired, ReadFirstId},
    {"secret_access_key", kRequired, ReadFirstSecret},
    {"session_token", kOptional, ReadFirstToken},
    {"region", kOptional, Into<&File::region, ReadNonEmpty>},
    {"second", kOptional, Into<&File::second, Nested<kPermanentFields, CredentialMessage>>},
    {"inactive", kOptional, Into<&File::inactive, Nested<kPermanentFields, CredentialMessage>>},
    {"temporary", kOptional, Into<&File::temporary, Nested<kTemporaryFields, CredentialMessage>>},
};

}  // namespace

std::vector<CredentialMessage> AllKeys(const EndpointCredentials& credentials) {
  std::vector<CredentialMessage> all = {credentials.primary};
  for (const auto* more : {&credentials.second, &credentials.inactive, &credentials.temporary}) {
    if (*more) all.push_back(**more);
  }
  return all;
}

std::variant<EndpointCredentials, std::string> ParseCredentialsFile(std::string_view json) {
  JsonReader reader(Unknown::kRefused);
  JsonReader::Element root;
  File file;
  if (!reader.Parse(json, root) ||
      !ReadObject(root, std::span<const Field<File>>(kFields), file, reader)) {
    return reader.TakeError().message;
  }
  if (file.first.session_token && file.temporary) {
    return "/temporary: given twice: the session_token at the top already makes a temporary key";
  }
  EndpointCredentials credentials{.primary = std::move(file.first),
                                  .region = std::move(file.region),
                                  .second = std::move(file.second),
                                  .inactive = std::move(file.inactive),
                                  .temporary = std::move(file.temporary)};
  if (credentials.primary.session_token) credentials.temporary = credentials.primary;
  if (credentials.inactive) credentials.inactive->status = "inactive";
  return credentials;
}

std::variant<EndpointCredentials, std::string> ReadCredentialsFile(const std::string& path) {
  const auto read = ReadFileOrPipe(path, kLongestCredentials);
  if (const auto* not_read = std::get_if<NotRead>(&read)) return path + ": " + not_read->why;
  auto parsed = ParseCredentialsFile(std::get<std::string>(read));
  if (auto* error = std::get_if<std::string>(&parsed)) return path + ": " + *error;
  return parsed;
}

}  // namespace countersign
