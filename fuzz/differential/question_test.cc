#include "differential/question.h"

#include <gtest/gtest.h>

#include "scene/mutate.h"
#include "scene/parameters.h"
#include "scene/sign.h"

namespace countersign::fuzz {
namespace {

class QuestionTest : public testing::Test {
 protected:
  void Add(const std::string& piece) {
    scene.request.target.insert(scene.request.target.find('?') + 1, piece + "&");
  }

  Scene scene = FirstScene();
};

using AskToVerifyTest = QuestionTest;
using AskToPresignTest = QuestionTest;

bool Requires(const Case& question, const std::string& feature) {
  const auto& all = question.features;
  return std::find(all.begin(), all.end(), feature) != all.end();
}

TEST_F(AskToVerifyTest, ExpectsAcceptanceOfAPublishedUrl) {
  const auto question = AskToVerify(scene);
  ASSERT_TRUE(question.has_value());
  EXPECT_TRUE(question->expected.front().accept);
  EXPECT_TRUE(Requires(*question, "virtual-hosted"));
  EXPECT_FALSE(Requires(*question, "signed-headers"));
}

TEST_F(AskToVerifyTest, ExpectsRefusalOfAChangedUrlByItsRule) {
  scene.request.method = "PUT";
  const auto question = AskToVerify(scene);
  ASSERT_TRUE(question.has_value());
  EXPECT_EQ(question->expected.front().rejection_class, "signature-mismatch");
  EXPECT_EQ(question->expected.front().status, 403);
  EXPECT_EQ(question->refused_by, "signature/match");
}

TEST_F(AskToPresignTest, MakesTheMessageForAPublishedUrl) {
  const auto question = AskToPresign(scene);
  ASSERT_TRUE(question.has_value());
  const auto& message = std::get<PresignMessage>(question->request);
  EXPECT_EQ(message.key, "test.txt");
  EXPECT_EQ(message.addressing, "virtual");
  EXPECT_EQ(message.expires, 86400);
  EXPECT_TRUE(question->expected.front().accept);
  EXPECT_TRUE(Requires(*question, "virtual-hosted"));
  EXPECT_FALSE(Requires(*question, "extra-query"));
}

TEST_F(AskToPresignTest, ExpectsTheRejectionClassWithoutAStatus) {
  SetRawValue(scene, "X-Amz-Expires", "604801");
  const auto question = AskToPresign(scene);
  ASSERT_TRUE(question.has_value());
  EXPECT_EQ(question->expected.front().rejection_class, "expires-too-long");
  EXPECT_EQ(question->expected.front().status, std::nullopt);
}

TEST_F(AskToPresignTest, SpellsTheKeyAsAwsDoes) {
  scene.request.target.replace(0, scene.request.target.find('?'), "/a+b%2fc");
  const auto question = AskToPresign(scene);
  ASSERT_TRUE(question.has_value());
  const auto& message = std::get<PresignMessage>(question->request);
  EXPECT_EQ(message.key, "a+b/c");
  EXPECT_EQ(message.path, "/a%2Bb/c");
}

TEST_F(AskToPresignTest, DisputesARepeatedParameterOnlyForS3) {
  Add("k=a&k=b");
  EXPECT_EQ(AskToPresign(scene)->status, CaseStatus::kDisputed);
  scene.server.service = "execute-api";
  EXPECT_EQ(AskToPresign(scene)->status, CaseStatus::kActive);
}

TEST_F(AskToPresignTest, DisputesADotSegmentAtTheEndOnlyOfServicesThatResolveIt) {
  const std::string query = scene.request.target.substr(scene.request.target.find('?'));
  for (const char* path : {"/d/.", "/d/.."}) {
    scene.server.service = "execute-api";
    scene.request.target = path + query;
    EXPECT_EQ(AskToPresign(scene)->status, CaseStatus::kDisputed) << path;
    EXPECT_EQ(AskToVerify(scene)->status, CaseStatus::kDisputed) << path;
    scene.request.target = std::string(path) + "/e" + query;
    EXPECT_EQ(AskToPresign(scene)->status, CaseStatus::kActive) << path;
    EXPECT_EQ(AskToVerify(scene)->status, CaseStatus::kActive) << path;
    scene.server.service = "s3";
    scene.request.target = path + query;
    EXPECT_EQ(AskToPresign(scene)->status, CaseStatus::kActive) << path;
  }
}

TEST_F(AskToPresignTest, ReturnsNulloptIfTheRulesDoNotDecide) {
  Add("x-amz-signature=a");
  EXPECT_EQ(AskToPresign(scene), std::nullopt);
}

TEST_F(AskToPresignTest, ReturnsNulloptIfTheHostDoesNotNameTheBucket) {
  scene.request.headers.front().second = "otherbucket.s3.amazonaws.com";
  EXPECT_EQ(AskToPresign(scene), std::nullopt);
}

TEST_F(AskToPresignTest, ReturnsNulloptForAPathStyleBucketWithoutAKey) {
  scene.request.headers.front().second = "s3.amazonaws.com";
  const std::string query = scene.request.target.substr(scene.request.target.find('?'));
  scene.request.target = "/examplebucket/" + query;
  EXPECT_EQ(AskToPresign(scene), std::nullopt);
  scene.request.target = "/examplebucket/a" + query;
  EXPECT_NE(AskToPresign(scene), std::nullopt);
}

}  // namespace
}  // namespace countersign::fuzz
