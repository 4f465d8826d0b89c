#include "sigv4/query_string.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

using Pieces = std::vector<std::pair<std::string, std::string>>;

Pieces PiecesOf(std::string_view raw_query) {
  Pieces pieces;
  for (const QueryParameter& parameter : ParseQueryString(raw_query).parameters) {
    pieces.emplace_back(parameter.raw_name, parameter.raw_value);
  }
  return pieces;
}

TEST(QueryString, TakesThePublishedUrlApart) {
  const Target target = SplitTarget(example::kTarget);
  EXPECT_EQ(target.raw_path, example::kPath);
  const QueryString query = ParseQueryString(target.raw_query);
  EXPECT_EQ(query.parameters.size(), 6u);
  EXPECT_EQ(DecodedValue(query, "X-Amz-Credential"),
            "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request");
  EXPECT_EQ(DecodedValue(query, "X-Amz-Signature"), example::kSignature);
}

TEST(QueryString, SplitsATargetAtItsFirstQuestionMark) {
  EXPECT_EQ(SplitTarget("/a?b?c").raw_path, "/a");
  EXPECT_EQ(SplitTarget("/a?b?c").raw_query, "b?c");
  EXPECT_EQ(SplitTarget("/a").raw_query, "");
  EXPECT_EQ(SplitTarget("?b").raw_path, "");
}

TEST(QueryString, SplitsAPieceAtItsFirstEqualsSign) {
  EXPECT_EQ(PiecesOf("a=b=c&=x&uploads&acl="),
            (Pieces{{"a", "b=c"}, {"", "x"}, {"uploads", ""}, {"acl", ""}}));
}

TEST(QueryString, DropsEmptyPieces) {
  EXPECT_EQ(PiecesOf("&&a=1&&b=2&"), (Pieces{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(PiecesOf(""), Pieces{});
  EXPECT_EQ(PiecesOf("&"), Pieces{});
}

TEST(QueryString, KeepsOrderRepetitionAndSemicolons) {
  EXPECT_EQ(PiecesOf("b=2;c=3&a=1&b=1"), (Pieces{{"b", "2;c=3"}, {"a", "1"}, {"b", "1"}}));
}

TEST(QueryString, FindsTheFirstOfANameHoweverItIsSpelled) {
  const QueryString query = ParseQueryString("X%2dAmz-Date=1%2B+2&X-Amz-Date=3");
  EXPECT_EQ(FindParameter(query, "X-Amz-Date"), &query.parameters[0]);
  EXPECT_EQ(DecodedValue(query, "X-Amz-Date"), "1+ 2");
}

TEST(QueryString, FindsNoNameOfAnotherCase) {
  const QueryString query = ParseQueryString("x-amz-date=1");
  EXPECT_EQ(FindParameter(query, "X-Amz-Date"), nullptr);
  EXPECT_EQ(DecodedValue(query, "X-Amz-Date"), std::nullopt);
}

}  // namespace
}  // namespace countersign
