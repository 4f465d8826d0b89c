// Does nothing. The speed of the other targets is compared with this one (nightly.py).
#include "engine/target.h"

namespace countersign::fuzz {

Taken Execute(Input input) { return input.empty() ? Taken::kNotWorthKeeping : Taken::kKept; }

}  // namespace countersign::fuzz
