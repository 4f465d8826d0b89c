#include "s3_http/http_date.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

// The example of RFC 9110, section 5.6.7: 784111777 seconds after the epoch.
constexpr Timestamp kExample{std::chrono::seconds(784111777)};

TEST(HttpDate, FormatsAndParsesTheExampleOfTheRfc) {
  EXPECT_EQ(FormatHttpDate(kExample), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(ParseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), kExample);
}

TEST(HttpDate, RefusesOtherForms) {
  for (const std::string_view text :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC"}) {
    EXPECT_EQ(ParseHttpDate(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace countersign
