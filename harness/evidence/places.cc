// Which endpoint of S3 a case is asked at. recording.cc calls it for each case. What a case is
// about must stay: a redirect of the global endpoint needs the global endpoint, and a bucket
// elsewhere.
#include "evidence/places.h"

#include <algorithm>

#include "s3/endpoint.h"
#include "s3/region.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

constexpr std::string_view kUsEast1 = "us-east-1";

enum class Form { kRegional, kGlobal, kDualStack };

const char* NameOf(Form form) {
  switch (form) {
    case Form::kRegional: return "regional";
    case Form::kGlobal: return "global";
    case Form::kDualStack: return "dual-stack";
  }
  return "";
}

Partition PartitionOf(const std::string& region) {
  const Region* known = FindRegion(region);
  return known == nullptr ? Partition::kAws : known->partition;
}

// BaseHost is an endpoint's host without a bucket.
std::string BaseHost(Form form, const std::string& region) {
  const std::string suffix(DnsSuffix(PartitionOf(region)));
  switch (form) {
    case Form::kGlobal: return "s3.amazonaws.com";
    case Form::kDualStack: return "s3.dualstack." + region + '.' + suffix;
    case Form::kRegional: break;
  }
  return "s3." + region + '.' + suffix;
}

// AskedHost is what a case's Host header says of its endpoint.
struct AskedHost {
  Form form = Form::kRegional;
  Addressing addressing = Addressing::kPath;
};

std::string HostWithoutPort(const VerifyMessage& message) {
  const NameValue* header = FindHeader(message.request.headers, "host");
  if (header == nullptr) return "";
  const std::string host = LowerCase(header->second);
  return host.substr(0, host.find(':'));
}

// ReadHost returns nullopt if the host is an endpoint of another kind.
std::optional<AskedHost> ReadHost(const VerifyMessage& message) {
  AskedHost asked;
  std::string host = HostWithoutPort(message);
  if (host.ends_with('.')) host.pop_back();
  const std::string bucket = LowerCase(message.bucket->name) + '.';
  if (host.starts_with(bucket)) {
    asked.addressing = Addressing::kVirtualHosted;
    host.erase(0, bucket.size());
  }
  const EndpointName name = ParseEndpoint(host);
  switch (name.kind) {
    case EndpointKind::kOther: return asked;
    case EndpointKind::kGlobal: asked.form = Form::kGlobal; return asked;
    case EndpointKind::kAnyRegion: return std::nullopt;
    case EndpointKind::kRegional: break;
  }
  if (host == BaseHost(Form::kRegional, name.region)) return asked;
  if (host != BaseHost(Form::kDualStack, name.region)) return std::nullopt;
  asked.form = Form::kDualStack;
  return asked;
}

// AreAlike tells whether redirects treat two regions alike: us-east-1 is like no other.
bool AreAlike(const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (a == kUsEast1 || b == kUsEast1) return false;
  const Region* one = FindRegion(a);
  const Region* two = FindRegion(b);
  return one != nullptr && two != nullptr && one->partition == two->partition &&
         one->launch == two->launch && one->launch != Launch::kUnclear;
}

// PlaceFinder finds the place of one case.
class PlaceFinder {
 public:
  PlaceFinder(const Case& c, const RecordingTarget& target)
      : message_(std::get<VerifyMessage>(c.request)), target_(target), c_(c) {}

  std::variant<Place, std::string> Find() {
    if (c_.live) return "it takes several requests and waits between them";
    if (!message_.bucket || message_.server.service != "s3") return "it needs another service";
    const std::optional<AskedHost> host = ReadHost(message_);
    if (!host) return "it needs an endpoint that is not regional, global or dual-stack";
    host_ = *host;
    if (const bool dots = message_.bucket->name.find('.') != std::string::npos;
        dots && target_.bucket.name.find('.') == std::string::npos) {
      return "it needs a bucket with a dot in its name";
    }
    const std::string& bucket_region = message_.bucket->region;
    const bool is_at_home = bucket_region == message_.server.region;
    if (target_.in_place_of_aws) return Given(is_at_home);
    if (is_at_home) return AtHome(bucket_region);
    return Elsewhere(bucket_region, message_.server.region);
  }

 private:
  std::variant<Place, std::string> Given(bool is_at_home) const {
    Place place;
    place.config.url = *target_.in_place_of_aws;
    place.config.addressing = target_.addressing;
    place.is_at_home = is_at_home;
    if (is_at_home) {
      SetBucket(target_.bucket, place.config);
    } else {
      if (host_.form == Form::kGlobal) return "it needs the global endpoint of AWS";
      if (!target_.other) return "it needs --other-bucket";
      SetBucket(*target_.other, place.config);
      place.config.endpoint_region = target_.bucket.region;
    }
    return Named(std::move(place), "given");
  }

  // The bucket is in the endpoint's region.
  std::variant<Place, std::string> AtHome(const std::string& region) const {
    const bool is_special = host_.form == Form::kGlobal || region != kUsEast1;
    const AskedBucket* found = nullptr;
    for (const AskedBucket* bucket : Buckets()) {
      if (found == nullptr && (!is_special || AreAlike(bucket->region, region))) found = bucket;
    }
    if (found == nullptr) return "it needs a bucket in " + region + ", or in a region like it";
    return At(*found, found->region, true);
  }

  std::variant<Place, std::string> Elsewhere(const std::string& of_bucket,
                                             const std::string& of_endpoint) const {
    for (const AskedBucket* bucket : Buckets()) {
      if (!AreAlike(bucket->region, of_bucket)) continue;
      if (host_.form == Form::kGlobal && bucket->region != kUsEast1) {
        return At(*bucket, std::string(kUsEast1), false);
      }
      for (const AskedBucket* there : Buckets()) {
        const bool fits = host_.form != Form::kGlobal && there->region != bucket->region;
        if (fits && AreAlike(there->region, of_endpoint)) return At(*bucket, there->region, false);
      }
    }
    return "it needs two buckets, in " + of_bucket + " and " + of_endpoint +
           " or in regions like them";
  }

  Place At(const AskedBucket& bucket, const std::string& endpoint_region, bool is_at_home) const {
    Place place;
    place.is_at_home = is_at_home;
    place.config.url = {"https", BaseHost(host_.form, endpoint_region), 443};
    place.config.addressing = host_.addressing;
    SetBucket(bucket, place.config);
    if (!is_at_home) place.config.endpoint_region = endpoint_region;
    // A bucket's own name leads to its region, and the global name to us-east-1.
    if (is_at_home && host_.addressing == Addressing::kVirtualHosted) {
      place.connect_to = EndpointUrl{"https", place.config.Host(), 443};
    }
    return Named(std::move(place), NameOf(host_.form));
  }

  void SetBucket(const AskedBucket& bucket, EndpointConfig& config) const {
    config.bucket = bucket.name;
    config.region = bucket.region;
  }

  // Each place has a folder of its own, so that no place removes what another has put.
  Place Named(Place place, const std::string& form) const {
    place.name = form;
    place.name += place.config.addressing == Addressing::kPath ? "-path" : "-virtual";
    if (!place.is_at_home) place.name += "-elsewhere";
    if (place.config.bucket != target_.bucket.name) place.name += "-other-bucket";
    place.config.prefix = target_.prefix + place.name + '/';
    place.config.credentials = target_.credentials;
    return place;
  }

  std::vector<const AskedBucket*> Buckets() const {
    std::vector<const AskedBucket*> all = {&target_.bucket};
    if (target_.other) all.push_back(&*target_.other);
    return all;
  }

  const VerifyMessage& message_;
  const RecordingTarget& target_;
  const Case& c_;
  AskedHost host_;
};

}  // namespace

std::variant<Place, std::string> PlaceOf(const Case& c, const RecordingTarget& target) {
  return PlaceFinder(c, target).Find();
}

}  // namespace countersign
