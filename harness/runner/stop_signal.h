#pragma once

#include <atomic>

namespace countersign {

// StopSignal says that a run is to end early: it was interrupted, or a worker stopped it.
class StopSignal {
 public:
  explicit StopSignal(const std::atomic<bool>* interrupted) : interrupted_(interrupted) {}

  void Set() { stopped_ = true; }
  bool IsSet() const { return stopped_ || Interrupted(); }
  bool Interrupted() const { return interrupted_ != nullptr && *interrupted_; }

 private:
  const std::atomic<bool>* interrupted_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace countersign
