#pragma once

#include <string>
#include <vector>

#include "explain/explanation.h"

namespace countersign {

// UndoDamage repairs what mail clients, shells and templates did to the text of a URL. Returns each
// damage. It does not change an undamaged URL.
std::vector<Cause> UndoDamage(std::string& url);

}  // namespace countersign
