#pragma once

#include <span>
#include <string_view>

#include "reference_adapter/implementation.h"
#include "reference_adapter/in_process_connection.h"

namespace countersign {

// CorrectVariant is a correct implementation that does something differently from the reference. No
// case may fail it.
struct CorrectVariant {
  std::string_view name;
  std::string_view what;  // one line
  Implementation implementation;
  AnswerOrder order = AnswerOrder::kAsAsked;
};

// CorrectVariants lists all of them; the reference itself is not among them.
std::span<const CorrectVariant> CorrectVariants();

}  // namespace countersign
