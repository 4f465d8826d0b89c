#include "sigv4/sigv4a_signature.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace countersign {
namespace {

constexpr AccessKeyPair kKey{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};
constexpr std::string_view kToSign =
    "AWS4-ECDSA-P256-SHA256\n"
    "20150830T123600Z\n"
    "20150830/service/aws4_request\n"
    "890c4ed28c1a1ac10b5862719b537afbe392e987dc1aab1efa16fe7de41d3c81";
// get-vanilla of AWS's suite.
constexpr std::string_view kTheirs =
    "3045022100b3246f8e1442dd58e73292ae1294720c3256ee58f6cea50f3a3f83b4a4b0331a0220329693f7745c9008"
    "a5887c0529ceccb0fae4e16d707b712ea66acdbaf963769a";

std::string UpperCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

TEST(SigV4ASignature, IsAlwaysTheSameForTheSameText) {
  const std::string ours = SigV4ASignatureOf(kKey, kToSign);
  EXPECT_EQ(SigV4ASignatureOf(kKey, kToSign), ours);
  EXPECT_NE(ours, kTheirs);
  EXPECT_TRUE(SigV4ASignatureMatches(kKey, kToSign, ours));
}

TEST(SigV4ASignature, MatchesIfThePublicKeyVerifiesIt) {
  EXPECT_TRUE(SigV4ASignatureMatches(kKey, kToSign, kTheirs));
  EXPECT_FALSE(SigV4ASignatureMatches(kKey, "something else", kTheirs));
  EXPECT_FALSE(SigV4ASignatureMatches({"AKIDEXAMPLF", kKey.secret_access_key}, kToSign, kTheirs));
  EXPECT_FALSE(SigV4ASignatureMatches({kKey.access_key_id, "another"}, kToSign, kTheirs));
}

TEST(SigV4ASignature, MayHaveUpperCaseDigits) {
  EXPECT_TRUE(SigV4ASignatureMatches(kKey, kToSign, UpperCase(std::string(kTheirs))));
}

TEST(SigV4ASignature, MatchesNothingThatIsNoHexOfDer) {
  const std::string theirs(kTheirs);
  for (const std::string& signature :
       {std::string(), std::string("zz"), theirs.substr(0, theirs.size() - 1), theirs + "00",
        " " + theirs.substr(1), theirs + "*", std::string(64, 'a'), std::string(128, 'a'),
        std::string(144, '0'), std::string(1'000'000, '3')}) {
    EXPECT_FALSE(SigV4ASignatureMatches(kKey, kToSign, signature)) << signature.substr(0, 200);
  }
}

}  // namespace
}  // namespace countersign
