#include "presign.h"

#include <gtest/gtest.h>

#include <string>

#include "published_request.h"

namespace countersign {
namespace {

constexpr const char* kPayloadHash =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

// UrlOf presigns, expecting no refusal.
std::string UrlOf(const PresignRequest& request) {
  const auto presigned = Presign(request);
  EXPECT_TRUE(presigned.ok()) << (presigned.ok() ? "" : presigned.rejection().detail);
  return presigned.ok() ? presigned.value().url : "";
}

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Presign, MakesThePublishedUrl) {
  const auto presigned = Presign(example::PublishedRequest());
  ASSERT_TRUE(presigned.ok());
  EXPECT_EQ(presigned.value().url,
            "https://" + std::string(example::kHost) + std::string(example::kTarget));
  EXPECT_EQ(presigned.value().derivation.canonical_request, example::kCanonicalRequest);
  EXPECT_EQ(presigned.value().derivation.string_to_sign, example::kStringToSign);
  EXPECT_EQ(presigned.value().derivation.signature, example::kSignature);
  EXPECT_TRUE(presigned.value().headers.empty());
}

TEST(Presign, SignsHeadersAsAnotherSuitePublished) {
  // soto-project/soto, "PUT signed x-amz-acl" with a session token.
  PresignRequest request = example::PublishedRequest();
  request.now = *ParseAmzDate("20010102T034640Z");
  request.method = "PUT";
  request.host = "test-bucket.s3.amazonaws.com";
  request.path = "/test-put.txt";
  request.headers = {{"X-Amz-Acl", " public-read "}};
  request.region = "eu-west-1";
  request.credentials.access_key_id = "MYACCESSKEY";
  request.credentials.secret_access_key = "MYSECRETACCESSKEY";
  request.credentials.session_token = "MYSESSIONTOKEN";
  EXPECT_EQ(UrlOf(request),
            "https://test-bucket.s3.amazonaws.com/test-put.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            "&X-Amz-Credential=MYACCESSKEY%2F20010102%2Feu-west-1%2Fs3%2Faws4_request"
            "&X-Amz-Date=20010102T034640Z&X-Amz-Expires=86400"
            "&X-Amz-Security-Token=MYSESSIONTOKEN&X-Amz-SignedHeaders=host%3Bx-amz-acl"
            "&X-Amz-Signature="
            "a849c034af312e8424b3b0dd425e3e21ce7a61641f4b6a84c203b115447309c8");
}

TEST(Presign, PutsTheCallersParametersFirstAsTheyWereAsked) {
  PresignRequest request = example::PublishedRequest();
  request.query = {{"b", "2"}, {"a", "x y+z"}, {"a", "#?&="}, {"uploads", ""}};
  EXPECT_TRUE(Contains(UrlOf(request),
                       "/test.txt?b=2&a=x%20y%2Bz&a=%23%3F%26%3D&uploads=&X-Amz-Algorithm="));
}

TEST(Presign, EncodesAnAccessKeyId) {
  PresignRequest request = example::PublishedRequest();
  request.credentials.access_key_id = "abc+abc";
  EXPECT_TRUE(Contains(UrlOf(request), "X-Amz-Credential=abc%2Babc%2F20130524%2F"));
}

TEST(Presign, SpellsAnS3PathInOneWay) {
  PresignRequest request = example::PublishedRequest();
  request.path = "//a/../(b)/%c3%a9/x%2Fy%2Bz";
  EXPECT_TRUE(Contains(UrlOf(request), ".com//a/../%28b%29/%C3%A9/x/y%2Bz?"));
  request.path = "";
  EXPECT_TRUE(Contains(UrlOf(request), ".com/?X-Amz-"));
}

TEST(Presign, LeavesThePathOfOtherServicesAsItIs) {
  PresignRequest request = example::PublishedRequest();
  request.service = "execute-api";
  request.path_encoding = PathEncoding::kTwice;
  request.payload = kPayloadHash;
  request.path = "/a/../(b)/%c3%a9";
  EXPECT_TRUE(Contains(UrlOf(request), ".com/a/../(b)/%c3%a9?"));
}

TEST(Presign, SignsHostAndTheAskedHeadersOnceEach) {
  PresignRequest request = example::PublishedRequest();
  request.host = "localhost:9000";
  request.headers = {{"X-Amz-Meta-B", "2"}, {"Content-Type", "a"}, {"x-amz-meta-b", "3"}};
  const auto presigned = Presign(request);
  ASSERT_TRUE(presigned.ok());
  EXPECT_TRUE(
      Contains(presigned.value().url, "X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-meta-b&"));
  EXPECT_TRUE(Contains(presigned.value().derivation.canonical_request,
                       "\ncontent-type:a\nhost:localhost:9000\nx-amz-meta-b:2,3\n\n"));
  EXPECT_EQ(presigned.value().headers, request.headers);
}

TEST(Presign, CarriesAnExpressSessionsTokenInItsOwnParameter) {
  PresignRequest request = example::PublishedRequest();
  request.service = "s3express";
  request.credentials.session_token = "a+b";
  EXPECT_TRUE(Contains(UrlOf(request), "&X-Amz-Security-Token=a%2Bb&X-Amz-SignedHeaders="));
  request.credentials.session.emplace();
  EXPECT_TRUE(Contains(UrlOf(request), "&X-Amz-S3session-Token=a%2Bb&X-Amz-SignedHeaders="));
}

TEST(Presign, SignsThePayloadThatIsDeclared) {
  PresignRequest request = example::PublishedRequest();
  request.method = "PUT";
  request.payload = kPayloadHash;
  request.headers = {{"x-amz-content-sha256", kPayloadHash}};
  ASSERT_TRUE(Presign(request).ok());
  const std::string canonical = Presign(request).value().derivation.canonical_request;
  EXPECT_EQ(canonical.substr(canonical.rfind('\n') + 1), kPayloadHash);

  request.headers.clear();
  request.query = {{"X-Amz-Content-Sha256", kPayloadHash}};
  EXPECT_TRUE(Presign(request).ok());
}

TEST(Presign, SignsNoPayloadThatAVerifierWouldNotFind) {
  PresignRequest request = example::PublishedRequest();
  request.payload = kPayloadHash;
  ASSERT_FALSE(Presign(request).ok());
  EXPECT_EQ(Presign(request).rejection().rule, Rule::kPresignInput);

  request.payload = "UNSIGNED-PAYLOAD";
  request.headers = {{"x-amz-content-sha256", kPayloadHash}};
  ASSERT_FALSE(Presign(request).ok());
}

TEST(Presign, IsRefusedForItsInputBeforeItsLifetime) {
  PresignRequest request = example::PublishedRequest();
  request.expires = 0;
  EXPECT_EQ(Presign(request).rejection().rule, Rule::kExpiresAtLeastOne);
  request.method = "";
  EXPECT_EQ(Presign(request).rejection().rule, Rule::kPresignInput);
}

}  // namespace
}  // namespace countersign
