#pragma once

#include <functional>
#include <optional>
#include <string>

#include "explain/signing.h"
#include "faults/fault.h"
#include "judge/judgement.h"
#include "runner/runner.h"

namespace countersign {

// Evidence is a failing answer, ready to be compared with what others would have answered.
struct Evidence {
  const Failure* failure = nullptr;
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

// Suspect is a fault that may be what is wrong with an implementation, ready to be asked.
struct Suspect {
  explicit Suspect(const Fault& one) : fault(&one), implementation(WithFault(one)) {}
  const Fault* fault;
  Implementation implementation;
};

enum class Likeness {
  kPasses,     // it answers as it should: it is not what is wrong here
  kSame,       // it fails in exactly the same way
  kOtherwise,  // it fails in another way
};

// Lineup compares suspects with evidence, under one implementation's hello. `asked` counts answers
// and derivations: what it costs.
class Lineup {
 public:
  explicit Lineup(const Hello& hello) : hello_(hello) {}

  Evidence Read(const Failure& failure);
  Likeness Compare(const Suspect& suspect, const Evidence& evidence);
  // Whether a suspect would have failed a case.
  bool Fails(const Suspect& suspect, const Case& c);
  // Whether what would be signed with a mistake explains the evidence, which has a signing.
  bool Fits(const Signing& signing, const SigningChange* change, const Evidence& evidence);

  int asked() const { return asked_; }

 private:
  Answer AnswerOf(const Suspect& suspect, const Case& c);
  void KeepWhatIsJudged(Op op, Answer& answer) const;
  std::optional<Judgement> Judged(const Case& c, const Answer& answer, Clock clock);
  void ReadSigning(Evidence& evidence);

  Hello hello_;
  SigningKeyCache keys_;
  int asked_ = 0;
};

}  // namespace countersign
