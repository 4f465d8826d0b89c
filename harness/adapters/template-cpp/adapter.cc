// A Countersign adapter to fill in: it runs as it is, and skips every request.
//
// Call your presigner at HERE, name in the hello the features that it has, and run:
//   c++ -std=c++17 -o adapter adapter.cc && countersign run --adapter ./adapter
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

using nlohmann::json;

namespace {

json AdapterInfo() {
  return {{"protocol", 1},
          {"name", "mine"},
          {"version", "0"},
          {"language", "c++"},
          {"ops", {"presign"}},
          {"features", json::array()},  // of: session-token path-style virtual-hosted extra-query …
          {"clock", "injected"},
          {"errors", "class"},
          {"max_inflight", 1}};
}

json Presign([[maybe_unused]] const json& request) {
  // HERE. For instance:
  //   std::string url = mine::Presign(request.at("method"), request.at("bucket"),
  //                                   request.at("key"), request.at("expires"), …);
  //   return {{"ok", {{"url", url}}}};
  // and if yours refuses the input: {{"reject", {{"class", "expires-too-long"}}}}
  return {{"skip", {{"issue", "https://example.com/mine/issues/1"}}}};
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const json request = json::parse(line);
    json answer;
    try {
      answer = request.at("op") == "hello" ? json{{"ok", AdapterInfo()}} : Presign(request);
    } catch (const std::exception& error) {
      answer = {{"fault", {{"message", error.what()}}}};
    }
    answer["id"] = request.at("id");
    std::cout << answer.dump() << std::endl;  // endl flushes: the harness waits for the line
  }
}
