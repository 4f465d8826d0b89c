#include "judge/judgement.h"

#include <algorithm>

namespace countersign {
namespace {

std::string Describe(const ExpectedAnswer& answer) {
  if (answer.accept) return "accept";
  std::string text = answer.rejection_class.value_or("");
  std::string error;
  if (answer.status) error = std::to_string(*answer.status);
  if (answer.code) error += (error.empty() ? "" : " ") + *answer.code;
  if (text.empty()) return error.empty() ? "reject" : error;
  return error.empty() ? text : text + " (" + error + ")";
}

bool Declares(const AdapterInfo& adapter_info, const std::string& feature, Op op) {
  const std::string for_op = (op == Op::kPresign ? "presign:" : "verify:") + feature;
  return std::any_of(adapter_info.features.begin(), adapter_info.features.end(),
                     [&](const std::string& one) { return one == feature || one == for_op; });
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

// A feature that the case does not list may still be what an implementation lacks: only a declared
// one is a breach.
Judgement JudgeSkip(const Case& c, const SkipAnswer& answer, const AdapterInfo& adapter_info) {
  if (answer.feature && Declares(adapter_info, *answer.feature, OpOf(c))) {
    return {Verdict::kFault, "Skipped for want of " + *answer.feature + ", which it declared."};
  }
  if (answer.issue && !answer.issue->empty()) {
    return {Verdict::kUnsupported, "Skipped by the adapter: " + *answer.issue};
  }
  if (answer.feature && !answer.feature->empty()) {
    return {Verdict::kUnsupported, "Skipped by the adapter for want of " + *answer.feature + "."};
  }
  return {Verdict::kFault, "Skipped without a reason: neither feature nor issue."};
}

}  // namespace countersign
