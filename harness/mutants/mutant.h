#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mutants/short_list.h"
#include "mutants/steps.h"
#include "reference_adapter/implementation.h"
#include "sigv4/access_key_pair.h"
#include "sigv4/canonical_request.h"

namespace countersign {

struct Case;

// Side is who makes the mistake. kBoth: a presigner or a verifier may, and each is measured.
enum class Side { kPresign, kVerify, kBoth };

// A change replaces steps of the reference. A null pointer keeps the reference's own step.

// SigningChange changes how the signature is computed, so a presigner and a verifier can both have
// it.
struct SigningChange {
  // Changes the six lines of the canonical request.
  void (*lines)(CanonicalLines& lines, const CanonicalRequestParts& parts) = nullptr;
  // Runs instead of StringToSign.
  std::string (*string_to_sign)(std::string_view amz_date, const CredentialScope& scope,
                                std::string_view canonical_request) = nullptr;
  // Runs instead of the signing key and the last HMAC. Returns hex digits.
  std::string (*signature)(std::string_view secret, const CredentialScope& scope,
                           std::string_view string_to_sign) = nullptr;
  // Runs instead of SigV4A's key derivation and ECDSA. Returns hex digits.
  std::string (*sigv4a_signature)(const AccessKeyPair& key,
                                  std::string_view string_to_sign) = nullptr;
};

// ChangesSigning tells whether the change replaces any step.
constexpr bool ChangesSigning(const SigningChange& change) {
  return change.lines != nullptr || change.string_to_sign != nullptr ||
         change.signature != nullptr || change.sigv4a_signature != nullptr;
}

struct PresignChange {
  // Changes the request before anything else reads it.
  void (*request)(PresignRequest& request) = nullptr;
  // Takes out of a copy of the request what CheckPresignInput is not to see.
  void (*unchecked)(PresignRequest& request) = nullptr;
  // Runs instead of CheckLifetime, on the original request.
  Refusal (*check)(const PresignRequest& request) = nullptr;
  // Changes the names of the headers to sign.
  void (*names)(std::vector<std::string>& names, const PresignRequest& request) = nullptr;
  // Changes the URL before it is signed.
  void (*unsigned_url)(std::string& url, const PresignRequest& request) = nullptr;
  // Changes the URL after it is signed; `asked` is the original request.
  void (*signed_url)(std::string& url, const PresignRequest& asked) = nullptr;
  // Changes the headers that the answer tells the URL's holder to send.
  void (*told)(std::vector<HeaderField>& headers, const PresignRequest& asked) = nullptr;
};

// ChangesPresigning tells whether the change replaces any step.
constexpr bool ChangesPresigning(const PresignChange& change) {
  return change.request != nullptr || change.unchecked != nullptr || change.check != nullptr ||
         change.names != nullptr || change.unsigned_url != nullptr ||
         change.signed_url != nullptr || change.told != nullptr;
}

struct VerifyChange {
  // Changes the request and the verifier's own settings before the first check.
  void (*request)(HttpRequest& request, VerifyContext& context) = nullptr;
  // Changes the list of checks.
  StepChanges steps = {};
  // Changes the answer.
  void (*answer)(Answer& answer, const VerifyMessage& message) = nullptr;
};

// ChangesVerifying tells whether the change replaces any step.
constexpr bool ChangesVerifying(const VerifyChange& change) {
  return change.request != nullptr || !change.steps.empty() || change.answer != nullptr;
}

using TextList = ShortList<std::string_view, 10>;

// Mutant is the reference with one step replaced by a mistake that somebody has really made.
struct Mutant {
  std::string_view name;
  // Only set if one side alone makes a mistake of the signature: SideOf.
  std::optional<Side> side = std::nullopt;
  std::string_view mistake;  // one line, shown to users
  TextList rules = {};       // that it breaks: a case of one of them must catch it
  TextList references = {};  // where it was seen
  SigningChange signing = {};
  PresignChange presign = {};
  VerifyChange verify = {};
  // Of a mutant that crashes, hangs or prints garbage instead of giving a wrong answer: part of the
  // runner's message about it. Such a mutant needs a process of its own. Empty for all others.
  std::string_view breaks = {};
};

// SideOf returns who makes the mistake: the side whose steps change, and both if the signature
// does.
constexpr Side SideOf(const Mutant& mutant) {
  if (mutant.side) return *mutant.side;
  if (ChangesSigning(mutant.signing)) return Side::kBoth;
  if (!ChangesPresigning(mutant.presign)) return Side::kVerify;
  return ChangesVerifying(mutant.verify) ? Side::kBoth : Side::kPresign;
}

// Mutants lists all mutants, in the catalogue's order.
std::span<const Mutant> Mutants();

// FindMutant returns the mutant of that name, or nullptr.
const Mutant* FindMutant(std::string_view name);

// SimilarMutants returns up to three names of mutants that look like `name`, the best first.
std::vector<std::string_view> SimilarMutants(std::string_view name);

// BreaksRuleOf tells whether the case tests a rule that the mutant breaks.
bool BreaksRuleOf(const Mutant& mutant, const Case& c);

// WithMutant returns the reference with the mutant's changes. The mutant must outlive it.
Implementation WithMutant(const Mutant& mutant);

// MutatedDerive returns Derive with these changes, made in their order: it computes what a signer
// with all these mutants signs. If two of them replace the same step, the last one counts.
DeriveStep MutatedDerive(std::vector<const SigningChange*> changes);

}  // namespace countersign
