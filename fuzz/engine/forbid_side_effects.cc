// Replaces the C library's functions for the clock, randomness and sockets in the whole executable,
// so that they abort while a ForbidSideEffects exists. Used by engine/entry.cc for every input.
#include "engine/forbid_side_effects.h"

#include <pthread.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <iterator>
#include <string>

#include "engine/target.h"

// Only defined if AddressSanitizer is linked: tells whether it is about to end the process.
extern "C" __attribute__((weak)) int __asan_report_present();

namespace {

thread_local bool forbidden = false;

// When a sanitizer reports an error, engines print statistics and read the clock for them.
// Called through a pointer, because OSS-Fuzz counts calls of __asan in builds that must have none.
bool IsReported() {
  int (*volatile report_present)() = __asan_report_present;
  return report_present != nullptr && report_present() != 0;
}

// An engine's own signal handlers read the clock in the middle of an execution, or after a finding.
// While such a handler runs, its signal is blocked; no other signal is.
bool InSignalHandler() {
  sigset_t blocked;
  if (pthread_sigmask(SIG_BLOCK, nullptr, &blocked) != 0) return false;
  constexpr int kHandled[] = {SIGALRM, SIGINT, SIGTERM, SIGUSR1, SIGABRT,
                              SIGSEGV, SIGBUS, SIGFPE,  SIGILL};
  return std::any_of(std::begin(kHandled), std::end(kHandled),
                     [&](int signal) { return sigismember(&blocked, signal) == 1; });
}

void Forbid(const char* function) {
  if (!forbidden || InSignalHandler() || IsReported()) return;
  forbidden = false;
  countersign::fuzz::Fail("side-effect-in-target", std::string("the target called ") + function);
}

}  // namespace

namespace countersign::fuzz {

ForbidSideEffects::ForbidSideEffects() { forbidden = true; }
ForbidSideEffects::~ForbidSideEffects() { forbidden = false; }

AllowSideEffects::AllowSideEffects() : before_(forbidden) { forbidden = false; }
AllowSideEffects::~AllowSideEffects() { forbidden = before_; }

}  // namespace countersign::fuzz

// Some of the C library's declarations are noexcept, others are not.
extern "C" {

// UndefinedBehaviorSanitizer has no other way to tell that it reports an error.
void __ubsan_on_report();
void __ubsan_on_report() { forbidden = false; }

int clock_gettime(clockid_t clock, timespec* out) noexcept {
  Forbid("clock_gettime");
  return static_cast<int>(syscall(SYS_clock_gettime, clock, out));
}

time_t time(time_t* out) noexcept {
  Forbid("time");
  timespec now{};
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  if (out != nullptr) *out = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(timeval* out, void*) noexcept {
  Forbid("gettimeofday");
  timespec now{};
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  *out = {now.tv_sec, static_cast<suseconds_t>(now.tv_nsec / 1000)};
  return 0;
}

ssize_t getrandom(void* out, size_t size, unsigned flags) {
  Forbid("getrandom");
  return syscall(SYS_getrandom, out, size, flags);
}

int getentropy(void* out, size_t size) {
  Forbid("getentropy");
  return syscall(SYS_getrandom, out, size, 0) == static_cast<long>(size) ? 0 : -1;
}

int socket(int domain, int type, int protocol) noexcept {
  Forbid("socket");
  return static_cast<int>(syscall(SYS_socket, domain, type, protocol));
}

}  // extern "C"
