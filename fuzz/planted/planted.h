#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "mutants/mutant.h"
#include "reference_adapter/implementation.h"

namespace countersign::fuzz {

// Bugs that are in the program on purpose, to measure the fuzzers. Only the programs in the build's
// fuzz/planted/ have them.

// PlantedBug is one of them, made after a public report.
struct PlantedBug {
  int tier;                    // 1: shows under one condition; 2: only if several meet
  std::string_view target;     // the target whose property the bug violates
  std::string_view reference;  // where it was seen
  const Mutant* mutant;        // its name, and what is wrong
};

// PlantedBugs lists them all, tier 1 first.
std::span<const PlantedBug> PlantedBugs();

// FindPlantedBug returns the bug of that name, or nullptr if the name is unknown.
const PlantedBug* FindPlantedBug(std::string_view name);

// Planted is the reference with the bug of that name, or the reference itself if the name is empty
// or "reference". An unknown name ends the process with status 2 and prints the list. At the end of
// the process, it prints
//   planted expiry-not-checked: reached in 812 of 1000 answers, 3 of them wrong
// which tells a bug that was not noticed from one that was never reached. Call it once in a
// process.
Implementation Planted(std::string_view name);

// PlantedByEnvironment is Planted(COUNTERSIGN_PLANTED), or Planted(otherwise) if that is not set.
Implementation PlantedByEnvironment(std::string_view otherwise);

// The lists, by tier.
std::vector<PlantedBug> SingleConditions();
std::vector<PlantedBug> Conjunctions();

}  // namespace countersign::fuzz
