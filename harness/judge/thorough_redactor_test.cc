#include "judge/thorough_redactor.h"

#include <gtest/gtest.h>

#include <utility>

#include "protocol/base64.h"
#include "sigv4/digest.h"

namespace countersign {
namespace {

constexpr char kSecret[] = "live/CANARY+secretaccesskey0123456789";

ThoroughRedactor RedactorOf(const std::string& secret) {
  CredentialMessage key;
  key.secret_access_key = secret;
  return ThoroughRedactor({key}, Redactor::Signatures::kShown);
}

std::string Base64(const std::string& text) {
  std::string out;
  AppendBase64(text, out);
  return out;
}

std::string WithUrlAlphabet(std::string base64) {
  for (char& c : base64) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return base64;
}

TEST(ThoroughRedactor, FindsASecretInEverySpelling) {
  const std::string secret = "live?:CANARY>\xc3\xbf secret+access/key";
  const ThoroughRedactor redactor = RedactorOf(secret);
  const std::string encoded = "live%3F%3ACANARY%3E%C3%BF%20secret%2Baccess%2Fkey";
  for (const auto& [what, spelling] : std::vector<std::pair<std::string, std::string>>{
           {"plain", secret},
           {"other case", "LIVE?:canary>\xc3\xbf SECRET+ACCESS/KEY"},
           {"percent-encoded", encoded},
           {"percent-encoded twice",
            "live%253F%253ACANARY%253E%25C3%25BF%2520secret%252Baccess%252Fkey"},
           {"plus for a space", "live%3F%3ACANARY%3E%C3%BF+secret%2Baccess%2Fkey"},
           {"space for a plus", "live?:CANARY>\xc3\xbf secret access/key"},
           {"JSON", "live?\\u003aCANARY\\u003e\xc3\xbf secret+access\\/key"},
           {"XML", "live?:CANARY&#x3e;&#xFF; secret&#43;access&#47;key"},
           {"split", "live?:CAN\r\n ARY>\xc3\xbf secret+access/key"},
           {"base64", Base64(secret)},
           {"base64url", WithUrlAlphabet(Base64(secret))},
           {"base64 of the percent-encoded", Base64(encoded)},
           {"hexadecimal", Hex(secret)},
           {"a part", "CANARY>\xc3\xbf secret+acc"},
       }) {
    EXPECT_EQ(redactor.Apply("it was '" + spelling + "' today"), "it was '[redacted]' today")
        << what;
  }
}

TEST(ThoroughRedactor, FindsASecretInsideOfBase64) {
  const ThoroughRedactor redactor = RedactorOf(kSecret);
  for (const std::string before : {"k=", "key=", "a key="}) {
    const std::string text = redactor.Apply(Base64(before + kSecret + " and more"));
    EXPECT_NE(text.find("[redacted]"), std::string::npos) << text;
    EXPECT_LT(text.size(), 40U) << text;
  }
}

TEST(ThoroughRedactor, FindsAShortSecretAsAWhole) {
  const ThoroughRedactor redactor = RedactorOf("mini/admin");
  for (const std::string& said : {std::string("mini/admin"), std::string("MINI%2FADMIN"),
                                  Base64("mini/admin"), Hex("mini/admin")}) {
    EXPECT_EQ(redactor.Apply("as " + said), "as [redacted]");
  }
  EXPECT_EQ(redactor.Apply("mini admi"), "mini admi");
  // An ordinary word is only replaced as it is.
  EXPECT_EQ(RedactorOf("secret").Apply("Secret, secret"), "Secret, [redacted]");
}

TEST(ThoroughRedactor, LeavesOrdinaryTextAlone) {
  const std::string text =
      "100%25 &amp; \\u0041 a\r\nb &#65; bG9yZW0gaXBzdW0gZG9sb3I= X-Amz-SignedHeaders=host;range";
  EXPECT_EQ(RedactorOf(kSecret).Apply(text), text);
}

TEST(ThoroughRedactor, FindsASignatureByItsBeginning) {
  const std::string signature = Hex(Sha256("a signature"));
  ThoroughRedactor redactor = RedactorOf(kSecret);
  EXPECT_EQ(redactor.Apply(signature), signature);
  redactor.AddSignature(signature);
  EXPECT_EQ(redactor.Apply("bad " + signature + "."), "bad [redacted].");
  EXPECT_EQ(redactor.Apply("bad " + signature.substr(0, 20)), "bad [redacted]");
  EXPECT_EQ(redactor.Apply(Base64(signature)), "[redacted]");
}

TEST(ThoroughRedactor, MovesAPositionWithItsByte) {
  const ThoroughRedactor redactor = RedactorOf(kSecret);
  const std::string text = std::string("a ") + Base64(kSecret) + " b";
  std::size_t behind = text.size() - 1;
  EXPECT_EQ(redactor.Apply(text, &behind)[behind], 'b');
  std::size_t inside = 7;
  redactor.Apply(text, &inside);
  EXPECT_EQ(inside, 2U);
  std::size_t before = 1;
  redactor.Apply(text, &before);
  EXPECT_EQ(before, 1U);
  std::size_t end = text.size();
  EXPECT_EQ(redactor.Apply(text, &end).size(), end);
}

TEST(ThoroughRedactor, TellsWhetherAnotherSecretIsThere) {
  ThoroughRedactor redactor = RedactorOf(kSecret);
  EXPECT_TRUE(redactor.HoldsOther(Base64(kSecret), {}));
  EXPECT_FALSE(redactor.HoldsOther(Base64(kSecret), {kSecret}));
  EXPECT_FALSE(redactor.HoldsOther("nothing of it", {}));
  const std::string signature = Hex(Sha256("a signature"));
  redactor.AddSignature(signature);
  EXPECT_TRUE(redactor.HoldsOther(signature, {kSecret}));
}

}  // namespace
}  // namespace countersign
