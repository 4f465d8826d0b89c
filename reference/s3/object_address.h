#pragma once

#include <span>
#include <string>
#include <string_view>

namespace countersign {

// ObjectAddress is what a request is about: an object, a bucket (key is empty), or the service
// itself (bucket is empty too).
struct ObjectAddress {
  std::string bucket;
  std::string key;  // decoded
  bool operator==(const ObjectAddress&) const = default;
};

// FindObject finds the object of a request. If Host is one of the server's own names, the path
// begins with the bucket. Otherwise Host names the bucket, and the whole path is the key.
ObjectAddress FindObject(std::string_view raw_path, std::string_view host,
                         std::span<const std::string> server_hosts, std::string_view bucket);

// ArnPartition is the second part of the ARNs of a region: `aws`, `aws-cn`.
std::string_view ArnPartition(std::string_view region);

// ArnOf is the resource that policies name: `arn:aws:s3:::examplebucket/key`; "*" for the service
// itself. The region determines the partition, `aws-cn` in China.
std::string ArnOf(const ObjectAddress& address, std::string_view region);

}  // namespace countersign
