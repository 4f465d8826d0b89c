#include "judge/told_headers.h"

#include <gtest/gtest.h>

#include "judge/sample_case_test.h"

namespace countersign {
namespace {

PresignMessage AskedWithTwoHeaders() {
  PresignMessage asked = PublishedPresign();
  asked.headers = {{"Content-Type", "text/plain"}, {"X-Amz-Meta-A", "1"}, {"x-amz-meta-a", " 2 "}};
  return asked;
}

// What is wrong with telling `told` beside a sound URL for `asked`.
std::vector<std::string> Complaints(const PresignMessage& asked, const std::string& text,
                                    const std::vector<NameValue>& told) {
  const auto read = ReadSignedUrl(text);
  std::vector<Finding> findings;
  CheckToldHeaders(std::get<SignedUrl>(read), asked, told, findings);
  std::vector<std::string> complaints;
  for (const Finding& finding : findings) complaints.push_back(finding.text);
  return complaints;
}

std::vector<std::string> Complaints(const std::vector<NameValue>& told) {
  const PresignMessage asked = AskedWithTwoHeaders();
  return Complaints(asked, SignedUrlFor(asked), told);
}

using Texts = std::vector<std::string>;

TEST(ToldHeaders, PassesWhatWasAskedAndSigned) {
  EXPECT_EQ(Complaints(AskedWithTwoHeaders().headers), Texts());
  EXPECT_EQ(Complaints({{"x-amz-meta-a", "1,2"},
                        {"content-type", "text/plain"},
                        {"host", "examplebucket.s3.amazonaws.com:443"}}),
            Texts());
}

TEST(ToldHeaders, FailsAHeaderThatIsNotSigned) {
  std::vector<NameValue> told = AskedWithTwoHeaders().headers;
  told.emplace_back("Content-MD5", "x");
  EXPECT_EQ(Complaints(told),
            Texts{"The header \"content-md5\" is among those that the answer tells its user to "
                  "send, and is not signed."});
}

TEST(ToldHeaders, FailsASignedHeaderThatIsNotTold) {
  EXPECT_EQ(Complaints({{"content-type", "text/plain"}}),
            Texts{"The header \"x-amz-meta-a\" is signed, and the answer does not tell its user to "
                  "send it."});
}

TEST(ToldHeaders, FailsAnotherValue) {
  EXPECT_EQ(Complaints({{"content-type", "text/html"}, {"x-amz-meta-a", "1"}}),
            (Texts{"The header \"content-type\" is told as \"text/html\", \"text/plain\" was "
                   "asked.",
                   "The header \"x-amz-meta-a\" is told as \"1\", \"1,2\" was asked."}));
}

TEST(ToldHeaders, FailsAnotherHost) {
  PresignMessage asked = PublishedPresign();
  EXPECT_EQ(Complaints(asked, SignedUrlFor(asked), {{"Host", "s3.amazonaws.com"}}),
            Texts{"The answer tells its user to send the Host s3.amazonaws.com; the URL's is "
                  "examplebucket.s3.amazonaws.com."});
}

TEST(ToldHeaders, NeedsNoHeaderThatMovedIntoTheQuery) {
  PresignMessage asked = PublishedPresign();
  asked.headers = {{"x-amz-acl", "private"}};
  PresignMessage moved = PublishedPresign();
  moved.query = {{"x-amz-acl", "private"}};
  EXPECT_EQ(Complaints(asked, SignedUrlFor(moved), {}), Texts());
  EXPECT_EQ(Complaints(asked, SignedUrlFor(moved), asked.headers).size(), 1U);
}

}  // namespace
}  // namespace countersign
