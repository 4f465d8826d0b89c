#include "judge/judgement.h"

#include <algorithm>

#include "protocol/adapter_info.h"

namespace countersign {
namespace {

std::string Describe(const ExpectedAnswer& answer) {
  if (answer.accept && answer.longest_life) {
    return "a URL for at most " + std::to_string(*answer.longest_life) + " s";
  }
  if (answer.accept) return "accept";
  std::string text = answer.rejection_class.value_or("");
  std::string error;
  if (answer.status) error = std::to_string(*answer.status);
  if (answer.code) error += (error.empty() ? "" : " ") + *answer.code;
  if (text.empty()) return error.empty() ? "reject" : error;
  return error.empty() ? text : text + " (" + error + ")";
}

}  // namespace

bool AllowsAccept(const Case& c) {
  return std::any_of(c.expected.begin(), c.expected.end(),
                     [](const ExpectedAnswer& one) { return one.accept; });
}

bool AllowsReject(const Case& c) {
  return std::any_of(c.expected.begin(), c.expected.end(),
                     [](const ExpectedAnswer& one) { return !one.accept; });
}

std::string DescribeAnswers(const Case& c) {
  std::string text;
  for (const ExpectedAnswer& answer : c.expected) {
    text += (text.empty() ? "" : " or ") + Describe(answer);
  }
  return text;
}

std::optional<std::string> WhyInvalidSkip(const SkipAnswer& answer) {
  if (answer.feature && !answer.feature->empty() && !IsFeature(*answer.feature)) {
    return "Skipped for " + *answer.feature +
           ", which is not a feature of the protocol (harness/protocol/protocol.md lists them).";
  }
  const auto is_url = [](std::string_view text) {
    for (const std::string_view scheme : {"https://", "http://"}) {
      if (text.starts_with(scheme)) return text.size() > scheme.size();
    }
    return false;
  };
  if (answer.issue && !answer.issue->empty() && !is_url(*answer.issue)) {
    return "Skipped with the issue \"" + *answer.issue +
           "\": expected the address (https://…) where that is tracked or explained.";
  }
  return std::nullopt;
}

// An implementation may lack a feature that the case does not list. Only skipping for a declared
// one breaks the protocol.
Judgement JudgeSkip(const Case& c, const SkipAnswer& answer, const AdapterInfo& adapter_info) {
  if (answer.feature && Declares(adapter_info, OpOf(c), *answer.feature)) {
    return {Verdict::kFault,
            "Skipped for missing feature " + *answer.feature + ", although declared."};
  }
  if (answer.issue && !answer.issue->empty()) {
    return {Verdict::kUnsupported, "Skipped by the adapter: " + *answer.issue};
  }
  if (answer.feature && !answer.feature->empty()) {
    return {Verdict::kUnsupported,
            "Skipped by the adapter for missing feature " + *answer.feature + "."};
  }
  return {Verdict::kFault, "Skipped without a reason: neither feature nor issue."};
}

}  // namespace countersign
