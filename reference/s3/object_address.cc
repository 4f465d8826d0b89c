#include "s3/object_address.h"

#include <algorithm>

#include "policy/wildcard.h"
#include "s3/region.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

std::string_view WithoutPort(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const bool in_brackets = !host.empty() && host.back() == ']';  // an IPv6 address
  return in_brackets ? host : host.substr(0, colon);
}

}  // namespace

std::string_view ArnPartition(std::string_view region) {
  const Region* known = FindRegion(region);
  switch (known == nullptr ? Partition::kAws : known->partition) {
    case Partition::kChina: return "aws-cn";
    case Partition::kGovCloud: return "aws-us-gov";
    case Partition::kIso: return "aws-iso";
    case Partition::kIsoB: return "aws-iso-b";
    case Partition::kIsoE: return "aws-iso-e";
    case Partition::kIsoF: return "aws-iso-f";
    case Partition::kSovereignEurope: return "aws-eusc";
    case Partition::kAws: break;
  }
  return "aws";
}

ObjectAddress FindObject(std::string_view raw_path, std::string_view host,
                         std::span<const std::string> server_hosts, std::string_view bucket) {
  if (raw_path.starts_with('/')) raw_path.remove_prefix(1);
  //= policy/key-decoded
  //= path/raw-plus-is-space
  const std::string path = UriDecode(raw_path, Plus::kSpace);
  const bool in_path =
      std::any_of(server_hosts.begin(), server_hosts.end(), [host](const std::string& own) {
        return SameText(WithoutPort(own), WithoutPort(host), LetterCase::kInsensitive);
      });
  if (!in_path) return {std::string(bucket), path};
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return {path, ""};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

std::string ArnOf(const ObjectAddress& address, std::string_view region) {
  if (address.bucket.empty()) return "*";
  //= policy/bucket-and-object
  const std::string bucket = "arn:" + std::string(ArnPartition(region)) + ":s3:::" + address.bucket;
  return address.key.empty() ? bucket : bucket + "/" + address.key;
}

}  // namespace countersign
