#pragma once

#include <cstddef>
#include <string>

#include "judge/verdict.h"

namespace countersign {

// Progress draws one line on stderr and redraws it in place. If stderr is not a terminal it prints
// the first few faults, one a line, and nothing else.
class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Add counts a result. `expected`: the failure or the fault is a known deviation.
  void Add(const CaseResult& result, bool expected = false);

 private:
  void Draw();

  std::size_t total_;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  std::size_t broken_ = 0;
  std::size_t expected_ = 0;
  long last_drawn_ms_ = 0;
  bool terminal_;
};

}  // namespace countersign
