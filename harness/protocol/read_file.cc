#include "protocol/read_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

namespace countersign {
namespace {

const char* KindOfFile(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

std::string Sized(std::size_t bytes) {
  if (bytes >= std::size_t{1} << 20) return std::to_string(bytes >> 20) + " MiB";
  if (bytes >= std::size_t{1} << 10) return std::to_string(bytes >> 10) + " KiB";
  return std::to_string(bytes) + " bytes";
}

NotRead NotAFile(mode_t mode) {
  return {std::string("is ") + KindOfFile(mode) + ", expected a file"};
}

NotRead CannotBeRead(int error) { return {std::string("cannot be read: ") + std::strerror(error)}; }

using Steady = std::chrono::steady_clock;

// Returns whether there is something to read, or the end.
bool WaitForWriter(int descriptor, Steady::time_point until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
    if (left.count() <= 0) return false;
    pollfd entry{descriptor, POLLIN, 0};
    if (poll(&entry, 1, static_cast<int>(left.count())) > 0) return true;
  }
}

// Whether somebody has written to this pipe, or may have: nobody may have opened a named pipe, but
// the shell opens that of `<(command)`.
bool HadWriter(int descriptor) {
  pollfd entry{descriptor, POLLIN, 0};
  return poll(&entry, 1, 0) != 0;
}

// The file's size is not asked: files of /proc have none, and a file may grow. `until` is for a
// pipe that does not block.
std::variant<std::string, NotRead> ReadToEnd(int descriptor, std::size_t most,
                                             std::optional<Steady::time_point> until = {}) {
  constexpr std::size_t kStep = std::size_t{64} << 10;
  std::string text;
  for (;;) {
    const std::size_t before = text.size();
    text.resize(std::min(before + kStep, most + 1));
    const ssize_t count = read(descriptor, text.data() + before, text.size() - before);
    const int error = errno;
    text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && error == EINTR) continue;
    if (count < 0 && error == EAGAIN && until) {
      if (WaitForWriter(descriptor, *until)) continue;
      return NotRead{"is a pipe that does not end"};
    }
    if (count < 0) return CannotBeRead(error);
    if (count == 0 && until && text.empty() && !HadWriter(descriptor)) return NotAFile(S_IFIFO);
    if (count == 0) return text;
    if (text.size() > most) return NotRead{"is longer than " + Sized(most)};
  }
}

// A pipe is refused if no timeout is given for it.
std::variant<std::string, NotRead> ReadAnyFile(const std::string& path, std::size_t most,
                                               std::optional<std::chrono::milliseconds> timeout) {
  // O_NONBLOCK: a pipe is opened although nobody writes to it.
  const int descriptor = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) return CannotBeRead(errno);
  struct stat status = {};
  std::variant<std::string, NotRead> read;
  if (fstat(descriptor, &status) != 0) {
    read = CannotBeRead(errno);
  } else if (timeout && S_ISFIFO(status.st_mode)) {
    read = ReadToEnd(descriptor, most, Steady::now() + *timeout);
  } else if (!S_ISREG(status.st_mode)) {
    read = NotAFile(status.st_mode);
  } else {
    read = ReadToEnd(descriptor, most);
  }
  close(descriptor);
  return read;
}

}  // namespace

std::variant<std::string, NotRead> ReadFile(const std::string& path, std::size_t most) {
  return ReadAnyFile(path, most, std::nullopt);
}

std::variant<std::string, NotRead> ReadFileOrPipe(const std::string& path, std::size_t most,
                                                  std::chrono::milliseconds timeout) {
  return ReadAnyFile(path, most, timeout);
}

std::variant<std::string, NotRead> ReadStdin(std::size_t most) {
  return ReadToEnd(STDIN_FILENO, most);
}

}  // namespace countersign
