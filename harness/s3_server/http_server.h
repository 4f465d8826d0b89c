#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "s3_server/http_connection.h"
#include "s3_server/s3_service.h"

namespace countersign {

// ListenAddress is an address such as `127.0.0.1:9000` or `[::1]:9000`. Port 0 is any free port.
struct ListenAddress {
  std::string ip;
  std::uint16_t port = 0;
};
// ParseListenAddress reads an IP address and a port, or `localhost:9000`; nullopt if it is
// malformed.
std::optional<ListenAddress> ParseListenAddress(std::string_view text);

// IsLoopback tells whether an address can be reached only from this machine.
bool IsLoopback(const ListenAddress& address);

// Authority is the address as in a URL: `127.0.0.1:9000`, `[::1]:9000`.
std::string Authority(const ListenAddress& address);

// HttpServer serves all connections on one thread.
class HttpServer {
 public:
  struct Options {
    ListenAddress address;
    std::size_t max_connections = 0;  // further ones wait until one ends
    ConnectionLimits connection;
  };

  // The service must outlive the server.
  HttpServer(Options options, S3Service& service);
  ~HttpServer();

  // Listen begins to listen and sets `bound` to the address, with its actual port. It returns the
  // error, for people.
  std::optional<std::string> Listen(ListenAddress& bound);

  // Run serves until SIGINT or SIGTERM, which ends all connections.
  void Run();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace countersign
