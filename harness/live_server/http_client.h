#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "live_server/byte_stream.h"
#include "live_server/endpoint_url.h"
#include "live_server/http_response.h"

namespace countersign {

// Address is one network address of a host.
struct Address {
  std::vector<unsigned char> bytes;  // a sockaddr
  int family = 0;
};

// Resolve looks up a URL's host. It blocks for as long as the resolver does. It returns the error,
// for people.
std::variant<std::vector<Address>, std::string> Resolve(const EndpointUrl& url);

// ExchangeError is why there was no complete response.
struct ExchangeError {
  std::string reason;
  std::optional<int> status = std::nullopt;  // of a response whose body was cut off
  bool was_sent = true;                      // false: there was no connection
};

// RequestDeadline limits how long a caller waits for a server: until End(), until a time, or until
// the program is interrupted.
class RequestDeadline {
 public:
  using Clock = std::chrono::steady_clock;
  explicit RequestDeadline(Clock::time_point deadline = Clock::time_point::max(),
                           const std::atomic<bool>* interrupted = nullptr)
      : interrupted_(interrupted), deadline_(deadline) {}

  void End() { ended_ = true; }
  bool Over() const {
    return ended_ || (interrupted_ != nullptr && *interrupted_) || Clock::now() >= deadline_;
  }

 private:
  const std::atomic<bool>* const interrupted_;
  std::atomic<bool> ended_{false};
  const Clock::time_point deadline_;
};

// TransferControl slows down or cuts off an exchange.
struct TransferControl {
  // If set, it is called again and again. Until it returns true, the exchange transfers only a few
  // bytes at a time: from the middle of the request's body or, if that is empty, from the beginning
  // of the response.
  std::function<bool()> may_go_on = nullptr;
  // The exchange ends when this many bytes of the response have arrived; its body is then empty.
  std::size_t enough = std::numeric_limits<std::size_t>::max();
};

// HttpClient sends requests to one server, each over a connection of its own, so that no request is
// affected by what an earlier one left in a connection.
class HttpClient {
 public:
  HttpClient(EndpointUrl url, std::vector<Address> addresses, Certificates certificates)
      : url_(std::move(url)), addresses_(std::move(addresses)), certificates_(certificates) {}

  // Exchange sends `request`, the bytes of a whole request with this method, and reads one
  // response. It gives up within a tenth of a second after the deadline. It does not follow
  // redirects.
  std::variant<HttpResponse, ExchangeError> Exchange(std::string_view request,
                                                     std::string_view method,
                                                     const RequestDeadline& deadline,
                                                     const TransferControl& control = {}) const;

 private:
  EndpointUrl url_;
  std::vector<Address> addresses_;
  Certificates certificates_;
};

}  // namespace countersign
