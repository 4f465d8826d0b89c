#include "explain/diagnose.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "explain/likeness.h"
#include "explain/mistakes.h"
#include "judge/redact.h"

namespace countersign {
namespace {

// An answer or a derivation takes some 20 microseconds: a side is done within a second.
constexpr int kMostAsked = 80'000;
constexpr std::size_t kSample = 40;   // failures that every suspect is compared with, in a round
constexpr std::size_t kPassed = 100;  // passed cases that a suspect must pass as well, of each kind
constexpr std::size_t kLikeliest = 16;  // suspects that every failure is compared with, in a round
constexpr std::size_t kNamed = 3;       // causes of one failure: more help nobody

// At most `most` of them, evenly spread.
template <typename T>
std::vector<T> Spread(const std::vector<T>& all, std::size_t most) {
  if (all.size() <= most) return all;
  std::vector<T> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * all.size() / most]);
  return some;
}

bool Names(const Fault& fault, const Case& c) {
  return std::any_of(c.rules.begin(), c.rules.end(), [&fault](const std::string& rule) {
    return std::find(fault.rules.begin(), fault.rules.end(), rule) != fault.rules.end();
  });
}

// Candidate is a suspect that fails some of a sample in the same way.
struct Candidate {
  const Suspect* suspect;
  const Evidence* example = nullptr;  // one of those
  std::size_t same = 0;
  std::size_t otherwise = 0;
  std::size_t of_its_rules = 0;  // of those the same, how many test a rule that the fault names
  bool octets = false;           // some of those the same show octets
  bool refuted = false;          // it fails what was passed

  auto Score() const { return std::tuple(refuted, -static_cast<long>(same), otherwise); }
};

// The diagnosis of one side of an implementation.
class Diagnosis {
 public:
  Diagnosis(Op op, const Hello& hello, const std::vector<Failure>& failures,
            const std::vector<CaseResult>& results)
      : lineup_(hello) {
    std::set<const Case*> failed;  // those that are expected to are explained already
    for (const CaseResult& one : results) {
      if (OpOf(*one.vector) != op) continue;
      if (one.verdict == Verdict::kPass) passed_.push_back(one.vector);
      if (one.verdict == Verdict::kFail) failed.insert(one.vector);
    }
    for (const Failure& one : failures) {
      if (failed.count(one.vector) > 0) evidence_.push_back(lineup_.Read(one));
    }
    if (evidence_.empty()) return;
    const Side others = op == Op::kPresign ? Side::kVerify : Side::kPresign;
    for (const Fault& fault : Faults()) {
      if (fault.side != others && fault.breaks.empty()) suspects_.emplace_back(fault);
    }
  }

  // Each round compares every suspect with a sample of what is still unexplained, and then all of
  // that with the likeliest.
  std::size_t Run() {
    std::vector<const Evidence*> open;
    for (const Evidence& one : evidence_) open.push_back(&one);
    while (!open.empty() && lineup_.asked() < kMostAsked) {
      const std::vector<const Evidence*> sample = Spread(open, kSample);
      const std::vector<Candidate> candidates = Candidates(sample, open);
      for (const Evidence* one : open) NameFaults(candidates, *one);
      for (const Evidence* one : sample) NameMistake(*one);
      std::erase_if(open, [&](const Evidence* one) {
        return causes_.count(one->failure->vector) > 0 ||
               std::find(sample.begin(), sample.end(), one) != sample.end();
      });
      std::erase_if(open, [this](const Evidence* one) { return NameKnownMistake(*one); });
    }
    return open.size();
  }

  std::map<const Case*, std::vector<Cause>>& causes() { return causes_; }

 private:
  std::vector<Candidate> Candidates(const std::vector<const Evidence*>& sample,
                                    const std::vector<const Evidence*>& open) {
    std::vector<Candidate> candidates;
    for (const Suspect& suspect : suspects_) {
      Candidate candidate{&suspect, nullptr};
      for (const Evidence* one : sample) Weigh(*one, candidate);
      if (candidate.same > 0 && IsLikely(candidate, open)) candidates.push_back(candidate);
    }
    std::stable_sort(
        candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
          return std::tuple(a.Score(), b.of_its_rules) < std::tuple(b.Score(), a.of_its_rules);
        });
    if (candidates.size() > kLikeliest) candidates.resize(kLikeliest, candidates.front());
    return candidates;
  }

  void Weigh(const Evidence& evidence, Candidate& candidate) {
    const Likeness likeness = lineup_.Compare(*candidate.suspect, evidence);
    if (likeness == Likeness::kOtherwise) ++candidate.otherwise;
    if (likeness != Likeness::kSame) return;
    ++candidate.same;
    candidate.example = &evidence;
    candidate.octets |= evidence.ShowsOctets();
    if (Names(*candidate.suspect->fault, *evidence.failure->vector)) ++candidate.of_its_rules;
  }

  // The same stages prove a mistake, if only for these cases; otherwise the suspect must pass what
  // was passed. The same outcome may be chance: then it must also explain most of what fails its
  // rules, and no small part of what fails in the same words.
  bool IsLikely(Candidate& candidate, const std::vector<const Evidence*>& open) {
    const Suspect& suspect = *candidate.suspect;
    candidate.refuted = FailsWhatPassed(suspect);
    if (candidate.octets) return true;
    return !candidate.refuted && ExplainsOneIn(2, suspect, open, [&](const Evidence& one) {
      return Names(*suspect.fault, *one.failure->vector);
    }) && ExplainsOneIn(10, suspect, open, [&](const Evidence& one) {
      return one.judgement.explanation == candidate.example->judgement.explanation;
    });
  }

  bool FailsWhatPassed(const Suspect& suspect) {
    std::vector<const Case*> of_its_rules;
    for (const Case* c : passed_) {
      if (Names(*suspect.fault, *c)) of_its_rules.push_back(c);
    }
    const auto fails = [&](const Case* c) { return lineup_.Fails(suspect, *c); };
    const std::vector<const Case*> likely = Spread(of_its_rules, kPassed);
    const std::vector<const Case*> others = Spread(passed_, kPassed);
    return std::any_of(likely.begin(), likely.end(), fails) ||
           std::any_of(others.begin(), others.end(), fails);
  }

  // Whether the suspect fails at least one in so many of those that are meant in the same way.
  template <typename Predicate>
  bool ExplainsOneIn(std::size_t number, const Suspect& suspect,
                     const std::vector<const Evidence*>& open, Predicate is_meant) {
    std::vector<const Evidence*> meant;
    std::copy_if(open.begin(), open.end(), std::back_inserter(meant),
                 [&](const Evidence* one) { return is_meant(*one); });
    meant = Spread(meant, kSample);
    const auto same = std::count_if(meant.begin(), meant.end(), [&](const Evidence* one) {
      return lineup_.Compare(suspect, *one) == Likeness::kSame;
    });
    return same > 0 && number * static_cast<std::size_t>(same) >= meant.size();
  }

  // The likeliest that fails in the same way; and others only where they are just as likely. Where
  // more than a few are, the mere outcome says too little to name any.
  void NameFaults(const std::vector<Candidate>& candidates, const Evidence& evidence) {
    std::vector<Cause> causes;
    const Candidate* first = nullptr;
    for (const Candidate& one : candidates) {
      if (lineup_.asked() >= kMostAsked) break;
      if (first != nullptr && one.Score() != first->Score()) break;
      if (one.refuted && !evidence.ShowsStage()) continue;
      if (lineup_.Compare(*one.suspect, evidence) != Likeness::kSame) continue;
      if (first == nullptr) first = &one;
      if (causes.size() == kNamed) {
        if (!evidence.ShowsOctets()) causes.clear();
        break;
      }
      causes.push_back(CauseOf(*one.suspect->fault));
    }
    if (!causes.empty()) causes_[evidence.failure->vector] = std::move(causes);
  }

  // Mistakes that are nobody's program's are looked for where no fault explains a signature.
  void NameMistake(const Evidence& evidence) {
    if (!evidence.signing || causes_.count(evidence.failure->vector) > 0) return;
    NameMistakeAmong(evidence, [](const Mistake&) { return true; });
  }

  bool NameKnownMistake(const Evidence& evidence) {
    if (!evidence.signing || mistakes_.empty()) return false;
    return NameMistakeAmong(
        evidence, [this](const Mistake& one) { return mistakes_.count(one.cause.name) > 0; });
  }

  template <typename Predicate>
  bool NameMistakeAmong(const Evidence& evidence, Predicate is_meant) {
    for (Mistake& mistake : Mistakes(*evidence.signing)) {
      if (lineup_.asked() >= kMostAsked) return false;
      if (!is_meant(mistake) || !lineup_.Fits(mistake.signing, nullptr, evidence)) continue;
      mistakes_.insert(mistake.cause.name);
      Cause& cause = mistake.cause;
      cause.text = Redactor(evidence.asked).Apply(std::move(cause.text));
      causes_[evidence.failure->vector] = {std::move(cause)};
      return true;
    }
    return false;
  }

  Lineup lineup_;
  std::vector<Evidence> evidence_;
  std::vector<const Case*> passed_;
  std::vector<Suspect> suspects_;
  std::set<std::string> mistakes_;  // that have explained something
  std::map<const Case*, std::vector<Cause>> causes_;
};

}  // namespace

std::size_t Diagnose(const Hello& hello, const std::vector<Failure>& failures,
                     std::vector<CaseResult>& results) {
  std::size_t not_looked_at = 0;
  for (const Op op : {Op::kPresign, Op::kVerify}) {
    Diagnosis diagnosis(op, hello, failures, results);
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
