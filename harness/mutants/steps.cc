#include "mutants/steps.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace countersign {
namespace {

using Steps = std::vector<VerifyStep>;

Steps::iterator Find(Steps& steps, std::string_view name) {
  const auto found = std::find_if(steps.begin(), steps.end(),
                                  [name](const VerifyStep& step) { return step.name == name; });
  if (found != steps.end()) return found;
  std::fprintf(stderr, "countersign: the catalogue of mutants names a step that is not there: %s\n",
               std::string(name).c_str());
  std::abort();
}

Steps All() { return {VerifySteps().begin(), VerifySteps().end()}; }

}  // namespace

Steps Without(std::string_view name) {
  Steps steps = All();
  steps.erase(Find(steps, name));
  return steps;
}

Steps Replaced(std::string_view name, Refusal (*check)(VerifyState&)) {
  Steps steps = All();
  Find(steps, name)->check = check;
  return steps;
}

Steps Moved(std::string_view name, std::string_view behind) {
  Steps steps = All();
  const auto place = Find(steps, name);
  const VerifyStep step = *place;
  steps.erase(place);
  steps.insert(Find(steps, behind) + 1, step);
  return steps;
}

Refusal TheReferences(std::string_view name, VerifyState& state) {
  Steps steps = All();
  return Find(steps, name)->check(state);
}

}  // namespace countersign
