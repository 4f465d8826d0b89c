#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace countersign::fuzz {

// Random is a small generator that is the same everywhere (SplitMix64): a seed says all.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
  }

  // Below returns one of 0 … bound-1; 0 for a bound of 0.
  std::size_t Below(std::size_t bound) { return bound == 0 ? 0 : Next() % bound; }
  // OneIn is true once in `bound` times.
  bool OneIn(std::size_t bound) { return Below(bound) == 0; }

  template <typename T, std::size_t N>
  const T& Of(const T (&items)[N]) {
    return items[Below(N)];
  }

 private:
  std::uint64_t state_;
};

// HashOf makes a seed of octets (FNV-1a): a choice that depends on the whole input is the same in
// every engine and in every replay.
inline std::uint64_t HashOf(std::string_view octets) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char octet : octets) {
    hash = (hash ^ static_cast<unsigned char>(octet)) * 0x100000001B3;
  }
  return hash;
}

// IsOneOfTwo halves inputs. The hash's lowest bit would not do: it tells no order of octets.
inline bool IsOneOfTwo(std::string_view octets) { return (HashOf(octets) >> 32) % 2 == 0; }

}  // namespace countersign::fuzz
