#include "live_server/url_span.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

constexpr Timestamp kMidnight{std::chrono::sys_days(std::chrono::year(2013) / 5 / 24)};

TEST(UrlSpan, BeginsAtTheDateAndLastsForTheLifetime) {
  const auto span = SpanOf("/b/k?X-Amz-Expires=6&a=b&X-Amz-Date=20130524T000000Z");
  ASSERT_TRUE(span.has_value());
  EXPECT_EQ(span->begin, kMidnight);
  EXPECT_EQ(span->end, kMidnight + std::chrono::seconds(6));
}

TEST(UrlSpan, IsAbsentIfAParameterIsMissingOrMalformed) {
  EXPECT_FALSE(SpanOf("/b/k"));
  EXPECT_FALSE(SpanOf("/b/k?X-Amz-Date=20130524T000000Z"));
  EXPECT_FALSE(SpanOf("/b/k?X-Amz-Date=20130524T000000Z&X-Amz-Expires=six"));
  EXPECT_FALSE(SpanOf("/b/k?X-Amz-Date=today&X-Amz-Expires=6"));
}

}  // namespace
}  // namespace countersign
