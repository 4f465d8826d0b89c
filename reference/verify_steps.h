#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sigv4/algorithm.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/credential_scope.h"
#include "sigv4/signature.h"
#include "verify.h"

namespace countersign {

// VerifyState is what the steps share about one request. Bytes stay as they came until the step
// whose rule says to decode them; each step fills the members that later steps need. Do not copy
// it: its views point into its texts.
struct VerifyState {
  const HttpRequest& request;
  const VerifyContext& context;
  const DeriveStep& derive;

  Target target = {};  // from kTarget on
  QueryString query = {};
  AuthenticationParameters given = {};
  SigningAlgorithm algorithm = SigningAlgorithm::kHmacSha256;  // from kAlgorithm on
  std::string credential_text = {};                            // from kCredential on
  CredentialParameter credential = {};
  std::string date_text = {};  // from kDate on
  Timestamp date = {};
  std::int64_t expires = 0;              // from kExpires on
  const Credentials* signer = nullptr;   // from kAccessKey on
  std::string signed_headers_text = {};  // from kHeadersSigned on
  std::vector<std::string_view> signed_headers = {};
  std::string payload_line = {};  // from kSignature on
  Derivation derivation = {};
};

// StepId names each check, in the reference's order.
enum class StepId {
  kPlace,
  kTarget,
  kMode,
  kAlgorithm,
  kCompleteness,
  kCredential,
  kDate,
  kExpires,
  kWindow,
  kScopeDate,
  kRegionSet,
  kAccessKey,
  kToken,
  kHeadersSigned,
  kSignedHeadersArrived,
  kSignature,
  kAuthorization,
  kDeclaredDigests,
  kPayload,
  kDigestsOfBody,
};
inline constexpr StepId kLastStep = StepId::kDigestsOfBody;

// VerifyStep is one check. It returns nullopt if the request may go on to the next one.
struct VerifyStep {
  StepId id;
  Refusal (*check)(VerifyState&);
};

// VerifySteps is AWS's order of checks, as far as it is known.
std::span<const VerifyStep> VerifySteps();

// Verify answers with the first of `steps` that refuses.
Result<Accepted> Verify(const HttpRequest& request, const VerifyContext& context,
                        std::span<const VerifyStep> steps, const DeriveStep& derive);

}  // namespace countersign
