// Finds the likely causes of a run's failures. Every mutant of the side is a candidate, and all
// cases of the run are evidence for or against it. The candidate that agrees best with them is
// named, then the one that agrees best with what is left, and so on. Signatures that no mutant
// explains are compared with the mistakes of people (mistakes.h). The `run` command calls it after
// the runner.
#include "diagnose/diagnose.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "diagnose/evidence.h"
#include "diagnose/mistakes.h"
#include "diagnose/run_comparison.h"
#include "judge/redact.h"

namespace countersign {
namespace {

// The most causes that are named for one failure.
constexpr std::size_t kNamed = 3;
// A candidate whose agreement is lower is not named.
constexpr double kLeastAgreement = 0.5;
// The least accuracy of a candidate that explains outcomes only, without differing bytes.
constexpr double kLeastAccuracyOfOutcomes = 0.7;
// Candidates agree equally well from here on, and within each of these steps below it: who explains
// more comes first.
constexpr double kGoodAgreement = 0.85;
constexpr double kStep = 0.05;
// A candidate that explains so many times the failures of another is the whole of which the other
// is a part.
constexpr std::size_t kMuchMore = 10;

// Standing is how well a candidate agrees with the failures that nothing explains so far.
struct Standing {
  const RunComparison* comparison = nullptr;
  std::size_t same = 0;           // open failures that it explains
  std::size_t its_rules = 0;      // of these, those that test a rule of the mutant
  std::size_t all_its_rules = 0;  // open failures that do
  std::size_t alike = 0;          // open failures whose explanation is that of one in `same`
  bool shows_bytes = false;       // one in `same` shows differing bytes, or a URL
  double agreement = 0;           // from 0 to 1

  // Rank orders candidates, the likeliest first. Equal ranks cannot be told apart.
  auto Rank() const {
    const int step = static_cast<int>(std::min(agreement, kGoodAgreement) / kStep);
    return std::tuple(-step, -static_cast<long>(same), comparison->Against(),
                      -static_cast<long>(its_rules));
  }
};

Cause CauseFrom(const Standing& standing) {
  Cause cause = CauseOf(*standing.comparison->candidate->mutant);
  const std::size_t against = standing.comparison->Against();
  if (against > 0) {
    cause.text += " All but " + std::to_string(against) + " of " +
                  std::to_string(standing.same + against) + " cases agree.";
  }
  return cause;
}

// Agreement is the candidate's accuracy if bytes show its mistake. An outcome may be the same by
// chance: then the candidate must explain some of the failures that are alike, and it counts the
// less, the fewer failures of its rules it explains.
double Agreement(const Standing& standing) {
  const double accuracy = Accuracy(standing.same, *standing.comparison);
  if (standing.shows_bytes) return accuracy < kLeastAccuracy ? 0 : accuracy;
  if (accuracy < kLeastAccuracyOfOutcomes || standing.its_rules == 0) return 0;
  if (10 * standing.same < standing.alike) return 0;
  return accuracy * static_cast<double>(standing.its_rules) /
         static_cast<double>(standing.all_its_rules);
}

// Diagnosis is the diagnosis of one side of an implementation.
class Diagnosis {
 public:
  Diagnosis(const EvidenceScope& scope, const AdapterInfo& adapter_info, FailuresOfMutants& known)
      : scope_(scope), known_(known), matcher_(adapter_info, known) {}

  // Read takes what is evidence in its scope. Expected failures are left out: their reason is
  // known.
  void Read(const std::vector<FailedAnswer>& failures, const std::vector<CaseResult>& results) {
    std::set<const Case*> failed;
    for (const CaseResult& one : results) {
      if (!IsEvidenceIn(scope_, *one.vector)) continue;
      if (one.verdict == Verdict::kPass) passed_.push_back(one.vector);
      if (one.verdict == Verdict::kFail) failed.insert(one.vector);
    }
    for (const FailedAnswer& one : failures) {
      if (failed.count(one.vector) > 0) failed_cases_.push_back(matcher_.Read(one));
    }
  }

  void Run() {
    Gather();
    for (std::vector<Standing> best = Best(); !best.empty(); best = Best()) {
      NameMutants(best);
      for (const Standing& one : best) done_.insert(one.comparison);
    }
    for (const FailedCase& one : failed_cases_) {
      if (!known_.IsInterrupted() && IsOpen(one)) NameMistake(one);
    }
  }

  std::map<const Case*, std::vector<Cause>>& causes() { return causes_; }

 private:
  void Gather() {
    std::sort(failed_cases_.begin(), failed_cases_.end(),
              [](const FailedCase& a, const FailedCase& b) {
                return a.failure->vector->id < b.failure->vector->id;
              });
    std::map<std::string, std::size_t> kinds;
    for (const FailedCase& one : failed_cases_) {
      kinds_.push_back(kinds.emplace(one.judgement.explanation, kinds.size()).first->second);
    }
    for (const Mutant* mutant : CandidatesFor(scope_.op)) candidates_.emplace_back(*mutant);
    if (!GatherThoseThatExplainAll()) GatherAll();
  }

  void GatherAll() {
    comparisons_.clear();
    for (const Candidate& one : candidates_) {
      if (known_.IsInterrupted()) return comparisons_.clear();
      RunComparison comparison = CompareWithRun(one, failed_cases_, passed_, matcher_);
      if (!comparison.results.empty()) comparisons_.push_back(std::move(comparison));
    }
  }

  // Gathers the candidates that explain every failure and that nothing contradicts. If there are a
  // few, the others cannot be named: to compare them takes most of the time of a diagnosis.
  bool GatherThoseThatExplainAll() {
    for (const Candidate& one : candidates_) {
      if (known_.IsInterrupted()) return false;
      if (!ExplainsASample(one)) continue;
      RunComparison comparison = CompareWithRun(one, failed_cases_, passed_, matcher_);
      const auto same = std::count(comparison.results.begin(), comparison.results.end(),
                                   MatchResult::kSameFailure);
      if (static_cast<std::size_t>(same) < failed_cases_.size() || comparison.Against() > 0) {
        continue;
      }
      comparisons_.push_back(std::move(comparison));
    }
    return comparisons_.size() <= kNamed && !Best().empty();
  }

  bool ExplainsASample(const Candidate& candidate) {
    constexpr std::size_t kSample = 20;
    for (std::size_t i = 0; i < failed_cases_.size(); i += failed_cases_.size() / kSample + 1) {
      const MatchResult result = matcher_.Compare(candidate, failed_cases_[i]);
      if (result != MatchResult::kSameFailure) return false;
    }
    return true;
  }

  bool IsOpen(const FailedCase& one) const { return causes_.count(one.failure->vector) == 0; }

  // The candidates of the best rank; empty if none is likely enough to be named.
  std::vector<Standing> Best() const {
    std::vector<Standing> likely;
    for (const RunComparison& one : comparisons_) {
      if (done_.count(&one) > 0) continue;
      const Standing standing = StandingOf(one);
      if (standing.agreement >= kLeastAgreement) likely.push_back(standing);
    }
    std::vector<Standing> best;
    for (const Standing& one : likely) {
      const bool is_part = std::any_of(likely.begin(), likely.end(),
                                       [&](const Standing& other) { return IsPartOf(one, other); });
      if (is_part) continue;
      if (!best.empty() && one.Rank() < best.front().Rank()) best.clear();
      if (best.empty() || one.Rank() == best.front().Rank()) best.push_back(one);
    }
    return best;
  }

  // Whether the other candidate explains all that this one explains, and very much more: a verifier
  // that checks no signature does not check it if a header is missing, either.
  bool IsPartOf(const Standing& one, const Standing& other) const {
    if (one.shows_bytes || other.same < kMuchMore * one.same) return false;
    for (std::size_t i = 0; i < failed_cases_.size(); ++i) {
      if (!IsOpen(failed_cases_[i])) continue;
      if (one.comparison->results[i] == MatchResult::kSameFailure &&
          other.comparison->results[i] != MatchResult::kSameFailure) {
        return false;
      }
    }
    return true;
  }

  Standing StandingOf(const RunComparison& comparison) const {
    Standing standing;
    standing.comparison = &comparison;
    std::set<std::size_t> kinds;
    for (std::size_t i = 0; i < failed_cases_.size(); ++i) {
      if (!IsOpen(failed_cases_[i])) continue;
      if (comparison.of_its_rules[i]) ++standing.all_its_rules;
      if (comparison.results[i] != MatchResult::kSameFailure) continue;
      ++standing.same;
      if (comparison.of_its_rules[i]) ++standing.its_rules;
      standing.shows_bytes |= failed_cases_[i].ShowsBytes() || failed_cases_[i].ShowsUrl();
      kinds.insert(kinds_[i]);
    }
    for (std::size_t i = 0; i < failed_cases_.size(); ++i) {
      if (kinds.count(kinds_[i]) > 0 && IsOpen(failed_cases_[i])) ++standing.alike;
    }
    standing.agreement = Agreement(standing);
    return standing;
  }

  // Names candidates of one rank for the open failures that they explain. If more than kNamed fail
  // in the same way, an outcome without differing bytes proves too little, so none is named.
  void NameMutants(const std::vector<Standing>& best) {
    std::map<const Case*, std::vector<Cause>> named;
    for (std::size_t i = 0; i < failed_cases_.size(); ++i) {
      const FailedCase& failed = failed_cases_[i];
      if (!IsOpen(failed)) continue;
      std::vector<Cause> causes;
      for (const Standing& one : best) {
        if (one.comparison->results[i] == MatchResult::kSameFailure)
          causes.push_back(CauseFrom(one));
      }
      if (causes.size() > kNamed && !failed.ShowsBytes()) continue;
      if (causes.size() > kNamed) causes.erase(causes.begin() + kNamed, causes.end());
      if (!causes.empty()) named[failed.failure->vector] = std::move(causes);
    }
    causes_.merge(named);
  }

  // If no mutant explains a signature, looks for a mistake of people, settings or proxies.
  void NameMistake(const FailedCase& failed) {
    if (!failed.signing) return;
    for (Mistake& mistake : Mistakes(*failed.signing)) {
      if (!matcher_.Fits(mistake.signing, nullptr, failed)) continue;
      Cause& cause = mistake.cause;
      cause.text = Redactor(failed.asked).Apply(std::move(cause.text));
      causes_[failed.failure->vector] = {std::move(cause)};
      return;
    }
  }

  EvidenceScope scope_;
  const FailuresOfMutants& known_;
  Matcher matcher_;
  std::vector<const Case*> passed_;
  std::vector<FailedCase> failed_cases_;
  std::vector<std::size_t> kinds_;  // of failed_cases_: equal for equal explanations
  std::vector<Candidate> candidates_;
  std::vector<RunComparison> comparisons_;  // of candidates that explain a failure
  std::set<const RunComparison*> done_;     // named, or not to be told apart
  std::map<const Case*, std::vector<Cause>> causes_;
};

}  // namespace

void Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
              std::vector<CaseResult>& results, const FurtherAnswers& further,
              FailuresOfMutants& known) {
  for (const EvidenceScope& scope : kEvidenceScopes) {
    if (FailuresNamedIn(scope, failures, results).empty()) continue;
    Diagnosis diagnosis(scope, adapter_info, known);
    diagnosis.Read(failures, results);
    diagnosis.Read(further.failed_answers, further.results);
    diagnosis.Run();
    for (CaseResult& result : results) {
      const auto causes = diagnosis.causes().find(result.vector);
      if (!IsNamedIn(scope, result) || causes == diagnosis.causes().end()) continue;
      result.likely_causes = std::move(causes->second);
    }
  }
}

void Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
              std::vector<CaseResult>& results) {
  FailuresOfMutants known;
  Diagnose(adapter_info, failures, results, {}, known);
}

}  // namespace countersign
