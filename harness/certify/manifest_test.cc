#include "certify/manifest.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "certify/ed25519.h"
#include "sigv4/digest.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

class ProductFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::create_directories(folder_);
    std::ofstream(folder_ / "mine.py") << "# mine\n";
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::variant<Product, LoadErrors> Read(const std::string& rest) {
    const fs::path path = folder_ / "product.json";
    std::ofstream(path) << R"({"format":1,"vendor":"Acme","product":"SDK","version":"1")" << rest
                        << "}";
    return ReadProduct(path.string());
  }
  // The first error of a product that must be refused.
  std::string Error(const std::string& rest) {
    const auto read = Read(rest);
    const auto* errors = std::get_if<LoadErrors>(&read);
    if (errors == nullptr) return "it was read";
    return errors->front().pointer + ": " + errors->front().expected;
  }

  fs::path folder_;
};

TEST_F(ProductFile, NamesFilesByTheirDigest) {
  const auto read = Read(R"(,"files":["mine.py"])");
  ASSERT_TRUE(std::holds_alternative<Product>(read));
  const Product& product = std::get<Product>(read);
  ASSERT_EQ(product.artefacts.size(), 1U);
  EXPECT_EQ(product.artefacts[0], (Artefact{"mine.py", Hex(Sha256("# mine\n")), false}));
}

TEST_F(ProductFile, MarksWhatTheVendorDeclares) {
  const auto read =
      Read(R"(,"declared":[{"name":"image","sha256":")" + std::string(64, '0') + "\"}]");
  ASSERT_TRUE(std::holds_alternative<Product>(read));
  EXPECT_TRUE(std::get<Product>(read).artefacts.at(0).is_declared);
}

TEST_F(ProductFile, IsRefusedWithItsPlace) {
  EXPECT_EQ(Error(R"(,"files":["absent.py"])").substr(0, 10), "/files/0: ");
  EXPECT_EQ(Error(R"(,"files":["."])").substr(0, 10), "/files/0: ");
  EXPECT_EQ(Error(R"(,"files":["mine.py","mine.py"])").substr(0, 10), "/files/1: ");
  EXPECT_EQ(Error(",\"link\":\"javascript:1\""), "/link: expected https://…");
  EXPECT_EQ(Error(R"(,"declared":[{"name":"x","sha256":"0"}])").substr(0, 20),
            "/declared/0/sha256: ");
  EXPECT_EQ(Error(R"(,"unknown":1)").substr(0, 9), "/unknown:");
}

TEST(Ed25519, SignsWhatItsPublicKeyVerifies) {
  const Ed25519Key key = MakeEd25519Key();
  const std::string signature = SignEd25519(key, "message");
  EXPECT_TRUE(VerifyEd25519(key.public_pem, "message", signature));
  EXPECT_FALSE(VerifyEd25519(key.public_pem, "massage", signature));
  EXPECT_FALSE(VerifyEd25519(MakeEd25519Key().public_pem, "message", signature));
  EXPECT_FALSE(VerifyEd25519(key.public_pem, "message", ""));
  EXPECT_FALSE(VerifyEd25519("no key", "message", signature));
}

TEST(Ed25519, ReadsItsOwnKeysAndTellsThemApart) {
  const Ed25519Key key = MakeEd25519Key();
  EXPECT_EQ(std::get<Ed25519Key>(ReadEd25519Key(key.private_pem)).public_pem, key.public_pem);
  EXPECT_EQ(std::get<PublicPem>(ReadPublicPem(key.public_pem)).pem, key.public_pem);
  EXPECT_EQ(std::get<std::string>(ReadEd25519Key(key.public_pem)),
            "is a public key, expected the private one");
  EXPECT_EQ(std::get<std::string>(ReadPublicPem(key.private_pem)),
            "is a private key, expected the public one");
  EXPECT_TRUE(std::holds_alternative<std::string>(ReadPublicPem("")));
  EXPECT_EQ(KeyIdOf(key.public_pem).size(), 64U);
  EXPECT_EQ(KeyIdOf("no key"), "");
}

}  // namespace
}  // namespace countersign
