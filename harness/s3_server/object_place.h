#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace countersign {

enum class AddressingStyle { kPath, kVirtualHosted };

// ObjectPlace is which bucket and object a request is about.
struct ObjectPlace {
  AddressingStyle style = AddressingStyle::kPath;
  std::string bucket;  // empty: none is named
  std::string key;     // octets, decoded; empty: the bucket itself
  bool operator==(const ObjectPlace&) const = default;
};

// FindPlace takes Host (a port or none) and raw path apart. A bucket may stand in front of one of
// AWS's endpoints or of one of `hosts`, or be the whole host name where it is one of `buckets`;
// otherwise it is the path's first segment.
ObjectPlace FindPlace(std::string_view host, std::string_view raw_path,
                      std::span<const std::string> hosts, std::span<const std::string> buckets);

// FindSubresource returns the name of a query parameter by which S3 means something else than the
// object itself, such as `acl` or `versionId`; nothing where there is none.
std::optional<std::string_view> FindSubresource(std::string_view raw_query);

}  // namespace countersign
