#include "runner/not_asked.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "protocol/codec.h"

namespace countersign {
namespace {

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<NotAsked> WhyUnsupported(const Case& c, const AdapterInfo& adapter_info) {
  const std::string op = OpOf(c) == Op::kPresign ? "presign" : "verify";
  if (!Contains(adapter_info.ops, op)) {
    return NotAsked{Verdict::kUnsupported, "the operation " + op + " is not declared"};
  }
  const auto lacks = [&](const std::string& feature) {
    return !Contains(adapter_info.features, feature) &&
           !Contains(adapter_info.features, op + ":" + feature);
  };
  for (const std::string& feature : c.features) {
    if (lacks(feature)) {
      return NotAsked{Verdict::kUnsupported, "the feature " + feature + " is not declared"};
    }
  }
  if (lacks("bytes") && NeedsBytes(c.request)) {
    return NotAsked{Verdict::kUnsupported,
                    "the feature bytes is not declared, and the request is no valid UTF-8"};
  }
  return std::nullopt;
}

std::optional<NotAsked> WhyNotAsked(const Case& c, const AdapterInfo& adapter_info) {
  if (auto unsupported = WhyUnsupported(c, adapter_info)) return unsupported;
  if (adapter_info.clock == Clock::kAmbient && (OpOf(c) == Op::kVerify || c.needs_exact_clock)) {
    return NotAsked{Verdict::kNotExercised, "the implementation's clock cannot be set"};
  }
  return std::nullopt;
}

}  // namespace countersign
