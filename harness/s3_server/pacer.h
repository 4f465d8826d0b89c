#pragma once

#include <chrono>
#include <cstdint>

namespace countersign {

// Pacer limits a stream of bytes to a rate.
class Pacer {
 public:
  using Clock = std::chrono::steady_clock;

  // 0 bytes a second: no limit.
  explicit Pacer(std::uint64_t bytes_per_second) : rate_(bytes_per_second) {}

  // Portion is how many bytes to send at once: few enough that the stream flows evenly.
  std::uint64_t Portion() const;

  // Sent notes that bytes were sent, and returns how long to wait before the next.
  Clock::duration Sent(std::uint64_t bytes, Clock::time_point now);

 private:
  std::uint64_t rate_;
  Clock::time_point next_;  // before this time, nothing more may be sent
};

}  // namespace countersign
