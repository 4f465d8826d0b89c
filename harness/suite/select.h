#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite/case.h"

namespace countersign {

// GlobMatches tells whether a glob selects a case id. `*` stands for any bytes, '/' included, `?`
// for any one byte; every other byte for itself. A glob that matches a folder of the id
// ("presign/path", the id of a family) selects what is below it.
bool GlobMatches(std::string_view glob, std::string_view id);

std::optional<Level> ParseLevel(std::string_view text);  // "must", "should", "may"
std::string_view LevelName(Level level);

// Shard is the index-th (from 1) of `count` parts of a selection.
struct Shard {
  int index = 1;
  int count = 1;
  bool operator==(const Shard&) const = default;
};
// ParseShard reads "2/3"; nullopt if it is malformed or out of range.
std::optional<Shard> ParseShard(std::string_view text);

struct Selection {
  std::vector<std::string> select;  // globs; empty: everything
  std::vector<std::string> exclude;
  Level weakest = Level::kShould;
  Shard shard;
};

// Select returns the cases of a selection, sorted by id. They live as long as the suite.
std::vector<const Case*> Select(const Suite& suite, const Selection& selection);

}  // namespace countersign
