#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/message.h"

namespace countersign {

// EndpointCredentials are keys that a live server knows.
struct EndpointCredentials {
  CredentialMessage primary;  // permanent and active
  std::optional<std::string> region;
  std::optional<CredentialMessage> second;     // permanent and active
  std::optional<CredentialMessage> inactive;   // permanent, disabled
  std::optional<CredentialMessage> temporary;  // with its session token
};

// AllKeys returns those that are there, the primary key first.
std::vector<CredentialMessage> AllKeys(const EndpointCredentials& credentials);

// ParseCredentialsFile reads what --credentials names:
//
//   {"access_key_id": "…", "secret_access_key": "…", "region": "us-east-1",
//    "second":    {"access_key_id": "…", "secret_access_key": "…"},
//    "inactive":  {"access_key_id": "…", "secret_access_key": "…"},
//    "temporary": {"access_key_id": "…", "secret_access_key": "…", "session_token": "…"}}
//
// Only the first two are required; unknown fields are errors. A session_token beside the first two
// makes them the temporary key, and there is no permanent one: then only the cases of temporary
// keys can be asked. The error begins with the JSON pointer of the place, and never quotes a value.
std::variant<EndpointCredentials, std::string> ParseCredentialsFile(std::string_view json);

// ReadCredentialsFile reads the file at `path`; the error names it.
std::variant<EndpointCredentials, std::string> ReadCredentialsFile(const std::string& path);

}  // namespace countersign
