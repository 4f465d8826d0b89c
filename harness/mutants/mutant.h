#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference_adapter/implementation.h"
#include "sigv4/canonical_request.h"
#include "verify_steps.h"

namespace countersign {

// Side: who makes the mistake. kBoth: either may, and each is measured by itself.
enum class Side { kPresign, kVerify, kBoth };

// A change replaces steps of the reference. What is null stays the reference's own.

// SigningChange lies between what is signed and its signature, so both sides can have it.
struct SigningChange {
  // Amends the six lines of the canonical request.
  void (*lines)(CanonicalLines& lines, const CanonicalRequestParts& parts) = nullptr;
  // Instead of StringToSign.
  std::string (*string_to_sign)(std::string_view amz_date, const CredentialScope& scope,
                                std::string_view canonical_request) = nullptr;
  // Instead of the signing key and the last HMAC.
  std::string (*signature)(std::string_view secret, const CredentialScope& scope,
                           std::string_view string_to_sign) = nullptr;
};

struct PresignChange {
  // What it takes the request for.
  void (*request)(PresignRequest& request) = nullptr;
  // Instead of CheckLifetime; `request` is what was asked.
  Refusal (*check)(const PresignRequest& request) = nullptr;
  // Amends the names of the headers to sign.
  void (*names)(std::vector<std::string>& names, const PresignRequest& request) = nullptr;
  // Amends the URL before it is signed.
  void (*unsigned_url)(std::string& url, const PresignRequest& request) = nullptr;
  // Amends the URL after it is signed; `asked` is what was asked.
  void (*signed_url)(std::string& url, const PresignRequest& asked) = nullptr;
};

struct VerifyChange {
  // What it reads from the wire, and what it believes of itself.
  void (*request)(HttpRequest& request, VerifyContext& context) = nullptr;
  // Its order of checks; empty: the reference's.
  std::vector<VerifyStep> steps = {};
  // Amends its answer.
  void (*answer)(Answer& answer, const VerifyMessage& message) = nullptr;
};

// Mutant is the reference with one step replaced by a mistake that somebody has really made.
struct Mutant {
  std::string_view name;
  Side side;
  std::string_view wrong;                    // one line
  std::vector<std::string_view> rules;       // that it breaks: a case of one of them must catch it
  std::vector<std::string_view> references;  // where it was seen
  SigningChange signing = {};
  PresignChange presign = {};
  VerifyChange verify = {};
  // How the program ends where it does not answer wrongly but breaks: part of what the runner says
  // of it. Such a mutant must have a process of its own.
  std::string_view breaks = {};
};

// Mutants lists them all, in the catalogue's order.
std::span<const Mutant> Mutants();

// FindMutant returns the mutant of that name; nullptr where there is none.
const Mutant* FindMutant(std::string_view name);

// SimilarMutants names those that somebody who wrote `name` may have meant, best first.
std::vector<std::string_view> SimilarMutants(std::string_view name);

// WithMutant is the reference with the mutant in it. The mutant must outlive it.
Implementation WithMutant(const Mutant& mutant);

// MutatedDerive is Derive with the changes in it, in their order: what a signer with these mutants
// would sign. Of two that replace the same step, the last one counts.
DeriveStep MutatedDerive(std::vector<const SigningChange*> changes);

}  // namespace countersign
