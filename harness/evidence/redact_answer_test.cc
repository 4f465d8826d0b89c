#include "evidence/redact_answer.h"

#include <gtest/gtest.h>

#include "evidence/sample_evidence_test.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

const std::string kSignature = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0";
const std::string kToken = "IQoJb3JpZ2luX2VjE/of+the==token/EXAMPLE" + std::string(40, 'T') + "end";
const std::string kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

EndpointCredentials Keys() {
  EndpointCredentials keys;
  keys.primary.access_key_id = "AKIALIVEEXAMPLE";
  keys.primary.secret_access_key = kSecret;
  keys.temporary = keys.primary;
  keys.temporary->access_key_id = "ASIALIVEEXAMPLE";
  keys.temporary->session_token = kToken;
  return keys;
}

std::string RedactedTarget(const std::string& target) {
  RecordedAnswer recorded;
  recorded.target = target;
  EvidenceRedactor(Keys()).Apply(recorded, kSignature);
  return recorded.target;
}

std::string RedactedMessage(const std::string& message) {
  RecordedAnswer recorded;
  recorded.message = message;
  EvidenceRedactor(Keys()).Apply(recorded, kSignature);
  return *recorded.message;
}

TEST(EvidenceRedactor, HidesSignaturesTokensAndIdsInTheTarget) {
  EXPECT_EQ(RedactedTarget("/a?X-Amz-Credential=AKIALIVEEXAMPLE%2F1&X-Amz-Security-Token=" +
                           UriEncode(kToken, Slash::kEncode) + "&X-Amz-Signature=" + kSignature),
            "/a?X-Amz-Credential=[access-key-id]%2F1&X-Amz-Security-Token=[redacted]"
            "&X-Amz-Signature=[redacted]");
}

// A signature with one digit changed tells the right one to anybody who tries sixteen digits.
TEST(EvidenceRedactor, HidesWrongSignaturesAndOddlyWrittenNames) {
  for (const char* target :
       {"/?X-Amz-Signature=1", "/?x-amz-signature=1", "/?X%2DAmz%2DSignature=1", "/?Signature=1",
        "/?amp;X-Amz-Signature=1", "/?a=b&X-Amz-Security-Token=1", "/?Authorization=1"}) {
    const std::string hidden = RedactedTarget(target);
    EXPECT_TRUE(hidden.ends_with("=[redacted]")) << hidden;
  }
  EXPECT_EQ(RedactedTarget("/?X-Amz-Signature=&b"), "/?X-Amz-Signature=&b");
  EXPECT_EQ(RedactedTarget("/?X-Amz-Signature"), "/?X-Amz-Signature");
  EXPECT_EQ(RedactedTarget("/a%3FX-Amz-Signature%3D" + kSignature),
            "/a%3FX-Amz-Signature%3D[redacted]");
  EXPECT_EQ(RedactedTarget("/a?b=1%26X-Amz-Signature=00%26c"),
            "/a?b=1%26X-Amz-Signature=[redacted]%26c");
}

TEST(EvidenceRedactor, KeepsWhatACaseIsAbout) {
  const std::string target = "/key/../a%2Fb?X-Amz-Expires=60&response-content-type=text%2Fplain&x";
  EXPECT_EQ(RedactedTarget(target), target);
  RecordedAnswer recorded;
  recorded.request_headers = {{"x-amz-content-sha256", std::string(64, 'a')},
                              {"Range", "bytes=0-1"}};
  const auto before = recorded.request_headers;
  EvidenceRedactor(Keys()).Apply(recorded, kSignature);
  EXPECT_EQ(recorded.request_headers, before);
}

TEST(EvidenceRedactor, HidesHeadersThatAuthenticate) {
  RecordedAnswer recorded;
  recorded.request_headers = {{"AUTHORIZATION", "AWS4-HMAC-SHA256 x"},
                              {"x-amz-security-token", "short"},
                              {"authorization", ""}};
  EvidenceRedactor(Keys()).Apply(recorded, kSignature);
  EXPECT_EQ(recorded.request_headers[0].second, "[redacted]");
  EXPECT_EQ(recorded.request_headers[1].second, "[redacted]");
  EXPECT_EQ(recorded.request_headers[2].second, "");
}

TEST(EvidenceRedactor, HidesWhatAHostileServerRepeats) {
  std::string upper = kSignature;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const std::string twice = UriEncode(UriEncode(kToken, Slash::kEncode), Slash::kEncode);
  for (const std::string& echo :
       {"it was " + kSignature, "it was " + upper, "it was " + kSignature.substr(3, 20),
        "it was " + kToken, "it was " + UriEncode(kToken, Slash::kEncode), "it was " + twice,
        "it was " + kToken.substr(5, 20), "key " + kSecret, "key " + kSecret.substr(10, 15),
        "GET /a?X-Amz-Signature=" + kSignature + "&a", "Signature: " + std::string(20, 'c') + " x",
        "x%26X-Amz-Signature%3D" + std::string(20, 'c') + "%26y",
        "X-AMZ-SECURITY-TOKEN=" + std::string(20, 'c'), "it was " + std::string(64, 'b')}) {
    const std::string hidden = RedactedMessage(echo);
    EXPECT_NE(hidden.find("[redacted]"), std::string::npos) << hidden;
    for (const std::string& secret :
         {kSignature, upper, kToken, twice, kSecret, std::string(20, 'c')}) {
      for (std::size_t at = 0; at + 12 <= secret.size(); ++at) {
        EXPECT_EQ(hidden.find(secret.substr(at, 12)), std::string::npos) << hidden;
      }
    }
  }
}

TEST(EvidenceRedactor, HidesTheAccount) {
  EXPECT_EQ(RedactedMessage("User: arn:aws:iam::123456789012:user/me is not authorized"),
            "User: arn:aws:iam::[account]:user/me is not authorized");
  EXPECT_EQ(RedactedMessage("The AWS Access Key Id AKIALIVEEXAMPLE does not exist"),
            "The AWS Access Key Id [access-key-id] does not exist");
  EXPECT_EQ(RedactedMessage("20130524T000000Z 2013052400000012"),
            "20130524T000000Z 2013052400000012");
}

TEST(EvidenceRedactor, HidesTheSameInTheAnswersHeadersAndCodes) {
  RecordedAnswer recorded;
  recorded.headers = {{"location", "https://a/?X-Amz-Signature=" + kSignature}};
  recorded.answer.code = kToken;
  recorded.with_wrong_signature = StatusAndCode{403, kToken};
  EvidenceRedactor(Keys()).Apply(recorded, kSignature);
  EXPECT_EQ(recorded.headers[0].second, "https://a/?X-Amz-Signature=[redacted]");
  EXPECT_EQ(recorded.answer.code, "[redacted]");
  EXPECT_EQ(recorded.with_wrong_signature->code, "[redacted]");
}

TEST(EvidenceRedactor, CutsALongMessageBetweenCharacters) {
  std::string text = "x";
  for (int i = 0; i < 100'000; ++i) text += "ä";
  const std::string cut = RedactedMessage(text);
  EXPECT_LT(cut.size(), 1010u);
  EXPECT_TRUE(cut.ends_with("ä…"));
}

}  // namespace
}  // namespace countersign
