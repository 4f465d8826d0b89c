#include "sigv4/signed_headers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace countersign {
namespace {

using Names = std::vector<std::string_view>;
using Headers = std::vector<HeaderField>;

TEST(SignedHeaders, AreSplitAtSemicolons) {
  EXPECT_EQ(SignedHeaderNames("host"), Names{"host"});
  EXPECT_EQ(SignedHeaderNames("x-amz-acl;Host"), (Names{"x-amz-acl", "Host"}));
  EXPECT_EQ(SignedHeaderNames("host;"), (Names{"host", ""}));
  EXPECT_EQ(SignedHeaderNames(""), Names{});
}

TEST(SignedHeaders, MustNameHost) {
  const Headers headers = {{"Host", "h"}};
  EXPECT_FALSE(CheckHeadersAreSigned(Names{"host"}, headers));
  EXPECT_FALSE(CheckHeadersAreSigned(Names{"HOST"}, headers));
  EXPECT_EQ(CheckHeadersAreSigned(Names{}, headers)->rule, Rule::kHostSigned);
  EXPECT_EQ(CheckHeadersAreSigned(Names{"hosts"}, headers)->rule, Rule::kHostSigned);
}

TEST(SignedHeaders, MustNameEveryAmzHeader) {
  const Headers headers = {
      {"Host", "h"}, {"X-Amz-Date", "d"}, {"x-amz-decoded-content-length", "1"}};
  EXPECT_FALSE(
      CheckHeadersAreSigned(Names{"host", "x-amz-date", "X-Amz-Decoded-Content-Length"}, headers));
  const Refusal refusal = CheckHeadersAreSigned(Names{"host"}, headers);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->rule, Rule::kAmzHeadersSigned);
  EXPECT_EQ(refusal->detail,
            "There were headers present in the request which were not signed: x-amz-date, "
            "x-amz-decoded-content-length");
}

TEST(SignedHeaders, NeedNotNameOthers) {
  const Headers headers = {{"Host", "h"},
                           {"Content-Type", "text/plain"},
                           {"Range", "bytes=0-1"},
                           {"X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"},
                           {"x-amzn-trace-id", "1"}};
  EXPECT_FALSE(CheckHeadersAreSigned(Names{"host"}, headers));
}

TEST(SignedHeaders, MustNameContentMd5) {
  const Headers headers = {{"Host", "h"}, {"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}};
  EXPECT_FALSE(CheckHeadersAreSigned(Names{"content-md5", "host"}, headers));
  const Refusal refusal = CheckHeadersAreSigned(Names{"host"}, headers);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->rule, Rule::kContentMd5Signed);
  EXPECT_EQ(refusal->detail,
            "There were headers present in the request which were not signed: content-md5");
}

TEST(SignedHeaders, MustArrive) {
  const Headers headers = {{"Host", "h"}};
  const QueryString query = ParseQueryString("x-amz-acl=private&content-type=a");
  EXPECT_FALSE(CheckSignedHeadersArrived(Names{"host", "x-amz-acl"}, headers, query));
  EXPECT_EQ(CheckSignedHeadersArrived(Names{"host", "content-type"}, headers, query)->rule,
            Rule::kSignedHeaderArrives);
  EXPECT_EQ(CheckSignedHeadersArrived(Names{"host", "x-amz-meta-a"}, headers, query)->rule,
            Rule::kSignedHeaderArrives);
  EXPECT_EQ(CheckSignedHeadersArrived(Names{"host", ""}, headers, query)->rule,
            Rule::kSignedHeaderArrives);
}

TEST(SignedHeaders, MustNameIfRangeBesideASignedRange) {
  const Headers headers = {{"Host", "h"}, {"Range", "bytes=0-9"}, {"If-Range", "\"etag\""}};
  const auto refused = [&](const Names& names) -> std::optional<Rule> {
    const Refusal refusal = CheckHeadersAreSigned(names, headers);
    return refusal ? std::optional(refusal->rule) : std::nullopt;
  };
  EXPECT_EQ(refused({"host", "range"}), Rule::kIfRangeSigned);
  EXPECT_EQ(refused({"host", "if-range", "range"}), std::nullopt);
  EXPECT_EQ(refused({"host"}), std::nullopt);
  EXPECT_EQ(CheckHeadersAreSigned(Names{"host", "range"}, Headers{{"Host", "h"}, {"Range", "b"}}),
            std::nullopt);
}

TEST(SignedHeaders, TakeAParameterInLowerCaseOnly) {
  const Names names = {"host", "x-amz-acl"};
  const Headers headers = {{"Host", "h"}};
  EXPECT_EQ(CheckSignedHeadersArrived(names, headers, ParseQueryString("x-amz-acl=private")),
            std::nullopt);
  EXPECT_TRUE(CheckSignedHeadersArrived(names, headers, ParseQueryString("X-Amz-Acl=private")));
}

TEST(SignedHeaders, MayNotContradictTheQuery) {
  const Headers headers = {{"Host", "h"}, {"x-amz-acl", " private"}};
  const Names names = {"host", "x-amz-acl"};
  EXPECT_EQ(ContradictoryHeader(names, headers, ParseQueryString("x-amz-acl=private")), "");
  EXPECT_EQ(ContradictoryHeader(names, headers, ParseQueryString("X-Amz-Acl=public-read")), "");
  EXPECT_EQ(ContradictoryHeader(names, headers, ParseQueryString("x-amz-acl=public-read")),
            "x-amz-acl");
  EXPECT_EQ(ContradictoryHeader(names, {}, ParseQueryString("x-amz-acl=public-read")), "");
  EXPECT_EQ(ContradictoryHeader(Names{"host"}, headers, ParseQueryString("x-amz-acl=a&host=b")),
            "");
}

}  // namespace
}  // namespace countersign
