#include "certify/standing.h"

#include <algorithm>

namespace countersign {
namespace {

void AddResult(const AskedPlan& asked, std::size_t index, ProfileStanding& standing) {
  const CaseResult& result = asked.results[index];
  const bool is_must = result.vector->level == Level::kMust;
  if (is_must) ++standing.must_cases;
  if (result.verdict == Verdict::kFault) ++standing.faults;
  if (result.verdict == Verdict::kPass) {
    ++(is_must ? standing.must_passed : standing.should_passed);
  } else if (IsDeviation(asked, index)) {
    ++(is_must ? standing.must_failed : standing.should_failed);
  } else if (result.verdict == Verdict::kNotExercised) {
    ++standing.not_exercised;
  } else {
    ++standing.left_out;
  }
}

}  // namespace

bool ProfileStanding::Passed() const {
  const bool is_shown = must_passed > 0 || (must_cases == 0 && should_passed > 0);
  return is_claimed && is_shown && must_failed == 0 && faults == 0;
}

const char* ProfileStanding::Word() const {
  if (!is_claimed) return "not claimed";
  if (must_failed > 0 || faults > 0) return "failed";
  return Passed() ? "passed" : "not shown";
}

bool IsDeviation(const AskedPlan& asked, std::size_t index) {
  const CaseResult& result = asked.results[index];
  const bool skipped =
      result.verdict == Verdict::kUnsupported && asked.records[index] != 0 && !asked.of_live_server;
  return result.verdict == Verdict::kFail || result.verdict == Verdict::kFault || skipped;
}

CertifiedStanding StandingOfPlan(const Plan& plan, const AskedPlan& asked) {
  CertifiedStanding standing;
  for (const Profile& profile : Profiles()) {
    standing.profiles.push_back({});
    standing.profiles.back().profile = &profile;
    standing.profiles.back().is_claimed = IsClaimed(profile, asked.adapter_info);
  }
  const auto find = [&standing](std::string_view name) {
    return std::find_if(standing.profiles.begin(), standing.profiles.end(),
                        [name](const ProfileStanding& one) { return one.profile->name == name; });
  };
  for (std::size_t i = 0; i < asked.results.size(); ++i) {
    AddResult(asked, i, *find(plan.cases[i].profile));
  }
  for (const Title& title : Titles()) {
    const bool earned = std::all_of(title.profiles.begin(), title.profiles.end(),
                                    [&](auto name) { return find(name)->Passed(); });
    const bool claimed = std::any_of(title.profiles.begin(), title.profiles.end(),
                                     [&](auto name) { return find(name)->is_claimed; });
    if (earned) {
      standing.titles.emplace_back(title.name);
    } else if (claimed) {
      standing.missed.emplace_back(title.name);
    }
  }
  return standing;
}

}  // namespace countersign
