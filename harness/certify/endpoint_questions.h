#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "certify/challenge.h"
#include "judge/verdict.h"
#include "live_server/credentials_file.h"
#include "live_server/endpoint_config.h"
#include "live_server/time_shift.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// EndpointKey is a key of a live server, without its secret.
struct EndpointKey {
  std::string role;  // primary, second, inactive, temporary
  std::string access_key_id;
  std::optional<std::string> session_token;
};

// EndpointFacts are what a bundle says about the live server that was asked.
struct EndpointFacts {
  std::string url;
  std::string bucket;
  std::string addressing;  // path, virtual
  std::string region;
  bool no_region = false;
  bool settable_clock = false;
  std::string errors;  // code, outcome
  std::string prefix;  // of the objects
  std::vector<EndpointKey> keys;
};

// PrefixOf is the prefix of all objects of a certification: it follows from the challenge.
std::string PrefixOf(const Challenge& challenge);
std::vector<EndpointKey> KeysWithoutSecrets(const EndpointCredentials& credentials);

// WithoutSecrets is a request as it is recorded: its secret access keys are "[redacted]".
RequestMessage WithoutSecrets(RequestMessage request);
// WithoutSignatures is a recorded request with its signatures, and other long hexadecimal digits,
// blotted out.
std::string WithoutSignatures(std::string line);

// EndpointQuestions adapts cases as they were adapted for the server when it was asked.
class EndpointQuestions {
 public:
  // Without credentials, the requests are right but for what follows from secrets. It returns why
  // the facts are no server's, for people.
  static std::variant<EndpointQuestions, std::string> Make(
      const EndpointFacts& facts, const std::optional<EndpointCredentials>& credentials);

  bool KnowsSecrets() const { return knows_secrets_; }
  // Adapt adapts a case whose request was sent at the time that the recorded line names.
  std::variant<Case, NotAsked> Adapt(const Case& c, const std::string& recorded) const;
  // MayBeLeftOut tells whether a case cannot be asked, for this reason.
  bool MayBeLeftOut(const Case& c, const std::string& reason, Timestamp present) const;

 private:
  std::vector<EndpointConfig> configs_;  // with secrets of different forms, if they are not known
  EndpointClock clock_ = EndpointClock::kAmbient;
  bool knows_secrets_ = false;
};

}  // namespace countersign
