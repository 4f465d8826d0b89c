#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

namespace countersign {

// The processes that this one has started through StartInTree, and those that they started. From
// the first call on, a process whose parent has ended becomes a child of this one (a subreaper,
// prctl(2)), so that a daemon of an adapter can be found. Thread-safe.

// StartInTree calls `spawn`, which returns the process id of a new child, or 0. Returns the same.
// The child must have `mark`, NAME=VALUE, in its environment: its daemons are known by it.
pid_t StartInTree(const std::function<pid_t(const std::string& mark)>& spawn);

// EndTree kills a process of StartInTree, its process group, every process below it, and its
// daemons, and reaps it. If it was the last one, kills also what earlier ones have left and what
// has removed the mark. Waits at most two seconds for processes that do not die.
void EndTree(pid_t pid);

// EndAllTrees kills everything that was started, and does not wait.
void EndAllTrees();

// ReapOrphans reaps those that have ended after their parents.
void ReapOrphans();

}  // namespace countersign
