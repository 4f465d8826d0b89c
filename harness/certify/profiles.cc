#include "certify/profiles.h"

#include <algorithm>

#include "protocol/adapter_info.h"

namespace countersign {
namespace {

constexpr std::string_view kSigV4a[] = {"sigv4a"};
constexpr std::string_view kExpress[] = {"s3-express"};
constexpr std::string_view kAccessPoints[] = {"access-points"};
constexpr std::string_view kOtherServices[] = {"non-s3"};
constexpr std::string_view kRedirects[] = {"redirects"};
constexpr std::string_view kNetwork[] = {"network-policy", "endpoint-policies"};
constexpr std::string_view kPolicy[] = {"policy", "policy-variables", "principal-facts",
                                        "organization-policies"};
constexpr std::string_view kRegion[] = {"region"};
constexpr std::string_view kLimits[] = {"credential-limits"};
constexpr std::string_view kSessionToken[] = {"session-token"};
constexpr std::string_view kPayloadHash[] = {"payload-hash", "body"};
constexpr std::string_view kSignedHeaders[] = {"signed-headers"};
constexpr std::string_view kExtraQuery[] = {"extra-query"};
constexpr std::string_view kVirtualHosts[] = {"virtual-hosted"};

// The most special first.
constexpr Profile kProfiles[] = {
    {"presigner/sigv4a", "SigV4A", Op::kPresign, kSigV4a},
    {"presigner/s3-express", "S3 Express", Op::kPresign, kExpress},
    {"presigner/access-points", "access points", Op::kPresign, kAccessPoints},
    {"presigner/other-services", "other services", Op::kPresign, kOtherServices},
    {"presigner/limits", "limits of credentials", Op::kPresign, kLimits},
    {"presigner/session-token", "session token", Op::kPresign, kSessionToken},
    {"presigner/payload-hash", "payload hash", Op::kPresign, kPayloadHash},
    {"presigner/signed-headers", "signed headers", Op::kPresign, kSignedHeaders},
    {"presigner/extra-query", "further parameters", Op::kPresign, kExtraQuery},
    {"presigner/virtual-hosts", "virtual hosts", Op::kPresign, kVirtualHosts},
    {"presigner/core", "core", Op::kPresign, {}},
    {"verifier/sigv4a", "SigV4A", Op::kVerify, kSigV4a},
    {"verifier/s3-express", "S3 Express", Op::kVerify, kExpress},
    {"verifier/access-points", "access points", Op::kVerify, kAccessPoints},
    {"verifier/other-services", "other services", Op::kVerify, kOtherServices},
    {"verifier/redirects", "redirects", Op::kVerify, kRedirects},
    {"verifier/network", "network conditions", Op::kVerify, kNetwork},
    {"verifier/policy", "policies", Op::kVerify, kPolicy},
    {"verifier/region", "regions", Op::kVerify, kRegion},
    {"verifier/session-token", "session token", Op::kVerify, kSessionToken},
    {"verifier/payload", "payload hash and body", Op::kVerify, kPayloadHash},
    {"verifier/virtual-hosts", "virtual hosts", Op::kVerify, kVirtualHosts},
    {"verifier/core", "core", Op::kVerify, {}},
};

constexpr std::string_view kPresigner[] = {"presigner/core", "presigner/virtual-hosts"};
constexpr std::string_view kVerifier[] = {"verifier/core"};
constexpr Title kTitles[] = {{"presigner", kPresigner}, {"verifier", kVerifier}};

}  // namespace

std::span<const Profile> Profiles() { return kProfiles; }

const Profile& ProfileOf(const Case& c) {
  const auto requires_one = [&c](const Profile& profile) {
    return std::any_of(profile.features.begin(), profile.features.end(), [&c](auto feature) {
      return std::find(c.features.begin(), c.features.end(), feature) != c.features.end();
    });
  };
  const Profile* last = nullptr;
  for (const Profile& profile : kProfiles) {
    if (profile.op != OpOf(c)) continue;
    if (requires_one(profile)) return profile;
    last = &profile;
  }
  return *last;
}

bool IsClaimed(const Profile& profile, const AdapterInfo& adapter_info) {
  if (!Serves(adapter_info, profile.op)) return false;
  if (profile.features.empty()) return true;
  return std::any_of(profile.features.begin(), profile.features.end(),
                     [&](auto feature) { return Declares(adapter_info, profile.op, feature); });
}

std::span<const Title> Titles() { return kTitles; }

}  // namespace countersign
