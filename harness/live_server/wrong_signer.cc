// Some cases have the signature of a wrong signer: over the raw path, with a key of another day. To
// ask a live server the same, the mistake is looked up among the mutants and those of
// signer_mistakes.cc, and made again with the server's host, keys and time. adapt_case.cc calls
// this.
#include "live_server/wrong_signer.h"

#include <optional>
#include <vector>

#include "judge/derive.h"
#include "live_server/signer_mistakes.h"
#include "mutants/mutant.h"

namespace countersign {
namespace {

// What the mutants that make the signature compute for the adapted case.
std::vector<std::string> OfMutants(const Case& c, std::string_view signature, const Case& adapted) {
  std::vector<std::string> found;
  for (const Mutant& mutant : Mutants()) {
    if (!ChangesSigning(mutant.signing)) continue;
    const DeriveStep derive = MutatedDerive({&mutant.signing});
    if (DeriveStagesWith(c, derive).signature != signature) continue;
    found.push_back(DeriveStagesWith(adapted, derive).signature);
  }
  return found;
}

const SignerMistake* FindSignerMistake(const Case& c, std::string_view signature) {
  for (const SignerMistake& mistake : SignerMistakes()) {
    if (DeriveStagesWith(c, DeriveWith(mistake, c)).signature == signature) return &mistake;
  }
  return nullptr;
}

std::variant<std::string, CannotAsk> IfItDiffers(std::string made, const Case& adapted,
                                                 CannotAsk why_not) {
  if (made.empty() || made == DeriveStages(adapted).signature) {
    return why_not;
  }
  return made;
}

}  // namespace

std::variant<std::string, CannotAsk> SignatureOfTheSameMistake(const Case& c,
                                                               std::string_view signature,
                                                               const Case& adapted,
                                                               EndpointClock clock) {
  if (const SignerMistake* mistake = FindSignerMistake(c, signature)) {
    if (mistake->uses_the_moment == UsesTheMoment::kYes && clock == EndpointClock::kAmbient) {
      return CannotAsk::kSignedOnArrival;
    }
    return IfItDiffers(DeriveStagesWith(adapted, DeriveWith(*mistake, adapted)).signature, adapted,
                       mistake->why_no_difference);
  }
  const std::vector<std::string> found = OfMutants(c, signature, adapted);
  if (found.empty()) {
    return CannotAsk::kUnknownMistake;
  }
  for (const std::string& one : found) {
    if (one != found.front()) {
      return CannotAsk::kSeveralMistakes;
    }
  }
  return IfItDiffers(found.front(), adapted, CannotAsk::kRightHere);
}

}  // namespace countersign
