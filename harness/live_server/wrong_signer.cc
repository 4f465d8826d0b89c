// Some cases have the signature of a wrong signer: over the raw path, with a key of another day. To
// ask a live server the same, the mistake is looked up among the mutants and made again with the
// server's host, keys and time. adapt_case.cc calls this.
#include "live_server/wrong_signer.h"

#include "judge/derive.h"
#include "mutants/mutant.h"

namespace countersign {

std::optional<std::string> SignatureOfTheSameMistake(const Case& c, std::string_view signature,
                                                     const Case& adapted) {
  std::optional<std::string> found;
  for (const Mutant& mutant : Mutants()) {
    if (!ChangesSigning(mutant.signing)) continue;
    const DeriveStep derive = MutatedDerive({&mutant.signing});
    if (DeriveStagesWith(c, derive).signature != signature) continue;
    const std::string same = DeriveStagesWith(adapted, derive).signature;
    if (same.empty() || (found && *found != same)) return std::nullopt;
    found = same;
  }
  if (found == DeriveStages(adapted).signature) return std::nullopt;
  return found;
}

}  // namespace countersign
