// Chooses which examples of a class are kept while a campaign runs; see sample.h.
#include "differential/sample.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "differential/traits.h"

namespace countersign::fuzz {
namespace {

constexpr std::size_t kFirstKept = 6;
constexpr std::size_t kPlainestKept = 12;

bool IsShorter(const Example& a, const Example& b) {
  return SceneText(a.scene).size() < SceneText(b.scene).size();
}

}  // namespace

void Sample::Add(Example example) {
  ++count_;
  if (first_.size() < kFirstKept) {
    first_.push_back(std::move(example));
    return;
  }
  const auto covers = [&](const Example& kept) {
    return IsWithin(kept.traits, example.traits) &&
           !(kept.traits == example.traits && IsShorter(example, kept));
  };
  if (std::any_of(plainest_.begin(), plainest_.end(), covers)) return;
  std::erase_if(plainest_,
                [&](const Example& kept) { return IsWithin(example.traits, kept.traits); });
  if (plainest_.size() < kPlainestKept) plainest_.push_back(std::move(example));
}

std::vector<Example> Sample::Take() {
  std::vector<Example> all = std::move(plainest_);
  std::move(first_.begin(), first_.end(), std::back_inserter(all));
  std::stable_sort(all.begin(), all.end(), IsShorter);
  return all;
}

}  // namespace countersign::fuzz
