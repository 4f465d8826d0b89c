#pragma once

#include "countersign/adapter.h"
#include "reference_adapter/implementation.h"

namespace countersign {

// Serve puts an adapter behind the program connection: the first line that arrives on `in` is the
// hello, every further one a request, until the end of input. All lines that have arrived are
// answered in one write. Returns the exit status: 0 at the end of input; 1 where the hello was
// refused, or nobody reads the answers any more.
int Serve(const countersign_adapter& adapter, int in, int out);
int Serve(const Implementation& implementation, int in, int out);

int ServeStdio(const countersign_adapter& adapter);
int ServeStdio(const Implementation& implementation);

}  // namespace countersign
