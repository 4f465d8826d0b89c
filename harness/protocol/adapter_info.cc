#include "protocol/adapter_info.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::string_view kPresignFeatures[] = {
    "session-token",  "path-style",   "virtual-hosted",    "extra-query",
    "signed-headers", "payload-hash", "credential-limits", "non-s3",
    "sigv4a",         "bytes",        "access-points",     "s3-express",
};
constexpr std::string_view kVerifyFeatures[] = {
    "session-token",
    "path-style",
    "virtual-hosted",
    "region",
    "signed-headers",
    "payload-hash",
    "policy",
    "network-policy",
    "redirects",
    "non-s3",
    "sigv4a",
    "bytes",
    "policy-variables",
    "principal-facts",
    "organization-policies",
    "endpoint-policies",
    "body",
    "access-points",
    "s3-express",
};

bool Has(std::span<const std::string_view> features, std::string_view feature) {
  return std::find(features.begin(), features.end(), feature) != features.end();
}

// IsFor tells whether a declared text means `feature` of `op`.
bool IsFor(std::string_view declared, Op op, std::string_view feature) {
  const std::string_view name = OpName(op);
  if (declared.starts_with(name) && declared.substr(name.size()).starts_with(':')) {
    declared.remove_prefix(name.size() + 1);
  }
  return declared == feature;
}

}  // namespace

std::string_view OpName(Op op) { return op == Op::kPresign ? "presign" : "verify"; }

std::string_view ClockName(Clock clock) {
  return clock == Clock::kInjected ? "injected" : "ambient";
}

std::string_view ErrorLevelName(ErrorLevel level) {
  switch (level) {
    case ErrorLevel::kOutcome: return "outcome";
    case ErrorLevel::kClass: return "class";
    case ErrorLevel::kCode: return "code";
  }
  return "";
}

std::span<const std::string_view> Features(Op op) {
  if (op == Op::kPresign) return kPresignFeatures;
  return kVerifyFeatures;
}

bool IsFeature(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    return Has(kPresignFeatures, text) || Has(kVerifyFeatures, text);
  }
  const std::string_view op = text.substr(0, colon);
  const std::string_view feature = text.substr(colon + 1);
  return (op == OpName(Op::kPresign) && Has(kPresignFeatures, feature)) ||
         (op == OpName(Op::kVerify) && Has(kVerifyFeatures, feature));
}

bool Serves(const AdapterInfo& adapter_info, Op op) {
  return std::find(adapter_info.ops.begin(), adapter_info.ops.end(), OpName(op)) !=
         adapter_info.ops.end();
}

bool Declares(const AdapterInfo& adapter_info, Op op, std::string_view feature) {
  return std::any_of(
      adapter_info.features.begin(), adapter_info.features.end(),
      [op, feature](const std::string& declared) { return IsFor(declared, op, feature); });
}

}  // namespace countersign
