#pragma once

#include <optional>
#include <string>
#include <vector>

#include "live_server/cannot_ask.h"
#include "live_server/endpoint_config.h"
#include "suite/case.h"

namespace countersign {

// HostMap replaces the Host headers of a case, those sent and those signed, by those of a live
// server.
class HostMap {
 public:
  // Reads the case and the server's address. It returns why the server cannot be asked with such a
  // host, or nullopt if it can.
  std::optional<CannotAsk> Read(const Case& c, const EndpointConfig& config);

  // Whether the case names its bucket in the path or in the host.
  Addressing addressing() const { return addressing_; }
  // Map returns the server's host that stands for one of the case's hosts.
  std::string Map(const std::string& host) const;

 private:
  std::optional<CannotAsk> ReadPorts();

  Addressing addressing_ = Addressing::kPath;
  std::vector<std::string> sent_;
  std::vector<std::string> signed_;
  std::string name_;  // the host that is sent, without its port
  std::string live_host_;
  std::string live_authority_;
  std::string live_port_;     // empty: the scheme's default
  std::string default_port_;  // of the live scheme
  bool tests_ports_ = false;
};

}  // namespace countersign
