#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>

#include "s3_server/s3_service.h"

namespace countersign {

struct ConnectionLimits {
  std::uint64_t bytes_per_second = 0;        // of each response's body; 0: no limit
  std::chrono::milliseconds timeout{30000};  // for a whole head; for any progress of a body
};

// ServeConnection serves the requests of one connection, in their order, until it ends. The service
// must outlive the socket's io_context. `on_end` is called once, at the end.
void ServeConnection(boost::asio::ip::tcp::socket socket, S3Service& service,
                     const ConnectionLimits& limits, std::function<void()> on_end);

}  // namespace countersign
