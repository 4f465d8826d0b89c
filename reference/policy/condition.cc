// Whether one condition of a statement holds, including IAM's rules for absent keys and for several
// values. statement.cc calls it for each condition.

#include "policy/condition.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace countersign {
namespace {

bool IsNull(const Condition& condition, bool absent) {
  //= policy/null
  return std::any_of(condition.operands.begin(), condition.operands.end(),
                     [absent](const Operand& wanted) { return std::get<bool>(wanted) == absent; });
}

bool HoldsWithoutKey(const ConditionOperator& op) {
  //= policy/if-exists
  //= network/guide-statement
  if (op.when_absent == WhenAbsent::kHolds) return true;
  //= policy/for-all-values
  if (op.set == SetOperator::kForAllValues) return true;
  //= policy/for-any-value
  if (op.set == SetOperator::kForAnyValue) return false;
  //= policy/absent-key
  //= policy/absent-key-negated
  return op.polarity == Polarity::kNegated;
}

// ReplaceVariables returns nullopt if a variable has no value: nothing is equal to it.
std::optional<Operand> ReplaceVariables(const Condition& condition, const Operand& operand,
                                        const RequestContext& context) {
  const auto* text = std::get_if<std::string>(&operand);
  if (text == nullptr || condition.variables == Variables::kLiteral) return operand;
  const bool has_wildcards =
      condition.op.relation == Relation::kLike || condition.op.kind == ValueKind::kArn;
  //= policy/variable-without-a-value
  std::optional<std::string> replaced =
      ReplaceVariables(*text, context, has_wildcards ? Wildcards::kRead : Wildcards::kNone);
  if (!replaced) return std::nullopt;
  return Operand(*std::move(replaced));
}

// HoldsFor one value of the request: one of the policy's values matches, or, if the operator is
// negated, none of them does.
bool HoldsFor(const Condition& condition, const RequestContext& context, const std::string& value) {
  //= policy/several-values
  const bool matches = std::any_of(
      condition.operands.begin(), condition.operands.end(), [&](const Operand& operand) {
        const std::optional<Operand> wanted = ReplaceVariables(condition, operand, context);
        return wanted && Matches(condition.op, *wanted, value);
      });
  //= policy/negated-operators
  return matches == (condition.op.polarity == Polarity::kPlain);
}

}  // namespace

bool Holds(const Condition& condition, const RequestContext& context) {
  const std::span<const std::string> values =
      context.Values({condition.key, condition.tag, condition.service});
  if (condition.op.relation == Relation::kIsNull) return IsNull(condition, values.empty());
  if (values.empty()) return HoldsWithoutKey(condition.op);
  const auto holds = [&](const std::string& value) { return HoldsFor(condition, context, value); };
  if (condition.op.set == SetOperator::kForAllValues) {
    return std::all_of(values.begin(), values.end(), holds);
  }
  return std::any_of(values.begin(), values.end(), holds);
}

}  // namespace countersign
