#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace countersign::fuzz {

// What a target is made of. Each SUBJECT_fuzz.cc defines Execute and nothing else of global name;
// engine/entry.cc makes it what the engines call.

// Input is what an engine made up: any octets.
using Input = std::string_view;

// Taken: an input that says nothing to the target is not worth keeping.
enum class Taken { kKept, kNotWorthKeeping };

// Execute runs the target on one input. It reads no clock and no randomness and opens no socket:
// the process aborts where it does (engine/forbid_side_effects.h).
Taken Execute(Input input);

// Fail ends the process as engines expect it of a finding. `finding` names the property that does
// not hold, in lower-case words joined by hyphens, without digits: crash databases group by it.
// `details` are for people, as long as need be.
[[noreturn]] void Fail(std::string_view finding, const std::string& details);

// Require fails where the property does not hold; `details` is called only then.
template <typename Details>
void Require(bool holds, std::string_view finding, const Details& details) {
  if (!holds) Fail(finding, details());
}

// FindingLine is what Fail prints last. FuzzerHash makes ClusterFuzz compare it exactly instead of
// grouping all that look alike.
std::string FindingLine(std::string_view finding);

// Shown is octets as a C string literal would hold them, for details.
std::string Shown(std::string_view octets);

}  // namespace countersign::fuzz
