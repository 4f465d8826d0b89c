// The subject of ordinary builds; see engine/subject.h. planted/subject.cc has another one.
#include "engine/subject.h"

#include "reference_adapter/reference_adapter.h"

namespace countersign::fuzz {

const Implementation& Subject() { return ReferenceImplementation(); }

}  // namespace countersign::fuzz
