// Decides which presign questions are worth asking. Without it, most divergences would be about
// input that no client sends or that the rules leave open. question.cc calls it.
#include "differential/askable.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/service.h"

namespace countersign::fuzz {
namespace {

// In lower case. The last one is of SigV4A, which signs for several regions.
constexpr std::string_view kOwnParameters[] = {
    "x-amz-algorithm",      "x-amz-credential",      "x-amz-date",
    "x-amz-expires",        "x-amz-signedheaders",   "x-amz-signature",
    "x-amz-security-token", "x-amz-s3session-token", "x-amz-region-set"};

// Headers that the signers of AWS's SDKs leave unsigned or remove, because proxies rewrite them or
// the HTTP client sets them.
constexpr std::string_view kLeftUnsigned[] = {"authorization",
                                              "connection",
                                              "date",
                                              "expect",
                                              "from",
                                              "keep-alive",
                                              "max-forwards",
                                              "pragma",
                                              "proxy-authorization",
                                              "referer",
                                              "sec-websocket-key",
                                              "sec-websocket-protocol",
                                              "sec-websocket-version",
                                              "te",
                                              "trailer",
                                              "transfer-encoding",
                                              "upgrade",
                                              "user-agent",
                                              "x-amzn-trace-id"};

template <std::size_t N>
bool IsAmong(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), LowerCase(name)) != std::end(names);
}

bool IsHexDigit(char c) {
  return static_cast<unsigned char>(c) < 0x80 && std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

bool IsAlnum(char c) {
  return static_cast<unsigned char>(c) < 0x80 && std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// Tells whether a region or a service is valid in a scope and, for most services, in a host.
bool IsLabel(std::string_view text) {
  return !text.empty() && IsAlnum(text.front()) && IsAlnum(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return IsAlnum(c) || c == '-' || c == '_'; });
}

bool IsPort(std::string_view text, std::string_view scheme) {
  if (text.empty() || text.front() == '0') return false;
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  return port >= 1 && port <= 65535 && port != (scheme == "http" ? 80 : 443);
}

// Labels must not begin or end with a hyphen.
bool IsHostLabel(std::string_view label) {
  constexpr std::size_t kLongest = 63;
  return !label.empty() && label.size() <= kLongest && IsAlnum(label.front()) &&
         IsAlnum(label.back()) && std::all_of(label.begin(), label.end(), [](char c) {
           return (IsAlnum(c) && !(c >= 'A' && c <= 'Z')) || c == '-';
         });
}

// Tells whether the host is a name in lower case. IP addresses have vectors of their own.
bool IsHost(std::string_view host, std::string_view scheme) {
  const std::size_t colon = host.find(':');
  if (colon != std::string_view::npos && !IsPort(host.substr(colon + 1), scheme)) return false;
  std::string_view rest = host.substr(0, colon);
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    if (!IsHostLabel(rest.substr(0, dot))) return false;
    rest.remove_prefix(dot + 1);
  }
  return IsHostLabel(rest) && rest.find_first_not_of("0123456789") != std::string_view::npos;
}

// Clients and signers change methods to capitals.
bool IsMethod(std::string_view method) {
  return std::all_of(method.begin(), method.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool IsPayload(std::string_view payload) {
  constexpr std::size_t kDigits = 64;
  return payload == kUnsignedPayload ||
         (payload.size() == kDigits &&
          payload.find_first_not_of("0123456789abcdef") == std::string_view::npos);
}

// For S3, the header x-amz-content-sha256 must be the payload line. Other services must not have
// it.
bool DeclaresPayload(const PresignMessage& message) {
  return std::all_of(message.headers.begin(), message.headers.end(), [&](const NameValue& header) {
    return !SameHeaderName(header.first, "x-amz-content-sha256") ||
           (IsS3Service(message.service) && header.second == message.payload);
  });
}

// Libraries differ in what they do with characters that HTTP forbids in a value (RFC 9110, 5.5).
bool IsForbidden(char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7F; }

// x-amz-date is allowed, because a published example has it as an ordinary header.
bool IsHeader(const NameValue& header) {
  if (std::any_of(header.second.begin(), header.second.end(), IsForbidden)) return false;
  if (IsAmong(kLeftUnsigned, header.first)) return false;
  return !IsAmong(kOwnParameters, header.first) || SameHeaderName(header.first, "x-amz-date");
}

bool IsParameter(const NameValue& parameter) {
  return !parameter.first.empty() && !IsAmong(kOwnParameters, parameter.first);
}

// SDKs add x-id=OPERATION themselves, so it can only be asked for the operation of the method.
bool NamesItsOperation(const PresignMessage& message) {
  constexpr std::pair<std::string_view, std::string_view> kOperations[] = {
      {"GET", "GetObject"},  {"HEAD", "HeadObject"},     {"PUT", "PutObject"},
      {"PUT", "UploadPart"}, {"DELETE", "DeleteObject"},
  };
  return std::all_of(message.query.begin(), message.query.end(), [&](const NameValue& one) {
    return one.first != "x-id" ||
           std::any_of(std::begin(kOperations), std::end(kOperations), [&](const auto& operation) {
             return operation.first == message.method && operation.second == one.second;
           });
  });
}

// A path must be one of a URL (RFC 3986, 3.3), which can be sent as it is. (For S3 the path is
// encoded again.)
bool IsPath(std::string_view path) {
  constexpr std::string_view kMarks = "/-._~!$&'()*+,;=:@";
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool escape =
        path[i] == '%' && i + 2 < path.size() && IsHexDigit(path[i + 1]) && IsHexDigit(path[i + 2]);
    if (!escape && !IsAlnum(path[i]) && kMarks.find(path[i]) == std::string_view::npos)
      return false;
  }
  return true;
}

// Access points are addressed by ARNs, directory buckets by names with their zone.
bool IsBucketOf(const PresignMessage& message) {
  const std::string bucket = message.bucket.value_or("");
  if (message.service == "s3-outposts" || message.service == "s3-object-lambda") {
    return bucket.starts_with("arn:");
  }
  return message.service != "s3express" || bucket.ends_with("--x-s3");
}

}  // namespace

bool CanBeAsked(const PresignMessage& message) {
  constexpr std::string_view kFirstYear = "1970";
  return message.now >= kFirstYear && IsMethod(message.method) && IsPath(message.path) &&
         IsHost(message.host, message.scheme) && IsLabel(message.region.value_or("")) &&
         IsLabel(message.service) && IsPayload(message.payload) && DeclaresPayload(message) &&
         IsBucketOf(message) && NamesItsOperation(message) &&
         std::all_of(message.headers.begin(), message.headers.end(), IsHeader) &&
         std::all_of(message.query.begin(), message.query.end(), IsParameter);
}

}  // namespace countersign::fuzz
