#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "diagnose/failures_of_mutants.h"
#include "diagnose/signing.h"
#include "judge/judgement.h"
#include "mutants/mutant.h"
#include "reference_adapter/reference_adapter.h"
#include "runner/runner.h"

namespace countersign {

// FailedCase is a failed answer, prepared for comparison with the answers of candidates.
struct FailedCase {
  const FailedAnswer* failure = nullptr;
  Case asked;     // with the time of the answer if the implementation uses the machine's clock
  Answer answer;  // only the members that are judged
  Judgement judgement;  // of this answer
  Answer right;         // the reference's; only the members that are judged
  // Set if the signature (or the canonical request that a verifier reports) is wrong: the request,
  // and a function that tells whether a derivation gives the wrong signature.
  std::optional<Signing> signing;
  std::function<bool(const Signing&, const Derivation&)> fits;

  // Whether the failure shows differing bytes, not only another outcome.
  bool ShowsBytes() const { return judgement.difference.has_value(); }
  // Whether there is a URL. Then the same failure means that the URL shows the same input.
  bool ShowsUrl() const;
};

// Candidate is a mutant that may explain the failures of an implementation.
struct Candidate {
  explicit Candidate(const Mutant& one) : mutant(&one), implementation(WithMutant(one)) {}
  const Mutant* mutant;
  Implementation implementation;
};

enum class MatchResult {
  kPasses,        // the candidate passes the case, so it does not explain the failure
  kSameFailure,   // it fails in exactly the same way
  kOtherFailure,  // it fails in another way
  kOtherOutcome,  // it accepts, and the implementation refused, or the other way round
};

// Matcher compares candidates with the failed cases of one implementation. `known` is filled and
// must outlive it.
class Matcher {
 public:
  Matcher(const AdapterInfo& adapter_info, FailuresOfMutants& known)
      : adapter_info_(adapter_info), known_(known), reference_(ReferenceImplementation()) {}

  // Prepares a failed answer for comparison.
  FailedCase Read(const FailedAnswer& failure);
  MatchResult Compare(const Candidate& candidate, const FailedCase& failed);
  // Whether a candidate fails the case, which must outlive what is known.
  bool Fails(const Candidate& candidate, const Case& c);
  // Whether signing with this change gives the wrong signature. `failed` must have a signing.
  bool Fits(const Signing& signing, const SigningChange* change, const FailedCase& failed);

 private:
  Answer AnswerOf(const Implementation& implementation, const Case& c) const;
  void KeepWhatIsJudged(Op op, Answer& answer) const;
  std::optional<Judgement> Judged(const Case& c, const Answer& answer, Clock clock);
  void ReadSigning(FailedCase& failed);

  // What the reference answers to a case, and whether it fails.
  struct Right {
    Answer answer;
    bool fails = false;
  };
  bool IsFailed(const Case& c, const Answer& answer);
  const Right& RightOf(const Case& c);

  AdapterInfo adapter_info_;
  FailuresOfMutants& known_;
  Implementation reference_;
  std::unordered_map<const Case*, Right> right_;
};

}  // namespace countersign
