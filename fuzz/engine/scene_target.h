#pragma once

namespace countersign::fuzz {

// Each target that reads scenes defines this: true if it uses their signatures as they are, so the
// mutator has to sign them; false if it signs them itself.
extern const bool kTakesSignatures;

}  // namespace countersign::fuzz
