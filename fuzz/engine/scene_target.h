#pragma once

namespace countersign::fuzz {

// Each target that reads scenes says whether it takes their signatures as they come; one that signs
// them itself spares the mutator the work.
extern const bool kTakesSignatures;

}  // namespace countersign::fuzz
