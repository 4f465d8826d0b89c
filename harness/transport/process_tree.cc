// Finds and kills everything that an adapter has started. A process group is not enough: a process
// may join another group or make one of its own. Process (process.cc) calls this.
#include "transport/process_tree.h"

#include <dirent.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace countersign {
namespace {

using SteadyClock = std::chrono::steady_clock;

// A process that cannot be killed waits for a device: it is left to the system.
constexpr std::chrono::seconds kDyingTime{2};
// A process that starts others faster than they are stopped is killed before the last is found.
constexpr int kMostScans = 50;

struct Living {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = 0;  // proc(5): 'Z' is a zombie
};

// ReadStat reads /proc/PID/stat. nullopt if the process has ended.
std::optional<Living> ReadStat(pid_t pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/stat";
  std::FILE* file = std::fopen(path.c_str(), "re");
  if (file == nullptr) return std::nullopt;
  std::array<char, 512> text{};
  const std::size_t size = std::fread(text.data(), 1, text.size() - 1, file);
  std::fclose(file);
  // The name before the state is in parentheses and may have any characters in it.
  const std::string_view all(text.data(), size);
  const std::size_t name_end = all.rfind(')');
  if (name_end == std::string_view::npos || name_end + 4 >= size) return std::nullopt;
  Living found{pid, 0, text[name_end + 2]};
  std::from_chars(text.data() + name_end + 4, text.data() + size, found.parent);
  return found;
}

std::vector<Living> AllProcesses() {
  std::vector<Living> all;
  DIR* folder = opendir("/proc");
  if (folder == nullptr) return all;
  while (const dirent* entry = readdir(folder)) {
    const std::string_view name(entry->d_name);
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error != std::errc() || end != name.data() + name.size()) continue;
    if (const auto found = ReadStat(pid)) all.push_back(*found);
  }
  closedir(folder);
  return all;
}

// Whether `mark` is in the environment that the process began with.
bool HasMark(pid_t pid, const std::string& mark) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/environ");
  std::string variable;
  while (std::getline(file, variable, '\0')) {
    if (variable == mark) return true;
  }
  return false;
}

// AddBelow adds the descendants of the processes in `tree`.
void AddBelow(const std::vector<Living>& all, std::set<pid_t>& tree) {
  for (bool grown = true; grown;) {
    grown = false;
    for (const Living& one : all) {
      if (tree.count(one.parent) > 0) grown = tree.insert(one.pid).second || grown;
    }
  }
}

// KillAllBelow kills the processes and their descendants. They are stopped first: what is stopped
// starts no other.
void KillAllBelow(std::set<pid_t> tree) {
  std::set<pid_t> stopped;
  for (int i = 0; i < kMostScans; ++i) {
    AddBelow(AllProcesses(), tree);
    if (tree == stopped) break;
    for (const pid_t pid : tree) {
      if (stopped.insert(pid).second) kill(pid, SIGSTOP);
    }
  }
  for (const pid_t pid : tree) kill(pid, SIGKILL);
}

bool Reap(pid_t pid) {
  siginfo_t info{};
  const int waited = waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG);
  return (waited == 0 && info.si_pid == pid) || (waited != 0 && errno == ECHILD);
}

void ReapWithin(SteadyClock::duration time, pid_t pid) {
  const auto deadline = SteadyClock::now() + time;
  auto pause = std::chrono::microseconds(100);
  while (!Reap(pid) && SteadyClock::now() < deadline) {
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, std::chrono::microseconds(10'000));
  }
}

// Tree is what this process has started. Its mutex is held while a process is started, so that
// a new one is not taken for an orphan.
class Tree {
 public:
  static Tree& Get() {
    static Tree tree;
    return tree;
  }

  pid_t Start(const std::function<pid_t(const std::string& mark)>& spawn) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const std::string mark =
        "COUNTERSIGN_PROCESS=" + std::to_string(getpid()) + "." + std::to_string(++started_);
    const pid_t pid = spawn(mark);
    if (pid > 0) roots_[pid] = mark;
    return pid;
  }

  void End(pid_t pid) {
    KillAllBelow({pid});
    kill(-pid, SIGKILL);
    ReapWithin(kDyingTime, pid);
    const std::lock_guard<std::mutex> lock(mutex_);
    const std::string mark = std::exchange(roots_[pid], "");
    roots_.erase(pid);
    if (roots_.empty()) return EndOrphans();
    std::set<pid_t> daemons;
    for (const Living& one : Orphans()) {
      if (HasMark(one.pid, mark)) daemons.insert(one.pid);
    }
    if (!daemons.empty()) KillAllBelow(daemons);
  }

  void EndAll() {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::set<pid_t> all;
    for (const auto& [pid, mark] : roots_) all.insert(pid);
    for (const Living& one : Orphans()) all.insert(one.pid);
    KillAllBelow(all);
  }

  void ReapDeadOrphans() {
    siginfo_t info{};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const Living& one : Orphans()) {
      if (one.state == 'Z') Reap(one.pid);
    }
  }

 private:
  // A program that became this one by exec may have started processes before.
  Tree() {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (const Living& one : AllProcesses()) {
      if (one.parent == getpid()) strangers_.insert(one.pid);
    }
  }

  std::vector<Living> Orphans() const {
    std::vector<Living> orphans;
    for (const Living& one : AllProcesses()) {
      const bool known = roots_.count(one.pid) > 0 || strangers_.count(one.pid) > 0;
      if (one.parent == getpid() && !known) orphans.push_back(one);
    }
    return orphans;
  }

  void EndOrphans() {
    const auto deadline = SteadyClock::now() + kDyingTime;
    for (;;) {
      const std::vector<Living> orphans = Orphans();
      std::set<pid_t> running;
      for (const Living& one : orphans) {
        if (one.state != 'Z' || !Reap(one.pid)) running.insert(one.pid);
      }
      if (running.empty() || SteadyClock::now() >= deadline) return;
      KillAllBelow(running);
      for (const pid_t pid : running) ReapWithin(std::chrono::milliseconds(50), pid);
    }
  }

  std::mutex mutex_;
  std::map<pid_t, std::string> roots_;  // each with its mark
  int started_ = 0;
  std::set<pid_t> strangers_;
};

}  // namespace

pid_t StartInTree(const std::function<pid_t(const std::string& mark)>& spawn) {
  return Tree::Get().Start(spawn);
}

void EndTree(pid_t pid) { Tree::Get().End(pid); }

void EndAllTrees() { Tree::Get().EndAll(); }

void ReapOrphans() { Tree::Get().ReapDeadOrphans(); }

}  // namespace countersign
