#include "suite/select.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

Suite SuiteOf(std::initializer_list<std::pair<const char*, Level>> cases) {
  Suite suite;
  for (const auto& [id, level] : cases) {
    Case& c = suite.cases.emplace_back();
    c.id = id;
    c.level = level;
  }
  return suite;
}

Suite SampleSuite() {
  return SuiteOf({{"presign/path/plus", Level::kMust},
                  {"presign/path/space", Level::kShould},
                  {"presign/query/space", Level::kMay},
                  {"verify/path/every-octet/0x00", Level::kMust},
                  {"verify/path/every-octet/0x01", Level::kMust}});
}

std::vector<std::string> Selected(const Suite& suite, const Selection& selection) {
  std::vector<std::string> ids;
  for (const Case* c : Select(suite, selection)) ids.push_back(c->id);
  return ids;
}

TEST(GlobMatches, TakesAnIdForItself) {
  EXPECT_TRUE(GlobMatches("presign/path/space", "presign/path/space"));
  EXPECT_FALSE(GlobMatches("presign/path/space", "presign/path/spaces"));
  EXPECT_FALSE(GlobMatches("presign/path/spaces", "presign/path/space"));
  EXPECT_FALSE(GlobMatches("", "presign/path/space"));
}

TEST(GlobMatches, TakesAFolderForWhatIsBelowIt) {
  for (const char* glob : {"presign", "presign/", "presign/path", "presign/path/", "*/path"}) {
    EXPECT_TRUE(GlobMatches(glob, "presign/path/space")) << glob;
  }
  EXPECT_TRUE(GlobMatches("verify/path/every-octet", "verify/path/every-octet/0x00"));
  EXPECT_FALSE(GlobMatches("presign/pat", "presign/path/space"));
  EXPECT_FALSE(GlobMatches("path", "presign/path/space"));
}

TEST(GlobMatches, TakesAStarForAnyOctetsAndSlashes) {
  for (const char* glob : {"*", "**", "*space", "presign*", "presign/*/space", "*s*s*", "p*h/*"}) {
    EXPECT_TRUE(GlobMatches(glob, "presign/path/space")) << glob;
  }
  EXPECT_TRUE(GlobMatches("*ab", "aab"));  // the star takes one more after a mismatch
  EXPECT_TRUE(GlobMatches("a*ab*b", "aaabbb"));
  EXPECT_FALSE(GlobMatches("*paces", "presign/path/space"));
  EXPECT_FALSE(GlobMatches("a*ab*c", "aaabbb"));
}

TEST(GlobMatches, TakesAQuestionMarkForOneOctet) {
  EXPECT_TRUE(GlobMatches("presign/path/spac?", "presign/path/space"));
  EXPECT_FALSE(GlobMatches("presign/path/space?", "presign/path/space"));
}

TEST(GlobMatches, TakesBracketsForThemselves) {
  EXPECT_FALSE(GlobMatches("presign/path/[s]pace", "presign/path/space"));
}

TEST(Levels, HaveNames) {
  for (const Level level : {Level::kMust, Level::kShould, Level::kMay}) {
    EXPECT_EQ(ParseLevel(LevelName(level)), level);
  }
  EXPECT_EQ(LevelName(Level::kMust), "must");
  EXPECT_EQ(LevelName(Level::kShould), "should");
  EXPECT_EQ(LevelName(Level::kMay), "may");
  EXPECT_EQ(ParseLevel("Must"), std::nullopt);
  EXPECT_EQ(ParseLevel(""), std::nullopt);
}

TEST(ParseShard, ReadsIndexAndCount) {
  EXPECT_EQ(ParseShard("1/1"), (Shard{1, 1}));
  EXPECT_EQ(ParseShard("2/3"), (Shard{2, 3}));
  EXPECT_EQ(ParseShard("3/3"), (Shard{3, 3}));
}

TEST(ParseShard, RefusesWhatIsNoShard) {
  for (const char* text : {"", "1", "/", "1/", "/1", "0/3", "4/3", "-1/3", "1/-3", "1/2/3", "a/b",
                           "1 /2", "1/2 ", "1/99999999999"}) {
    EXPECT_EQ(ParseShard(text), std::nullopt) << text;
  }
}

TEST(Select, LeavesOutWhatMayBeUnlessAskedForIt) {
  const Suite suite = SampleSuite();
  Selection selection;
  EXPECT_EQ(Selected(suite, selection).size(), 4u);
  selection.weakest = Level::kMay;
  EXPECT_EQ(Selected(suite, selection).size(), 5u);
  selection.weakest = Level::kMust;
  EXPECT_EQ(Selected(suite, selection),
            (std::vector<std::string>{"presign/path/plus", "verify/path/every-octet/0x00",
                                      "verify/path/every-octet/0x01"}));
}

TEST(Select, TakesWhatAnyGlobMeansButWhatIsExcluded) {
  const Suite suite = SampleSuite();
  Selection selection;
  selection.select = {"presign/path", "verify/path/every-octet/0x00"};
  selection.exclude = {"*/plus"};
  EXPECT_EQ(Selected(suite, selection),
            (std::vector<std::string>{"presign/path/space", "verify/path/every-octet/0x00"}));
}

TEST(Select, DealsEachCaseToExactlyOneShard) {
  const Suite suite = SampleSuite();
  Selection selection;
  selection.weakest = Level::kMay;
  std::vector<std::string> dealt;
  for (int index = 1; index <= 3; ++index) {
    selection.shard = {index, 3};
    for (const std::string& id : Selected(suite, selection)) dealt.push_back(id);
  }
  EXPECT_EQ(dealt, (std::vector<std::string>{"presign/path/plus", "verify/path/every-octet/0x00",
                                             "presign/path/space", "verify/path/every-octet/0x01",
                                             "presign/query/space"}));
}

}  // namespace
}  // namespace countersign
