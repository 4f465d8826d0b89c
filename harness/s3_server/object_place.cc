// Which bucket and object a request is about. S3Service calls it for every request.
#include "s3_server/object_place.h"

#include <algorithm>
#include <cstddef>

#include "s3/endpoint.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

constexpr std::string_view kSubresources[] = {
    "accelerate",   "acl",
    "analytics",    "attributes",
    "cors",         "delete",
    "encryption",   "intelligent-tiering",
    "inventory",    "legal-hold",
    "lifecycle",    "list-type",
    "location",     "logging",
    "metrics",      "notification",
    "object-lock",  "ownershipControls",
    "partNumber",   "policy",
    "policyStatus", "publicAccessBlock",
    "replication",  "requestPayment",
    "restore",      "retention",
    "select",       "session",
    "tagging",      "torrent",
    "uploadId",     "uploads",
    "versionId",    "versioning",
    "versions",     "website",
};

// The name in a Host header: without its port, in lower case, without a final dot.
std::string NameOf(std::string_view host) {
  const std::size_t bracket = host.starts_with('[') ? host.find(']') : 0;
  std::string name = LowerCase(host.substr(0, host.find(':', bracket)));
  if (name.ends_with('.')) name.pop_back();
  return name;
}

// The part of a name before `.base`; empty if the name does not end so.
std::string_view BucketInFront(std::string_view name, std::string_view base) {
  if (name.size() <= base.size() + 1 || !name.ends_with(base)) return {};
  name.remove_suffix(base.size());
  if (!name.ends_with('.')) return {};
  name.remove_suffix(1);
  return name;
}

std::string BucketInHost(std::string_view host, std::span<const std::string> hosts,
                         std::span<const std::string> buckets) {
  const EndpointName endpoint = ParseEndpoint(host);
  if (endpoint.kind != EndpointKind::kOther) return endpoint.name;
  const std::string name = NameOf(host);
  for (const std::string& base : hosts) {
    if (const auto bucket = BucketInFront(name, base); !bucket.empty()) return std::string(bucket);
  }
  return std::find(buckets.begin(), buckets.end(), name) == buckets.end() ? "" : name;
}

}  // namespace

ObjectPlace FindPlace(std::string_view host, std::string_view raw_path,
                      std::span<const std::string> hosts, std::span<const std::string> buckets) {
  if (raw_path.starts_with('/')) raw_path.remove_prefix(1);
  ObjectPlace place;
  place.bucket = BucketInHost(host, hosts, buckets);
  if (!place.bucket.empty()) {
    place.addressing = Addressing::kVirtualHosted;
    place.key = UriDecode(raw_path, Plus::kSpace);
    return place;
  }
  // Decoded before it is split: an encoded slash is a slash.
  const std::string path = UriDecode(raw_path, Plus::kSpace);
  const std::size_t slash = std::min(path.find('/'), path.size());
  place.bucket = path.substr(0, slash);
  if (slash < path.size()) place.key = path.substr(slash + 1);
  return place;
}

std::optional<std::string_view> FindSubresource(std::string_view raw_query) {
  const QueryString query = ParseQueryString(raw_query);
  for (const std::string_view name : kSubresources) {
    if (FindParameter(query, name) != nullptr) return name;
  }
  return std::nullopt;
}

}  // namespace countersign
