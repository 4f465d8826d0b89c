#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "s3_http/addressing.h"

namespace countersign {

// ObjectPlace is the bucket and the key that a request names.
struct ObjectPlace {
  Addressing addressing = Addressing::kPath;
  std::string bucket;  // empty: the request names none
  std::string key;     // decoded, any bytes; empty: the bucket itself
  bool operator==(const ObjectPlace&) const = default;
};

// FindPlace reads the Host header, with or without a port, and the raw path. A bucket may precede
// one of AWS's endpoints or one of `hosts`, or be the whole host if it is one of `buckets`.
// Otherwise it is the first segment of the path.
ObjectPlace FindPlace(std::string_view host, std::string_view raw_path,
                      std::span<const std::string> hosts, std::span<const std::string> buckets);

// FindSubresource returns the name of a query parameter that addresses something other than the
// object itself, such as `acl` or `versionId`; nullopt if the query has none.
std::optional<std::string_view> FindSubresource(std::string_view raw_query);

}  // namespace countersign
