#pragma once

#include <span>
#include <string_view>

namespace countersign {

// NotExpressible is a real mistake that no mutant can make, and why.
struct NotExpressible {
  std::string_view name;
  std::string_view reason;
};

std::span<const NotExpressible> NotExpressibleMutants();

}  // namespace countersign
