// The log of `serve`: see the class. (Making the descriptor non-blocking would do the same to every
// program that shares it, such as the user's shell.)
#include "s3_server/log_output.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "protocol/write_all.h"

namespace countersign {
namespace {

constexpr std::size_t kMostWaiting = std::size_t{1} << 20;  // bytes
constexpr std::chrono::milliseconds kLastWait{500};

}  // namespace

struct LogOutput::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::string waiting;
  std::size_t dropped = 0;  // lines
  bool writing = false;
  bool broken = false;
  bool ended = false;

  bool IsIdle() const { return waiting.empty() && !writing; }
  void Run(int descriptor);
};

void LogOutput::State::Run(int descriptor) {
  std::unique_lock<std::mutex> lock(mutex);
  while (!broken) {
    changed.wait(lock, [this] { return ended || !waiting.empty(); });
    if (waiting.empty()) return;
    std::string lines = std::exchange(waiting, {});
    if (const std::size_t lost = std::exchange(dropped, 0); lost > 0) {
      lines += std::to_string(lost) + " lines dropped: the log was not read in time\n";
    }
    writing = true;
    lock.unlock();
    const bool written = WriteAll(descriptor, lines);
    lock.lock();
    writing = false;
    broken = !written;
    changed.notify_all();
  }
}

LogOutput::LogOutput(int descriptor) : state_(std::make_shared<State>()) {
  std::thread([state = state_, descriptor] { state->Run(descriptor); }).detach();
}

LogOutput::~LogOutput() {
  std::unique_lock<std::mutex> lock(state_->mutex);
  state_->ended = true;
  state_->changed.notify_all();
  state_->changed.wait_for(lock, kLastWait, [this] { return state_->broken || state_->IsIdle(); });
}

void LogOutput::Write(std::string_view line) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->broken) return;
  if (state_->waiting.size() + line.size() >= kMostWaiting) {
    ++state_->dropped;
    return;
  }
  state_->waiting.append(line).append("\n");
  state_->changed.notify_all();
}

}  // namespace countersign
