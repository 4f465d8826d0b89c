// The list of planted bugs, and the choice of one by its name. The targets of fuzz/planted/ call
// it.
#include "planted/planted.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "planted/counting.h"
#include "reference_adapter/reference_adapter.h"

namespace countersign::fuzz {
namespace {

[[noreturn]] void RefuseName(std::string_view name) {
  std::fprintf(stderr, "COUNTERSIGN_PLANTED: unknown bug \"%s\"; expected one of\n  reference\n",
               std::string(name).c_str());
  for (const PlantedBug& bug : PlantedBugs()) {
    std::fprintf(stderr, "  %s\n", std::string(bug.mutant->name).c_str());
  }
  std::fflush(stderr);
  _exit(2);  // an engine would report exit() as a finding
}

}  // namespace

std::span<const PlantedBug> PlantedBugs() {
  static const auto* const kBugs = [] {
    auto* all = new std::vector<PlantedBug>(SingleConditions());
    const std::vector<PlantedBug> conjunctions = Conjunctions();
    all->insert(all->end(), conjunctions.begin(), conjunctions.end());
    return all;
  }();
  return *kBugs;
}

const PlantedBug* FindPlantedBug(std::string_view name) {
  const std::span<const PlantedBug> bugs = PlantedBugs();
  const auto found = std::find_if(bugs.begin(), bugs.end(),
                                  [&](const PlantedBug& bug) { return bug.mutant->name == name; });
  return found == bugs.end() ? nullptr : &*found;
}

Implementation Planted(std::string_view name) {
  if (name.empty() || name == "reference") return ReferenceImplementation();
  const PlantedBug* bug = FindPlantedBug(name);
  if (bug == nullptr) RefuseName(name);
  return WithCounts(*bug->mutant);
}

Implementation PlantedByEnvironment(std::string_view otherwise) {
  const char* name = std::getenv("COUNTERSIGN_PLANTED");
  return Planted(name == nullptr ? otherwise : name);
}

}  // namespace countersign::fuzz
