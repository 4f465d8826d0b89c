#pragma once

#include <utility>
#include <variant>

#include "sigv4/rejection.h"

namespace countersign {

// Result is what a step returns: its value, or the rejection that ends the computation. Bad input
// is a value, never an exception.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Rejection rejection)
      : state_(std::move(rejection)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return state_.index() == 0; }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const Rejection& rejection() const& { return std::get<1>(state_); }
  Rejection&& rejection() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Rejection> state_;
};

}  // namespace countersign
