#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "live_server/http_client.h"

namespace countersign {

// Peer is one connection of a client, as a server of a test sees it.
class Peer {
 public:
  explicit Peer(int descriptor) : descriptor_(descriptor) {}

  // ReadHead returns what has arrived when the head of a request has.
  std::string ReadHead() {
    std::string head;
    std::array<char, 4096> buffer;
    while (head.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = recv(descriptor_, buffer.data(), buffer.size(), 0);
      if (got <= 0) break;
      head.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return head;
  }
  // Send returns how many bytes were sent before the client closed the connection.
  std::size_t Send(std::string_view bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t now = send(descriptor_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (now <= 0) break;
      sent += static_cast<std::size_t>(now);
    }
    return sent;
  }
  // SendForEver repeats the bytes until the client closes the connection.
  void SendForEver(const std::string& bytes) {
    while (Send(bytes) == bytes.size()) continue;
  }

 private:
  int descriptor_;
};

// LoopbackServer gives each connection to `serve`, one after the other, until it is destroyed.
class LoopbackServer {
 public:
  explicit LoopbackServer(std::function<void(Peer&)> serve) : serve_(std::move(serve)) {
    listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    bind(listening_, reinterpret_cast<sockaddr*>(&address_), size);
    getsockname(listening_, reinterpret_cast<sockaddr*>(&address_), &size);
    listen(listening_, 16);
    thread_ = std::thread([this] { Run(); });
  }
  ~LoopbackServer() {
    shutdown(listening_, SHUT_RDWR);
    thread_.join();
    close(listening_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  EndpointUrl Url() const { return {"http", "127.0.0.1", ntohs(address_.sin_port)}; }
  HttpClient Client() const {
    const auto* bytes = reinterpret_cast<const unsigned char*>(&address_);
    return {Url(), {{{bytes, bytes + sizeof address_}, AF_INET}}, Certificates::kVerified};
  }

 private:
  void Run() {
    for (;;) {
      const int connection = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) return;
      Peer peer(connection);
      serve_(peer);
      close(connection);
    }
  }

  const std::function<void(Peer&)> serve_;
  int listening_ = -1;
  sockaddr_in address_ = {};
  std::thread thread_;
};

}  // namespace countersign
