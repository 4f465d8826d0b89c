#include "differential/traits.h"

#include <gtest/gtest.h>

#include "differential/sample.h"
#include "scene/mutate.h"
#include "scene/sign.h"

namespace countersign::fuzz {
namespace {

using Traits = std::vector<std::string>;

Case Presigning(std::vector<NameValue> query, std::vector<NameValue> headers = {}) {
  PresignMessage message = *PresignMessageOf(FirstScene());
  message.query = std::move(query);
  message.headers = std::move(headers);
  Case question;
  question.request = std::move(message);
  return question;
}

TEST(TraitsOf, AreEmptyForTheSimplestQuestion) {
  EXPECT_EQ(TraitsOf(Presigning({})), Traits());
  Case question;
  question.request = FirstScene();
  EXPECT_EQ(TraitsOf(question), Traits());
}

TEST(TraitsOf, NameUnusualParametersAndHeaders) {
  EXPECT_EQ(TraitsOf(Presigning({{"k", "a"}, {"k", "b c"}})),
            (Traits{"parameter", "repeated-parameter", "space-in-parameter"}));
  EXPECT_EQ(TraitsOf(Presigning({}, {{"X-Amz-Meta-A", " a"}})),
            (Traits{"header-to-trim", "upper-case-header-name", "x-amz-header"}));
}

TEST(TraitsOf, NameTheSpellingOfAReceivedRequest) {
  Scene scene = FirstScene();
  scene.request.target.replace(0, scene.request.target.find('?') + 1, "/%61//?k&a=%2f+&");
  Case question;
  question.request = scene;
  EXPECT_EQ(TraitsOf(question),
            (Traits{"double-slash", "literal-plus", "lower-case-escape-in-query",
                    "needless-escape-in-path", "no-equals-sign", "parameter",
                    "parameter-without-value", "slash-in-parameter", "space-in-parameter"}));
}

TEST(Sketch, IsTheRequestWithItsUnusualParts) {
  EXPECT_EQ(
      Sketch(Presigning({{"k", "a b"}}, {{"x", "y"}})),
      "presign GET https://examplebucket.s3.amazonaws.com/test.txt?k=a%20b for 86400 s, x: y");
}

Example Of(const char* target, Traits traits) {
  Example example;
  example.scene.request.target = target;
  example.traits = std::move(traits);
  return example;
}

TEST(Sample, CountsAllAndKeepsThoseWithTheFewestTraits) {
  Sample sample;
  for (int i = 0; i < 6; ++i) sample.Add(Of("/first", {"a", "b", "c"}));
  sample.Add(Of("/ab", {"a", "b"}));
  sample.Add(Of("/abc", {"a", "b", "c"}));
  sample.Add(Of("/long/a", {"a"}));
  sample.Add(Of("/a", {"a"}));
  sample.Add(Of("/d", {"d"}));
  sample.Add(Of("/ad", {"a", "d"}));
  EXPECT_EQ(sample.count(), 12u);
  const std::vector<Example> kept = sample.Take();
  ASSERT_EQ(kept.size(), 8u);
  EXPECT_EQ(kept[0].scene.request.target, "/a");
  EXPECT_EQ(kept[1].scene.request.target, "/d");
  EXPECT_EQ(kept[2].scene.request.target, "/first");
}

}  // namespace
}  // namespace countersign::fuzz
