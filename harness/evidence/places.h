#pragma once

#include <optional>
#include <string>
#include <variant>

#include "live_server/credentials_file.h"
#include "live_server/endpoint_config.h"
#include "live_server/endpoint_url.h"
#include "s3_http/addressing.h"
#include "suite/case.h"

namespace countersign {

struct AskedBucket {
  std::string name;
  std::string region;
};

// RecordingTarget says who is asked, with which buckets and keys.
struct RecordingTarget {
  std::optional<EndpointUrl> in_place_of_aws;  // absent: genuine S3
  Addressing addressing = Addressing::kPath;   // of in_place_of_aws; AWS is asked in each case's
  AskedBucket bucket;
  std::optional<AskedBucket> other;  // in another region
  EndpointCredentials credentials;
  std::string prefix;  // of every key; a slash at its end
};

// Place is an endpoint at which some of the cases are asked.
struct Place {
  std::string name;  // "regional-path"
  EndpointConfig config;
  std::optional<EndpointUrl> connect_to;  // as in Endpoint::Options
  // Requests of the recorder's own succeed there: the bucket is in the endpoint's region.
  bool is_at_home = true;
};

// PlaceOf returns the endpoint of the same kind (regional, global, dual-stack), addressing and
// distance between bucket and endpoint as in the case; or, for people, why no endpoint fits.
std::variant<Place, std::string> PlaceOf(const Case& c, const RecordingTarget& target);

}  // namespace countersign
