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

// Address is one numbered place where a host listens.
struct Address {
  std::vector<unsigned char> octets;  // a sockaddr
  int family = 0;
};

// Resolve looks a URL's host up; it may take as long as the resolver does. The error, for people.
std::variant<std::vector<Address>, std::string> Resolve(const EndpointUrl& url);

// FailedAnswer is why there was no whole response.
struct ExchangeError {
  std::string reason;
  std::optional<int> status = std::nullopt;  // of a response whose body broke off
};

// RequestDeadline is how long somebody waits for a server: until they say so, or until a deadline.
class RequestDeadline {
 public:
  using Clock = std::chrono::steady_clock;
  explicit RequestDeadline(Clock::time_point deadline = Clock::time_point::max())
      : deadline_(deadline) {}

  void End() { ended_ = true; }
  bool Over() const { return ended_ || Clock::now() >= deadline_; }

 private:
  std::atomic<bool> ended_{false};
  const Clock::time_point deadline_;
};

// TransferControl is how an exchange goes that does not go straight on.
struct TransferControl {
  // Asked again and again: until it is true, the exchange only trickles, from the middle of the
  // request's body or, where that has none, from the first octets of the response. Absent: no need.
  std::function<bool()> may_go_on = nullptr;
  // The response's body is left where so many octets have arrived. It is then empty.
  std::size_t enough = std::numeric_limits<std::size_t>::max();
};

// HttpClient is a way to a server: a connection for each request, so that none meets what another
// left.
class HttpClient {
 public:
  HttpClient(EndpointUrl url, std::vector<Address> addresses, Certificates certificates)
      : url_(std::move(url)), addresses_(std::move(addresses)), certificates_(certificates) {}

  // Exchange sends the octets and reads one response to a request of that method. It gives up when
  // patience is over, within a tenth of a second. Redirects are responses like any other.
  std::variant<HttpResponse, ExchangeError> Exchange(std::string_view octets,
                                                     std::string_view method,
                                                     const RequestDeadline& deadline,
                                                     const TransferControl& control = {}) const;

 private:
  EndpointUrl url_;
  std::vector<Address> addresses_;
  Certificates certificates_;
};

}  // namespace countersign
