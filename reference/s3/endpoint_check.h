#pragma once

#include <string_view>

#include "sigv4/rejection.h"

namespace countersign {

// Arrival is where a request arrived, and where its bucket lives.
struct Arrival {
  std::string_view host;           // the Host header; empty if it is missing
  std::string_view server_region;  // where the request arrived
  std::string_view bucket;
  std::string_view bucket_region;
  std::string_view scheme = "https";
  std::string_view target = "/";  // as received, signature and all
};

// CheckEndpoint refuses a request that arrived in another region than its bucket's: with a redirect
// if both regions are from before the cut-off (region.h), otherwise with 400.
Refusal CheckEndpoint(const Arrival& arrival);

}  // namespace countersign
