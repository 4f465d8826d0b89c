#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "certify/challenge.h"
#include "suite/case.h"

namespace countersign {

// PlanEntry is one question of a certification.
struct PlanEntry {
  const Case* vector = nullptr;
  Case asked;                // the same case with keys, names and dates of its own
  std::string profile;       // "verifier/core"
  bool is_one_time = false;  // false: nothing in it could be replaced
};

// Plan is every question of a certification, in the order in which they are asked.
struct Plan {
  std::vector<PlanEntry> cases;
};

// AskedOf: what a plan is for. A live server is asked the verify cases, adapted to it.
enum class AskedOf { kAdapter, kEndpoint };

// MakePlan makes the plan: every case of level should or stricter, sorted by id. The suite must
// outlive it. The same suite and challenge give the same plan.
Plan MakePlan(const Suite& suite, const Challenge& challenge, AskedOf asked_of = AskedOf::kAdapter);

// CountCertified is how many cases that are.
std::size_t CountCertified(const Suite& suite, AskedOf asked_of);

// PlanText is the file plan.jsonl: one line a case.
std::string PlanText(const Plan& plan);

}  // namespace countersign
