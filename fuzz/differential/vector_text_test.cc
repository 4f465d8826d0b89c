#include "differential/vector_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <variant>

#include "differential/question.h"
#include "scene/mutate.h"
#include "scene/parameters.h"
#include "suite/case_file.h"
#include "suite/load.h"

namespace countersign::fuzz {
namespace {

// The question as the loader reads it, with a rules.json that has its rule.
Case Loaded(const Case& question) {
  const std::string text = VectorText(question, "somebody's 1.0");
  const std::string rule = question.rules.front();
  const std::string rules =
      R"({"format": 1, "rules": [{"id": ")" + rule +
      R"(", "text": "t", "source": "s", "link": "https://example.com/", "confidence": "A", "level": "must"}]})";
  const std::string place =
      OpOf(question) == Op::kVerify ? "verify/fuzz/a.json" : "presign/fuzz/a.json";
  constexpr const char* kSources =
      R"({"format": 1, "sources": [{"id": "derived/countersign-fuzz", "kind": "derived",
          "implementations": [{"name": "n", "version": "1", "input": "encoded"}]}]})";
  const VectorFile files[] = {{place, text}, {"rules.json", rules}, {"sources.json", kSources}};
  const auto loaded = Load(files);
  const auto* suite = std::get_if<Suite>(&loaded);
  if (suite == nullptr) {
    for (const LoadError& error : std::get<LoadErrors>(loaded)) {
      ADD_FAILURE() << error.file << error.pointer << ": " << error.expected;
    }
    return {};
  }
  return suite->cases.front();
}

class TextOf : public testing::Test {
 protected:
  Scene scene = FirstScene();
};

TEST_F(TextOf, AVerifyQuestionLoadsAsTheSameCase) {
  const Case question = *AskToVerify(scene);
  const Case loaded = Loaded(question);
  EXPECT_EQ(loaded.request, question.request);
  EXPECT_TRUE(loaded.expected.front().accept);
  EXPECT_EQ(loaded.status, CaseStatus::kActive);
  EXPECT_EQ(loaded.signature_source, SignatureSource::kComputed);
  EXPECT_EQ(loaded.stages->signature, Value(scene, "X-Amz-Signature"));
  EXPECT_EQ(loaded.level, Level::kMay);
}

TEST_F(TextOf, APresignQuestionLoadsAsTheSameCase) {
  const Case question = *AskToPresign(scene);
  const Case loaded = Loaded(question);
  EXPECT_EQ(loaded.request, question.request);
  EXPECT_EQ(loaded.status, CaseStatus::kActive);
  // The S3 documentation's.
  EXPECT_EQ(loaded.stages->signature,
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST_F(TextOf, AForgedSignatureIsLiteral) {
  SetRawValue(scene, "X-Amz-Signature", std::string(64, '0'));
  const Case loaded = Loaded(*AskToVerify(scene));
  EXPECT_EQ(loaded.signature_source, SignatureSource::kLiteral);
  EXPECT_EQ(loaded.refused_by, "signature/match");
  EXPECT_EQ(loaded.status, CaseStatus::kActive);
}

TEST_F(TextOf, BytesThatAreNotValidUtf8AreKept) {
  scene.request.headers.emplace_back("x-amz-meta-a", "\xff");
  const Case question = *AskToVerify(scene);
  EXPECT_EQ(Loaded(question).request, question.request);
}

TEST_F(TextOf, ACaseThatTheOracleDoesNotCoverIsDisputed) {
  Scene normalising = scene;
  normalising.server.normalize_path = true;
  Scene denied = scene;
  denied.bucket->policy =
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}})";
  Scene allowed = scene;
  allowed.bucket->policy =
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}})";
  EXPECT_FALSE(AskToVerify(denied)->expected.front().accept);
  EXPECT_TRUE(AskToVerify(allowed)->expected.front().accept);
  for (const Scene& one : {normalising, denied, allowed}) {
    const Case question = *AskToVerify(one);
    EXPECT_FALSE(IsConfirmed(question));
    EXPECT_NE(VectorText(question, "x").find("disputed"), std::string::npos);
  }
}

TEST_F(TextOf, ALifetimeThatIsTooLongIsConfirmedWithoutTheOracle) {
  SetRawValue(scene, "X-Amz-Expires", "604801");
  Case question = *AskToPresign(scene);
  EXPECT_TRUE(IsConfirmed(question));
  question.expected.front().rejection_class = "expires-too-short";
  EXPECT_FALSE(IsConfirmed(question));
}

}  // namespace
}  // namespace countersign::fuzz
