#include "sigv4/canonical_query.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>
#include <utility>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

std::string Canonical(std::string_view raw_query) {
  return CanonicalQueryString(ParseQueryString(raw_query));
}

void ExpectCanonical(std::initializer_list<std::pair<std::string_view, std::string_view>> all) {
  for (const auto& [raw_query, expected] : all) EXPECT_EQ(Canonical(raw_query), expected);
}

TEST(CanonicalQuery, LeavesTheSignatureOutOfThePublishedOne) {
  EXPECT_EQ(Canonical(SplitTarget(example::kTarget).raw_query), example::kQuery);
}

TEST(CanonicalQuery, SortsByEncodedNameThenByEncodedValue) {
  // aws-c-auth, get-vanilla-query-order-encoded.
  EXPECT_EQ(Canonical("Param-3=Value3&Param=Value2&%E1%88%B4=Value1"),
            "%E1%88%B4=Value1&Param=Value2&Param-3=Value3");
  EXPECT_EQ(Canonical("a=2&a=10&a=1&A=3"), "A=3&a=1&a=10&a=2");
  // '-' sorts below '=': the name alone must decide first.
  EXPECT_EQ(Canonical("a-b=1&a=2"), "a=2&a-b=1");
  // '~' stays raw, so it sorts after the escape that 'é' becomes.
  EXPECT_EQ(Canonical("~=1&%C3%A9=2"), "%C3%A9=2&~=1");
}

TEST(CanonicalQuery, SpellsEveryValueInOneWay) {
  ExpectCanonical({{"a=x+y%20z%2Bw", "a=x%20y%20z%2Bw"},
                   {"a=attachment;filename=x", "a=attachment%3Bfilename%3Dx"},
                   {"a=%c3%a9%7E", "a=%C3%A9~"},
                   {"a=!'()*/:@,$?", "a=%21%27%28%29%2A%2F%3A%40%2C%24%3F"}});
}

TEST(CanonicalQuery, GivesEveryNameAnEqualsSign) {
  ExpectCanonical({{"uploads", "uploads="},
                   {"uploads=", "uploads="},
                   {"&&acl&", "acl="},
                   {"=x", "=x"},
                   {"", ""}});
}

TEST(CanonicalQuery, LeavesOutNothingButTheSignature) {
  EXPECT_EQ(Canonical("X-Amz-Signature=a&x-amz-signature=b&X-Amz-Signature2=c"),
            "X-Amz-Signature2=c&x-amz-signature=b");
  EXPECT_EQ(Canonical("X%2DAmz-Signature=a&response-content-type=text/plain&x-id=GetObject"),
            "response-content-type=text%2Fplain&x-id=GetObject");
}

}  // namespace
}  // namespace countersign
