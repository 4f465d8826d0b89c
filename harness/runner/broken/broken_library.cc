// A library that accepts every request and breaks in one way, for tests: the environment variable
// BROKEN_LIBRARY names it. What concerns one case acts on requests that hold "break.txt".

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

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
  Emit(emit, sink, "{\"id\":" + id + ",\"ok\":{}}");
}

void Close(void*) {
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
