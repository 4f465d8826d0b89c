#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>

#include "s3_server/http_handler.h"

namespace countersign {

struct ConnectionLimits {
  std::uint64_t octets_per_second = 0;       // of each answer's body; 0: no limit
  std::chrono::milliseconds timeout{30000};  // for a whole head; for any progress of a body
};

// StartConnection serves one connection, request after request in their order, until its end. The
// handler must outlive the socket's io_context. `on_end` is called once, when all is over.
void StartConnection(boost::asio::ip::tcp::socket socket, HttpHandler& handler,
                     const ConnectionLimits& limits, std::function<void()> on_end);

}  // namespace countersign
