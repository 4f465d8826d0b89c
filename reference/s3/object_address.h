#pragma once

#include <span>
#include <string>
#include <string_view>

namespace countersign {

// ObjectAddress is what a request is about: an object, a bucket (no key), or the service itself (no
// bucket).
struct ObjectAddress {
  std::string bucket;
  std::string key;  // octets, decoded
  bool operator==(const ObjectAddress&) const = default;
};

// FindObject takes a request's path apart. Where Host is one of the server's own names, the path
// begins with the bucket; else the bucket is in Host, and the whole path is the key.
ObjectAddress FindObject(std::string_view raw_path, std::string_view host,
                         std::span<const std::string> server_hosts, std::string_view bucket);

// ArnOf is the resource that policies name: `arn:aws:s3:::examplebucket/key`; "*" for the service
// itself. The region decides on the partition, `aws-cn` in China.
std::string ArnOf(const ObjectAddress& address, std::string_view region);

}  // namespace countersign
