#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "judge/verdict.h"
#include "scene/scene.h"
#include "suite/case.h"

namespace countersign::fuzz {

// Example is one question on which an implementation and the reference disagree.
struct Example {
  Scene scene;
  Case question;
  Observation observation;
  std::string explanation;          // the judge's
  std::vector<std::string> traits;  // differential/traits.h
  std::vector<Cause> causes;        // known mistakes that give exactly this answer, likeliest first
};

// Sample keeps some examples of one class: the first few, and those with the fewest traits. So a
// mistake that shows often does not displace the others.
class Sample {
 public:
  void Add(Example example);

  std::size_t count() const { return count_; }
  // The shortest first.
  std::vector<Example> Take();

 private:
  std::size_t count_ = 0;
  std::vector<Example> first_;
  std::vector<Example> plainest_;  // no example's traits include those of another
};

}  // namespace countersign::fuzz
