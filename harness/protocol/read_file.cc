#include "protocol/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

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

NotRead CannotBeRead(int error) { return {std::string("cannot be read: ") + std::strerror(error)}; }

// The file's size is not asked: files of /proc have none, and a file may grow.
std::variant<std::string, NotRead> ReadToEnd(int descriptor, std::size_t most) {
  constexpr std::size_t kStep = std::size_t{64} << 10;
  std::string text;
  for (;;) {
    const std::size_t before = text.size();
    text.resize(std::min(before + kStep, most + 1));
    const ssize_t count = read(descriptor, text.data() + before, text.size() - before);
    const int error = errno;
    text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && error == EINTR) continue;
    if (count < 0) return CannotBeRead(error);
    if (count == 0) return text;
    if (text.size() > most) return NotRead{"is longer than " + Sized(most)};
  }
}

}  // namespace

std::variant<std::string, NotRead> ReadFile(const std::string& path, std::size_t most) {
  // O_NONBLOCK: a pipe is opened although nobody writes to it.
  const int descriptor = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) return CannotBeRead(errno);
  struct stat status = {};
  std::variant<std::string, NotRead> read;
  if (fstat(descriptor, &status) != 0) {
    read = CannotBeRead(errno);
  } else if (!S_ISREG(status.st_mode)) {
    read = NotRead{std::string("is ") + KindOfFile(status.st_mode) + ", expected a file"};
  } else {
    read = ReadToEnd(descriptor, most);
  }
  close(descriptor);
  return read;
}

std::variant<std::string, NotRead> ReadStdin(std::size_t most) {
  return ReadToEnd(STDIN_FILENO, most);
}

}  // namespace countersign
