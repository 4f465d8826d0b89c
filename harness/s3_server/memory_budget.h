#pragma once

#include <cstdint>
#include <memory>

namespace countersign {

// What an object takes beside its content and its key, in bytes, about.
inline constexpr std::uint64_t kBytesBesideAnObject = 512;

// MemoryBudget limits the memory, in bytes, of uploads and stored objects together. Not
// thread-safe.
class MemoryBudget {
 public:
  // A Reservation's destructor returns its bytes to the budget.
  class Reservation {
   public:
    Reservation(MemoryBudget& budget, std::uint64_t bytes) : budget_(budget), bytes_(bytes) {}
    ~Reservation() { budget_.used_ -= bytes_; }
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;

   private:
    MemoryBudget& budget_;
    std::uint64_t bytes_;
  };

  explicit MemoryBudget(std::uint64_t bytes) : limit_(bytes) {}

  // Reserve returns nullptr if too little is left. The budget must outlive its reservations.
  std::shared_ptr<Reservation> Reserve(std::uint64_t bytes) {
    if (bytes > limit_ - used_) return nullptr;
    used_ += bytes;
    return std::make_shared<Reservation>(*this, bytes);
  }

 private:
  std::uint64_t limit_;
  std::uint64_t used_ = 0;
};

}  // namespace countersign
