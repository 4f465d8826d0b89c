#pragma once

#include <span>
#include <string>
#include <string_view>

#include "live_server/cannot_ask.h"
#include "sigv4/canonical_request.h"
#include "sigv4/signature.h"
#include "suite/case.h"

namespace countersign {

// SigningInput is what a signature is computed from, before a mistake changes it.
struct SigningInput {
  CanonicalLines lines;
  std::string amz_date;  // in the string to sign
  std::string scope;     // in the string to sign
  // Of the signing key, in the order in which they go in.
  std::string key_date;
  std::string key_region;
  std::string key_service;
};

enum class UsesTheMoment { kNo, kYes };

// SignerMistake is what a signer did wrong in a case with a wrong signature, as far as no mutant
// does the same.
struct SignerMistake {
  void (*make)(SigningInput& signing, const CanonicalRequestParts& parts, const Case& c);
  // Why a server cannot be asked if the mistake makes no difference there.
  CannotAsk why_no_difference = CannotAsk::kRightHere;
  // Whether the mistake needs the second in which the request is used.
  UsesTheMoment uses_the_moment = UsesTheMoment::kNo;
};

std::span<const SignerMistake> SignerMistakes();

// DeriveWith returns Derive with the mistake of the signer of `c`. Both must outlive it.
DeriveStep DeriveWith(const SignerMistake& mistake, const Case& c);

}  // namespace countersign
