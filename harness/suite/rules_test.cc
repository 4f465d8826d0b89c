#include "suite/rules.h"

#include <gtest/gtest.h>

#include "suite/load_error_test.h"
#include "suite/sample_vectors_test.h"

namespace countersign {
namespace {

LoadErrors ErrorsOf(const Json& rules) {
  SampleVectors vectors;
  vectors.PutRules(rules);
  return vectors.Errors();
}

Json With(const char* key, const Json& value) {
  Json rule = SampleRule("sample/rule");
  rule[key] = value;
  return Json::array({rule});
}

TEST(Rules, AreReadAsTheyStand) {
  SampleVectors vectors;
  Json rule = SampleRule("sample/rule");
  rule["link"] = "https://docs.aws.amazon.com/";
  rule["confidence"] = "C";
  rule["level"] = "should";
  vectors.PutRules({rule, SampleRule("sample/other")});
  const std::vector<RuleEntry> rules = vectors.Loaded().rules;
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[0].id, "sample/rule");
  EXPECT_EQ(rules[0].text, "A rule.");
  EXPECT_EQ(rules[0].source, "A document.");
  EXPECT_EQ(rules[0].link, "https://docs.aws.amazon.com/");
  EXPECT_EQ(rules[0].confidence, "C");
  EXPECT_EQ(rules[0].level, Level::kShould);
  EXPECT_EQ(rules[1].id, "sample/other");
}

TEST(Rules, NeedEachKeyAndHaveNoOther) {
  for (const char* key : {"id", "text", "source", "link", "confidence", "level"}) {
    Json rule = SampleRule("sample/rule");
    rule.erase(key);
    EXPECT_EQ(ErrorsOf(Json::array({rule})),
              (LoadErrors{{"rules.json", std::string("/rules/0/") + key, "missing"}}));
  }
  EXPECT_EQ(ErrorsOf(With("note", "x")).at(0).pointer, "/rules/0/note");
}

TEST(Rules, RefuseValuesOfTheWrongKind) {
  EXPECT_EQ(ErrorsOf(With("id", "")).at(0).pointer, "/rules/0/id");
  EXPECT_EQ(ErrorsOf(With("text", "")).at(0).pointer, "/rules/0/text");
  EXPECT_EQ(ErrorsOf(With("source", 1)).at(0).pointer, "/rules/0/source");
  EXPECT_EQ(ErrorsOf(With("link", Json::array())).at(0).pointer, "/rules/0/link");
  EXPECT_EQ(ErrorsOf(With("confidence", "E")).at(0).pointer, "/rules/0/confidence");
  EXPECT_EQ(ErrorsOf(With("level", "Must")).at(0).pointer, "/rules/0/level");
  EXPECT_EQ(ErrorsOf("none").at(0).pointer, "/rules");
}

TEST(Rules, MayHaveNoSourceAndNoLink) {
  EXPECT_EQ(ErrorsOf(With("source", "")), LoadErrors{});
  EXPECT_EQ(ErrorsOf(With("link", "")), LoadErrors{});
}

TEST(Rules, HaveIdsOfTheirOwn) {
  EXPECT_EQ(ErrorsOf({SampleRule("sample/rule"), SampleRule("sample/rule")}),
            (LoadErrors{{"rules.json", "/rules/1", "a rule of this id came before: sample/rule"}}));
}

TEST(Rules, HaveAFormat) {
  SampleVectors vectors;
  vectors.Put("rules.json", {{"rules", Json::array()}, {"rule", 1}});
  const LoadErrors errors = vectors.Errors();
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].pointer, "/format");
  EXPECT_EQ(errors[1].pointer, "/rule");
}

}  // namespace
}  // namespace countersign
