// Runs the reference with the changes of one mutant: presign and verify follow the same steps as
// reference/presign.cc and reference/verify.cc. The selftest, the diagnosis, explain, the fuzzers
// and `countersign adapter --mutant` all get their wrong implementations from here.
#include "mutants/mutant.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "mutants/catalogue.h"
#include "presign_input.h"
#include "sigv4/signing_key.h"
#include "sigv4/sigv4a_signature.h"
#include "sigv4/string_to_sign.h"
#include "suite/case.h"

namespace countersign {
namespace {

Result<PresignedUrl> PresignWith(const Mutant& mutant, const PresignRequest& asked) {
  const PresignChange& change = mutant.presign;
  PresignRequest request = asked;
  if (change.request != nullptr) change.request(request);
  PresignRequest checked = request;
  if (change.unchecked != nullptr) change.unchecked(checked);
  if (Refusal refusal = CheckPresignInput(checked)) return *std::move(refusal);
  if (Refusal refusal = change.check != nullptr ? change.check(asked) : CheckLifetime(request)) {
    return *std::move(refusal);
  }
  std::vector<std::string> names = NamesToSign(request.headers);
  if (change.names != nullptr) change.names(names, request);
  std::string url = UnsignedUrl(request, names);
  if (change.unsigned_url != nullptr) change.unsigned_url(url, request);
  Result<PresignedUrl> presigned =
      SignUrl(std::move(url), request, names, MutatedDerive({&mutant.signing}));
  if (!presigned.ok()) return presigned;
  PresignedUrl amended = std::move(presigned).value();
  if (change.signed_url != nullptr) change.signed_url(amended.url, asked);
  if (change.told != nullptr) change.told(amended.headers, asked);
  return amended;
}

Result<Accepted> VerifyWith(const Mutant& mutant, std::span<const VerifyStep> steps,
                            HttpRequest request, VerifyContext context) {
  if (mutant.verify.request != nullptr) mutant.verify.request(request, context);
  return Verify(request, context, steps, MutatedDerive({&mutant.signing}));
}

Answer AnswerWith(const Mutant& mutant, std::span<const VerifyStep> steps, VerifyMessage message) {
  const auto verifier = [&mutant, steps](const HttpRequest& request, const VerifyContext& context) {
    return VerifyWith(mutant, steps, request, context);
  };
  if (mutant.verify.answer == nullptr) return AnswerVerify(std::move(message), verifier);
  Answer answer = AnswerVerify(message, verifier);
  mutant.verify.answer(answer, message);
  return answer;
}

// Distance counts the letters to insert, remove or replace to turn one word into the other.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({replaced, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

std::string SignatureWith(const SigningChange& change, const AccessKeyPair& key,
                          const CredentialScope& scope, std::string_view string_to_sign) {
  if (scope.algorithm == SigningAlgorithm::kEcdsaP256Sha256) {
    const auto sign = change.sigv4a_signature;
    return sign != nullptr ? sign(key, string_to_sign) : SigV4ASignatureOf(key, string_to_sign);
  }
  const auto sign = change.signature;
  return sign != nullptr ? sign(key.secret_access_key, scope, string_to_sign)
                         : SignatureOf(key.secret_access_key, scope, string_to_sign);
}

std::vector<Mutant> MakeCatalogue() {
  std::vector<Mutant> all;
  for (MutantTables (*const category)() :
       {PathMutants,        QueryMutants,        HeaderMutants,    HostMutants,
        CredentialMutants,  KeyMutants,          TimeMutants,      LifetimeMutants,
        TokenMutants,       PayloadMutants,      BodyMutants,      SignatureMutants,
        SigV4AMutants,      SignedHeaderMutants, PresignerMutants, RequestMutants,
        ErrorMutants,       CrossedMutants,      PolicyMutants,    PermissionMutants,
        AccessPointMutants, GuardrailMutants,    OrderMutants,     RobustnessMutants}) {
    for (const std::span<const Mutant> table : category()) {
      all.insert(all.end(), table.begin(), table.end());
    }
  }
  return all;
}

}  // namespace

std::span<const Mutant> Mutants() {
  static const auto* const kMutants = new std::vector<Mutant>(MakeCatalogue());
  return *kMutants;
}

const Mutant* FindMutant(std::string_view name) {
  const std::span<const Mutant> mutants = Mutants();
  const auto found = std::find_if(mutants.begin(), mutants.end(),
                                  [name](const Mutant& mutant) { return mutant.name == name; });
  return found == mutants.end() ? nullptr : &*found;
}

bool BreaksRuleOf(const Mutant& mutant, const Case& c) {
  return std::any_of(c.rules.begin(), c.rules.end(), [&mutant](const std::string& rule) {
    return std::find(mutant.rules.begin(), mutant.rules.end(), rule) != mutant.rules.end();
  });
}

std::vector<std::string_view> SimilarMutants(std::string_view name) {
  constexpr std::size_t kMost = 3;
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const Mutant& mutant : Mutants()) {
    const bool contains = !name.empty() && mutant.name.find(name) != std::string_view::npos;
    const std::size_t distance = contains ? 1 : Distance(name, mutant.name);
    if (distance <= std::max<std::size_t>(2, name.size() / 3))
      near.push_back({distance, mutant.name});
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < near.size() && i < kMost; ++i) names.push_back(near[i].second);
  return names;
}

DeriveStep MutatedDerive(std::vector<const SigningChange*> changes) {
  return
      [changes = std::move(changes)](const CanonicalRequestParts& parts, std::string_view amz_date,
                                     const CredentialScope& scope, const AccessKeyPair& key) {
        CanonicalLines lines = CanonicalLinesOf(parts);
        auto string_to_sign = StringToSign;
        SigningChange last;
        for (const SigningChange* change : changes) {
          if (change->lines != nullptr) change->lines(lines, parts);
          if (change->string_to_sign != nullptr) string_to_sign = change->string_to_sign;
          if (change->signature != nullptr) last.signature = change->signature;
          if (change->sigv4a_signature != nullptr) last.sigv4a_signature = change->sigv4a_signature;
        }
        Derivation derivation;
        derivation.canonical_request = CanonicalRequest(lines);
        derivation.string_to_sign = string_to_sign(amz_date, scope, derivation.canonical_request);
        derivation.signature = SignatureWith(last, key, scope, derivation.string_to_sign);
        return derivation;
      };
}

Implementation WithMutant(const Mutant& mutant) {
  Implementation implementation = {
      ReferenceAdapterInfo(),
      [&mutant](PresignMessage message) {
        const auto signer = [&mutant](const PresignRequest& request) {
          return SideOf(mutant) == Side::kVerify ? Presign(request) : PresignWith(mutant, request);
        };
        return AnswerPresign(std::move(message), signer);
      },
      [&mutant, steps = StepsWith(mutant.verify.steps)](VerifyMessage message) {
        if (SideOf(mutant) == Side::kPresign) {
          return AnswerVerify(std::move(message),
                              [](const HttpRequest& request, const VerifyContext& context) {
                                return Verify(request, context);
                              });
        }
        return AnswerWith(mutant, steps, std::move(message));
      },
  };
  implementation.adapter_info.name = "countersign reference, mutant " + std::string(mutant.name);
  return implementation;
}

}  // namespace countersign
