// Edits to method, scheme, host, clock, region and body. Part of Edits() (scene/edits.h), from
// which the mutator chooses.
#include <charconv>
#include <chrono>

#include "scene/edits.h"
#include "scene/parameters.h"
#include "sigv4/timestamp.h"

namespace countersign::fuzz {
namespace {

constexpr std::string_view kMethods[] = {"GET",     "HEAD", "PUT", "POST", "DELETE",
                                         "OPTIONS", "get",  "Get", "PATCH"};
constexpr std::string_view kHosts[] = {
    "examplebucket.s3.amazonaws.com",
    "examplebucket.s3.amazonaws.com:443",
    "examplebucket.s3.amazonaws.com:80",
    "examplebucket.s3.amazonaws.com:8443",
    "EXAMPLEBUCKET.s3.amazonaws.com",
    "examplebucket.s3.amazonaws.com.",
    " examplebucket.s3.amazonaws.com",
    "s3.amazonaws.com",
    "s3.us-east-1.amazonaws.com",
    "examplebucket.s3.us-east-1.amazonaws.com",
    "examplebucket.s3.eu-west-1.amazonaws.com",
    "examplebucket.s3-accelerate.amazonaws.com",
    "examplebucket.s3.dualstack.us-east-1.amazonaws.com",
    "storage.example.com",
    "localhost:9000",
    "[::1]:9000",
    "",
};

using Seconds = std::chrono::seconds;

void Method(Scene& scene, Random& random) { scene.request.method = random.Of(kMethods); }

void Scheme(Scene& scene, Random&) {
  scene.request.scheme = scene.request.scheme == "https" ? "http" : "https";
}

void Host(Scene& scene, Random& random) {
  for (NameValue& header : scene.request.headers) {
    if (header.first != "Host" && header.first != "host") continue;
    header.second = random.Of(kHosts);
    return;
  }
}

// Sets the clock to an instant at which the answer may change, or one second before or after it.
void Clock(Scene& scene, Random& random) {
  const auto date = ParseAmzDate(Value(scene, "X-Amz-Date").value_or(""));
  if (!date) return;
  const std::string lifetime = Value(scene, "X-Amz-Expires").value_or("");
  std::int64_t expires = 0;
  std::from_chars(lifetime.data(), lifetime.data() + lifetime.size(), expires);
  if (expires < 0 || expires > 700'000) expires = 0;
  const std::int64_t edges[] = {0, -900, 900, expires, 86400, 604800, -86400};
  const Timestamp now =
      *date + Seconds(random.Of(edges)) + Seconds(static_cast<std::int64_t>(random.Below(3)) - 1);
  const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now)).year();
  if (year >= std::chrono::year(0) && year <= std::chrono::year(9999)) {
    scene.now = FormatRfc3339(now);
  }
}

void BucketRegion(Scene& scene, Random& random) {
  constexpr std::string_view kRegions[] = {"us-east-1", "us-west-2", "eu-west-1", "af-south-1"};
  if (scene.bucket) scene.bucket->region = random.Of(kRegions);
  if (random.OneIn(2)) scene.server.region = random.Of(kRegions);
}

// Other edits add headers with the digests of these bodies.
void KnownBody(Scene& scene, Random& random) {
  constexpr std::string_view kBodies[] = {"hello", "", "another body"};
  scene.request.body_sha256.reset();
  scene.request.body = random.Of(kBodies);
}

void Body(Scene& scene, Random& random) {
  scene.request.body.reset();
  constexpr std::string_view kHashes[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"};
  if (random.OneIn(3)) {
    scene.request.body_sha256.reset();
  } else {
    scene.request.body_sha256 = random.Of(kHashes);
  }
}

}  // namespace

std::vector<Edit> PlaceEdits() {
  return {
      {"method", Method},
      {"scheme", Scheme},
      {"host", Host},
      {"clock", Clock},
      {"bucket-region", BucketRegion},
      {"body", Body},
      {"known-body", KnownBody},
  };
}

}  // namespace countersign::fuzz
