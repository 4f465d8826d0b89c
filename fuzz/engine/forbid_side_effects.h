#pragma once

namespace countersign::fuzz {

// While a ForbidSideEffects exists, its thread must not read a clock or random numbers or open a
// socket. If it does, the process aborts with the finding `side-effect-in-target`, because the
// input could not be replayed. The C library's functions are replaced for that in the whole
// executable.
class ForbidSideEffects {
 public:
  ForbidSideEffects();
  ~ForbidSideEffects();
  ForbidSideEffects(const ForbidSideEffects&) = delete;
  ForbidSideEffects& operator=(const ForbidSideEffects&) = delete;
};

// AllowSideEffects suspends that for other people's code.
class AllowSideEffects {
 public:
  AllowSideEffects();
  ~AllowSideEffects();
  AllowSideEffects(const AllowSideEffects&) = delete;
  AllowSideEffects& operator=(const AllowSideEffects&) = delete;

 private:
  bool before_;
};

}  // namespace countersign::fuzz
