#pragma once

#include <span>
#include <string_view>

#include "reference_adapter/implementation.h"
#include "reference_adapter/in_process_connection.h"

namespace countersign {

// CorrectVariant is a correct implementation that does something otherwise than the reference does.
// The suite must not fail it.
struct CorrectVariant {
  std::string_view name;
  std::string_view what;  // one line
  Implementation implementation;
  AnswerOrder order = AnswerOrder::kAsAsked;
};

std::span<const CorrectVariant> CorrectVariants();

}  // namespace countersign
