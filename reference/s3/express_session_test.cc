#include "s3/express_session.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

constexpr char kDirectoryBucket[] = "b--usw2-az1--x-s3";

// The rule that refuses a request to the bucket; nullopt if the session allows it.
std::optional<Rule> SessionRefusing(const BucketSession& session, const char* method,
                                    const char* key, const char* query = "",
                                    std::vector<HeaderField> headers = {}) {
  const HttpRequest request{method, "https", "/", std::move(headers), {}};
  const Refusal refusal = CheckSession(session, kDirectoryBucket, request, {kDirectoryBucket, key},
                                       ParseQueryString(query));
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

TEST(ExpressSession, IsForItsBucketAlone) {
  EXPECT_EQ(SessionRefusing({kDirectoryBucket}, "GET", "key"), std::nullopt);
  EXPECT_EQ(SessionRefusing({"b--usw2-az2--x-s3"}, "GET", "key"), Rule::kSessionBucket);
  EXPECT_EQ(SessionRefusing({""}, "GET", "key"), Rule::kSessionBucket);
}

// GetObject, HeadObject, ListObjectsV2, GetObjectAttributes, ListParts, ListMultipartUploads.
TEST(ExpressSession, ReadsOnlyIfItIsReadOnly) {
  const BucketSession read_only{kDirectoryBucket, SessionMode::kReadOnly};
  EXPECT_EQ(SessionRefusing(read_only, "GET", "key"), std::nullopt);
  EXPECT_EQ(SessionRefusing(read_only, "HEAD", "key"), std::nullopt);
  EXPECT_EQ(SessionRefusing(read_only, "GET", "", "list-type=2"), std::nullopt);
  EXPECT_EQ(SessionRefusing(read_only, "GET", "key", "attributes"), std::nullopt);
  EXPECT_EQ(SessionRefusing(read_only, "GET", "key", "uploadId=u"), std::nullopt);
  EXPECT_EQ(SessionRefusing(read_only, "GET", "", "uploads"), std::nullopt);
  for (const char* method : {"PUT", "POST", "DELETE", "get"}) {
    EXPECT_EQ(SessionRefusing(read_only, method, "key"), Rule::kSessionMode) << method;
    EXPECT_EQ(SessionRefusing({kDirectoryBucket}, method, "key"), std::nullopt) << method;
  }
}

TEST(ExpressSession, IsNotForOperationsThatNeedThePrincipalsKey) {
  EXPECT_EQ(SessionRefusing({kDirectoryBucket}, "HEAD", ""), std::nullopt);
  EXPECT_EQ(SessionRefusing({kDirectoryBucket}, "GET", "", "session"), Rule::kIamOperation);
  EXPECT_EQ(SessionRefusing({kDirectoryBucket}, "GET", "key", "session"), std::nullopt);
  const std::vector<HeaderField> copy = {{"X-Amz-Copy-Source", "/b/other"}};
  EXPECT_EQ(SessionRefusing({kDirectoryBucket}, "PUT", "key", "", copy), Rule::kIamOperation);
  EXPECT_EQ(SessionRefusing({kDirectoryBucket}, "PUT", "key", "partNumber=1&uploadId=u", copy),
            std::nullopt);
}

}  // namespace
}  // namespace countersign
