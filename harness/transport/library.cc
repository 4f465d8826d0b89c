#include "transport/library.h"

#include <dlfcn.h>

namespace countersign {

const countersign_adapter* LoadAdapterLibrary(const std::string& path, std::string* error) {
  // A name without a slash is a file too, not something to look up in the system's folders.
  const std::string file = path.find('/') == std::string::npos ? "./" + path : path;
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    *error = std::string("cannot be loaded: ") + dlerror();
    return nullptr;
  }
  void* symbol = dlsym(library, "countersign_adapter_v1");
  if (symbol == nullptr) {
    *error = "exports no symbol countersign_adapter_v1";
    return nullptr;
  }
  const auto* adapter = reinterpret_cast<decltype(&countersign_adapter_v1)>(symbol)();
  if (adapter == nullptr) {
    *error = "countersign_adapter_v1 returned NULL";
  } else if (adapter->abi != 1) {
    *error = "has ABI " + std::to_string(adapter->abi) + "; this harness speaks ABI 1";
  } else if (adapter->struct_size < sizeof(countersign_adapter)) {
    *error = "struct_size is " + std::to_string(adapter->struct_size) + ", expected at least " +
             std::to_string(sizeof(countersign_adapter));
  } else if (!adapter->open || !adapter->call || !adapter->close) {
    *error = "open, call or close is NULL";
  } else {
    return adapter;
  }
  return nullptr;
}

}  // namespace countersign
