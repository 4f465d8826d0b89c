#pragma once

#include <string_view>

namespace countersign {

// ExitStatus is the status with which every command ends; scripts rely on it.
enum ExitStatus : int {
  kConforming = 0,
  kNotConforming = 1,
  kUsage = 2,
  kBroke = 3,
  kNothingRan = 4,
  kNotKnown = 5,
  kInterrupted = 130,
};

struct ExitStatusMeaning {
  ExitStatus status;
  std::string_view meaning;
};

// What each status means for `countersign run` and, if it says so, for another command. --help
// prints this table; a test compares it with README.md, and its numbers with protocol.md.
inline constexpr ExitStatusMeaning kExitStatuses[] = {
    {kConforming, "conforming"},
    {kNotConforming, "not conforming (an unexpected pass included)"},
    {kUsage, "usage or configuration"},
    {kBroke, "the adapter or the harness broke"},
    {kNothingRan, "nothing ran"},
    {kNotKnown, "not known: only `explain` ends so, if no secret or too little was given"},
    {kInterrupted, "interrupted; what ran is reported"},
};

}  // namespace countersign
