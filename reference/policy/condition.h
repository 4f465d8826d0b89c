#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/condition_key.h"
#include "policy/condition_operator.h"
#include "policy/variable.h"

namespace countersign {

// Condition is one key under one operator: `"IpAddress": {"aws:SourceIp": [values]}`.
struct Condition {
  ConditionOperator op;
  ConditionKey key = ConditionKey::kSourceIp;
  std::vector<Operand> operands;  // not empty, each of the operator's kind
  std::string tag = {};           // of aws:PrincipalTag only
  Variables variables = Variables::kLiteral;
  std::string_view service = {};  // that has the key; empty: every service
};

// Holds tells whether a request meets a condition.
bool Holds(const Condition& condition, const RequestContext& context);

}  // namespace countersign
