#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "certify/ask_plan.h"
#include "certify/plan.h"
#include "certify/profiles.h"

namespace countersign {

// ProfileStanding is how an implementation did in one profile.
struct ProfileStanding {
  const Profile* profile = nullptr;
  bool is_claimed = false;
  int must_cases = 0;
  int must_passed = 0;
  int must_failed = 0;  // failed, broke, or skipped by the adapter
  int should_passed = 0;
  int should_failed = 0;  // declared in deviations.json
  int faults = 0;         // of either level
  int left_out = 0;       // a feature that is not declared
  int not_exercised = 0;  // above all: its clock cannot be set

  // Whether the certificate names the profile: claimed, at least one case passed, of level must if
  // the profile has such cases; none of level must failed, and nothing broke.
  bool Passed() const;
  const char* Word() const;  // "passed", "failed", "not claimed", "not shown"
};

// Standing is the sum of it.
struct CertifiedStanding {
  std::vector<ProfileStanding> profiles;  // as Profiles()
  std::vector<std::string> titles;        // "presigner", "verifier": those that it may carry
  std::vector<std::string> missed;        // those that it claims and may not

  bool IsCertifiable() const { return !titles.empty() && missed.empty(); }
};

CertifiedStanding StandingOfPlan(const Plan& plan, const AskedPlan& asked);

// IsDeviation tells whether a result is listed in deviations.json: it failed, broke, or was skipped
// by the adapter. A live server skips nothing: it says that it has no such operation.
bool IsDeviation(const AskedPlan& asked, std::size_t index);

}  // namespace countersign
