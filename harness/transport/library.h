#pragma once

#include <string>

#include "countersign/adapter.h"

namespace countersign {

// LoadAdapterLibrary loads a shared library into this process and returns the adapter in it;
// nullptr and an error for people if it has no adapter with our ABI. It is never unloaded.
const countersign_adapter* LoadAdapterLibrary(const std::string& path, std::string* error);

}  // namespace countersign
