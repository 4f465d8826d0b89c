#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace countersign {

// EndpointUrl is where a server listens: a scheme, a host and a port.
struct EndpointUrl {
  std::string scheme;      // http or https
  std::string host;        // a name or an address; IPv6 without its brackets
  std::uint16_t port = 0;  // the scheme's default if the URL names none
  std::string path = {};   // of all objects, without a slash at its end: "" or "/storage/s3"

  bool OnDefaultPort() const { return port == (scheme == "https" ? 443 : 80); }
  std::string HostText() const;   // as in a Host header, without the port
  std::string Authority() const;  // with ":port" if it is not the scheme's default
  std::string Text() const { return scheme + "://" + Authority() + path; }
};

// ParseEndpointUrl reads `http://host[:port][/path][/]`, or https. It returns an error, for people,
// if the URL is malformed or has a query or a user, which the cases cannot use, or a path with
// other than unreserved characters.
std::variant<EndpointUrl, std::string> ParseEndpointUrl(std::string_view text);

}  // namespace countersign
