#pragma once

#include <sys/types.h>

#include <functional>

namespace countersign {

// The processes that this one has started through StartInTree, and those that they started. From
// the first call on, a process whose parent has ended becomes a child of this one (a subreaper,
// prctl(2)), so that a daemon of an adapter can be found. Thread-safe.

// StartInTree calls `spawn`, which returns the process id of a new child, or 0. Returns the same.
pid_t StartInTree(const std::function<pid_t()>& spawn);

// EndTree kills a process of StartInTree, its process group and every process below it, and reaps
// it. If it was the last one, kills also what earlier ones have left. Waits at most two seconds for
// processes that do not die.
void EndTree(pid_t pid);

// ReapOrphans reaps those that have ended after their parents.
void ReapOrphans();

}  // namespace countersign
