#pragma once

#include <string>

namespace countersign {

// AdapterBroke says how an adapter broke: crash, hang, garbled line. It is never a verdict on a
// case.
struct AdapterBroke {
  std::string reason;       // for people: "exited with status 3", "no answer within 10 s"
  std::string stderr_tail;  // the last bytes it wrote to stderr; may be empty
  bool timed_out = false;   // only a deadline passed: the connection can still be used
};

}  // namespace countersign
