#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scene/scene.h"

namespace countersign::fuzz {

// RawTarget is a request target in parts, to be changed and joined again: its path and the pieces
// of its query between '&'. Nothing is decoded, and empty pieces are kept.
struct RawTarget {
  std::string path;
  bool has_query = false;
  std::vector<std::string> pieces;

  // Find returns the index of the first piece whose decoded name is `name`, or pieces.size().
  std::size_t Find(std::string_view name) const;
};

RawTarget SplitRawTarget(std::string_view target);
std::string JoinRawTarget(const RawTarget& target);

// Value is the decoded value of the first parameter of that name, or nullopt if it is missing.
std::optional<std::string> Value(const Scene& scene, std::string_view name);

// SetRawValue replaces the raw value of the first parameter of that name, or appends the parameter.
void SetRawValue(Scene& scene, std::string_view name, std::string_view raw_value);

}  // namespace countersign::fuzz
