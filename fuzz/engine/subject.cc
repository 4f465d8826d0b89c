#include "engine/subject.h"

#include "builtin/reference_adapter.h"

namespace countersign::fuzz {

const Implementation& Subject() { return ReferenceImplementation(); }

}  // namespace countersign::fuzz
