#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace countersign::fuzz {

// Random is a small generator (SplitMix64): the same seed gives the same numbers on every machine.
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

// HashOf makes a seed of bytes (FNV-1a). A choice by this hash is the same in every engine and in
// every replay.
inline std::uint64_t HashOf(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
  }
  return hash;
}

// IsOneOfTwo is true for about half of all inputs. It does not use the lowest bit of the hash,
// because that does not depend on the order of bytes.
inline bool IsOneOfTwo(std::string_view bytes) { return (HashOf(bytes) >> 32) % 2 == 0; }

}  // namespace countersign::fuzz
