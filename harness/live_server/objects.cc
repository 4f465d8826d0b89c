// Which objects a case needs on a live server. LiveServer puts them; `countersign record` counts
// them beforehand.
#include "live_server/objects.h"

#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {

std::string ObjectPath(std::string_view target) {
  const Target parts = SplitTarget(target);
  return UriEncode(UriDecode(parts.raw_path, Plus::kSpace), Slash::kKeep);
}

std::vector<std::string> ObjectsOf(const VerifyMessage& message, const EndpointConfig& config) {
  const VerifyMessage::Request& request = message.request;
  std::vector<std::string> paths;
  const bool writes =
      request.method != "GET" && request.method != "HEAD" && request.method != "DELETE";
  if (!writes) paths.push_back(ObjectPath(request.target));
  if (const NameValue* source = FindHeader(request.headers, "x-amz-copy-source")) {
    const std::string own = config.bucket + "/" + config.prefix;
    const std::string text = UriDecode(source->second, Plus::kLiteral);
    const std::size_t at = text.find(own);
    // One slash may be before it.
    if (at <= 1) {
      const std::string key = text.substr(at + own.size());
      paths.push_back(config.PathStart() + UriEncode(key, Slash::kKeep));
    }
  }
  std::erase_if(
      paths, [&config](const std::string& path) { return !path.starts_with(config.PathStart()); });
  return paths;
}

}  // namespace countersign
