#include "protocol/open_output.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace countersign {
namespace {

// The reader may be starting at the same time: `cat pipe & countersign run --trace pipe`.
constexpr std::chrono::seconds kReaderTime{2};
constexpr std::chrono::milliseconds kPause{20};

bool IsPipe(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

}  // namespace

std::variant<int, std::string> OpenOutput(const std::string& path, int flags, unsigned int mode) {
  const auto give_up_at = std::chrono::steady_clock::now() + kReaderTime;
  for (;;) {
    const int descriptor =
        open(path.c_str(), flags | O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, mode);
    if (descriptor >= 0) {
      fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
      return descriptor;
    }
    const int error = errno;
    if (error != ENXIO || !IsPipe(path)) return std::strerror(error);
    if (std::chrono::steady_clock::now() >= give_up_at) return "nobody reads this pipe";
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace countersign
