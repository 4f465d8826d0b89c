// The condition operators of IAM: their names, and how each compares a value of a request with a
// value of the policy. The policy reader parses with it; condition.cc compares.

#include "policy/condition_operator.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "policy/arn.h"
#include "policy/date.h"
#include "policy/wildcard.h"

namespace countersign {
namespace {

struct OperatorRow {
  std::string_view name;
  ValueKind kind;
  Relation relation;
  Polarity polarity;
};

constexpr OperatorRow kOperators[] = {
    {"StringEquals", ValueKind::kText, Relation::kEquals, Polarity::kPlain},
    {"StringNotEquals", ValueKind::kText, Relation::kEquals, Polarity::kNegated},
    {"StringEqualsIgnoreCase", ValueKind::kText, Relation::kEqualsIgnoringCase, Polarity::kPlain},
    {"StringNotEqualsIgnoreCase", ValueKind::kText, Relation::kEqualsIgnoringCase,
     Polarity::kNegated},
    {"StringLike", ValueKind::kText, Relation::kLike, Polarity::kPlain},
    {"StringNotLike", ValueKind::kText, Relation::kLike, Polarity::kNegated},
    {"NumericEquals", ValueKind::kNumber, Relation::kEquals, Polarity::kPlain},
    {"NumericNotEquals", ValueKind::kNumber, Relation::kEquals, Polarity::kNegated},
    {"NumericLessThan", ValueKind::kNumber, Relation::kLess, Polarity::kPlain},
    {"NumericLessThanEquals", ValueKind::kNumber, Relation::kLessOrEqual, Polarity::kPlain},
    {"NumericGreaterThan", ValueKind::kNumber, Relation::kGreater, Polarity::kPlain},
    {"NumericGreaterThanEquals", ValueKind::kNumber, Relation::kGreaterOrEqual, Polarity::kPlain},
    {"DateEquals", ValueKind::kDate, Relation::kEquals, Polarity::kPlain},
    {"DateNotEquals", ValueKind::kDate, Relation::kEquals, Polarity::kNegated},
    {"DateLessThan", ValueKind::kDate, Relation::kLess, Polarity::kPlain},
    {"DateLessThanEquals", ValueKind::kDate, Relation::kLessOrEqual, Polarity::kPlain},
    {"DateGreaterThan", ValueKind::kDate, Relation::kGreater, Polarity::kPlain},
    {"DateGreaterThanEquals", ValueKind::kDate, Relation::kGreaterOrEqual, Polarity::kPlain},
    {"Bool", ValueKind::kBool, Relation::kEquals, Polarity::kPlain},
    {"IpAddress", ValueKind::kAddress, Relation::kWithin, Polarity::kPlain},
    {"NotIpAddress", ValueKind::kAddress, Relation::kWithin, Polarity::kNegated},
    //= policy/arn-equals
    {"ArnEquals", ValueKind::kArn, Relation::kLike, Polarity::kPlain},
    {"ArnNotEquals", ValueKind::kArn, Relation::kLike, Polarity::kNegated},
    {"ArnLike", ValueKind::kArn, Relation::kLike, Polarity::kPlain},
    {"ArnNotLike", ValueKind::kArn, Relation::kLike, Polarity::kNegated},
    {"Null", ValueKind::kText, Relation::kIsNull, Polarity::kPlain},
};

constexpr std::string_view kForAnyValue = "ForAnyValue:";
constexpr std::string_view kForAllValues = "ForAllValues:";
constexpr std::string_view kIfExists = "IfExists";

SetOperator TakeSetOperator(std::string_view& name) {
  if (name.starts_with(kForAnyValue)) {
    name.remove_prefix(kForAnyValue.size());
    return SetOperator::kForAnyValue;
  }
  if (name.starts_with(kForAllValues)) {
    name.remove_prefix(kForAllValues.size());
    return SetOperator::kForAllValues;
  }
  return SetOperator::kNone;
}

WhenAbsent TakeIfExists(std::string_view& name) {
  if (!name.ends_with(kIfExists)) return WhenAbsent::kByPolarity;
  name.remove_suffix(kIfExists.size());
  return WhenAbsent::kHolds;
}

template <typename T>
bool InRelation(Relation relation, const T& value, const T& operand) {
  switch (relation) {
    case Relation::kLess: return value < operand;
    case Relation::kLessOrEqual: return value <= operand;
    case Relation::kGreater: return value > operand;
    case Relation::kGreaterOrEqual: return value >= operand;
    default: return value == operand;
  }
}

bool TextMatches(Relation relation, std::string_view operand, std::string_view value) {
  //= policy/string-equals-ignore-case
  if (relation == Relation::kEqualsIgnoringCase) {
    return SameText(operand, value, LetterCase::kInsensitive);
  }
  //= policy/string-like
  if (relation == Relation::kLike) {
    return MatchesWildcards(operand, value, LetterCase::kSensitive);
  }
  //= policy/string-equals
  return SameText(operand, value, LetterCase::kSensitive);
}

template <typename T>
std::optional<Operand> AsOperand(const std::optional<T>& value) {
  if (!value) return std::nullopt;
  return Operand(*value);
}

}  // namespace

std::optional<ConditionOperator> ParseConditionOperator(std::string_view name) {
  ConditionOperator op;
  op.set = TakeSetOperator(name);
  op.when_absent = TakeIfExists(name);
  const auto row = std::find_if(std::begin(kOperators), std::end(kOperators),
                                [&](const OperatorRow& one) { return one.name == name; });
  //= policy/unknown-operator
  if (row == std::end(kOperators)) return std::nullopt;
  const bool qualified = op.set != SetOperator::kNone || op.when_absent != WhenAbsent::kByPolarity;
  if (row->relation == Relation::kIsNull && qualified) return std::nullopt;
  op.kind = row->kind;
  op.relation = row->relation;
  op.polarity = row->polarity;
  return op;
}

std::optional<Operand> ParseOperand(const ConditionOperator& op, std::string_view text) {
  if (op.relation == Relation::kIsNull) return AsOperand(ParseBool(text));
  switch (op.kind) {
    case ValueKind::kBool: return AsOperand(ParseBool(text));
    case ValueKind::kNumber: return AsOperand(ParseNumber(text));
    case ValueKind::kDate: return AsOperand(ParsePolicyDate(text));
    case ValueKind::kAddress: return AsOperand(ParseIpRange(text));
    case ValueKind::kArn:
      if (ArnPart(text, 0).empty()) return std::nullopt;
      return std::string(text);
    case ValueKind::kText: return std::string(text);
  }
  return std::nullopt;
}

bool Matches(const ConditionOperator& op, const Operand& operand, const std::string& value) {
  switch (op.kind) {
    case ValueKind::kText: return TextMatches(op.relation, std::get<std::string>(operand), value);
    case ValueKind::kArn:
      //= policy/arn-like
      return ArnMatches(std::get<std::string>(operand), value);
    case ValueKind::kBool:
      //= policy/bool
      return ParseBool(value) == std::get<bool>(operand);
    case ValueKind::kNumber: {
      //= policy/numeric
      const std::optional<double> number = ParseNumber(value);
      return number && InRelation(op.relation, *number, std::get<double>(operand));
    }
    case ValueKind::kDate: {
      //= policy/date
      const std::optional<Timestamp> date = ParsePolicyDate(value);
      return date && InRelation(op.relation, *date, std::get<Timestamp>(operand));
    }
    case ValueKind::kAddress: {
      //= network/ip-address
      const std::optional<IpAddress> address = ParseIpAddress(value);
      return address && Contains(std::get<IpRange>(operand), *address);
    }
  }
  return false;
}

std::optional<double> ParseNumber(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  // No hexadecimal numbers, exponents or infinities.
  if (text.find_first_not_of("-.0123456789") != std::string_view::npos) return std::nullopt;
  const std::from_chars_result read =
      std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

std::optional<bool> ParseBool(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

}  // namespace countersign
