#pragma once

#include <string>

#include "live_server/credentials_file.h"
#include "live_server/endpoint_url.h"

namespace countersign {

// Addressing is where a request names its bucket: in the path, or in front of the host.
enum class Addressing { kPath, kVirtual };

// EndpointConfig is whom the cases are posed to, and where they may write.
struct EndpointConfig {
  EndpointUrl url;
  std::string bucket;
  Addressing addressing = Addressing::kPath;
  std::string region;
  EndpointCredentials credentials;
  std::string prefix;  // of every key, with its slash: unreserved characters only

  // Host is the host of a request, without a port.
  std::string Host() const {
    return addressing == Addressing::kVirtual ? bucket + "." + url.HostText() : url.HostText();
  }
  // Authority is the Host header of a request.
  std::string Authority() const {
    return addressing == Addressing::kVirtual ? bucket + "." + url.Authority() : url.Authority();
  }
  // PathStart is how the path of every key begins.
  std::string PathStart() const {
    return addressing == Addressing::kVirtual ? "/" + prefix : "/" + bucket + "/" + prefix;
  }
};

}  // namespace countersign
