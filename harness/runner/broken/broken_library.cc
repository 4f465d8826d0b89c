// A library that accepts every request and breaks in one way, for tests: the environment variable
// BROKEN_LIBRARY names it. What concerns one case acts on requests that hold "break.txt"; what
// attacks the harness, on any.

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "countersign/adapter.h"

namespace {

std::string_view Mode() {
  const char* mode = std::getenv("BROKEN_LIBRARY");
  return mode == nullptr ? "" : mode;
}

void Emit(countersign_emit emit, void* sink, const std::string& json) {
  emit(sink, json.data(), json.size());
}

void* Open(const char*, size_t, countersign_emit emit, void* sink) {
  if (Mode() == "throws-in-open") throw std::runtime_error("no licence");
  std::puts("printed by the library");
  std::fflush(stdout);
  Emit(emit, sink,
       R"({"id":0,"ok":{"protocol":1,"name":"broken library","version":"1","language":"c++",)"
       R"("ops":["verify"],"features":["virtual-hosted"],"max_inflight":4}})");
  static int state = 0;
  return Mode() == "returns-null" ? nullptr : &state;
}

void Overflow(volatile char* above, int calls) {
  if (calls == 0) return;
  volatile char frame[1 << 16];
  frame[0] = above != nullptr ? above[0] : 0;
  Overflow(frame, calls - 1);
  frame[1] = frame[0];
}

void ChangeTheProcess() {
  if (chdir("/") != 0) std::abort();
  umask(0777);
  for (int number = 1; number < 32; ++number) signal(number, SIG_IGN);
}

// Attacks with any request. What returns is followed by a right answer; false if it is not.
bool Attack(const std::string& id, countersign_emit emit, void* sink) {
  const std::string_view mode = Mode();
  const std::string answer = "{\"id\":" + id + ",\"ok\":{}}";
  if (mode == "stops-itself") raise(SIGSTOP);
  if (mode == "signals-its-group") kill(0, SIGTERM);
  if (mode == "joins-the-harness") {
    setpgid(0, getpgid(getppid()));
    for (;;) pause();
  }
  if (mode == "closes-descriptors") {
    for (int descriptor = 3; descriptor < 64; ++descriptor) close(descriptor);
  }
  if (mode == "writes-to-descriptors") {
    for (int descriptor = 3; descriptor < 10; ++descriptor) {
      if (write(descriptor, "junk\n", 5) < 0) continue;
    }
  }
  if (mode == "answers-thousands") {
    for (int i = 0; i < 100'000; ++i) Emit(emit, sink, answer);
  }
  if (mode == "emits-nothing") {
    emit(sink, nullptr, 0);
    return false;
  }
  if (mode == "emits-from-a-thread") {
    std::thread([=] { Emit(emit, sink, answer); }).join();
    return false;
  }
  if (mode == "forks" && fork() == 0) {
    setsid();
    for (;;) pause();
  }
  if (mode == "changes-its-process") ChangeTheProcess();
  if (mode == "overflows-the-stack") Overflow(nullptr, 1 << 30);
  if (mode == "prints-an-answer") {
    std::puts(answer.c_str());
    std::fflush(stdout);
  }
  return true;
}

void Call(void*, const char* request, size_t length, countersign_emit emit, void* sink) {
  const std::string_view line(request, length);
  const std::string id = std::to_string(std::atol(request + std::strlen("{\"id\":")));
  if (line.find("break.txt") != std::string_view::npos) {
    if (Mode() == "aborts") std::abort();
    if (Mode() == "throws") throw std::runtime_error("out of range");
    if (Mode() == "throws-an-int") throw 7;
    if (Mode() == "exits") std::exit(0);
    if (Mode() == "says-nothing") return;
  }
  if (Attack(id, emit, sink)) Emit(emit, sink, "{\"id\":" + id + ",\"ok\":{}}");
}

void Close(void*) {
  if (Mode() == "blocks-in-close") {
    for (;;) pause();
  }
  if (Mode() == "exits-at-its-end") std::exit(9);
  if (Mode() == "aborts-in-close") std::abort();
}

}  // namespace

extern "C" const countersign_adapter* countersign_adapter_v1(void) {
  static countersign_adapter adapter{sizeof adapter, 1, &Open, &Call, &Close};
  if (Mode() == "no-adapter") return nullptr;
  if (Mode() == "abi-2") adapter.abi = 2;
  if (Mode() == "small") adapter.struct_size = 8;
  if (Mode() == "no-call") adapter.call = nullptr;
  return &adapter;
}
