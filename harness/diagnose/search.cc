// Searches the mistakes of people and the mutants of one side for those that give the bytes to
// explain: first each alone, then pairs. `countersign explain` calls it for a signature that does
// not match and for the canonical request of a server.
#include "diagnose/search.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "diagnose/mistakes.h"
#include "diagnose/on_the_way.h"

namespace countersign {
namespace {

constexpr std::size_t kMost = 5;  // matches to keep

std::vector<const Mutant*> SigningMutants(WhoErred who) {
  const Side other_side = who == WhoErred::kSigner ? Side::kVerify : Side::kPresign;
  std::vector<const Mutant*> mutants;
  for (const Mutant& mutant : Mutants()) {
    if (SideOf(mutant) != other_side && ChangesSigning(mutant.signing)) mutants.push_back(&mutant);
  }
  return mutants;
}

// Of two mistakes with one of these names the second undoes the first.
constexpr std::string_view kOneValue[] = {
    "expires-edited",     "other-host",  "other-host-and-path", "other-method",
    "other-payload-line", "other-scope", "other-secret",        "scope-edited"};

// Whether it makes sense to try the other mistake after the one.
bool CanFollow(const Mistake& one, const Mistake& other) {
  if (other.likelihood != Likelihood::kUsual) return false;
  return one.cause.name != other.cause.name || std::find(std::begin(kOneValue), std::end(kOneValue),
                                                         one.cause.name) == std::end(kOneValue);
}

class Searcher {
 public:
  Searcher(const Signing& sent, WhoErred who, const Fits& fits)
      : sent_(sent),
        fits_(fits),
        mutants_(SigningMutants(who)),
        mistakes_(All(sent, who)),
        who_(who) {}

  Found Run() && {
    Alone();
    if (found_.matches.empty()) InPairs();
    return std::move(found_);
  }

 private:
  static std::vector<Mistake> All(const Signing& signing, WhoErred who) {
    std::vector<Mistake> mistakes = Mistakes(signing);
    if (who == WhoErred::kSigner) return mistakes;
    for (Mistake& one : mistakes) one.cause = OnTheWay(one.cause);
    return mistakes;
  }

  // Adds a match if these mistakes give the bytes to explain. `already` are the causes of mistakes
  // that `signing` contains.
  void Try(const Signing& signing, std::vector<Cause> already, std::vector<const Mutant*> mutants) {
    if (found_.matches.size() >= kMost) return;
    ++found_.tried;
    std::array<const SigningChange*, 2> changes = {};
    for (std::size_t i = 0; i < mutants.size(); ++i) changes[i] = &mutants[i]->signing;
    Derivation derivation = DeriveWith(signing, std::span(changes).first(mutants.size()));
    if (!fits_(signing, derivation)) return;
    for (const Mutant* mutant : mutants) already.push_back(CauseOf(*mutant));
    if (IsKnown(already)) return;
    found_.matches.push_back({std::move(already), std::move(derivation)});
  }

  // The same two in the other order are the same explanation.
  bool IsKnown(const std::vector<Cause>& causes) const {
    return std::any_of(found_.matches.begin(), found_.matches.end(),
                       [&causes](const MistakeMatch& match) {
                         return std::is_permutation(
                             match.causes.begin(), match.causes.end(), causes.begin(), causes.end(),
                             [](const Cause& a, const Cause& b) { return a.name == b.name; });
                       });
  }

  void Alone() {
    for (const Mistake& one : mistakes_) {
      if (one.likelihood == Likelihood::kUsual) Try(one.signing, {one.cause}, {});
    }
    for (const Mutant* mutant : mutants_) Try(sent_, {}, {mutant});
    for (const Mistake& one : mistakes_) {
      if (one.likelihood != Likelihood::kUsual) Try(one.signing, {one.cause}, {});
    }
    std::erase_if(mistakes_,
                  [](const Mistake& one) { return one.likelihood != Likelihood::kUsual; });
  }

  void InPairs() {
    for (const Mistake& one : mistakes_) {
      for (const Mistake& other : All(one.signing, who_)) {
        if (CanFollow(one, other)) Try(other.signing, {one.cause, other.cause}, {});
      }
    }
    for (const Mistake& one : mistakes_) {
      for (const Mutant* mutant : mutants_) Try(one.signing, {one.cause}, {mutant});
    }
    for (const Mutant* one : mutants_) {
      for (const Mutant* other : mutants_) {
        if (one != other) Try(sent_, {}, {one, other});
      }
    }
  }

  const Signing& sent_;
  const Fits& fits_;
  std::vector<const Mutant*> mutants_;
  std::vector<Mistake> mistakes_;
  WhoErred who_;
  Found found_;
};

}  // namespace

Found Search(const Signing& sent, WhoErred who, const Fits& fits) {
  return Searcher(sent, who, fits).Run();
}

}  // namespace countersign
