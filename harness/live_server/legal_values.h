#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "live_server/cannot_ask.h"

namespace countersign {

// LegalValues replaces values that servers check before they look at the signature: with a value
// that a server does not know, its answer says nothing about the signature.
class LegalValues {
 public:
  LegalValues() = default;
  // sent_target is the target of the request that the server gets.
  explicit LegalValues(std::string_view sent_target);

  // For returns the value of a parameter or header, raw, as the server is asked. The name is
  // decoded and in lower case. Values of other names stay as they are.
  std::string For(std::string_view name, std::string_view raw) const;

 private:
  std::string VersionId(std::string_view raw) const;

  std::string version_id_;  // the last one in the target
};

// WhyNoOperation says why a request to an object is no operation of S3; nullopt if it
// may be one. Servers refuse such a request before they look at its signature, each in its own
// words.
std::optional<CannotAsk> WhyNoOperation(std::string_view method, std::string_view target);

}  // namespace countersign
