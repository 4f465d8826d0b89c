#include "presign_input.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "published_request.h"

namespace countersign {
namespace {

PresignRequest Good() {
  PresignRequest request = example::PublishedRequest();
  request.host = "examplebucket.s3.amazonaws.com:8443";
  request.path = "/a%20b";
  request.query = {{"a\n", "b\r\n"}};
  request.headers = {{"x-amz-meta-a", "a\tb"}};
  return request;
}

// ForRegions makes a request of SigV4A of it.
void ForRegions(PresignRequest& request, std::vector<std::string> regions) {
  request.algorithm = "AWS4-ECDSA-P256-SHA256";
  request.region.clear();
  request.region_set = std::move(regions);
}

struct BadInput {
  const char* what;
  std::function<void(PresignRequest&)> spoil;
};

const BadInput kBadInputs[] = {
    {"no method", [](auto& r) { r.method = ""; }},
    {"a method of two words", [](auto& r) { r.method = "GET /"; }},
    {"a method with a line break", [](auto& r) { r.method = "GET\n"; }},
    {"another scheme", [](auto& r) { r.scheme = "ftp"; }},
    {"no scheme", [](auto& r) { r.scheme = ""; }},
    {"no host", [](auto& r) { r.host = ""; }},
    {"a host with a line break", [](auto& r) { r.host = "h\r\nx: y"; }},
    {"a host with NUL", [](auto& r) { r.host = std::string("h\0", 2); }},
    {"a host of other octets", [](auto& r) { r.host = "h\xFF"; }},
    {"a host with a path", [](auto& r) { r.host = "h/p"; }},
    {"a host with a user", [](auto& r) { r.host = "u@h"; }},
    {"a relative path", [](auto& r) { r.path = "a"; }},
    {"a path with half an escape", [](auto& r) { r.path = "/%4"; }},
    {"a query mark in another service's path",
     [](auto& r) {
       r.service = "sts";
       r.path = "/a?b";
     }},
    {"a line break in another service's path",
     [](auto& r) {
       r.service = "sts";
       r.path = "/\n";
     }},
    {"a header's name of other octets",
     [](auto& r) {
       r.headers = {{"x-amz-\xC3\xA9", "a"}};
     }},
    {"a header's name with a comma",
     [](auto& r) {
       r.headers = {{"x-amz,a", "a"}};
     }},
    {"a second authentication",
     [](auto& r) {
       r.headers.push_back({"Authorization", "a"});
     }},
    {"a request signed by Signature Version 2",
     [](auto& r) {
       r.query = {{"AWSAccessKeyId", "a"}, {"Signature", "b"}, {"Expires", "1"}};
     }},
    {"no access key id", [](auto& r) { r.credentials.access_key_id = ""; }},
    {"an access key id with a slash", [](auto& r) { r.credentials.access_key_id = "a/b"; }},
    {"no secret", [](auto& r) { r.credentials.secret_access_key = ""; }},
    {"an empty token", [](auto& r) { r.credentials.session_token = ""; }},
    {"no region", [](auto& r) { r.region = ""; }},
    {"a region with a slash", [](auto& r) { r.region = "us/east"; }},
    {"no service", [](auto& r) { r.service = ""; }},
    {"another algorithm", [](auto& r) { r.algorithm = "AWS4-ECDSA-P384-SHA384"; }},
    {"no algorithm", [](auto& r) { r.algorithm = ""; }},
    {"a region set for SigV4", [](auto& r) { r.region_set = {"us-east-1"}; }},
    {"a region and a set", [](auto& r) { ForRegions(r, {"*"}), r.region = "us-east-1"; }},
    {"an empty region set", [](auto& r) { ForRegions(r, {}); }},
    {"a region set with an empty entry",
     [](auto& r) {
       ForRegions(r, {"us-east-1", ""});
     }},
    {"two regions in one entry", [](auto& r) { ForRegions(r, {"us-east-1,us-west-2"}); }},
    {"a region set with a space",
     [](auto& r) {
       ForRegions(r, {"us-east-1", " us-west-2"});
     }},
    {"a session for another service", [](auto& r) { r.credentials.session.emplace(); }},
    {"SigV4A for S3 Express", [](auto& r) { ForRegions(r, {"*"}), r.service = "s3express"; }},
    {"a second region set",
     [](auto& r) {
       ForRegions(r, {"*"});
       r.query = {{"X-Amz-Region-Set", "us-east-1"}};
     }},
    {"a header without a name",
     [](auto& r) {
       r.headers = {{"", "v"}};
     }},
    {"a header name with a colon",
     [](auto& r) {
       r.headers = {{"a:b", "v"}};
     }},
    {"a header name with a semicolon",
     [](auto& r) {
       r.headers = {{"a;b", "v"}};
     }},
    {"a header name with a space",
     [](auto& r) {
       r.headers = {{"a b", "v"}};
     }},
    {"a parameter without a name",
     [](auto& r) {
       r.query = {{"", "x"}};
     }},
    {"a header value with a line break",
     [](auto& r) {
       r.headers = {{"a", "v\nb: c"}};
     }},
    {"a header value with NUL",
     [](auto& r) {
       r.headers = {{"a", std::string("\0", 1)}};
     }},
    {"host among the headers",
     [](auto& r) {
       r.headers = {{"HOST", "other"}};
     }},
    {"a parameter of the signer's",
     [](auto& r) {
       r.query = {{"X-Amz-Expires", "1"}};
     }},
    {"a year of five digits", [](auto& r) { r.now += std::chrono::hours(24 * 365 * 9000L); }},
};

TEST(PresignInput, MayBeForASetOfRegions) {
  PresignRequest request = Good();
  ForRegions(request, {"us-east-1", "eu-*"});
  const Refusal refusal = CheckPresignInput(request);
  EXPECT_FALSE(refusal.has_value()) << (refusal ? refusal->detail : "");
}

TEST(PresignInput, OfSigV4MayHaveAnyParameterThatSigV4DoesNotAdd) {
  PresignRequest request = Good();
  request.query = {{"X-Amz-Region-Set", "us-east-1"}};
  EXPECT_FALSE(CheckPresignInput(request).has_value());
}

TEST(PresignInput, MayBeGood) {
  const Refusal refusal = CheckPresignInput(Good());
  EXPECT_FALSE(refusal.has_value()) << (refusal ? refusal->detail : "");
}

TEST(PresignInput, IsRefusedWhereNoRequestCouldCarryIt) {
  for (const BadInput& bad : kBadInputs) {
    PresignRequest request = Good();
    bad.spoil(request);
    const Refusal refusal = CheckPresignInput(request);
    ASSERT_TRUE(refusal.has_value()) << bad.what;
    EXPECT_EQ(refusal->rule, Rule::kPresignInput) << bad.what;
    EXPECT_NE(refusal->detail, "") << bad.what;
  }
}

std::optional<Rule> RefusingLifetime(std::int64_t expires, CredentialKind kind,
                                     std::optional<std::int64_t> seconds_left = std::nullopt) {
  PresignRequest request = Good();
  request.expires = expires;
  request.credentials.kind = kind;
  if (seconds_left) {
    request.credentials.expires_at = request.now + std::chrono::seconds(*seconds_left);
  }
  const Refusal refusal = CheckLifetime(request);
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

TEST(Lifetime, IsFromOneSecondToAWeek) {
  for (const CredentialKind kind : {CredentialKind::kRoot, CredentialKind::kIamUser}) {
    EXPECT_EQ(RefusingLifetime(1, kind), std::nullopt);
    EXPECT_EQ(RefusingLifetime(604800, kind), std::nullopt);
    EXPECT_EQ(RefusingLifetime(0, kind), Rule::kExpiresAtLeastOne);
    EXPECT_EQ(RefusingLifetime(-1, kind), Rule::kExpiresAtLeastOne);
    EXPECT_EQ(RefusingLifetime(604801, kind), Rule::kExpiresAtMostAWeek);
  }
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(RefusingLifetime(kMost, CredentialKind::kSts, 60), Rule::kExpiresAtMostAWeek);
  EXPECT_EQ(RefusingLifetime(-kMost - 1, CredentialKind::kSts, 60), Rule::kExpiresAtLeastOne);
}

TEST(Lifetime, IsShorterForSessions) {
  EXPECT_EQ(RefusingLifetime(129600, CredentialKind::kSts), std::nullopt);
  EXPECT_EQ(RefusingLifetime(129601, CredentialKind::kSts), Rule::kStsLimit);
  EXPECT_EQ(RefusingLifetime(21600, CredentialKind::kInstanceProfile), std::nullopt);
  EXPECT_EQ(RefusingLifetime(21601, CredentialKind::kInstanceProfile), Rule::kInstanceProfileLimit);
}

TEST(Lifetime, EndsWithItsCredential) {
  EXPECT_EQ(RefusingLifetime(3600, CredentialKind::kSts, 3600), std::nullopt);
  EXPECT_EQ(RefusingLifetime(3601, CredentialKind::kSts, 3600), Rule::kNotPastCredentialEnd);
  EXPECT_EQ(RefusingLifetime(1, CredentialKind::kSts, 0), Rule::kCredentialStillValid);
  EXPECT_EQ(RefusingLifetime(1, CredentialKind::kSts, -1), Rule::kCredentialStillValid);
}

}  // namespace
}  // namespace countersign
