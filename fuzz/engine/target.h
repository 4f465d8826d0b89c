#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace countersign::fuzz {

// The interface of a target. Each SUBJECT_fuzz.cc defines Execute and no other global name.
// engine/entry.cc has the function that engines call.

// Input is any bytes, made up by an engine.
using Input = std::string_view;

// Taken tells whether the engine should keep an input. One that the target cannot read is not worth
// it.
enum class Taken { kKept, kNotWorthKeeping };

// Execute runs the target on one input. It must not read a clock or random numbers or open a
// socket: if it does, the process aborts (engine/forbid_side_effects.h).
Taken Execute(Input input);

// Fail ends the process with a finding, in the way that engines expect. `finding` names the
// property that does not hold, in lower-case words joined by hyphens, without digits: crash
// databases group by it. `details` are for people and may be long.
[[noreturn]] void Fail(std::string_view finding, const std::string& details);

// Require fails if the property does not hold; `details` is called only then.
template <typename Details>
void Require(bool holds, std::string_view finding, const Details& details) {
  if (!holds) Fail(finding, details());
}

// FindingLine is the last line that Fail prints. FuzzerHash makes ClusterFuzz compare it exactly
// and not group similar ones.
std::string FindingLine(std::string_view finding);

// Shown is the bytes as a C string literal, for `details`.
std::string Shown(std::string_view bytes);

}  // namespace countersign::fuzz
