#include "judge/derive.h"

#include <gtest/gtest.h>

#include "judge/sample_case_test.h"

namespace countersign {
namespace {

const Stages kPublishedStages{kPublishedCanonicalRequest, kPublishedStringToSign,
                              kPublishedSignature};

TEST(DeriveStages, ComputesThePublishedExampleInBothDirections) {
  EXPECT_EQ(DeriveStages(PresignCase()), kPublishedStages);
  EXPECT_EQ(DeriveStages(VerifyCase({})), kPublishedStages);
}

TEST(DeriveStages, LaysWhatWasSignedOverWhatIsSent) {
  Case c = VerifyCase({});
  auto& message = std::get<VerifyMessage>(c.request);
  message.request.method = "PUT";
  c.signed_as.emplace().method = "GET";
  EXPECT_EQ(DeriveStages(c), kPublishedStages);

  message = PublishedVerify();
  message.request.target += "&added=1";
  c.signed_as = Signed{};
  c.signed_as->target = kPublishedTarget.substr(0, kPublishedTarget.find("&X-Amz-Signature"));
  EXPECT_EQ(DeriveStages(c), kPublishedStages);

  message = PublishedVerify();
  message.request.headers = {{"Host", "other.s3.amazonaws.com"}};
  c.signed_as = Signed{};
  c.signed_as->headers.emplace() = {{"Host", "examplebucket.s3.amazonaws.com"}};
  EXPECT_EQ(DeriveStages(c), kPublishedStages);

  message = PublishedVerify();
  message.credentials[0].secret_access_key = "another";
  c.signed_as = Signed{};
  c.signed_as->secret_access_key = kPublishedSecret;
  EXPECT_EQ(DeriveStages(c), kPublishedStages);
}

TEST(DeriveStages, ReplacesThePayloadLine) {
  Case c = VerifyCase({});
  c.signed_as.emplace().payload = std::string(64, 'a');
  const std::string request = DeriveStages(c).canonical_request;
  EXPECT_EQ(request.substr(request.size() - 65), "\n" + std::string(64, 'a'));
}

TEST(DeriveStages, IsEmptyWhereThereIsNothingToSign) {
  PresignMessage too_long = PublishedPresign();
  too_long.expires = 604801;
  EXPECT_EQ(DeriveStages(PresignCase(too_long)), Stages{});
  Case unsigned_request = VerifyCase({});
  std::get<VerifyMessage>(unsigned_request.request).request.target = "/test.txt";
  EXPECT_EQ(DeriveStages(unsigned_request), Stages{});
  Case unknown_key = VerifyCase({});
  std::get<VerifyMessage>(unknown_key.request).credentials.clear();
  EXPECT_EQ(DeriveStages(unknown_key), Stages{});
}

Suite FamilyOfTwo() {
  Suite suite;
  const std::string unsigned_target =
      kPublishedTarget.substr(0, kPublishedTarget.size() - kPublishedSignature.size());
  for (const char* id : {"verify/family/a", "verify/family/b"}) {
    Case c = VerifyCase({});
    c.id = id;
    std::get<VerifyMessage>(c.request).request.target = unsigned_target + "${signature}";
    suite.cases.push_back(c);
  }
  return suite;
}

TEST(FillSignatures, PutsTheSignatureWhereItsPlaceIs) {
  Suite suite = FamilyOfTwo();
  EXPECT_EQ(FillSignatures(suite), std::nullopt);
  EXPECT_EQ(std::get<VerifyMessage>(suite.cases[1].request).request.target, kPublishedTarget);
}

TEST(FillSignatures, NamesTheMemberThatHasNone) {
  Suite suite = FamilyOfTwo();
  suite.cases[1].file = "verify/family.json";
  std::get<VerifyMessage>(suite.cases[1].request).credentials.clear();
  const auto error = FillSignatures(suite);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->rfind("verify/family.json: verify/family/b: ", 0), 0u) << *error;
}

// printf 'verify/family/a %s\nverify/family/b %s\n' aeeed9bb… aeeed9bb… | sha256sum
TEST(DigestOfFamily, IsTheHashOfItsMembersLines) {
  const Suite suite = FamilyOfTwo();
  EXPECT_EQ(DigestOfFamily({"verify/family", "", {"verify/family/a", "verify/family/b"}}, suite),
            "b4d9136f8a98ca9a5726bcf19fdcda7f6e79e4917d85d65d8db04fd1b20d1bf3");
  EXPECT_EQ(DigestOfFamily({"verify/family", "", {"verify/family/c"}}, suite), "");
}

}  // namespace
}  // namespace countersign
