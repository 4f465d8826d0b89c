// The reference as a shared library: what an implementation's own library looks like from outside.
#include "reference_adapter/reference_adapter.h"

extern "C" __attribute__((visibility("default"))) const countersign_adapter*
countersign_adapter_v1() {
  return countersign::ReferenceAdapter();
}
