#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scene/scene.h"

namespace countersign::fuzz {

// RawTarget is a request target taken apart so that it can be changed and put together again: the
// pieces of the query between '&', nothing decoded, empty ones kept.
struct RawTarget {
  std::string path;
  bool has_query = false;
  std::vector<std::string> pieces;

  // Find returns the place of the first piece whose decoded name is `name`; pieces.size() where
  // none is.
  std::size_t Find(std::string_view name) const;
};

RawTarget SplitRawTarget(std::string_view target);
std::string JoinRawTarget(const RawTarget& target);

// Value is the decoded value of the first parameter of that name.
std::optional<std::string> Value(const Scene& scene, std::string_view name);

// SetRawValue gives the first parameter of that name another raw value, or appends it.
void SetRawValue(Scene& scene, std::string_view name, std::string_view raw_value);

}  // namespace countersign::fuzz
