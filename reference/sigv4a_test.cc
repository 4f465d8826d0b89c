// SigV4A from Presign to Verify, as S3 does it: what is accepted, and each fault by its rule.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "presign.h"
#include "sigv4/sigv4a_signature.h"
#include "verify.h"

namespace countersign {
namespace {

PresignRequest Asked() {
  PresignRequest request;
  request.now = *ParseAmzDate("20130524T000000Z");
  request.method = "GET";
  request.scheme = "https";
  request.host = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
  request.path = "/test.txt";
  request.payload = "UNSIGNED-PAYLOAD";
  request.expires = 86400;
  request.region_set = {"us-east-1", "eu-*"};
  request.service = "s3";
  request.algorithm = "AWS4-ECDSA-P256-SHA256";
  request.credentials.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  request.credentials.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  return request;
}

// Sending is a URL in use, and the verifier that receives it.
struct Sending {
  PresignRequest asked = Asked();
  std::string region = "eu-west-1";
  std::string service = "s3";
  // Changes the target after it was signed.
  void Replace(std::string_view what, std::string_view by) {
    replacements.push_back({std::string(what), std::string(by)});
  }
  std::vector<std::pair<std::string, std::string>> replacements = {};

  std::optional<Rule> Refusing() const {
    const Result<PresignedUrl> presigned = Presign(asked);
    EXPECT_TRUE(presigned.ok());
    std::string target = presigned.value().url.substr(presigned.value().url.find('/', 8));
    for (const auto& [what, by] : replacements) {
      const std::size_t at = target.find(what);
      EXPECT_NE(at, std::string::npos) << what;
      target.replace(at, what.size(), by);
    }
    HttpRequest request{"GET", "https", target, {{"Host", asked.host}}, std::nullopt};
    VerifyContext context;
    context.now = asked.now;
    context.service = service;
    context.region = region;
    context.credentials = {&asked.credentials, 1};
    const Result<Accepted> answer = Verify(request, context);
    if (answer.ok()) return std::nullopt;
    return answer.rejection().rule;
  }
};

TEST(SigV4A, WritesNoRegionIntoTheCredentialAndAllIntoTheSet) {
  const std::string url = Presign(Asked()).value().url;
  EXPECT_NE(url.find("X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential="
                     "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fs3%2Faws4_request&X-Amz-Date="),
            std::string::npos)
      << url;
  EXPECT_NE(url.find("&X-Amz-Region-Set=us-east-1%2Ceu-%2A&"), std::string::npos) << url;
}

TEST(SigV4A, IsAcceptedInEachRegionOfTheSet) {
  for (const char* region : {"us-east-1", "eu-west-1", "eu-south-2"}) {
    Sending sending;
    sending.region = region;
    EXPECT_EQ(sending.Refusing(), std::nullopt) << region;
  }
}

TEST(SigV4A, IsAcceptedWithASessionToken) {
  Sending sending;
  sending.asked.credentials.session_token = "token+/=";
  EXPECT_EQ(sending.Refusing(), std::nullopt);
}

struct Fault {
  Rule rule;
  std::function<void(Sending&)> plant;
};
const Fault kFaultsOfSigV4A[] = {
    {Rule::kSigV4AUnsupported, [](Sending& s) { s.service = "s3express"; }},
    {Rule::kCredentialFourParts,
     [](Sending& s) { s.Replace("20130524%2Fs3%2F", "20130524%2Feu-west-1%2Fs3%2F"); }},
    {Rule::kService, [](Sending& s) { s.Replace("%2Fs3%2F", "%2Fs4%2F"); }},
    {Rule::kExpired,
     [](Sending& s) {
       s.Replace("X-Amz-Date=2013", "X-Amz-Date=2012"), s.Replace("F20130524", "F20120524");
     }},
    {Rule::kRegionSetRequired, [](Sending& s) { s.Replace("&X-Amz-Region-Set=", "&Region-Set="); }},
    {Rule::kRegionSetRequired,
     [](Sending& s) { s.Replace("X-Amz-Region-Set=us-east-1%2Ceu-%2A", "X-Amz-Region-Set="); }},
    {Rule::kRegionSetMismatch, [](Sending& s) { s.region = "us-west-2"; }},
    {Rule::kUnknownKey, [](Sending& s) { s.Replace("AKIAIOSFODNN7EXAMPLE", "AKIAOTHER"); }},
    {Rule::kSignature, [](Sending& s) { s.Replace("us-east-1%2Ceu-%2A", "%2A"); }},
    {Rule::kSignature, [](Sending& s) { s.Replace("us-east-1%2Ceu-%2A", "eu-%2A%2Cus-east-1"); }},
    {Rule::kSignature, [](Sending& s) { s.Replace("/test.txt", "/other.txt"); }},
    {Rule::kSignature, [](Sending& s) { s.Replace("X-Amz-Signature=30", "X-Amz-Signature=31"); }},
};

TEST(SigV4A, IsRefusedByTheRuleOfItsFault) {
  for (const Fault& fault : kFaultsOfSigV4A) {
    Sending sending;
    fault.plant(sending);
    EXPECT_EQ(sending.Refusing(), fault.rule) << RuleId(fault.rule);
  }
}

// The region set is spelled otherwise and says the same: decoding makes them one.
TEST(SigV4A, MayHaveARawCommaAndARawStar) {
  Sending sending;
  sending.Replace("us-east-1%2Ceu-%2A", "us-east-1,eu-*");
  EXPECT_EQ(sending.Refusing(), std::nullopt);
}

TEST(SigV4A, IsNotTheKeyOfSigV4) {
  Sending sending;
  const PresignedUrl presigned = Presign(sending.asked).value();
  sending.Replace(presigned.derivation.signature, std::string(64, 'a'));
  EXPECT_EQ(sending.Refusing(), Rule::kSignature);
}

}  // namespace
}  // namespace countersign
