#include "sigv4/digest.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

TEST(Digest, HashesThePublishedCanonicalRequest) {
  EXPECT_EQ(Hex(Sha256(example::kCanonicalRequest)), example::kCanonicalRequestSha256);
}

TEST(Digest, ComputesTheExamplesOfTheStandard) {
  // FIPS 180-2, appendix B; AWS's documents have the hash of the empty text.
  EXPECT_EQ(Hex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Hex(Sha256(std::string(1000000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

struct HmacExample {
  std::string key;
  std::string message;
  std::string_view digest;
};

// RFC 4231, test cases 1, 2, 3, 6 and 7; the last two have keys longer than a block.
const HmacExample kHmacExamples[] = {
    {std::string(20, '\x0b'), "Hi There",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"Jefe", "what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {std::string(20, '\xaa'), std::string(50, '\xdd'),
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {std::string(131, '\xaa'),
     "This is a test using a larger than block-size key and a larger than block-size data. The key "
     "needs to be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

TEST(Digest, ComputesTheHmacsOfRfc4231) {
  for (const HmacExample& e : kHmacExamples) {
    EXPECT_EQ(Hex(HmacSha256(e.key, e.message)), e.digest);
  }
}

TEST(Digest, ComparesWholeTexts) {
  EXPECT_TRUE(ConstantTimeEquals("", ""));
  EXPECT_TRUE(ConstantTimeEquals("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "Abc"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "ab"));
  EXPECT_FALSE(ConstantTimeEquals("", "a"));
}

TEST(Digest, WipesASecret) {
  Digest digest = Sha256("");
  Wipe(digest);
  EXPECT_EQ(digest, Digest{});
  std::string text = "secret";
  Wipe(text);
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace countersign
