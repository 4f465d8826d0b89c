// The measure of the others' speed: it does nothing.
#include "engine/target.h"

namespace countersign::fuzz {

Taken Execute(Input input) { return input.empty() ? Taken::kNotWorthKeeping : Taken::kKept; }

}  // namespace countersign::fuzz
