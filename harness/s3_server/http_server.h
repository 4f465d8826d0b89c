#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "s3_server/connection.h"
#include "s3_server/http_handler.h"

namespace countersign {

// ListenAddress is `127.0.0.1:9000`, `[::1]:9000` or `localhost:9000`; port 0 is any free one.
struct ListenAddress {
  std::string ip;
  std::uint16_t port = 0;
};
std::optional<ListenAddress> ParseListenAddress(std::string_view text);

// IsLoopback tells whether only this machine can reach an address.
bool IsLoopback(const ListenAddress& address);

// Authority is how a URL names the address: `127.0.0.1:9000`, `[::1]:9000`.
std::string Authority(const ListenAddress& address);

// HttpServer serves connections on one thread, each after another's step.
class HttpServer {
 public:
  struct Options {
    ListenAddress address;
    std::size_t max_connections = 0;  // further ones wait until one ends
    ConnectionLimits connection;
  };

  // The handler must outlive the server.
  HttpServer(Options options, HttpHandler& handler);
  ~HttpServer();

  // Listen returns the address, its port found, or, for people, why it cannot be listened on.
  std::optional<std::string> Listen(ListenAddress& bound);

  // Run serves until SIGINT or SIGTERM; what is under way then is cut off.
  void Run();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace countersign
