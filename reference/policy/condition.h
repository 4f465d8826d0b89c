#pragma once

#include <vector>

#include "policy/condition_key.h"
#include "policy/condition_operator.h"

namespace countersign {

// Condition is one key under one operator: `"IpAddress": {"aws:SourceIp": [values]}`.
struct Condition {
  ConditionOperator op;
  ConditionKey key = ConditionKey::kSourceIp;
  std::vector<Operand> operands;  // not empty, each of the operator's kind
};

// Holds tells whether a request meets a condition.
bool Holds(const Condition& condition, const RequestContext& context);

}  // namespace countersign
