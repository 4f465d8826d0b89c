#pragma once

#include <optional>
#include <string>

namespace countersign {

// FindRenamed looks for a command, option or folder that an earlier version had under another name.
// Returns what to write instead, for people: "--fault is now --mutant"; nullopt if no argument has
// an old name. Folders count only if they do not exist.
std::optional<std::string> FindRenamed(int argc, char** argv);

}  // namespace countersign
