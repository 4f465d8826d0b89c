#include "sigv4/canonical_request.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "published_request.h"
#include "sigv4/payload.h"

namespace countersign {
namespace {

TEST(CanonicalRequest, IsThePublishedOne) {
  EXPECT_EQ(CanonicalRequest(example::PublishedParts()), example::kCanonicalRequest);
}

TEST(CanonicalRequest, ListsSignedHeadersInTheSignersOrderAndInLowerCase) {
  const QueryString query;
  const std::vector<std::string_view> signed_headers = {"X-Amz-Acl", "Host"};
  const std::vector<HeaderField> headers = {
      {"host", "h:8080"}, {"Content-Type", "text/plain"}, {"x-amz-acl", " private "}};
  EXPECT_EQ(CanonicalRequest({"PUT", "/", query, signed_headers, headers, kUnsignedPayload}),
            "PUT\n/\n\nx-amz-acl:private\nhost:h:8080\n\nx-amz-acl;host\nUNSIGNED-PAYLOAD");
}

TEST(CanonicalRequest, KeepsHostAsItWasSent) {
  const QueryString query;
  const std::vector<std::string_view> signed_headers = {"host"};
  const std::vector<HeaderField> headers = {{"Host", "Example.COM:443"}};
  EXPECT_EQ(CanonicalRequest({"GET", "/", query, signed_headers, headers, kUnsignedPayload}),
            "GET\n/\n\nhost:Example.COM:443\n\nhost\nUNSIGNED-PAYLOAD");
}

TEST(CanonicalRequest, GivesAHeaderThatDidNotArriveAnEmptyValue) {
  const QueryString query;
  const std::vector<std::string_view> signed_headers = {"host", "x-amz-acl"};
  const std::vector<HeaderField> headers = {{"Host", "h"}};
  EXPECT_EQ(CanonicalRequest({"GET", "/", query, signed_headers, headers, kUnsignedPayload}),
            "GET\n/\n\nhost:h\nx-amz-acl:\n\nhost;x-amz-acl\nUNSIGNED-PAYLOAD");
}

}  // namespace
}  // namespace countersign
