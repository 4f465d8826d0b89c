#include "engine/subject.h"

#include "reference_adapter/reference_adapter.h"

namespace countersign::fuzz {

const Implementation& Subject() { return ReferenceImplementation(); }

}  // namespace countersign::fuzz
