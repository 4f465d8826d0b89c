#pragma once

#include <functional>
#include <optional>
#include <string>

#include "diagnose/signing.h"
#include "judge/judgement.h"
#include "mutants/mutant.h"
#include "runner/runner.h"

namespace countersign {

// FailedCase is a failing answer, ready to be compared with what others would have answered.
struct FailedCase {
  const FailedAnswer* failure = nullptr;
  Case asked;     // at the answer's own time, where the implementation uses the machine's clock
  Answer answer;  // what of it is judged
  Judgement judgement;  // of that
  // Where a signature (or what a verifier says it computed) is not what the request calls for: that
  // request, and what tells whether a mistake explains it.
  std::optional<Signing> signing;
  std::function<bool(const Derivation&)> fits;

  // It shows what differs, not an outcome alone.
  bool ShowsOctets() const { return judgement.difference.has_value(); }
  // And that is a stage of a signature, which nothing else gives by chance.
  bool ShowsStage() const;
};

// Candidate is a mutant that may be what is wrong with an implementation, ready to be asked.
struct Candidate {
  explicit Candidate(const Mutant& one) : mutant(&one), implementation(WithMutant(one)) {}
  const Mutant* mutant;
  Implementation implementation;
};

enum class MatchResult {
  kPasses,        // it answers as it should: it is not what is wrong here
  kSameFailure,   // it fails in exactly the same way
  kOtherFailure,  // it fails in another way
};

// Matcher compares candidates with evidence, under one implementation's hello. `asked` counts
// answers and derivations: what it costs.
class Matcher {
 public:
  explicit Matcher(const AdapterInfo& adapter_info) : adapter_info_(adapter_info) {}

  FailedCase Read(const FailedAnswer& failure);
  MatchResult Compare(const Candidate& candidate, const FailedCase& failed);
  // Whether a candidate would have failed a case.
  bool Fails(const Candidate& candidate, const Case& c);
  // Whether what would be signed with a mistake explains the evidence, which has a signing.
  bool Fits(const Signing& signing, const SigningChange* change, const FailedCase& failed);

  int asked() const { return asked_; }

 private:
  Answer AnswerOf(const Candidate& candidate, const Case& c);
  void KeepWhatIsJudged(Op op, Answer& answer) const;
  std::optional<Judgement> Judged(const Case& c, const Answer& answer, Clock clock);
  void ReadSigning(FailedCase& failed);

  AdapterInfo adapter_info_;
  int asked_ = 0;
};

}  // namespace countersign
