#pragma once

#include <cstdint>
#include <memory>

namespace countersign {

// MemoryBudget bounds, in octets, what uploads and stored objects hold together. For one thread.
class MemoryBudget {
 public:
  // Reservation gives its octets back when it ends.
  class Reservation {
   public:
    Reservation(MemoryBudget& budget, std::uint64_t octets) : budget_(budget), octets_(octets) {}
    ~Reservation() { budget_.used_ -= octets_; }
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;

   private:
    MemoryBudget& budget_;
    std::uint64_t octets_;
  };

  explicit MemoryBudget(std::uint64_t octets) : limit_(octets) {}

  // Reserve returns nullptr where so much is not left. The budget must outlive its reservations.
  std::shared_ptr<Reservation> Reserve(std::uint64_t octets) {
    if (octets > limit_ - used_) return nullptr;
    used_ += octets;
    return std::make_shared<Reservation>(*this, octets);
  }

 private:
  std::uint64_t limit_;
  std::uint64_t used_ = 0;
};

}  // namespace countersign
