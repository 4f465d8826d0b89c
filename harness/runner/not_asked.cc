#include "runner/not_asked.h"

#include <string>

#include "protocol/adapter_info.h"
#include "protocol/codec.h"

namespace countersign {
std::optional<NotAsked> WhyUnsupported(const Case& c, const AdapterInfo& adapter_info) {
  const Op op = OpOf(c);
  if (!Serves(adapter_info, op)) {
    return NotAsked{Verdict::kUnsupported,
                    "the operation " + std::string(OpName(op)) + " is not declared"};
  }
  for (const std::string& feature : c.features) {
    if (!Declares(adapter_info, op, feature)) {
      return NotAsked{Verdict::kUnsupported, "the feature " + feature + " is not declared"};
    }
  }
  if (!Declares(adapter_info, op, "bytes") && NeedsBytes(c.request)) {
    return NotAsked{Verdict::kUnsupported,
                    "the feature bytes is not declared, and the request is not valid UTF-8"};
  }
  return std::nullopt;
}

std::optional<NotAsked> WhyNotAsked(const Case& c, const AdapterInfo& adapter_info) {
  if (auto unsupported = WhyUnsupported(c, adapter_info)) return unsupported;
  if (adapter_info.clock == Clock::kAmbient && (OpOf(c) == Op::kVerify || c.needs_exact_clock)) {
    return NotAsked{Verdict::kNotExercised,
                    "the implementation's clock cannot be set: use the request's `now`, and "
                    "declare \"clock\": \"injected\""};
  }
  if (adapter_info.clock == Clock::kAmbient && c.pinned_url) {
    return NotAsked{Verdict::kNotExercised,
                    "its exact URL needs a clock that can be set: use the request's `now`, and "
                    "declare \"clock\": \"injected\""};
  }
  return std::nullopt;
}

}  // namespace countersign
