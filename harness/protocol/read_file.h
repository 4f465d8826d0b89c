#pragma once

#include <chrono>
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

// How long the writer of a pipe may take: `<(pass show key)` may ask somebody for a password.
inline constexpr std::chrono::seconds kPipeTimeout{60};

// ReadFileOrPipe reads a regular file as ReadFile does, or a pipe to its end, such as the shell's
// `<(command)`. Refuses a pipe that nobody writes to, or that has not ended after `timeout`.
std::variant<std::string, NotRead> ReadFileOrPipe(const std::string& path,
                                                  std::size_t most = kLongestFile,
                                                  std::chrono::milliseconds timeout = kPipeTimeout);

// ReadStdin reads stdin to its end, at most `most` bytes.
std::variant<std::string, NotRead> ReadStdin(std::size_t most = kLongestFile);

}  // namespace countersign
