// Runs in the process that hosts an adapter library, so that a crash of the library is an exit of
// that process. LibraryConnector starts it by `countersign library-worker`.
#include "transport/library_worker.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <optional>
#include <string_view>

#include "countersign/adapter.h"
#include "protocol/write_all.h"
#include "transport/library.h"
#include "transport/line_buffer.h"

namespace countersign {
namespace {

void PrintError(const std::string& path, const std::string& what) {
  std::fprintf(stderr, "countersign: library %s: %s\n", path.c_str(), what.c_str());
}

// Streams are copies of stdin and stdout for the protocol, which the library does not know.
struct Streams {
  int in;
  int out;
};

Streams MoveProtocolAway() {
  const Streams streams{fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1),
                        fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)};
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(nothing, STDIN_FILENO);
  close(nothing);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  return streams;
}

// Answers gathers what a library emits and writes it in few pieces.
class Answers {
 public:
  explicit Answers(int fd) : fd_(fd) {}

  static void Emit(void* sink, const char* json, size_t length) {
    auto& text = static_cast<Answers*>(sink)->text_;
    text.append(json, length).push_back('\n');
  }
  const std::string& text() const { return text_; }
  std::size_t size() const { return text_.size(); }

  // Flush returns false if the other end is closed.
  bool Flush() {
    if (!WriteAll(fd_, text_)) return false;
    text_.clear();
    return true;
  }

 private:
  int fd_;
  std::string text_;
};

class Worker {
 public:
  Worker(const std::string& path, const countersign_adapter& adapter, Streams streams)
      : path_(path), adapter_(adapter), in_(streams.in), answers_(streams.out) {}

  int Run() {
    for (;;) {
      while (const std::optional<std::string_view> line = lines_.Next()) {
        if (!opened_) {
          if (!Open(*line)) return kLibraryNotOpened;
        } else {
          adapter_.call(self_, line->data(), line->size(), &Answers::Emit, &answers_);
        }
        if (answers_.size() >= kMaxBatch && !answers_.Flush()) return 0;
      }
      if (!answers_.Flush() || !Read()) break;
    }
    if (opened_) adapter_.close(self_);
    return 0;
  }
  void Flush() { answers_.Flush(); }

 private:
  static constexpr std::size_t kMaxBatch = std::size_t{64} << 10;

  bool Open(std::string_view hello) {
    self_ = adapter_.open(hello.data(), hello.size(), &Answers::Emit, &answers_);
    opened_ = self_ != nullptr;
    // Its answer is not sent: the hello must not look accepted.
    if (!opened_) PrintError(path_, "open returned NULL. It emitted: " + answers_.text());
    return opened_;
  }

  bool Read() {
    const std::span<char> space = lines_.Space();
    ssize_t n = 0;
    do {
      n = read(in_, space.data(), space.size());
    } while (n < 0 && errno == EINTR);
    if (n > 0) lines_.Filled(static_cast<std::size_t>(n));
    return n > 0;
  }

  const std::string& path_;
  const countersign_adapter& adapter_;
  int in_;
  LineBuffer lines_;
  Answers answers_;
  bool opened_ = false;
  void* self_ = nullptr;
};

}  // namespace

int LibraryWorker(const std::string& path) {
  const Streams streams = MoveProtocolAway();
  std::string error;
  const countersign_adapter* adapter = LoadAdapterLibrary(path, &error);
  if (adapter == nullptr) {
    PrintError(path, error);
    return kLibraryNotLoaded;
  }
  Worker worker(path, *adapter, streams);
  try {
    return worker.Run();
  } catch (const std::exception& e) {
    PrintError(path, std::string("let an exception cross the C ABI: ") + e.what());
  } catch (...) {
    PrintError(path, "let an exception cross the C ABI");
  }
  worker.Flush();  // what it answered before
  return kExceptionCrossed;
}

}  // namespace countersign
