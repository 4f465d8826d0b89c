// Chooses the members of a family that crosses more dimensions than all combinations could be asked
// of: a mistake that needs three things at once is still found. crossed.cc calls it.
#include "suite/triples.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

constexpr std::size_t kOpen = static_cast<std::size_t>(-1);  // no choice of this dimension yet

struct Picked {
  std::size_t dimension = 0;
  std::size_t choice = 0;
};
using Triple = std::array<Picked, 3>;  // of three dimensions, the lowest first

// OpenTriples knows which triples have not occurred yet.
class OpenTriples {
 public:
  explicit OpenTriples(std::span<const std::size_t> sizes) : sizes_(sizes) {
    const std::size_t count = sizes.size();
    first_.resize(count * count * count);
    for (std::size_t a = 0; a < count; ++a) {
      for (std::size_t b = a + 1; b < count; ++b) {
        for (std::size_t c = b + 1; c < count; ++c) Add(a, b, c);
      }
    }
    open_.assign(triples_.size(), true);
  }

  // The first that is open; nullptr if no triple is.
  const Triple* First() {
    while (next_ < open_.size() && !open_[next_]) ++next_;
    return next_ < open_.size() ? &triples_[next_] : nullptr;
  }
  bool IsOpen(const Triple& triple) const { return open_[IndexOf(triple)]; }
  void Close(const Triple& triple) { open_[IndexOf(triple)] = false; }

 private:
  void Add(std::size_t a, std::size_t b, std::size_t c) {
    first_[Place(a, b, c)] = triples_.size();
    const std::size_t three[] = {sizes_[a], sizes_[b], sizes_[c]};
    for (const Combination& one : AllCombinations(three)) {
      triples_.push_back({Picked{a, one[0]}, Picked{b, one[1]}, Picked{c, one[2]}});
    }
  }
  std::size_t Place(std::size_t a, std::size_t b, std::size_t c) const {
    return (a * sizes_.size() + b) * sizes_.size() + c;
  }
  std::size_t IndexOf(const Triple& t) const {
    return first_[Place(t[0].dimension, t[1].dimension, t[2].dimension)] +
           (t[0].choice * sizes_[t[1].dimension] + t[1].choice) * sizes_[t[2].dimension] +
           t[2].choice;
  }

  std::span<const std::size_t> sizes_;
  std::vector<Triple> triples_;
  std::vector<std::size_t> first_;  // index in triples_, by Place
  std::vector<bool> open_;          // of triples_
  std::size_t next_ = 0;            // no triple before it is open
};

// Visits the triples of a combination that have a choice of `dimension`, as far as the others are
// chosen.
template <typename Visit>
void VisitTriples(const Combination& combination, std::size_t dimension, Visit visit) {
  const auto by_dimension = [](const Picked& x, const Picked& y) {
    return x.dimension < y.dimension;
  };
  for (std::size_t a = 0; a < combination.size(); ++a) {
    if (a == dimension || combination[a] == kOpen) continue;
    for (std::size_t b = a + 1; b < combination.size(); ++b) {
      if (b == dimension || combination[b] == kOpen) continue;
      Triple triple{Picked{a, combination[a]}, Picked{b, combination[b]},
                    Picked{dimension, combination[dimension]}};
      std::sort(triple.begin(), triple.end(), by_dimension);
      visit(triple);
    }
  }
}

// The choice of a dimension that makes the most open triples occur.
std::size_t BestChoice(Combination combination, std::size_t dimension, std::size_t size,
                       const OpenTriples& open) {
  std::size_t best = 0;
  std::size_t most = 0;
  for (std::size_t choice = 0; choice < size; ++choice) {
    combination[dimension] = choice;
    std::size_t count = 0;
    VisitTriples(combination, dimension,
                 [&](const Triple& triple) { count += open.IsOpen(triple) ? 1 : 0; });
    if (count > most) {
      most = count;
      best = choice;
    }
  }
  return best;
}

}  // namespace

std::vector<Combination> AllCombinations(std::span<const std::size_t> sizes) {
  std::vector<Combination> all{{}};
  for (const std::size_t size : sizes) {
    std::vector<Combination> longer;
    for (const Combination& one : all) {
      for (std::size_t choice = 0; choice < size; ++choice) {
        longer.push_back(one);
        longer.back().push_back(choice);
      }
    }
    all = std::move(longer);
  }
  return all;
}

std::vector<Combination> CoverTriples(std::span<const std::size_t> sizes) {
  if (sizes.size() < 3) return AllCombinations(sizes);
  OpenTriples open(sizes);
  std::vector<Combination> chosen;
  while (const Triple* first = open.First()) {
    Combination next(sizes.size(), kOpen);
    for (const Picked& one : *first) next[one.dimension] = one.choice;
    for (std::size_t dimension = 0; dimension < sizes.size(); ++dimension) {
      if (next[dimension] == kOpen) {
        next[dimension] = BestChoice(next, dimension, sizes[dimension], open);
      }
    }
    for (std::size_t dimension = 0; dimension < sizes.size(); ++dimension) {
      VisitTriples(next, dimension, [&](const Triple& triple) { open.Close(triple); });
    }
    chosen.push_back(std::move(next));
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace countersign
