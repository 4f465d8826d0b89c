// Finds the likely causes of a run's failures. Every mutant of the side is a candidate: it answers
// a sample of the failed cases, and the ones that fail in the same way are ranked. Signatures that
// no mutant explains are compared with the mistakes of people (mistakes.h). The `run` command calls
// it after the runner.
#include "diagnose/diagnose.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "diagnose/matcher.h"
#include "diagnose/mistakes.h"
#include "judge/redact.h"

namespace countersign {
namespace {

// An answer or a derivation takes about 20 microseconds, so one side takes two seconds at most.
constexpr int kMostComparisons = 80'000;
// In each round, all candidates are compared with this many failures...
constexpr std::size_t kSample = 40;
// ...and must pass this many of the passed cases of their rules, and as many of all passed cases.
constexpr std::size_t kPassed = 100;
// Then this many of the best candidates are compared with every failure.
constexpr std::size_t kLikeliest = 16;
// The most causes that are named for one failure.
constexpr std::size_t kNamed = 3;

// At most `most` values, evenly spread.
template <typename T>
std::vector<T> Spread(const std::vector<T>& all, std::size_t most) {
  if (all.size() <= most) return all;
  std::vector<T> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * all.size() / most]);
  return some;
}

// RankedCandidate is a candidate that fails some cases of the sample in the same way as the
// implementation.
struct RankedCandidate {
  const Candidate* candidate;
  const FailedCase* example = nullptr;  // the last case that it fails in the same way
  std::size_t same = 0;                 // cases that it fails in the same way
  std::size_t otherwise = 0;            // cases that it fails in another way
  std::size_t of_its_rules = 0;         // cases in `same` that test a rule of the mutant
  bool bytes = false;                   // a case in `same` shows differing bytes
  bool refuted = false;                 // it fails a case that the implementation passed

  auto Score() const { return std::tuple(refuted, -static_cast<long>(same), otherwise); }
};

// Diagnosis is the diagnosis of one side of an implementation.
class Diagnosis {
 public:
  Diagnosis(Op op, const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
            const std::vector<CaseResult>& results)
      : matcher_(adapter_info) {
    std::set<const Case*> failed;  // without expected failures, whose reason is known
    for (const CaseResult& one : results) {
      if (OpOf(*one.vector) != op) continue;
      if (one.verdict == Verdict::kPass) passed_.push_back(one.vector);
      if (one.verdict == Verdict::kFail) failed.insert(one.vector);
    }
    for (const FailedAnswer& one : failures) {
      if (failed.count(one.vector) > 0) failed_cases_.push_back(matcher_.Read(one));
    }
    if (failed_cases_.empty()) return;
    const Side other_side = op == Op::kPresign ? Side::kVerify : Side::kPresign;
    for (const Mutant& mutant : Mutants()) {
      if (SideOf(mutant) != other_side && mutant.breaks.empty()) candidates_.emplace_back(mutant);
    }
  }

  // Each round compares every candidate with a sample of the unexplained failures, and then the
  // best candidates with all unexplained failures. Returns the number of failures that were not
  // compared.
  std::size_t Run() {
    std::vector<const FailedCase*> open;
    for (const FailedCase& one : failed_cases_) open.push_back(&one);
    while (!open.empty() && MayCompareMore()) {
      const std::vector<const FailedCase*> sample = Spread(open, kSample);
      const std::vector<RankedCandidate> likeliest = Likeliest(sample, open);
      for (const FailedCase* one : open) NameMutants(likeliest, *one);
      for (const FailedCase* one : sample) NameMistake(*one);
      std::erase_if(open, [&](const FailedCase* one) {
        return causes_.count(one->failure->vector) > 0 ||
               std::find(sample.begin(), sample.end(), one) != sample.end();
      });
      std::erase_if(open, [this](const FailedCase* one) { return NameKnownMistake(*one); });
    }
    return open.size();
  }

  std::map<const Case*, std::vector<Cause>>& causes() { return causes_; }

 private:
  bool MayCompareMore() const { return matcher_.comparisons() < kMostComparisons; }

  std::vector<RankedCandidate> Likeliest(const std::vector<const FailedCase*>& sample,
                                         const std::vector<const FailedCase*>& open) {
    std::vector<RankedCandidate> likeliest;
    for (const Candidate& candidate : candidates_) {
      RankedCandidate ranked{&candidate, nullptr};
      for (const FailedCase* one : sample) Count(*one, ranked);
      if (ranked.same > 0 && IsLikely(ranked, open)) likeliest.push_back(ranked);
    }
    std::stable_sort(
        likeliest.begin(), likeliest.end(), [](const RankedCandidate& a, const RankedCandidate& b) {
          return std::tuple(a.Score(), b.of_its_rules) < std::tuple(b.Score(), a.of_its_rules);
        });
    if (likeliest.size() > kLikeliest) likeliest.resize(kLikeliest, likeliest.front());
    return likeliest;
  }

  void Count(const FailedCase& failed, RankedCandidate& ranked) {
    const MatchResult result = matcher_.Compare(*ranked.candidate, failed);
    if (result == MatchResult::kOtherFailure) ++ranked.otherwise;
    if (result != MatchResult::kSameFailure) return;
    ++ranked.same;
    ranked.example = &failed;
    ranked.bytes |= failed.ShowsBytes();
    if (BreaksRuleOf(*ranked.candidate->mutant, *failed.failure->vector)) ++ranked.of_its_rules;
  }

  // The same differing bytes prove a mistake, at least for these cases. The same outcome may be
  // chance: then the candidate must pass the passed cases, explain at least half of the failures of
  // its rules, and explain at least a tenth of the failures with the same explanation.
  bool IsLikely(RankedCandidate& ranked, const std::vector<const FailedCase*>& open) {
    const Candidate& candidate = *ranked.candidate;
    ranked.refuted = FailsWhatPassed(candidate);
    if (ranked.bytes) return true;
    return !ranked.refuted && ExplainsOneIn(2, candidate, open, [&](const FailedCase& one) {
      return BreaksRuleOf(*candidate.mutant, *one.failure->vector);
    }) && ExplainsOneIn(10, candidate, open, [&](const FailedCase& one) {
      return one.judgement.explanation == ranked.example->judgement.explanation;
    });
  }

  bool FailsWhatPassed(const Candidate& candidate) {
    std::vector<const Case*> of_its_rules;
    for (const Case* c : passed_) {
      if (BreaksRuleOf(*candidate.mutant, *c)) of_its_rules.push_back(c);
    }
    const auto fails = [&](const Case* c) { return matcher_.Fails(candidate, *c); };
    const std::vector<const Case*> likely = Spread(of_its_rules, kPassed);
    const std::vector<const Case*> others = Spread(passed_, kPassed);
    return std::any_of(likely.begin(), likely.end(), fails) ||
           std::any_of(others.begin(), others.end(), fails);
  }

  // Whether the candidate fails at least one in `number` of the meant cases in the same way.
  template <typename Predicate>
  bool ExplainsOneIn(std::size_t number, const Candidate& candidate,
                     const std::vector<const FailedCase*>& open, Predicate is_meant) {
    std::vector<const FailedCase*> meant;
    std::copy_if(open.begin(), open.end(), std::back_inserter(meant),
                 [&](const FailedCase* one) { return is_meant(*one); });
    meant = Spread(meant, kSample);
    const auto same = std::count_if(meant.begin(), meant.end(), [&](const FailedCase* one) {
      return matcher_.Compare(candidate, *one) == MatchResult::kSameFailure;
    });
    return same > 0 && number * static_cast<std::size_t>(same) >= meant.size();
  }

  // Names the likeliest candidate that fails in the same way, and others only if they are equally
  // likely. If more than kNamed are, an outcome without differing bytes proves too little, so none
  // is named.
  void NameMutants(const std::vector<RankedCandidate>& likeliest, const FailedCase& failed) {
    std::vector<Cause> causes;
    const RankedCandidate* first = nullptr;
    for (const RankedCandidate& one : likeliest) {
      if (!MayCompareMore()) break;
      if (first != nullptr && one.Score() != first->Score()) break;
      if (one.refuted && !failed.ShowsStage()) continue;
      if (matcher_.Compare(*one.candidate, failed) != MatchResult::kSameFailure) continue;
      if (first == nullptr) first = &one;
      if (causes.size() == kNamed) {
        if (!failed.ShowsBytes()) causes.clear();
        break;
      }
      causes.push_back(CauseOf(*one.candidate->mutant));
    }
    if (!causes.empty()) causes_[failed.failure->vector] = std::move(causes);
  }

  // If no mutant explains a signature, looks for a mistake of people, settings or proxies.
  void NameMistake(const FailedCase& failed) {
    if (!failed.signing || causes_.count(failed.failure->vector) > 0) return;
    NameMistakeAmong(failed, [](const Mistake&) { return true; });
  }

  bool NameKnownMistake(const FailedCase& failed) {
    if (!failed.signing || mistakes_.empty()) return false;
    return NameMistakeAmong(
        failed, [this](const Mistake& one) { return mistakes_.count(one.cause.name) > 0; });
  }

  template <typename Predicate>
  bool NameMistakeAmong(const FailedCase& failed, Predicate is_meant) {
    for (Mistake& mistake : Mistakes(*failed.signing)) {
      if (!MayCompareMore()) return false;
      if (!is_meant(mistake) || !matcher_.Fits(mistake.signing, nullptr, failed)) continue;
      mistakes_.insert(mistake.cause.name);
      Cause& cause = mistake.cause;
      cause.text = Redactor(failed.asked).Apply(std::move(cause.text));
      causes_[failed.failure->vector] = {std::move(cause)};
      return true;
    }
    return false;
  }

  Matcher matcher_;
  std::vector<FailedCase> failed_cases_;
  std::vector<const Case*> passed_;
  std::vector<Candidate> candidates_;
  std::set<std::string> mistakes_;  // names of mistakes that explained a failure
  std::map<const Case*, std::vector<Cause>> causes_;
};

}  // namespace

std::size_t Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
                     std::vector<CaseResult>& results) {
  std::size_t not_compared = 0;
  for (const Op op : {Op::kPresign, Op::kVerify}) {
    Diagnosis diagnosis(op, adapter_info, failures, results);
    not_compared += diagnosis.Run();
    for (CaseResult& result : results) {
      const auto causes = diagnosis.causes().find(result.vector);
      if (result.verdict != Verdict::kFail || causes == diagnosis.causes().end()) continue;
      result.likely_causes = std::move(causes->second);
    }
  }
  return not_compared;
}

}  // namespace countersign
