#pragma once

#include <chrono>
#include <string>

#include "live_server/endpoint_config.h"
#include "live_server/http_client.h"

namespace countersign {

// FirstPutAdvice is what to do if the run's first object cannot be put.
struct FirstPutAdvice {
  std::string text;  // for people; it may quote the server
  // The server works, but the user gave a wrong URL, bucket, region or key.
  bool is_wrong_input = false;
};

// `ahead`: how far the server's clock is ahead of ours.
FirstPutAdvice AdviceOn(const HttpResponse& response, std::chrono::seconds ahead,
                        const EndpointConfig& config);
FirstPutAdvice AdviceOn(const ExchangeError& error, const EndpointConfig& config);

}  // namespace countersign
