#pragma once

#include <vector>

#include "policy/condition_key.h"
#include "policy/condition_operator.h"

namespace countersign {

// Condition is one key below one operator: `"IpAddress": {"aws:SourceIp": [values]}`.
struct Condition {
  ConditionOperator op;
  ConditionKey key = ConditionKey::kSourceIp;
  std::vector<Operand> operands;  // not empty, each of the operator's kind
};

// Holds tells whether a condition is met by what is known of a request.
bool Holds(const Condition& condition, const RequestContext& context);

}  // namespace countersign
