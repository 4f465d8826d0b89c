#include "live_server/cannot_ask.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace countersign {
namespace {

TEST(CannotAsk, ListsEachReasonOnceInOrderWithWhatToDo) {
  std::set<std::string_view> reasons;
  int next = 0;
  for (const CannotAskEntry& entry : CannotAskEntries()) {
    EXPECT_EQ(static_cast<int>(entry.why), next++) << entry.reason;
    EXPECT_TRUE(reasons.insert(entry.reason).second) << entry.reason << " is listed twice";
    EXPECT_FALSE(entry.what_to_do.empty()) << entry.reason;
  }
}

TEST(CannotAsk, SaysWhyAndWhatToDo) {
  EXPECT_EQ(ReasonOf(CannotAsk::kNoTemporaryKey),
            "the credentials file has no \"temporary\": add a key with its session_token as "
            "\"temporary\"");
  EXPECT_NE(ReasonOf(CannotAsk::kCertainDay).find("--clock-file"), std::string::npos);
}

}  // namespace
}  // namespace countersign
