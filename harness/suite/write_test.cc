#include "suite/write.h"

#include <gtest/gtest.h>

#include "suite/load_error_test.h"

namespace countersign {
namespace {

std::string Formatted(std::string_view text) { return std::get<std::string>(FormatJson(text)); }
std::string Rewritten(std::string_view text, const Derived& derived) {
  return std::get<std::string>(RewriteDerived(text, derived));
}

TEST(FormatJson, PutsEachMemberOfTheRootOnItsLine) {
  EXPECT_EQ(Formatted(R"({"format":1,"rules":["a","b"],"presign":{"method":"GET","query":[]}})"),
            R"({
  "format": 1,
  "rules": ["a", "b"],
  "presign": {"method": "GET", "query": []}
}
)");
}

TEST(FormatJson, BreaksALineThatWouldPassColumn120) {
  // `  "a": ["…"],` with its comma; the quoted text takes what is left.
  const std::string fits(120 - 12, 'x');
  EXPECT_EQ(Formatted("{\"a\":[\"" + fits + "\"]}"), "{\n  \"a\": [\"" + fits + "\"]\n}\n");
  EXPECT_EQ(Formatted("{\"a\":[\"" + fits + "x\"]}"),
            "{\n  \"a\": [\n    \"" + fits + "x\"\n  ]\n}\n");
}

TEST(FormatJson, CountsCharactersAndNotOctets) {
  std::string fits;
  for (int i = 0; i < 120 - 12; ++i) fits += "\xC3\xA9";
  EXPECT_EQ(Formatted("{\"a\":[\"" + fits + "\"]}"), "{\n  \"a\": [\"" + fits + "\"]\n}\n");
}

TEST(FormatJson, FillsTheLinesOfAList) {
  const std::string item = '"' + std::string(36, 'x') + '"';  // three a line: 4 + 3 * 38 + 2
  const std::string list = item + "," + item + "," + item + "," + item;
  EXPECT_EQ(Formatted("{\"a\":[" + list + "]}"), "{\n  \"a\": [\n    " + item + ", " + item +
                                                     ",\n    " + item + ", " + item + "\n  ]\n}\n");
  const std::string pair = "[\"a\", \"" + std::string(60, 'x') + "\"]";
  EXPECT_EQ(Formatted("{\"a\":[" + pair + "," + pair + "]}"),
            "{\n  \"a\": [\n    " + pair + ",\n    " + pair + "\n  ]\n}\n");
}

TEST(FormatJson, StacksTheObjectsOfAList) {
  const std::string object = "{\"a\": \"" + std::string(60, 'x') + "\"}";
  EXPECT_EQ(Formatted("{\"a\":[" + object + "," + object + "]}"),
            "{\n  \"a\": [\n    " + object + ",\n    " + object + "\n  ]\n}\n");
}

TEST(FormatJson, LeavesSpellingsAndIsItsOwnFixedPoint) {
  const std::string text = Formatted(R"({"a":"\u00e9\/","b":1.50,"c":-0,"d":[[],{}],"e":{}})");
  EXPECT_EQ(text, R"({
  "a": "\u00e9\/",
  "b": 1.50,
  "c": -0,
  "d": [[], {}],
  "e": {}
}
)");
  EXPECT_EQ(Formatted(text), text);
}

TEST(FormatJson, RefusesWhatIsNoJson) {
  EXPECT_TRUE(std::holds_alternative<LoadError>(FormatJson("{")));
}

constexpr std::string_view kCase = R"({
  "verify": {"request": {"target": "/\u0061"}},
  "family": {"digest": "old"},
  "stages": {"canonical_request": "GET\n", "string_to_sign": {"b64": "/w=="}, "signature": "old"}
}
)";

TEST(RewriteDerived, LeavesWhatMeansTheSame) {
  Derived derived;
  derived.stages = Stages{"GET\n", "\xFF", "old"};
  derived.target = "/a";
  derived.family_digest = "old";
  EXPECT_EQ(Rewritten(kCase, derived), kCase);
  EXPECT_EQ(Rewritten(kCase, {}), kCase);
}

TEST(RewriteDerived, PutsInWhatIsDifferent) {
  Derived derived;
  derived.stages = Stages{"PUT\n\"\xC3\xA9", "\xFE", "new"};
  derived.target = "/b";
  derived.family_digest = "new";
  EXPECT_EQ(Rewritten(kCase, derived), R"({
  "verify": {"request": {"target": "/b"}},
  "family": {"digest": "new"},
  "stages": {"canonical_request": "PUT\n\"\u00e9", "string_to_sign": {"b64": "/g=="}, "signature": "new"}
}
)");
}

TEST(RewriteDerived, WritesTextAsTextWhereOctetsStoodBefore) {
  Derived derived;
  derived.stages = Stages{"GET\n", "text", "old"};
  EXPECT_NE(Rewritten(kCase, derived).find(R"("string_to_sign": "text")"), std::string::npos);
}

TEST(RewriteDerived, TellsWhichPlaceIsMissing) {
  Derived derived;
  derived.family_digest = std::string(64, 'a');
  const auto text = RewriteDerived(R"({"family": {"over": {}}})", derived);
  ASSERT_TRUE(std::holds_alternative<LoadError>(text));
  EXPECT_EQ(std::get<LoadError>(text),
            (LoadError{"", "/family/digest", "missing: there is no place for what is derived"}));
  derived = {};
  derived.target = "/";
  EXPECT_EQ(std::get<LoadError>(RewriteDerived("{}", derived)).pointer, "/verify/request/target");
}

TEST(RewriteDerived, RefusesWhatIsNoJson) {
  EXPECT_TRUE(std::holds_alternative<LoadError>(RewriteDerived("{", {})));
}

}  // namespace
}  // namespace countersign
