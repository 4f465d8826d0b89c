// Moves bytes between the harness and one adapter process, and finds out how that process ended.
// ProcessConnector makes these; a session calls Send and Receive.
#include "transport/process_connection.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "transport/process_tree.h"

namespace countersign {
namespace {

using std::chrono::milliseconds;

// From this size on, requests are written although answers are waiting to be read, so that the
// process has work.
constexpr std::size_t kBatch = std::size_t{8} << 10;
// How long a wait lasts before the process itself is checked: a grandchild that holds the pipe open
// hides its end.
constexpr milliseconds kSlice{50};
// After so many calls of Receive, processes that ended after their parents are looked for.
constexpr int kReapEvery = 256;
// An end of output is mostly followed by the exit that explains it.
constexpr milliseconds kExitGrace{200};
// Interpreters on a busy machine take seconds to tear down.
constexpr std::chrono::seconds kCloseGrace{5};

int Milliseconds(std::chrono::steady_clock::duration duration) {
  return static_cast<int>(
      std::max<milliseconds::rep>(0, std::chrono::ceil<milliseconds>(duration).count()));
}

}  // namespace

bool ProcessConnection::Send(std::string_view line) {
  if (failure_ || input_refused_ || input_ended_) return false;
  outgoing_.append(line).push_back('\n');
  // While answers wait to be read, requests are gathered: one write for many.
  if (!lines_.HasLine() || outgoing_.size() - written_ >= kBatch) Flush();
  return !input_refused_;
}

std::variant<std::string_view, AdapterBroke> ProcessConnection::Receive(Deadline deadline) {
  if (failure_) return *failure_;
  if (++received_ % kReapEvery == 0) ReapOrphans();
  for (;;) {
    if (const std::optional<std::string_view> line = lines_.Next()) {
      if (line->empty()) return Fail("sent an empty line");
      return *line;
    }
    if (lines_.TooLong()) return Fail("sent a line longer than 16 MiB");
    if (ended_ && input_ended_ && !lines_.HasPartialLine()) {
      return AdapterBroke{"its output ended",
                          stderr_.All()};  // Close decides whether that is right
    }
    if (ended_) return Fail(Ending());
    Flush();
    if (!Wait(deadline)) NoticeEnd();
    if (!ended_ && !lines_.HasLine() && Clock::now() >= deadline) {
      return AdapterBroke{"no answer in time", stderr_.All(), true};
    }
  }
}

void ProcessConnection::Flush() {
  while (written_ < outgoing_.size() && process_.input.is_open()) {
    const ssize_t n =
        write(process_.input.get(), outgoing_.data() + written_, outgoing_.size() - written_);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return;
    if (n < 0) {
      input_refused_ = true;
      process_.input.Close();
      break;
    }
    written_ += static_cast<std::size_t>(n);
  }
  outgoing_.clear();
  written_ = 0;
}

bool ProcessConnection::Wait(Deadline deadline) {
  const bool writing = written_ < outgoing_.size();
  std::array<pollfd, 3> fds{{{process_.output.get(), POLLIN, 0},
                             {process_.errors.get(), POLLIN, 0},
                             {writing ? process_.input.get() : -1, POLLOUT, 0}}};
  const int timeout = Milliseconds(std::min<Clock::duration>(kSlice, deadline - Clock::now()));
  if (poll(fds.data(), fds.size(), timeout) <= 0) return false;
  // stderr first: what was written before an answer is there before it.
  if (fds[1].revents != 0) ReadErrors();
  if (fds[0].revents != 0) ReadOutput();
  return true;
}

void ProcessConnection::ReadOutput() {
  const std::span<char> space = lines_.Space();
  const ssize_t n = read(process_.output.get(), space.data(), space.size());
  if (n > 0) {
    lines_.Filled(static_cast<std::size_t>(n));
  } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
    process_.output.Close();
    ended_ = true;
  }
}

void ProcessConnection::ReadErrors() {
  std::array<char, std::size_t{64} << 10> chunk;
  const ssize_t n = read(process_.errors.get(), chunk.data(), chunk.size());
  if (n > 0) {
    stderr_.Append({chunk.data(), static_cast<std::size_t>(n)});
  } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
    process_.errors.Close();
  }
}

// Reads what a dead process left in the pipe, which holds 1 MiB at most; not more, since a
// grandchild may still be writing.
void ProcessConnection::DrainErrors() {
  for (int i = 0; i < 16 && process_.errors.is_open(); ++i) {
    pollfd fd{process_.errors.get(), POLLIN, 0};
    if (poll(&fd, 1, 0) <= 0) return;
    ReadErrors();
  }
}

void ProcessConnection::DiscardOutput() {
  std::array<char, std::size_t{64} << 10> chunk;
  const ssize_t n = read(process_.output.get(), chunk.data(), chunk.size());
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) process_.output.Close();
}

// Called when nothing arrived for a while. If the process has ended, or reads no more requests, the
// output has ended too.
void ProcessConnection::NoticeEnd() {
  if (input_refused_) ended_ = true;
  if (!process_.Exited()) return;
  pollfd fd{process_.output.get(), POLLIN, 0};
  if (poll(&fd, 1, 0) > 0) {
    ReadOutput();  // the rest of its output; the next call checks again
  } else {
    ended_ = true;
  }
}

std::optional<ProcessExit> ProcessConnection::AwaitExit(Deadline deadline) {
  for (int pause = 1;; pause = std::min(2 * pause, 20)) {
    if (const std::optional<ProcessExit> exit = process_.Exited()) {
      DrainErrors();
      return exit;
    }
    const auto left = deadline - Clock::now();
    if (left <= Clock::duration::zero()) return std::nullopt;
    std::array<pollfd, 2> fds{
        {{process_.output.get(), POLLIN, 0}, {process_.errors.get(), POLLIN, 0}}};
    if (poll(fds.data(), fds.size(), std::min(pause, Milliseconds(left))) <= 0) continue;
    if (fds[1].revents != 0) ReadErrors();
    if (fds[0].revents != 0) DiscardOutput();
  }
}

AdapterBroke ProcessConnection::Fail(std::string reason) {
  DrainErrors();
  failure_ = AdapterBroke{std::move(reason), stderr_.All()};
  process_.Kill();
  return *failure_;
}

std::string ProcessConnection::Ending() {
  const std::optional<ProcessExit> exit = AwaitExit(Clock::now() + kExitGrace);
  std::string reason = process_.output.is_open() ? "closed its stdin and is still running"
                                                 : "closed its stdout and is still running";
  if (exit) reason = Describe(*exit);
  return (lines_.HasPartialLine() ? "broke off in the middle of a line: " : "") + reason;
}

void ProcessConnection::EndInput() {
  if (input_ended_) return;
  Flush();
  process_.input.Close();
  input_ended_ = Clock::now();
}

std::optional<AdapterBroke> ProcessConnection::Close() {
  if (closed_) return std::nullopt;
  if (failure_) return failure_;
  EndInput();
  const std::optional<ProcessExit> exit = AwaitExit(*input_ended_ + kCloseGrace);
  if (!exit)
    return Fail("was still running " + std::to_string(kCloseGrace.count()) +
                " s after its stdin was closed");
  if (!exit->in_order()) return Fail(Describe(*exit) + " at the end, instead of status 0");
  process_.Kill();  // its grandchildren
  closed_ = true;
  failure_ = AdapterBroke{"is closed", {}};
  return std::nullopt;
}

std::string ProcessConnection::TakeStderr() {
  DrainErrors();
  return stderr_.Take();
}

ConnectFn ProcessConnector(std::string command) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGCHLD, SIG_DFL);
  return
      [command = std::move(command)]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
        std::variant<Process, std::string> process = Process::Start(command);
        if (const std::string* error = std::get_if<std::string>(&process)) {
          return AdapterBroke{*error, {}};
        }
        return std::make_unique<ProcessConnection>(std::get<Process>(std::move(process)));
      };
}

}  // namespace countersign
