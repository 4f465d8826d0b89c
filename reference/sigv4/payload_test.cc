#include "sigv4/payload.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace countersign {
namespace {

// SHA-256 of "abc" and of nothing (FIPS 180-2).
constexpr std::string_view kHashOfAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kHashOfEmptyPayload =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

std::string Line(std::string_view service, const std::vector<std::string_view>& signed_headers,
                 const std::vector<HeaderField>& headers, std::string_view raw_query,
                 const std::optional<std::string>& body = std::nullopt) {
  return PayloadLine(service, signed_headers, headers, ParseQueryString(raw_query), body);
}

TEST(Payload, IsUnsignedInS3) {
  EXPECT_EQ(Line("s3", {"host"}, {}, ""), "UNSIGNED-PAYLOAD");
  EXPECT_EQ(Line("s3", {"host"}, {}, "", std::string(kHashOfAbc)), "UNSIGNED-PAYLOAD");
  EXPECT_EQ(Line("s3express", {"host"}, {}, ""), "UNSIGNED-PAYLOAD");
}

TEST(Payload, IsWhatASignedHeaderDeclares) {
  const std::vector<HeaderField> headers = {{"X-Amz-Content-Sha256", std::string(kHashOfAbc)}};
  EXPECT_EQ(Line("s3", {"host", "x-amz-content-sha256"}, headers, ""), kHashOfAbc);
  EXPECT_EQ(Line("s3", {"host"}, headers, ""), "UNSIGNED-PAYLOAD") << "unsigned: ignored";
}

TEST(Payload, IsWhatTheQueryDeclares) {
  const std::string query = "X-Amz-Content-Sha256=" + std::string(kHashOfAbc);
  EXPECT_EQ(Line("s3", {"host"}, {}, query), kHashOfAbc);
  EXPECT_EQ(Line("s3", {"host"}, {}, "x-amz-content-sha256=UNSIGNED-PAYLOAD"), "UNSIGNED-PAYLOAD");
}

TEST(Payload, IsTheBodysHashElsewhere) {
  EXPECT_EQ(Line("sts", {"host"}, {}, "", std::string(kHashOfAbc)), kHashOfAbc);
  EXPECT_EQ(Line("sts", {"host"}, {}, ""), kHashOfEmptyPayload);
}

TEST(Payload, MustMatchTheBodyWhereTheMethodCarriesOne) {
  const std::optional<std::string> body = std::string(kHashOfAbc);
  for (const char* method : {"PUT", "POST", "PATCH"}) {
    EXPECT_FALSE(CheckPayload(method, kHashOfAbc, body)) << method;
    EXPECT_EQ(CheckPayload(method, kHashOfEmptyPayload, body)->rule, Rule::kPayload) << method;
    EXPECT_EQ(CheckPayload(method, "unsigned-payload", body)->rule, Rule::kPayload) << method;
    EXPECT_FALSE(CheckPayload(method, "UNSIGNED-PAYLOAD", body)) << method;
    EXPECT_FALSE(CheckPayload(method, kHashOfEmptyPayload, std::nullopt)) << method;
  }
  for (const char* method : {"GET", "HEAD", "DELETE"}) {
    EXPECT_FALSE(CheckPayload(method, kHashOfEmptyPayload, body)) << method;
  }
}

TEST(Payload, MayBeDeclaredInUpperCaseHex) {
  EXPECT_FALSE(CheckPayload("PUT",
                            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                            std::string(kHashOfAbc)));
}

}  // namespace
}  // namespace countersign
