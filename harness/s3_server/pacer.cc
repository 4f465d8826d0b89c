// The arithmetic of `serve --rate`. HttpConnection calls it after each portion of a body.
#include "s3_server/pacer.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::uint64_t kLargest = 65536;  // bytes: what a connection buffers
constexpr std::uint64_t kPortionsPerSecond = 10;

}  // namespace

std::uint64_t Pacer::Portion() const {
  if (rate_ == 0) return kLargest;
  return std::clamp<std::uint64_t>(rate_ / kPortionsPerSecond, 1, kLargest);
}

Pacer::Clock::duration Pacer::Sent(std::uint64_t bytes, Clock::time_point now) {
  if (rate_ == 0) return Clock::duration::zero();
  const std::chrono::duration<double> cost(static_cast<double>(bytes) / static_cast<double>(rate_));
  next_ = std::max(next_, now) + std::chrono::duration_cast<Clock::duration>(cost);
  return next_ - now;
}

}  // namespace countersign
