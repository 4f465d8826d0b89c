// The progress line of `countersign run`.
#include "cli/progress.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "writers/text.h"

namespace countersign {
namespace {

constexpr std::size_t kWidth = 30;
constexpr long kRedrawMs = 50;
// Without a terminal, so many faults are said as they happen: each may be a timeout, and a log that
// stays empty for minutes looks like a hang.
constexpr std::size_t kFaultsSaid = 3;

long NowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Progress::Progress(std::size_t total) : total_(total), terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (terminal_) std::fputs("\r\033[K", stderr);
}

void Progress::Add(const CaseResult& result, bool expected) {
  ++done_;
  if (expected) {
    ++expected_;
  } else if (result.verdict == Verdict::kFail) {
    ++failed_;
  } else if (result.verdict == Verdict::kFault) {
    ++broken_;
  }
  if (terminal_) return Draw();
  if (expected || result.verdict != Verdict::kFault || broken_ > kFaultsSaid) return;
  std::fprintf(stderr, "%s: %s\n", Printable(result.vector->id).c_str(),
               Printable(result.explanation).c_str());
}

void Progress::Draw() {
  const long now = NowMs();
  if (now - last_drawn_ms_ < kRedrawMs && done_ != total_) return;
  last_drawn_ms_ = now;
  const std::size_t filled = total_ == 0 ? kWidth : kWidth * done_ / total_;
  std::string bar(filled, '#');
  bar.resize(kWidth, '.');
  std::fprintf(stderr, "\r[%s] %zu/%zu", bar.c_str(), done_, total_);
  if (failed_ > 0) std::fprintf(stderr, "  %zu failed", failed_);
  if (broken_ > 0) std::fprintf(stderr, "  %zu broke", broken_);
  if (expected_ > 0) std::fprintf(stderr, "  %zu failed as expected", expected_);
  std::fputs("\033[K", stderr);
}

}  // namespace countersign
