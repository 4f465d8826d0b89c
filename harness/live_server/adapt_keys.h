#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live_server/endpoint_config.h"
#include "suite/case.h"

namespace countersign {

// KeyMap carries what a case says of access keys, secrets and tokens to those that a live server
// knows.
class KeyMap {
 public:
  // Why the server cannot be asked with such keys; nothing where it can.
  std::optional<std::string> Read(const Case& c, const EndpointCredentials& live);

  // The credentials that the live server has of those that the case speaks of.
  std::vector<CredentialMessage> Live() const;
  // Id maps an access key id or something made of one, decoded.
  std::string Id(std::string_view id) const;
  bool KnowsId(std::string_view id) const;
  // IsTaken tells whether an id that the case means to be unknown is one that the server knows.
  bool IsTaken(std::string_view id) const;
  // Token maps a session token or something made of one, decoded.
  std::string Token(std::string_view token) const;
  // Secret maps the secret that signed. Nothing where the live one has no such counterpart.
  std::optional<std::string> Secret(std::string_view secret) const;

 private:
  std::vector<std::pair<CredentialMessage, CredentialMessage>> keys_;  // the case's, the server's
  std::vector<std::string> taken_;  // all ids that the server is known to know
  std::size_t named_ = 0;           // in keys_: the one that the URL names, or seems to
};

}  // namespace countersign
