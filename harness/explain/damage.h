#pragma once

#include <string>
#include <vector>

#include "explain/explanation.h"

namespace countersign {

// UndoDamage undoes what mail clients, shells and templates do to the text of a URL, so that the
// rest of it can be read, and names each damage. A sound URL is left alone.
std::vector<Cause> UndoDamage(std::string& url);

}  // namespace countersign
