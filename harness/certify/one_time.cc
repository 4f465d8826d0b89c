#include "certify/one_time.h"

namespace countersign {

OneTimeCase MakeOneTime(const Case& c, const Challenge&) { return {c, false}; }

}  // namespace countersign
