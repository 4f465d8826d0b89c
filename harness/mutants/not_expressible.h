#pragma once

#include <span>
#include <string_view>

namespace countersign {

// NotExpressible is a real wrong behaviour that no mutant stands for, and why.
struct NotExpressible {
  std::string_view name;
  std::string_view reason;
};

std::span<const NotExpressible> NotExpressibleMutants();

}  // namespace countersign
