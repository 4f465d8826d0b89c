#pragma once

#include <cstddef>
#include <string>
#include <variant>

namespace countersign {

// The most bytes that are read of a file, unless the caller says otherwise.
inline constexpr std::size_t kLongestFile = std::size_t{16} << 20;

// NotRead says why a file was not read, for people, without its name: "is a folder, expected a
// file".
struct NotRead {
  std::string why;
};

// ReadFile reads a regular file of at most `most` bytes, at once: every file that a user names is
// read by it. Links are followed. Anything else, such as a device without end or a pipe that nobody
// writes to, is refused without reading it.
std::variant<std::string, NotRead> ReadFile(const std::string& path,
                                            std::size_t most = kLongestFile);

// ReadStdin reads stdin to its end, at most `most` bytes.
std::variant<std::string, NotRead> ReadStdin(std::size_t most = kLongestFile);

}  // namespace countersign
