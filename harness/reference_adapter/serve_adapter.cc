#include "reference_adapter/serve_adapter.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/write_all.h"
#include "reference_adapter/conversation.h"

namespace countersign {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10;  // octets, what a pipe holds

// Input hands out the lines that arrive on a descriptor.
class Input {
 public:
  explicit Input(int fd) : fd_(fd) {}

  // Next returns a line that has arrived, without LF; at the end of input also a last one that no
  // LF ends. Good until the next Read.
  std::optional<std::string_view> Next() {
    const std::size_t end = octets_.find('\n', scanned_);
    if (end == std::string::npos && !(ended_ && begin_ < octets_.size())) {
      scanned_ = octets_.size();
      return std::nullopt;
    }
    const std::string_view line = std::string_view(octets_).substr(begin_, end - begin_);
    begin_ = scanned_ = end == std::string::npos ? octets_.size() : end + 1;
    return line;
  }

  // Read waits for more. False at the end of input, once no line is left.
  bool Read() {
    if (ended_) return false;
    octets_.erase(0, begin_);
    scanned_ -= begin_;
    begin_ = 0;
    const std::size_t size = octets_.size();
    octets_.resize(size + kChunk);
    ssize_t n = 0;
    do {
      n = read(fd_, octets_.data() + size, kChunk);
    } while (n < 0 && errno == EINTR);
    octets_.resize(size + (n > 0 ? static_cast<std::size_t>(n) : 0));
    ended_ = n <= 0;
    return true;
  }

 private:
  int fd_;
  std::string octets_;
  std::size_t begin_ = 0;    // of the next line
  std::size_t scanned_ = 0;  // no LF in [begin_, scanned_)
  bool ended_ = false;
};

void Emit(void* sink, const char* json, size_t length) {
  static_cast<std::string*>(sink)->append(json, length).push_back('\n');
}

// Flush writes the answers and empties them. False: nobody reads them.
bool Flush(int fd, std::string& answers) {
  if (!WriteAll(fd, answers)) return false;
  answers.clear();
  return true;
}

// AnswerAll answers requests until the end of input. False: nobody reads the answers.
bool AnswerAll(const std::function<void(std::string_view)>& answer, Input& input, int out,
               std::string& answers) {
  do {
    while (const std::optional<std::string_view> line = input.Next()) {
      answer(*line);
      if (answers.size() >= kChunk && !Flush(out, answers)) return false;
    }
    if (!Flush(out, answers)) return false;
  } while (input.Read());
  return true;
}

// FirstLine waits for the hello; nullopt if the input ends before it.
std::optional<std::string_view> FirstLine(Input& input) {
  while (true) {
    if (const std::optional<std::string_view> line = input.Next()) return line;
    if (!input.Read()) return std::nullopt;
  }
}

}  // namespace

int Serve(const countersign_adapter& adapter, int in, int out) {
  Input input(in);
  const std::optional<std::string_view> adapter_info = FirstLine(input);
  if (!adapter_info) return 0;
  std::string answers;
  void* self = adapter.open(adapter_info->data(), adapter_info->size(), Emit, &answers);
  if (self == nullptr) {
    Flush(out, answers);
    return 1;
  }
  const auto answer = [&](std::string_view line) {
    adapter.call(self, line.data(), line.size(), Emit, &answers);
  };
  const bool heard = AnswerAll(answer, input, out, answers);
  adapter.close(self);
  return heard ? 0 : 1;
}

int Serve(const Implementation& implementation, int in, int out) {
  Input input(in);
  const std::optional<std::string_view> adapter_info = FirstLine(input);
  if (!adapter_info) return 0;
  Conversation conversation(implementation);
  std::string answers = conversation.AnswerHello(*adapter_info) + '\n';
  if (!conversation.accepted()) {
    Flush(out, answers);
    return 1;
  }
  const auto answer = [&](std::string_view line) { answers += conversation.Answer(line) + '\n'; };
  return AnswerAll(answer, input, out, answers) ? 0 : 1;
}

int ServeStdio(const countersign_adapter& adapter) {
  return Serve(adapter, STDIN_FILENO, STDOUT_FILENO);
}

int ServeStdio(const Implementation& implementation) {
  return Serve(implementation, STDIN_FILENO, STDOUT_FILENO);
}

}  // namespace countersign
