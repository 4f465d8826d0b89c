#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "policy/condition_key.h"
#include "policy/ip_range.h"
#include "sigv4/timestamp.h"

namespace countersign {

// Relation is what an operator requires between a request's value and one of the policy's.
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

// Polarity: a negated operator, such as StringNotEquals, requires that no value of the policy
// matches.
enum class Polarity { kPlain, kNegated };

// WhenAbsent says whether an operator holds if its key is absent: a plain one does not, a negated
// one does, and with IfExists each does.
enum class WhenAbsent { kByPolarity, kHolds };

// SetOperator says how many of a request's values must match.
enum class SetOperator { kNone, kForAnyValue, kForAllValues };

// ConditionOperator is the meaning of an operator's name, part by part.
struct ConditionOperator {
  ValueKind kind = ValueKind::kText;
  Relation relation = Relation::kEquals;
  Polarity polarity = Polarity::kPlain;
  WhenAbsent when_absent = WhenAbsent::kByPolarity;
  SetOperator set = SetOperator::kNone;
  bool operator==(const ConditionOperator&) const = default;
};

// ParseConditionOperator reads `[ForAnyValue:|ForAllValues:]NAME[IfExists]`. It returns nullopt if
// the name is not known, so that the caller cannot treat the condition as met.
std::optional<ConditionOperator> ParseConditionOperator(std::string_view name);

// Operand is a value of a policy, read as its operator requires.
using Operand = std::variant<std::string, bool, double, Timestamp, IpRange>;

// ParseOperand returns nullopt if the text is not of the operator's kind.
std::optional<Operand> ParseOperand(const ConditionOperator& op, std::string_view text);

// Matches compares one value of a request with one of the policy, whatever the polarity. A value
// that cannot be read as the operator's kind matches nothing. Not for kIsNull.
bool Matches(const ConditionOperator& op, const Operand& operand, const std::string& value);

// ParseNumber reads an integer or a decimal such as `-1.5`; nullopt if the text is neither.
std::optional<double> ParseNumber(std::string_view text);
std::optional<bool> ParseBool(std::string_view text);  // `true` or `false`

}  // namespace countersign
