#include "faults/fault.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "faults/different.h"
#include "faults/not_expressible.h"

namespace countersign {
namespace {

// The example that AWS prints, so that what is expected comes from there.
PresignMessage AwsExample() {
  PresignMessage message;
  message.now = "2013-05-24T00:00:00Z";
  message.method = "GET";
  message.scheme = "https";
  message.host = "examplebucket.s3.amazonaws.com";
  message.path = "/test.txt";
  message.payload = "UNSIGNED-PAYLOAD";
  message.expires = 86400;
  message.region = "us-east-1";
  message.service = "s3";
  message.algorithm = "AWS4-HMAC-SHA256";
  message.path_encoding = "once";
  message.credentials.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  message.credentials.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  return message;
}

constexpr std::string_view kAwsSignature =
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

std::string SignedWith(const Fault& fault, const PresignMessage& message) {
  SigningKeyCache keys;
  const Answer answer = WithFault(fault).presign(message, keys);
  const auto* ok = std::get_if<OkAnswer>(&answer);
  return ok != nullptr && ok->url ? *ok->url : "";
}

bool HasLine(const std::vector<std::string_view>& lines, std::string_view line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

TEST(Faults, HaveNamesOfTheirOwnThatShellsTakeAsTheyAre) {
  std::set<std::string_view> names;
  for (const Fault& fault : Faults()) {
    EXPECT_TRUE(names.insert(fault.name).second) << fault.name;
    EXPECT_EQ(fault.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos)
        << fault.name;
  }
}

TEST(Faults, SayInOneLineWhatIsWrongAndWhichRulesThatBreaks) {
  for (const Fault& fault : Faults()) {
    EXPECT_FALSE(fault.wrong.empty()) << fault.name;
    EXPECT_LE(fault.wrong.size(), 110U) << fault.name;
    EXPECT_EQ(fault.wrong.find('\n'), std::string_view::npos) << fault.name;
    EXPECT_FALSE(fault.rules.empty()) << fault.name;
  }
}

TEST(Faults, ReplaceAtLeastOneStep) {
  for (const Fault& fault : Faults()) {
    const bool signing = fault.signing.lines != nullptr ||
                         fault.signing.string_to_sign != nullptr ||
                         fault.signing.signature != nullptr;
    const bool presign = fault.presign.request != nullptr || fault.presign.check != nullptr ||
                         fault.presign.names != nullptr || fault.presign.unsigned_url != nullptr ||
                         fault.presign.signed_url != nullptr;
    const bool verify = fault.verify.request != nullptr || !fault.verify.steps.empty() ||
                        fault.verify.answer != nullptr;
    EXPECT_TRUE(signing || presign || verify) << fault.name;
    EXPECT_FALSE(verify && fault.side == Side::kPresign) << fault.name;
    EXPECT_FALSE(presign && fault.side == Side::kVerify) << fault.name;
  }
}

TEST(Faults, NamedAsNotExpressibleHaveReasonsAndAreNoFaults) {
  for (const NotExpressible& one : NotExpressibleFaults()) {
    EXPECT_FALSE(one.reason.empty()) << one.name;
    EXPECT_EQ(FindFault(one.name), nullptr) << one.name;
  }
}

TEST(Faults, OfTheOtherSideSignAsAwsPrints) {
  const Fault* fault = FindFault("signature-not-checked");
  ASSERT_NE(fault, nullptr);
  EXPECT_TRUE(SignedWith(*fault, AwsExample()).ends_with(kAwsSignature));
}

TEST(Faults, ReplaceOneLineOfTheCanonicalRequest) {
  const Fault* fault = FindFault("payload-hash-of-nothing");
  ASSERT_NE(fault, nullptr);
  SigningKeyCache keys;
  const Answer answer = WithFault(*fault).presign(AwsExample(), keys);
  EXPECT_EQ(std::get<OkAnswer>(answer).canonical_request,
            "GET\n/test.txt\n"
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2F"
            "us-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&"
            "X-Amz-SignedHeaders=host\n"
            "host:examplebucket.s3.amazonaws.com\n\nhost\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Faults, AreFoundByName) {
  ASSERT_NE(FindFault("path-encoded-twice"), nullptr);
  EXPECT_EQ(FindFault("path-encoded-twice")->name, "path-encoded-twice");
  EXPECT_EQ(FindFault("path-encoded-thrice"), nullptr);
}

TEST(Faults, OfSimilarNamesAreOffered) {
  EXPECT_TRUE(HasLine(SimilarFaults("path-encoded-twic"), "path-encoded-twice"));
  EXPECT_TRUE(HasLine(SimilarFaults("signature-not-cheked"), "signature-not-checked"));
  EXPECT_TRUE(HasLine(SimilarFaults("expiry-not"), "expiry-not-checked"));
  EXPECT_TRUE(SimilarFaults("zzzzzzzz").empty());
}

TEST(DifferentImplementations, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Different& different : DifferentImplementations()) {
    EXPECT_TRUE(names.insert(different.name).second) << different.name;
  }
  EXPECT_GE(names.size(), 20U);
}

}  // namespace
}  // namespace countersign
