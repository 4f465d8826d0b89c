#pragma once

#include <span>
#include <string_view>

#include "builtin/implementation.h"
#include "builtin/in_process_door.h"

namespace countersign {

// Different is a correct implementation that does something otherwise than the reference does. The
// suite must not fail it.
struct Different {
  std::string_view name;
  std::string_view what;  // one line
  Implementation implementation;
  AnswerOrder order = AnswerOrder::kAsAsked;
};

std::span<const Different> DifferentImplementations();

}  // namespace countersign
