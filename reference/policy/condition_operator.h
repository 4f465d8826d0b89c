#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "policy/condition_key.h"
#include "policy/ip_range.h"
#include "sigv4/timestamp.h"

namespace countersign {

// Relation is what an operator wants of a request's value and one of the policy's.
enum class Relation {
  kEquals,
  kEqualsIgnoringCase,
  kLike,  // with wildcards
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kWithin,  // an address in a range
  kIsNull,  // the key is absent (true) or not (false)
};

// Polarity: a negated operator, such as StringNotEquals, wants that no value of the policy matches.
enum class Polarity { kPlain, kNegated };

// WhenAbsent is what becomes of an operator whose key is absent: plain ones do not hold, negated
// ones do, and with IfExists each holds.
enum class WhenAbsent { kByPolarity, kHolds };

// SetOperator says how many of a request's values must match.
enum class SetOperator { kNone, kForAnyValue, kForAllValues };

// ConditionOperator is the name of an operator taken apart.
struct ConditionOperator {
  ValueKind kind = ValueKind::kText;
  Relation relation = Relation::kEquals;
  Polarity polarity = Polarity::kPlain;
  WhenAbsent when_absent = WhenAbsent::kByPolarity;
  SetOperator set = SetOperator::kNone;
  bool operator==(const ConditionOperator&) const = default;
};

// ParseConditionOperator reads `[ForAnyValue:|ForAllValues:]NAME[IfExists]`; nothing where the
// name is not known, so that nobody takes it for one that holds.
std::optional<ConditionOperator> ParseConditionOperator(std::string_view name);

// Operand is a value of a policy, read as its operator wants it.
using Operand = std::variant<std::string, bool, double, Timestamp, IpRange>;

// ParseOperand returns nothing where the text is not of that kind.
std::optional<Operand> ParseOperand(const ConditionOperator& op, std::string_view text);

// Matches compares one value of a request with one of the policy, whatever the polarity. A value
// that cannot be read as the operator's kind matches nothing. Not for kIsNull.
bool Matches(const ConditionOperator& op, const Operand& operand, const std::string& value);

// ParseNumber reads an integer or a decimal such as `-1.5`; nothing where the text is none.
std::optional<double> ParseNumber(std::string_view text);
std::optional<bool> ParseBool(std::string_view text);  // `true` or `false`

}  // namespace countersign
