#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sigv4/authentication_parameters.h"
#include "sigv4/credential_scope.h"
#include "sigv4/signature.h"
#include "verify.h"

namespace countersign {

// VerifyState is one request on its way through the steps. Octets stay as they came until the step
// whose rule says to decode them; each step leaves behind what later ones need. Not to be copied:
// its views point into its texts.
struct VerifyState {
  const HttpRequest& request;
  const VerifyContext& context;
  const DeriveStep& derive;

  Target target = {};  // from "target" on
  QueryString query = {};
  AuthenticationParameters given = {};
  std::string credential_text = {};  // from "credential" on
  CredentialParameter credential = {};
  std::string date_text = {};  // from "date" on
  Timestamp date = {};
  std::int64_t expires = 0;              // from "expires" on
  const Credentials* signer = nullptr;   // from "access-key" on
  std::string signed_headers_text = {};  // from "headers-signed" on
  std::vector<std::string_view> signed_headers = {};
  std::string payload_line = {};  // from "signature" on
  Derivation derivation = {};
};

// VerifyStep is one check: nothing where the request may pass.
struct VerifyStep {
  std::string_view name;
  Refusal (*check)(VerifyState&);
};

// VerifySteps is AWS's order of checks, as well as it is known.
std::span<const VerifyStep> VerifySteps();

// Verify answers with the first of `steps` that refuses.
Result<Accepted> Verify(const HttpRequest& request, const VerifyContext& context,
                        std::span<const VerifyStep> steps, const DeriveStep& derive);

}  // namespace countersign
