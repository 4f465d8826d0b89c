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

// An answer or a derivation takes some 20 microseconds: a side is done within a second.
constexpr int kMostAsked = 80'000;
constexpr std::size_t kSample = 40;  // failures that every candidate is compared with, in a round
constexpr std::size_t kPassed =
    100;  // passed cases that a candidate must pass as well, of each kind
constexpr std::size_t kLikeliest =
    16;                            // candidates that every failure is compared with, in a round
constexpr std::size_t kNamed = 3;  // causes of one failure: more help nobody

// At most `most` of them, evenly spread.
template <typename T>
std::vector<T> Spread(const std::vector<T>& all, std::size_t most) {
  if (all.size() <= most) return all;
  std::vector<T> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * all.size() / most]);
  return some;
}

bool Names(const Mutant& mutant, const Case& c) {
  return std::any_of(c.rules.begin(), c.rules.end(), [&mutant](const std::string& rule) {
    return std::find(mutant.rules.begin(), mutant.rules.end(), rule) != mutant.rules.end();
  });
}

// RankedCandidate is a candidate that fails some of a sample in the same way.
struct RankedCandidate {
  const Candidate* candidate;
  const FailedCase* example = nullptr;  // one of those
  std::size_t same = 0;
  std::size_t otherwise = 0;
  std::size_t of_its_rules = 0;  // of those the same, how many test a rule that the mutant names
  bool octets = false;           // some of those the same show octets
  bool refuted = false;          // it fails what was passed

  auto Score() const { return std::tuple(refuted, -static_cast<long>(same), otherwise); }
};

// The diagnosis of one side of an implementation.
class Diagnosis {
 public:
  Diagnosis(Op op, const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
            const std::vector<CaseResult>& results)
      : matcher_(adapter_info) {
    std::set<const Case*> failed;  // those that are expected to are explained already
    for (const CaseResult& one : results) {
      if (OpOf(*one.vector) != op) continue;
      if (one.verdict == Verdict::kPass) passed_.push_back(one.vector);
      if (one.verdict == Verdict::kFail) failed.insert(one.vector);
    }
    for (const FailedAnswer& one : failures) {
      if (failed.count(one.vector) > 0) evidence_.push_back(matcher_.Read(one));
    }
    if (evidence_.empty()) return;
    const Side others = op == Op::kPresign ? Side::kVerify : Side::kPresign;
    for (const Mutant& mutant : Mutants()) {
      if (mutant.side != others && mutant.breaks.empty()) suspects_.emplace_back(mutant);
    }
  }

  // Each round compares every candidate with a sample of what is still unexplained, and then all of
  // that with the likeliest.
  std::size_t Run() {
    std::vector<const FailedCase*> open;
    for (const FailedCase& one : evidence_) open.push_back(&one);
    while (!open.empty() && matcher_.asked() < kMostAsked) {
      const std::vector<const FailedCase*> sample = Spread(open, kSample);
      const std::vector<RankedCandidate> ranked_candidates = RankedCandidates(sample, open);
      for (const FailedCase* one : open) NameMutants(ranked_candidates, *one);
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
  std::vector<RankedCandidate> RankedCandidates(const std::vector<const FailedCase*>& sample,
                                                const std::vector<const FailedCase*>& open) {
    std::vector<RankedCandidate> ranked_candidates;
    for (const Candidate& candidate : suspects_) {
      RankedCandidate ranked{&candidate, nullptr};
      for (const FailedCase* one : sample) Weigh(*one, ranked);
      if (ranked.same > 0 && IsLikely(ranked, open)) ranked_candidates.push_back(ranked);
    }
    std::stable_sort(ranked_candidates.begin(), ranked_candidates.end(),
                     [](const RankedCandidate& a, const RankedCandidate& b) {
                       return std::tuple(a.Score(), b.of_its_rules) <
                              std::tuple(b.Score(), a.of_its_rules);
                     });
    if (ranked_candidates.size() > kLikeliest)
      ranked_candidates.resize(kLikeliest, ranked_candidates.front());
    return ranked_candidates;
  }

  void Weigh(const FailedCase& failed, RankedCandidate& ranked) {
    const MatchResult result = matcher_.Compare(*ranked.candidate, failed);
    if (result == MatchResult::kOtherFailure) ++ranked.otherwise;
    if (result != MatchResult::kSameFailure) return;
    ++ranked.same;
    ranked.example = &failed;
    ranked.octets |= failed.ShowsOctets();
    if (Names(*ranked.candidate->mutant, *failed.failure->vector)) ++ranked.of_its_rules;
  }

  // The same stages prove a mistake, if only for these cases; otherwise the candidate must pass
  // what was passed. The same outcome may be chance: then it must also explain most of what fails
  // its rules, and no small part of what fails in the same words.
  bool IsLikely(RankedCandidate& ranked, const std::vector<const FailedCase*>& open) {
    const Candidate& candidate = *ranked.candidate;
    ranked.refuted = FailsWhatPassed(candidate);
    if (ranked.octets) return true;
    return !ranked.refuted && ExplainsOneIn(2, candidate, open, [&](const FailedCase& one) {
      return Names(*candidate.mutant, *one.failure->vector);
    }) && ExplainsOneIn(10, candidate, open, [&](const FailedCase& one) {
      return one.judgement.explanation == ranked.example->judgement.explanation;
    });
  }

  bool FailsWhatPassed(const Candidate& candidate) {
    std::vector<const Case*> of_its_rules;
    for (const Case* c : passed_) {
      if (Names(*candidate.mutant, *c)) of_its_rules.push_back(c);
    }
    const auto fails = [&](const Case* c) { return matcher_.Fails(candidate, *c); };
    const std::vector<const Case*> likely = Spread(of_its_rules, kPassed);
    const std::vector<const Case*> others = Spread(passed_, kPassed);
    return std::any_of(likely.begin(), likely.end(), fails) ||
           std::any_of(others.begin(), others.end(), fails);
  }

  // Whether the candidate fails at least one in so many of those that are meant in the same way.
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

  // The likeliest that fails in the same way; and others only where they are just as likely. Where
  // more than a few are, the mere outcome says too little to name any.
  void NameMutants(const std::vector<RankedCandidate>& ranked_candidates,
                   const FailedCase& failed) {
    std::vector<Cause> causes;
    const RankedCandidate* first = nullptr;
    for (const RankedCandidate& one : ranked_candidates) {
      if (matcher_.asked() >= kMostAsked) break;
      if (first != nullptr && one.Score() != first->Score()) break;
      if (one.refuted && !failed.ShowsStage()) continue;
      if (matcher_.Compare(*one.candidate, failed) != MatchResult::kSameFailure) continue;
      if (first == nullptr) first = &one;
      if (causes.size() == kNamed) {
        if (!failed.ShowsOctets()) causes.clear();
        break;
      }
      causes.push_back(CauseOf(*one.candidate->mutant));
    }
    if (!causes.empty()) causes_[failed.failure->vector] = std::move(causes);
  }

  // Mistakes that are nobody's program's are looked for where no mutant explains a signature.
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
      if (matcher_.asked() >= kMostAsked) return false;
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
  std::vector<FailedCase> evidence_;
  std::vector<const Case*> passed_;
  std::vector<Candidate> suspects_;
  std::set<std::string> mistakes_;  // that have explained something
  std::map<const Case*, std::vector<Cause>> causes_;
};

}  // namespace

std::size_t Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
                     std::vector<CaseResult>& results) {
  std::size_t not_looked_at = 0;
  for (const Op op : {Op::kPresign, Op::kVerify}) {
    Diagnosis diagnosis(op, adapter_info, failures, results);
    not_looked_at += diagnosis.Run();
    for (CaseResult& result : results) {
      const auto causes = diagnosis.causes().find(result.vector);
      if (result.verdict != Verdict::kFail || causes == diagnosis.causes().end()) continue;
      result.likely_causes = std::move(causes->second);
    }
  }
  return not_looked_at;
}

}  // namespace countersign
