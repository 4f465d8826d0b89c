#pragma once

#include "countersign/adapter.h"
#include "reference_adapter/implementation.h"

namespace countersign {

// ReferenceAdapter is the reference signer and verifier behind the connection that every
// implementation uses. Each state that its open returns is for one thread at a time. A line that it
// cannot read is answered with a fault under the line's id, or under 0 if it has no id.
const countersign_adapter* ReferenceAdapter();

const Implementation& ReferenceImplementation();

}  // namespace countersign
