#include "suite/json_tree.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

JsonTree Parsed(std::string_view text) { return std::get<JsonTree>(ParseTree(text)); }

TEST(ParseTree, KeepsOrderAndSpelling) {
  const JsonTree tree =
      Parsed(R"( { "b" : [ 1e5 , -0 , true ] ,"a\u0062":"\u00e9\"]" , "c":{} } )");
  ASSERT_EQ(tree.kind, JsonTree::Kind::kObject);
  ASSERT_EQ(tree.members.size(), 3u);
  EXPECT_EQ(tree.members[0].key, "\"b\"");
  ASSERT_EQ(tree.members[0].value.kind, JsonTree::Kind::kArray);
  ASSERT_EQ(tree.members[0].value.members.size(), 3u);
  EXPECT_EQ(tree.members[0].value.members[0].value.scalar, "1e5");
  EXPECT_EQ(tree.members[0].value.members[1].value.scalar, "-0");
  EXPECT_EQ(tree.members[0].value.members[2].value.scalar, "true");
  EXPECT_EQ(tree.members[1].key, R"("a\u0062")");
  EXPECT_EQ(tree.members[1].value.scalar, R"("\u00e9\"]")");
  EXPECT_EQ(tree.members[2].value.kind, JsonTree::Kind::kObject);
  EXPECT_TRUE(tree.members[2].value.members.empty());
}

TEST(ParseTree, EndsAStringAfterAnEscapedBackslash) {
  EXPECT_EQ(Parsed(R"(["a\\","b"])").members.at(0).value.scalar, R"("a\\")");
}

TEST(ParseTree, RefusesWhatNoVectorMayBe) {
  for (const char* text : {"", "{", R"({"a": 1, "a": 2})", R"({"a": null})"}) {
    const auto tree = ParseTree(text);
    ASSERT_TRUE(std::holds_alternative<LoadError>(tree)) << text;
    EXPECT_EQ(std::get<LoadError>(tree).file, "");
    EXPECT_NE(std::get<LoadError>(tree).expected, "");
  }
}

TEST(JsonTree, FindsAKeyOfItsOwn) {
  JsonTree tree = Parsed(R"({"a": {"b": 1}, "ab": 2})");
  ASSERT_NE(tree.Find("ab"), nullptr);
  EXPECT_EQ(tree.Find("ab")->scalar, "2");
  EXPECT_EQ(tree.Find("b"), nullptr);
  EXPECT_EQ(tree.Find(""), nullptr);
  EXPECT_EQ(tree.Find("a")->Find("b")->scalar, "1");
  EXPECT_EQ(Parsed("[1]").Find("0"), nullptr);
}

TEST(Layout, WritesWhatWasPutIn) {
  JsonTree tree = Parsed(R"({"a": {"b": 1}})");
  *tree.Find("a") = JsonTree{JsonTree::Kind::kScalar, "\"x\"", {}};
  EXPECT_EQ(Layout(tree), "{\n  \"a\": \"x\"\n}\n");
}

}  // namespace
}  // namespace countersign
