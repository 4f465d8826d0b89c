#pragma once

#include "explain/explanation.h"

namespace countersign {

// Conceal replaces the question's secret, and session tokens, wherever they stand in the answer.
void Conceal(const Question& question, Explanation& explanation);

}  // namespace countersign
