#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "mutants/mutant.h"
#include "reference_adapter/implementation.h"

namespace countersign::fuzz {

// The bench on which the fuzzers are measured: mistakes that are in the program on purpose. Only
// builds with the option `planted` have any of this.

// PlantedBug is one of them, re-created from a public report.
struct PlantedBug {
  int tier;                    // 1: shows under one condition; 2: only where several meet
  std::string_view target;     // of the three that read scenes, the one whose property speaks of it
  std::string_view reference;  // where it was seen
  const Mutant* mutant;        // its name, and what is wrong
};

// PlantedBugs lists them all, tier 1 first.
std::span<const PlantedBug> PlantedBugs();

// FindPlantedBug returns the bug of that name; nullptr where there is none.
const PlantedBug* FindPlantedBug(std::string_view name);

// Planted is the reference with the bug of that name in it, or the reference where the name is
// empty or "reference". An unknown name ends the process with status 2 and the list. At the end of
// the process, or where a finding ends it, it prints
//   planted expiry-not-checked: reached in 812 of 1000 answers, 3 of them wrong
// so that a bug that was not found can be told from one that was never reached. One process has
// one.
Implementation Planted(std::string_view name);

// PlantedByEnvironment is Planted of what COUNTERSIGN_PLANTED names, `otherwise` where it is unset.
Implementation PlantedByEnvironment(std::string_view otherwise);

// The lists, by tier.
std::vector<PlantedBug> SingleConditions();
std::vector<PlantedBug> Conjunctions();

}  // namespace countersign::fuzz
