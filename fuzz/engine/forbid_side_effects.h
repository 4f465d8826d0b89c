#pragma once

namespace countersign::fuzz {

// ForbidSideEffects: while one exists, its thread may not read a clock or randomness, nor open a
// socket. Whatever does aborts the process with the finding `impure-target`: such a target could
// not be replayed. The C library's functions are replaced for that in the whole executable.
class ForbidSideEffects {
 public:
  ForbidSideEffects();
  ~ForbidSideEffects();
  ForbidSideEffects(const ForbidSideEffects&) = delete;
  ForbidSideEffects& operator=(const ForbidSideEffects&) = delete;
};

// ForeignStretch suspends that: code that is not ours may read what it likes.
class ForeignStretch {
 public:
  ForeignStretch();
  ~ForeignStretch();
  ForeignStretch(const ForeignStretch&) = delete;
  ForeignStretch& operator=(const ForeignStretch&) = delete;

 private:
  bool before_;
};

}  // namespace countersign::fuzz
