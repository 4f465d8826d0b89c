// Chooses few combinations of settings among which any three settings meet. shapes.cc makes scenes
// of them.
#include "shapes/covering.h"

#include <utility>

#include "scene/random.h"

namespace countersign::fuzz {
namespace {

// Uncovered holds the triples that no choice has yet.
class Uncovered {
 public:
  Uncovered(const std::vector<std::size_t>& sizes, bool through_last) : sizes_(sizes) {
    const std::size_t n = sizes.size();
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) {
        for (std::size_t c = through_last ? n - 1 : b + 1; c > b && c < n; ++c) {
          groups_.push_back({a, b, c, std::vector<bool>(sizes[a] * sizes[b] * sizes[c], true)});
          left_ += groups_.back().open.size();
        }
      }
    }
  }

  std::size_t left() const { return left_; }

  std::size_t CountIn(const Choice& choice) const {
    std::size_t count = 0;
    for (const Group& group : groups_) count += group.open[Place(group, choice)] ? 1 : 0;
    return count;
  }

  void Take(const Choice& choice) {
    for (Group& group : groups_) {
      const std::size_t at = Place(group, choice);
      if (group.open[at]) --left_;
      group.open[at] = false;
    }
  }

  // Changes a choice so that it has an uncovered triple. So every round covers at least one.
  Choice WithOneLeft(Choice choice) const {
    for (const Group& group : groups_) {
      for (std::size_t at = 0; at < group.open.size(); ++at) {
        if (!group.open[at]) continue;
        choice[group.c] = at % sizes_[group.c];
        choice[group.b] = at / sizes_[group.c] % sizes_[group.b];
        choice[group.a] = at / sizes_[group.c] / sizes_[group.b];
        return choice;
      }
    }
    return choice;
  }

 private:
  struct Group {
    std::size_t a, b, c;  // dimensions
    std::vector<bool> open;
  };

  std::size_t Place(const Group& group, const Choice& choice) const {
    return (choice[group.a] * sizes_[group.b] + choice[group.b]) * sizes_[group.c] +
           choice[group.c];
  }

  const std::vector<std::size_t>& sizes_;
  std::vector<Group> groups_;
  std::size_t left_ = 0;
};

Choice AnyChoice(const std::vector<std::size_t>& sizes, Random& random) {
  Choice choice;
  for (const std::size_t size : sizes) choice.push_back(random.Below(size));
  return choice;
}

}  // namespace

std::vector<Choice> CoverTriples(const std::vector<std::size_t>& sizes, bool through_last) {
  constexpr int kCandidates = 24;
  Random random(0);
  Uncovered uncovered(sizes, through_last);
  std::vector<Choice> choices;
  while (uncovered.left() > 0) {
    Choice best;
    std::size_t most = 0;
    for (int i = 0; i < kCandidates; ++i) {
      Choice candidate = uncovered.WithOneLeft(AnyChoice(sizes, random));
      const std::size_t count = uncovered.CountIn(candidate);
      if (count <= most) continue;
      most = count;
      best = std::move(candidate);
    }
    uncovered.Take(best);
    choices.push_back(std::move(best));
  }
  return choices;
}

}  // namespace countersign::fuzz
