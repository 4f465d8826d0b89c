#include "sigv4/canonical_headers.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace countersign {
namespace {

std::optional<std::string> SignedValueOf(std::string_view name,
                                         const std::vector<HeaderField>& headers,
                                         std::string_view raw_query) {
  return SignedValue(name, headers, ParseQueryString(raw_query));
}

void ExpectCanonicalValues(std::initializer_list<std::pair<const char*, const char*>> all) {
  for (const auto& [value, expected] : all) EXPECT_EQ(CanonicalValue(value), expected);
}

TEST(CanonicalHeaders, TrimsAndFoldsAsInTheTestSuiteOfAws) {
  // aws-c-auth, tests/aws-signing-test-suite/v4: get-header-value-trim, get-header-value-multiline.
  ExpectCanonicalValues({{" value1", "value1"},
                         {" \"a   b   c\"", "\"a b c\""},
                         {"value1\n  value2\n     value3", "value1 value2 value3"}});
}

TEST(CanonicalHeaders, RemovesLineBreaksFromValues) {
  ExpectCanonicalValues(
      {{"a\r\nx-amz-acl:b", "a x-amz-acl:b"}, {"\t a\t\tb \v\f", "a b"}, {"", ""}, {" \t ", ""}});
}

TEST(CanonicalHeaders, JoinsRepeatedHeadersInOrder) {
  // aws-c-auth, get-header-key-duplicate.
  EXPECT_EQ(SignedValueOf("my-header1",
                          {{"My-Header1", "value2"},
                           {"Host", "h"},
                           {"my-HEADER1", "value2"},
                           {"My-Header1", " value1 "}},
                          ""),
            "value2,value2,value1");
}

TEST(CanonicalHeaders, DistinguishesAnEmptyHeaderFromAMissingOne) {
  EXPECT_EQ(SignedValueOf("x-amz-acl", {{"X-Amz-Acl", ""}}, ""), "");
  EXPECT_EQ(SignedValueOf("x-amz-acl", {{"Host", "h"}}, ""), std::nullopt);
}

TEST(CanonicalHeaders, ReadsAMissingAmzHeaderFromTheQuery) {
  EXPECT_EQ(SignedValueOf("x-amz-acl", {}, "a=b&x-amz-acl=public%2Dread"), "public-read");
  EXPECT_EQ(SignedValueOf("x-amz-acl", {}, "X-Amz-Acl=public-read"), std::nullopt);
  EXPECT_EQ(SignedValueOf("x-amz-date", {}, "X-Amz-Date=1"), "1");
  EXPECT_EQ(SignedValueOf("x-amz-content-sha256", {}, "X-Amz-Content-Sha256=a"), "a");
  EXPECT_EQ(SignedValueOf("x-amz-acl", {}, "x%2Damz-acl=private"), "private");
  EXPECT_EQ(SignedValueOf("x-amz-acl", {{"x-amz-acl", "private"}}, "x-amz-acl=public-read"),
            "private");
}

TEST(CanonicalHeaders, ReadsOnlyAmzHeadersFromTheQuery) {
  EXPECT_EQ(SignedValueOf("content-type", {}, "content-type=text%2Fplain"), std::nullopt);
}

}  // namespace
}  // namespace countersign
