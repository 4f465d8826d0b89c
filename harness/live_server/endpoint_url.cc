// The URL of `run --endpoint`.
#include "live_server/endpoint_url.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace countersign {
namespace {

constexpr std::string_view kExpected = "expected http://HOST[:PORT][/PATH] or https://";

bool IsHostCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

bool IsAddressCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
         c == '.';
}

std::optional<std::uint16_t> ParsePort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

// A path that is the same in every spelling, so that it can be put in front of a case's path.
bool IsPlainPath(std::string_view path) {
  const bool known = std::all_of(path.begin(), path.end(),
                                 [](char c) { return IsHostCharacter(c) || c == '/' || c == '~'; });
  const std::string closed = std::string(path) + "/";
  return known && closed.find("//") == std::string::npos &&
         closed.find("/./") == std::string::npos && closed.find("/../") == std::string::npos;
}

std::string_view TakeHost(std::string_view& rest) {
  const bool bracketed = rest.starts_with('[');
  std::size_t end = bracketed ? rest.find(']') : rest.find(':');
  if (bracketed && end == std::string_view::npos) return {};
  const std::string_view host = bracketed ? rest.substr(1, end - 1) : rest.substr(0, end);
  if (bracketed) ++end;
  rest.remove_prefix(std::min(end, rest.size()));
  const bool good =
      std::all_of(host.begin(), host.end(), bracketed ? IsAddressCharacter : IsHostCharacter);
  return good ? host : std::string_view();
}

}  // namespace

std::string EndpointUrl::HostText() const {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string EndpointUrl::Authority() const {
  return OnDefaultPort() ? HostText() : HostText() + ":" + std::to_string(port);
}

std::variant<EndpointUrl, std::string> ParseEndpointUrl(std::string_view text) {
  EndpointUrl url;
  std::string_view rest = text;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    url.scheme = scheme.substr(0, scheme.size() - 3);
    rest.remove_prefix(scheme.size());
  }
  if (url.scheme.empty()) return std::string(kExpected);
  if (rest.find_first_of("?#@") != std::string_view::npos) {
    return std::string(kExpected) + ": the cases have their own queries";
  }
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  url.path = rest.substr(slash);
  rest = rest.substr(0, slash);
  if (url.path.ends_with('/')) url.path.pop_back();
  if (!IsPlainPath(url.path)) {
    return std::string(kExpected) + ", with a path of letters, digits, '-', '.', '_', '~' and '/'";
  }
  url.host = TakeHost(rest);
  if (url.host.empty()) return std::string(kExpected);
  url.port = url.scheme == "https" ? 443 : 80;
  if (!rest.empty()) {
    const auto port = rest.starts_with(':') ? ParsePort(rest.substr(1)) : std::nullopt;
    if (!port) return std::string(kExpected) + ", with a port from 1 to 65535";
    url.port = *port;
  }
  return url;
}

}  // namespace countersign
