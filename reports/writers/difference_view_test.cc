#include "writers/difference_view.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(DifferenceView, ShowsTheLineThatDiffersWithItsNumber) {
  const auto view = ViewDifference({"canonical request", "GET\n/a%20b\n", "GET\n/a%2520b\n", 8});
  EXPECT_EQ(view.heading, "canonical request, line 2, byte 5");
  EXPECT_EQ(CaretText(view),
            "expected  /a%20b\n"
            "observed  /a%2520b\n"
            "              ^\n");
}

TEST(DifferenceView, NamesNoLineIfThereIsOnlyOne) {
  EXPECT_EQ(ViewDifference({"X-Amz-Expires", "86400", "3600", 0}).heading, "X-Amz-Expires, byte 1");
}

TEST(DifferenceView, ShowsALineFeedThatOnlyOneTextHas) {
  const auto view = ViewDifference({"canonical request", "GET\n/", "GET", 3});
  EXPECT_EQ(CaretText(view),
            "expected  GET\\n\n"
            "observed  GET\n"
            "             ^\n");
}

TEST(DifferenceView, CountsTheColumnsOfEscapes) {
  const auto view = ViewDifference({"canonical request", "a\x1b:1", "a\x1b:2", 3});
  EXPECT_EQ(CaretText(view),
            "expected  a\\x1b:1\n"
            "observed  a\\x1b:2\n"
            "                ^\n");
}

TEST(DifferenceView, PointsAtACharacterWhoseLaterByteDiffers) {
  const auto view = ViewDifference({"path", "/\xc3\xa9", "/\xc3\xa8", 2});
  EXPECT_EQ(CaretText(view),
            "expected  /\xc3\xa9\n"
            "observed  /\xc3\xa8\n"
            "           ^\n");
}

TEST(DifferenceView, CutsALongLineAroundTheDifference) {
  const std::string before(500, 'x');
  const std::string after(500, 'y');
  const auto view = ViewDifference({"url", before + "1" + after, before + "2" + after, 500});
  EXPECT_EQ(view.expected, "..." + std::string(56, 'x') + "1" + std::string(39, 'y') + "...");
  EXPECT_EQ(view.caret, 59u);
}

TEST(DifferenceView, AcceptsAnOffsetPastTheEnd) {
  const auto view = ViewDifference({"url", "", "", 99});
  EXPECT_EQ(view.caret, 0u);
}

}  // namespace
}  // namespace countersign
