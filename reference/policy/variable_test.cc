#include "policy/variable.h"

#include <gtest/gtest.h>

#include <string>

#include "policy/wildcard.h"

namespace countersign {
namespace {

RequestContext ContextWithValues() {
  RequestContext context;
  context.Add(ConditionKey::kResourceOrgId, "o-a1b2c3d4e5");
  context.AddTag("team", "blue");
  context.AddTag("star", "a*?");
  return context;
}

std::string Replaced(const char* text, Wildcards wildcards = Wildcards::kNone) {
  return ReplaceVariables(text, ContextWithValues(), wildcards).value_or("no value");
}

TEST(Variable, StandsForAValueOfTheRequest) {
  EXPECT_EQ(Replaced("${aws:ResourceOrgID}"), "o-a1b2c3d4e5");
  EXPECT_EQ(Replaced("a/${AWS:resourceorgid}/${aws:PrincipalTag/TEAM}!"), "a/o-a1b2c3d4e5/blue!");
  EXPECT_EQ(Replaced("a$b{c}"), "a$b{c}");
  EXPECT_EQ(Replaced(""), "");
}

TEST(Variable, MayHaveNoValue) {
  for (const char* text : {"${aws:PrincipalOrgID}", "${aws:PrincipalTag/other}", "${aws:username}",
                           "${aws:ResourceOrgID"}) {
    EXPECT_EQ(Replaced(text), "no value") << text;
  }
}

TEST(Variable, OfAPatternHasNoWildcards) {
  EXPECT_EQ(Replaced("${aws:PrincipalTag/star}"), "a*?");
  const std::string pattern = Replaced("${aws:PrincipalTag/star}*", Wildcards::kRead);
  EXPECT_TRUE(MatchesWildcards(pattern, "a*?bc", LetterCase::kSensitive));
  EXPECT_FALSE(MatchesWildcards(pattern, "axybc", LetterCase::kSensitive));
}

TEST(Variable, ThatIsNotKnownIsFound) {
  EXPECT_EQ(FindUnknownVariable("${aws:ResourceOrgID}/${aws:PrincipalTag/team}"), std::nullopt);
  EXPECT_EQ(FindUnknownVariable("a/${aws:username}/b"), "${aws:username}");
  EXPECT_EQ(FindUnknownVariable("${aws:PrincipalTag}"), "${aws:PrincipalTag}");
  EXPECT_EQ(FindUnknownVariable("${*}"), "${*}");
  EXPECT_EQ(FindUnknownVariable("a${aws:ResourceOrgID"), "${aws:ResourceOrgID");
  EXPECT_TRUE(HasVariables("a${"));
  EXPECT_FALSE(HasVariables("a$ {"));
}

}  // namespace
}  // namespace countersign
