#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live_server/cannot_ask.h"
#include "live_server/endpoint_config.h"
#include "suite/case.h"

namespace countersign {

// KeyMap replaces the access keys, secrets and tokens of a case by those that a live server knows.
class KeyMap {
 public:
  // Reads the case and the server's keys. It returns why the server cannot be asked with such keys,
  // or nullopt if it can.
  std::optional<CannotAsk> Read(const Case& c, const EndpointCredentials& live);

  // The server's credentials that stand for those of the case.
  std::vector<CredentialMessage> Live() const;
  // Id maps an access key id, or a text derived from one (cut, in capitals), decoded.
  std::string Id(std::string_view id) const;
  bool KnowsId(std::string_view id) const;
  // IsTaken tells whether the server knows an id that is unknown in the case.
  bool IsTaken(std::string_view id) const;
  // Token maps a session token, or a text derived from one, decoded.
  std::string Token(std::string_view token) const;
  // Secret maps the secret that signed. It returns nullopt if the case's mistake would leave the
  // server's secret as it is.
  std::optional<std::string> Secret(std::string_view secret) const;

 private:
  // The case's keys, each with the server's key that replaces it.
  std::vector<std::pair<CredentialMessage, CredentialMessage>> keys_;
  std::vector<std::string> taken_;  // all ids that the server is known to have
  std::size_t named_ = 0;           // index in keys_ of the one that the URL names
};

}  // namespace countersign
