#include "certify/profiles.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "judge/signed_suite_test.h"
#include "protocol/adapter_info.h"

namespace countersign {
namespace {

TEST(Profiles, HaveDifferentNamesThatBeginWithTheirSide) {
  std::set<std::string_view> names;
  for (const Profile& profile : Profiles()) {
    EXPECT_TRUE(names.insert(profile.name).second) << profile.name;
    EXPECT_TRUE(profile.name.starts_with(profile.op == Op::kPresign ? "presigner/" : "verifier/"));
  }
  for (const Title& title : Titles()) {
    for (const std::string_view name : title.profiles) EXPECT_EQ(names.count(name), 1U) << name;
  }
}

TEST(ProfileOf, GivesEachCaseToTheSideThatItAsks) {
  std::map<std::string_view, int> cases;
  for (const Case& c : SignedSuite().cases) {
    EXPECT_EQ(ProfileOf(c).op, OpOf(c)) << c.id;
    ++cases[ProfileOf(c).name];
  }
  EXPECT_EQ(cases.size(), Profiles().size()) << "a profile has no case";
}

TEST(ProfileOf, TakesTheMostSpecialFeature) {
  Case c;
  c.request = VerifyMessage{};
  EXPECT_EQ(ProfileOf(c).name, "verifier/core");
  c.features = {"path-style", "policy", "network-policy"};
  EXPECT_EQ(ProfileOf(c).name, "verifier/network");
  c.features = {"virtual-hosted", "region", "sigv4a"};
  EXPECT_EQ(ProfileOf(c).name, "verifier/sigv4a");
}

// Otherwise an implementation could leave cases out without saying so.
TEST(IsClaimed, NeedsTheOperationAndOneFeature) {
  AdapterInfo adapter_info;
  adapter_info.ops = {"verify"};
  adapter_info.features = {"policy-variables", "verify:region"};
  std::set<std::string_view> claimed;
  for (const Profile& profile : Profiles()) {
    if (IsClaimed(profile, adapter_info)) claimed.insert(profile.name);
  }
  EXPECT_EQ(claimed,
            (std::set<std::string_view>{"verifier/core", "verifier/policy", "verifier/region"}));
}

}  // namespace
}  // namespace countersign
