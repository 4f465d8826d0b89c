#pragma once

#include <string>
#include <variant>

namespace countersign {

// OpenOutput opens for writing what a user names, with `flags` of open(2) beside O_WRONLY and
// `mode` for a new file. Returns the descriptor, which blocks, or why that fails, for people. A
// named pipe that nobody has opened for reading after two seconds is an error: open(2) would wait
// for ever.
std::variant<int, std::string> OpenOutput(const std::string& path, int flags,
                                          unsigned int mode = 0666);

}  // namespace countersign
