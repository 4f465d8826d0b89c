#pragma once

#include <optional>
#include <string>

#include "live_server/credentials_file.h"
#include "live_server/endpoint_url.h"
#include "s3_http/addressing.h"

namespace countersign {

// EndpointRegions: whether a server knows regions, or takes a signature for any.
enum class EndpointRegions { kKnown, kNone };

// EndpointConfig says which live server is asked, with which keys, and where it may be written to.
struct EndpointConfig {
  EndpointUrl url;
  std::string bucket;
  Addressing addressing = Addressing::kPath;
  std::string region;  // the bucket's
  // The region of the server at the URL, if it is another than the bucket's: then only cases about
  // a bucket in another region are asked.
  std::optional<std::string> endpoint_region = std::nullopt;
  EndpointRegions regions = EndpointRegions::kKnown;
  EndpointCredentials credentials;
  std::string prefix;  // of every key, with a slash at its end: unreserved characters only

  // Host is the host of a request, without a port.
  std::string Host() const {
    return addressing == Addressing::kVirtualHosted ? bucket + "." + url.HostText()
                                                    : url.HostText();
  }
  // Authority is the Host header of a request.
  std::string Authority() const {
    return addressing == Addressing::kVirtualHosted ? bucket + "." + url.Authority()
                                                    : url.Authority();
  }
  // PathStart is the beginning of the path of every key.
  std::string PathStart() const {
    return url.path +
           (addressing == Addressing::kVirtualHosted ? "/" + prefix : "/" + bucket + "/" + prefix);
  }
};

}  // namespace countersign
