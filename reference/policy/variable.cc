// Policy variables. statement.cc replaces them in resources and condition.cc in the values of
// conditions; the policy reader refuses those that are not known.

#include "policy/variable.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "policy/wildcard.h"

namespace countersign {
namespace {

constexpr std::string_view kBegin = "${";

// TakeText returns what stands before the next variable, and removes it.
std::string_view TakeText(std::string_view& text) {
  const std::string_view before = text.substr(0, text.find(kBegin));
  text.remove_prefix(before.size());
  return before;
}

// TakeVariable returns a variable with its braces, and removes it. Without an end it is the rest.
std::string_view TakeVariable(std::string_view& text) {
  const std::size_t end = text.find('}');
  const std::string_view variable = text.substr(0, end == std::string_view::npos ? end : end + 1);
  text.remove_prefix(variable.size());
  return variable;
}

std::optional<NamedKey> KeyOf(std::string_view variable) {
  if (!variable.ends_with('}')) return std::nullopt;
  variable.remove_prefix(kBegin.size());
  variable.remove_suffix(1);
  return FindConditionKey(variable);
}

char WithoutMeaning(char c) {
  if (c == '*') return kLiteralStar;
  return c == '?' ? kLiteralQuestionMark : c;
}

}  // namespace

std::optional<std::string> ReplaceVariables(std::string_view text, const RequestContext& context,
                                            Wildcards wildcards) {
  std::string replaced;
  while (true) {
    replaced += TakeText(text);
    if (text.empty()) return replaced;
    const std::optional<NamedKey> named = KeyOf(TakeVariable(text));
    if (!named) return std::nullopt;
    //= policy/variable
    const std::span<const std::string> values = context.Values(*named);
    if (values.size() != 1) return std::nullopt;
    std::string value = values[0];
    if (wildcards == Wildcards::kRead) {
      std::transform(value.begin(), value.end(), value.begin(), WithoutMeaning);
    }
    replaced += value;
  }
}

std::optional<std::string> FindUnknownVariable(std::string_view text) {
  while (true) {
    TakeText(text);
    if (text.empty()) return std::nullopt;
    const std::string_view variable = TakeVariable(text);
    if (!KeyOf(variable)) return std::string(variable);
  }
}

bool HasVariables(std::string_view text) { return text.find(kBegin) != std::string_view::npos; }

}  // namespace countersign
