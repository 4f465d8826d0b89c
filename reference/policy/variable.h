#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policy/condition_key.h"

namespace countersign {

// A policy variable stands for a value of the request: `${aws:ResourceOrgID}`.

// Variables: in a document of the version 2008-10-17, `${` is text like any other.
enum class Variables { kLiteral, kReplaced };

// Wildcards: if the text's `*` and `?` are wildcards, those of a variable's value are not.
enum class Wildcards { kNone, kRead };

// ReplaceVariables returns the text with the values of its variables, or nullopt if one of them has
// no value in this request. So has a text that FindUnknownVariable complains of.
std::optional<std::string> ReplaceVariables(std::string_view text, const RequestContext& context,
                                            Wildcards wildcards);

// FindUnknownVariable returns the first variable that is not the name of a condition key, such as
// "${aws:username}" or one with a default value; nullopt if each is known.
std::optional<std::string> FindUnknownVariable(std::string_view text);

bool HasVariables(std::string_view text);

}  // namespace countersign
