// The subject of the targets in fuzz/planted/, instead of engine/subject.cc.
#include "engine/subject.h"

#include "planted/planted.h"

namespace countersign::fuzz {
namespace {

// Made before main, so that an unknown name ends every target at once.
const Implementation planted = PlantedByEnvironment("reference");

}  // namespace

const Implementation& Subject() { return planted; }

}  // namespace countersign::fuzz
