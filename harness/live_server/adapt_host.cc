// The part of AdaptCase that deals with hosts: a case may send one host and sign another, write it
// in capitals, or name a port.
#include "live_server/adapt_host.h"

#include <algorithm>

#include "live_server/same_edit.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

std::vector<std::string> Hosts(const std::vector<NameValue>& headers) {
  std::vector<std::string> hosts;
  for (const auto& [name, value] : headers) {
    if (SameHeaderName(name, "host")) hosts.push_back(value);
  }
  return hosts;
}

struct HostAndPort {
  std::string host;
  std::string port;  // empty if none is given
};

HostAndPort Split(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {text, ""};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

bool IsDefault(const std::string& port) { return port == "80" || port == "443"; }

}  // namespace

std::optional<CannotAsk> HostMap::Read(const Case& c, const EndpointConfig& config) {
  const auto& message = std::get<VerifyMessage>(c.request);
  sent_ = Hosts(message.request.headers);
  if (c.signed_as && c.signed_as->headers) signed_ = Hosts(*c.signed_as->headers);
  if (sent_.size() != 1) return CannotAsk::kNotOneHostHeader;
  if (message.request.scheme == "http" && config.url.scheme != "http") {
    return CannotAsk::kWithoutTls;
  }
  name_ = Split(sent_.front()).host;
  const std::string lower = LowerCase(name_);
  const std::string& bucket = message.bucket->name;
  bool known = false;
  for (const std::string& host : message.server.hosts) {
    if (lower == host) known = true;
    if (lower != bucket + "." + host) continue;
    known = true;
    addressing_ = Addressing::kVirtualHosted;
  }
  if (!known) return CannotAsk::kAnotherHost;
  const bool signs_another_name =
      std::any_of(signed_.begin(), signed_.end(),
                  [this](const std::string& host) { return Split(host).host != name_; });
  if (addressing_ == Addressing::kVirtualHosted && config.addressing == Addressing::kPath &&
      signs_another_name) {
    return CannotAsk::kVirtualHosted;
  }
  live_host_ = config.Host();
  live_authority_ = config.Authority();
  live_port_ = config.url.OnDefaultPort() ? "" : std::to_string(config.url.port);
  default_port_ = config.url.scheme == "https" ? "443" : "80";
  if (auto why = ReadPorts()) return why;
  // A host without letters, such as an IP address, cannot be written in capitals.
  if (name_ != lower && Map(sent_.front()) == live_authority_) {
    return CannotAsk::kHostWithoutLetters;
  }
  return std::nullopt;
}

// A case tests ports if it names one. Then its ports are replaced by the server's.
std::optional<CannotAsk> HostMap::ReadPorts() {
  std::vector<std::string> ports;
  for (const auto* hosts : {&sent_, &signed_}) {
    for (const std::string& host : *hosts) {
      if (Split(host).host == name_) ports.push_back(Split(host).port);
    }
  }
  const bool custom = std::any_of(ports.begin(), ports.end(), [](const std::string& port) {
    return !port.empty() && !IsDefault(port);
  });
  const bool default_named = std::any_of(ports.begin(), ports.end(), IsDefault);
  tests_ports_ = custom || default_named;
  if (custom && live_port_.empty()) return CannotAsk::kAnotherPort;
  if (default_named && !custom && !live_port_.empty()) {
    return CannotAsk::kDefaultPort;
  }
  return std::nullopt;
}

std::string HostMap::Map(const std::string& text) const {
  const auto [host, port] = Split(text);
  if (LowerCase(host) != LowerCase(name_)) {
    // Only what is signed can name another host than the one that is asked.
    return ApplySameEdit(name_, host, live_host_).value_or(text);
  }
  const std::string lower = LowerCase(host);
  std::string live = live_host_;
  if (host != lower) {
    for (char& c : live) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
  }
  if (!tests_ports_) return live + live_authority_.substr(live_host_.size());
  if (port.empty()) return live;
  if (!IsDefault(port)) return live + ":" + live_port_;
  return live + ":" + (live_port_.empty() ? default_port_ : port);
}

}  // namespace countersign
