// Prints the planted bugs, one on each line: tier, name, target, reference, what is wrong,
// separated by tabs. planted/measure.py runs it.
#include <cstdio>
#include <string>

#include "planted/planted.h"

int main() {
  for (const countersign::fuzz::PlantedBug& bug : countersign::fuzz::PlantedBugs()) {
    std::printf("%d\t%s\t%s\t%s\t%s\n", bug.tier, std::string(bug.mutant->name).c_str(),
                std::string(bug.target).c_str(), std::string(bug.reference).c_str(),
                std::string(bug.mutant->mistake).c_str());
  }
}
