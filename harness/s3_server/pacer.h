#pragma once

#include <chrono>
#include <cstdint>

namespace countersign {

// Pacer keeps a stream of octets to a rate.
class Pacer {
 public:
  using Clock = std::chrono::steady_clock;

  // 0 octets a second: no limit.
  explicit Pacer(std::uint64_t octets_per_second) : rate_(octets_per_second) {}

  // Portion is how many octets to send at once: few enough that the stream flows evenly.
  std::uint64_t Portion() const;

  // Sent notes that octets were sent, and returns how long to wait before the next.
  Clock::duration Sent(std::uint64_t octets, Clock::time_point now);

 private:
  std::uint64_t rate_;
  Clock::time_point next_;  // when everything sent so far has had its time
};

}  // namespace countersign
