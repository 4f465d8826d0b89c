#pragma once

#include <string>

#include "countersign/adapter.h"

namespace countersign {

// LoadAdapterLibrary loads a shared library into this process and returns the adapter in it;
// nullptr and the error, for people, where there is none that we can speak with. Nothing is
// unloaded again.
const countersign_adapter* LoadAdapterLibrary(const std::string& path, std::string* error);

}  // namespace countersign
