#include "mutants/mutant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "judge/sample_case_test.h"
#include "mutants/correct_variants.h"
#include "mutants/not_expressible.h"

namespace countersign {
namespace {

std::string SignedWith(const Mutant& mutant, const PresignMessage& message) {
  const Answer answer = WithMutant(mutant).presign(message);
  const auto* ok = std::get_if<OkAnswer>(&answer);
  return ok != nullptr && ok->url ? *ok->url : "";
}

bool Has(const std::vector<std::string_view>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

TEST(Mutants, HaveUniqueNamesThatNeedNoQuotesInAShell) {
  std::set<std::string_view> names;
  for (const Mutant& mutant : Mutants()) {
    EXPECT_TRUE(names.insert(mutant.name).second) << mutant.name;
    EXPECT_EQ(mutant.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos)
        << mutant.name;
  }
}

TEST(Mutants, NameTheMistakeInOneLineAndTheRulesThatItBreaks) {
  for (const Mutant& mutant : Mutants()) {
    EXPECT_FALSE(mutant.mistake.empty()) << mutant.name;
    EXPECT_LE(mutant.mistake.size(), 110U) << mutant.name;
    EXPECT_EQ(mutant.mistake.find('\n'), std::string_view::npos) << mutant.name;
    EXPECT_FALSE(mutant.rules.empty()) << mutant.name;
  }
}

TEST(Mutants, ReplaceAtLeastOneStep) {
  for (const Mutant& mutant : Mutants()) {
    const bool signing = ChangesSigning(mutant.signing);
    const bool presign = ChangesPresigning(mutant.presign);
    const bool verify = ChangesVerifying(mutant.verify);
    EXPECT_TRUE(signing || presign || verify) << mutant.name;
    EXPECT_FALSE(verify && SideOf(mutant) == Side::kPresign) << mutant.name;
    EXPECT_FALSE(presign && SideOf(mutant) == Side::kVerify) << mutant.name;
    EXPECT_TRUE(signing || !mutant.side) << mutant.name << " sets .side, which its steps tell";
  }
}

TEST(NotExpressible, HasReasonsAndNamesNoMutant) {
  for (const NotExpressible& one : NotExpressibleMutants()) {
    EXPECT_FALSE(one.reason.empty()) << one.name;
    EXPECT_EQ(FindMutant(one.name), nullptr) << one.name;
  }
}

TEST(Mutants, OfTheOtherSideSignAsAwsPrints) {
  const Mutant* mutant = FindMutant("signature-not-checked");
  ASSERT_NE(mutant, nullptr);
  EXPECT_TRUE(SignedWith(*mutant, PublishedPresign()).ends_with(kPublishedSignature));
}

TEST(Mutants, ReplaceOneLineOfTheCanonicalRequest) {
  const Mutant* mutant = FindMutant("payload-hash-of-nothing");
  ASSERT_NE(mutant, nullptr);
  const Answer answer = WithMutant(*mutant).presign(PublishedPresign());
  EXPECT_EQ(std::get<OkAnswer>(answer).canonical_request,
            "GET\n/test.txt\n"
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2F"
            "us-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&"
            "X-Amz-SignedHeaders=host\n"
            "host:examplebucket.s3.amazonaws.com\n\nhost\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// diagnose/search.cc tries pairs: the second mutant gets whatever lines the first one leaves.
TEST(Mutants, OfSigningAcceptAnyLines) {
  std::vector<const Mutant*> mutants;
  for (const Mutant& mutant : Mutants()) {
    if (ChangesSigning(mutant.signing)) mutants.push_back(&mutant);
  }
  const QueryString query = ParseQueryString("X-Amz-Date=20130524T000000Z&a=%2F");
  const std::vector<HeaderField> headers = {{"Host", "s3.amazonaws.com:443"}, {"x-amz-meta-a", ""}};
  const std::vector<std::string_view> names = {"host", "x-amz-meta-a"};
  const std::vector<std::string_view> host = {"host"};
  const QueryString no_query;
  const CanonicalRequestParts requests[] = {
      {"GET", "/a%20b", query, names, headers, "UNSIGNED-PAYLOAD"},
      {"GET", "", query, host, headers, "UNSIGNED-PAYLOAD"},
      {"", "", no_query, {}, {}, ""},
  };
  for (const Mutant* first : mutants) {
    for (const Mutant* second : mutants) {
      const DeriveStep derive = MutatedDerive({&first->signing, &second->signing});
      for (const CanonicalRequestParts& parts : requests) {
        EXPECT_NO_THROW(
            derive(parts, "20130524T000000Z", {"20130524", "us-east-1", "s3"}, {"id", "secret"}))
            << first->name << " and " << second->name;
      }
    }
  }
  for (const Mutant* mutant : mutants) {
    const DeriveStep derive = MutatedDerive({&mutant->signing});
    const CredentialScope scope{"20130524", "", "s3", SigningAlgorithm::kEcdsaP256Sha256};
    EXPECT_NO_THROW(derive(requests[0], "20130524T000000Z", scope, {"id", "secret"}))
        << mutant->name;
  }
}

TEST(Mutants, AreFoundByName) {
  ASSERT_NE(FindMutant("path-encoded-twice"), nullptr);
  EXPECT_EQ(FindMutant("path-encoded-twice")->name, "path-encoded-twice");
  EXPECT_EQ(FindMutant("path-encoded-thrice"), nullptr);
}

TEST(SimilarMutants, FindsNamesThatAreNearlyTheSame) {
  EXPECT_TRUE(Has(SimilarMutants("path-encoded-twic"), "path-encoded-twice"));
  EXPECT_TRUE(Has(SimilarMutants("signature-not-cheked"), "signature-not-checked"));
  EXPECT_TRUE(Has(SimilarMutants("expiry-not"), "expiry-not-checked"));
  EXPECT_TRUE(SimilarMutants("zzzzzzzz").empty());
}

TEST(CorrectVariants, HaveUniqueNames) {
  std::set<std::string_view> names;
  for (const CorrectVariant& variant : CorrectVariants()) {
    EXPECT_TRUE(names.insert(variant.name).second) << variant.name;
  }
  EXPECT_GE(names.size(), 20U);
}

}  // namespace
}  // namespace countersign
