#include "diagnose/search.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "diagnose/mistakes.h"

namespace countersign {
namespace {

constexpr std::size_t kMost = 5;  // readings to keep: more help nobody

std::vector<const Mutant*> SigningMutants(WhoErred who) {
  const Side others = who == WhoErred::kSigner ? Side::kVerify : Side::kPresign;
  std::vector<const Mutant*> mutants;
  for (const Mutant& mutant : Mutants()) {
    const SigningChange& change = mutant.signing;
    const bool changes =
        change.lines != nullptr || change.string_to_sign != nullptr || change.signature != nullptr;
    if (mutant.side != others && changes) mutants.push_back(&mutant);
  }
  return mutants;
}

class Searcher {
 public:
  Searcher(const Signing& sent, WhoErred who, const std::function<bool(const Derivation&)>& fits)
      : sent_(sent), fits_(fits), faults_(SigningMutants(who)), mistakes_(Mistakes(sent)) {}

  Found Run() && {
    Alone();
    if (found_.readings.empty()) InPairs();
    return std::move(found_);
  }

 private:
  // Try adds a reading where these mistakes explain it. `already` is the mistake that the signing
  // has in it.
  void Try(const Signing& signing, std::vector<Cause> already, std::vector<const Mutant*> mutants) {
    if (found_.readings.size() >= kMost) return;
    ++found_.tried;
    std::array<const SigningChange*, 2> changes = {};
    for (std::size_t i = 0; i < mutants.size(); ++i) changes[i] = &mutants[i]->signing;
    Derivation derivation;
    try {
      derivation = DeriveWith(signing, std::span(changes).first(mutants.size()));
    } catch (const std::out_of_range&) {
      return;  // a mutant looks for what another one has removed: no program has both
    }
    if (!fits_(derivation)) return;
    for (const Mutant* mutant : mutants) already.push_back(CauseOf(*mutant));
    if (IsKnown(already)) return;
    found_.readings.push_back({std::move(already), std::move(derivation)});
  }

  // The same two in the other order are the same explanation.
  bool IsKnown(const std::vector<Cause>& causes) const {
    return std::any_of(
        found_.readings.begin(), found_.readings.end(), [&causes](const MistakeMatch& reading) {
          return std::is_permutation(
              reading.causes.begin(), reading.causes.end(), causes.begin(), causes.end(),
              [](const Cause& a, const Cause& b) { return a.name == b.name; });
        });
  }

  void Alone() {
    for (const Mistake& one : mistakes_) Try(one.signing, {one.cause}, {});
    for (const Mutant* mutant : faults_) Try(sent_, {}, {mutant});
  }

  void InPairs() {
    for (const Mistake& one : mistakes_) {
      for (const Mistake& other : Mistakes(one.signing)) {
        Try(other.signing, {one.cause, other.cause}, {});
      }
    }
    for (const Mistake& one : mistakes_) {
      for (const Mutant* mutant : faults_) Try(one.signing, {one.cause}, {mutant});
    }
    for (const Mutant* one : faults_) {
      for (const Mutant* other : faults_) {
        if (one != other) Try(sent_, {}, {one, other});
      }
    }
  }

  const Signing& sent_;
  const std::function<bool(const Derivation&)>& fits_;
  std::vector<const Mutant*> faults_;
  std::vector<Mistake> mistakes_;
  Found found_;
};

}  // namespace

Found Search(const Signing& sent, WhoErred who,
             const std::function<bool(const Derivation&)>& fits) {
  return Searcher(sent, who, fits).Run();
}

}  // namespace countersign
