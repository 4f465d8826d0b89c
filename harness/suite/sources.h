#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "suite/json_place.h"
#include "suite/source.h"

namespace countersign {

// The file, at the top of a vectors' folder, that holds every source.
inline constexpr std::string_view kSourcesFile = "sources.json";

// ReadSources reads it: {"format": 1, "sources": [{"id", "kind", …}, …]}, sorted by id. Which other
// members a source has depends on its kind.
Provenance ReadSources(const JsonPlace& root);

// SourcesById finds them; the keys are views into the entries.
using SourcesById = std::unordered_map<std::string_view, std::shared_ptr<const Source>>;
SourcesById ById(const Provenance& sources);

// ReadProvenance reads a case's list of ids. An id that no source has is an error.
Provenance ReadProvenance(const JsonPlace& place, const SourcesById& sources);

}  // namespace countersign
