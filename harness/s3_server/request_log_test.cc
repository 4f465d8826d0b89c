#include "s3_server/request_log.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

std::string LineOf(std::string target, std::string reason = "") {
  return LogLine({"2013-05-24T00:00:00Z", "GET", std::move(target), 403, "AccessDenied",
                  "window/expired", std::move(reason)});
}

TEST(RequestLog, HasTimeMethodTargetStatusCodeRuleAndReason) {
  EXPECT_EQ(LineOf("/b/k", "Request has expired: valid until noon"),
            "2013-05-24T00:00:00Z GET /b/k 403 AccessDenied window/expired "
            "Request has expired: valid until noon");
}
TEST(RequestLog, WritesADashForAnEmptyField) {
  EXPECT_EQ(LogLine({"", "", "", 400, "", "", ""}), "- - - 400 - - -");
}
TEST(RequestLog, RedactsSignaturesAndTokensInAnySpelling) {
  const std::string line = LineOf(
      "/b/k?X-Amz-Date=1&X-Amz-Signature=sssss&x-amz-security-token=sssss&X-Amz-S3session%2DToken="
      "sssss&Signature=sssss&X-Amz-Expires=5");
  EXPECT_EQ(line.find("sssss"), std::string::npos) << line;
  EXPECT_NE(line.find("?X-Amz-Date=1&X-Amz-Signature=[redacted]&"), std::string::npos) << line;
  EXPECT_NE(line.find("&X-Amz-Expires=5 403"), std::string::npos) << line;
}
TEST(RequestLog, EscapesControlCharacters) {
  EXPECT_EQ(LineOf("/\xFF", "key A\r\nB\x1B[2J"),
            "2013-05-24T00:00:00Z GET /\\xff 403 AccessDenied window/expired "
            "key A\\x0d\\x0aB\\x1b[2J");
}

}  // namespace
}  // namespace countersign
