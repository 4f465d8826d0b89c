#include "policy/evaluation.h"

#include <gtest/gtest.h>

#include <utility>

namespace countersign {
namespace {

const AccessRequest kRequest{"s3:GetObject", "arn:aws:s3:::examplebucket/a", "", {}};

Statement StatementOf(Effect effect, const char* action) {
  Statement statement;
  statement.sid = "Mine";
  statement.effect = effect;
  statement.actions.patterns = {action};
  statement.resources.patterns = {"*"};
  return statement;
}

PolicyDocument With(std::vector<Statement> statements) { return Policy{std::move(statements)}; }

const PolicyDocument kAllows = With({StatementOf(Effect::kAllow, "s3:GetObject")});
const PolicyDocument kDenies = With({StatementOf(Effect::kDeny, "s3:*")});
const PolicyDocument kSaysNothing =
    With({StatementOf(Effect::kAllow, "s3:PutObject"), StatementOf(Effect::kDeny, "s3:PutObject")});
const PolicyDocument kUnreadable = UnreadablePolicy{"/Statement: missing"};

Decision Decide(const PolicyDocument* identity, const PolicyDocument* bucket) {
  return Evaluate({identity, bucket}, kRequest).decision;
}

TEST(Evaluation, AllowsWhereEitherPolicyDoes) {
  EXPECT_EQ(Decide(&kAllows, nullptr), Decision::kAllowed);
  EXPECT_EQ(Decide(&kAllows, &kSaysNothing), Decision::kAllowed);
  EXPECT_EQ(Decide(&kSaysNothing, &kAllows), Decision::kAllowed);
}

TEST(Evaluation, TakesAnAllowOfTheAccountForADelegation) {
  AccessRequest alices = kRequest;
  alices.principal_arn = "arn:aws:iam::123456789012:user/alice";
  Statement for_account = StatementOf(Effect::kAllow, "s3:GetObject");
  for_account.principals = {{PrincipalKind::kAccount, "123456789012"}};
  const PolicyDocument delegates = With({for_account});
  EXPECT_EQ(Evaluate({&kSaysNothing, &delegates}, alices).decision, Decision::kNotAllowed);
  EXPECT_EQ(Evaluate({&kAllows, &delegates}, alices).decision, Decision::kAllowed);
  for_account.principals->push_back({PrincipalKind::kArn, alices.principal_arn});
  const PolicyDocument names_alice = With({for_account});
  EXPECT_EQ(Evaluate({&kSaysNothing, &names_alice}, alices).decision, Decision::kAllowed);
  for_account.effect = Effect::kDeny;
  const PolicyDocument denies = With({for_account});
  EXPECT_EQ(Evaluate({&kAllows, &denies}, alices).decision, Decision::kExplicitlyDenied);
}

TEST(Evaluation, NeedsBothPoliciesAcrossAccounts) {
  const auto decide = [](const PolicyDocument* identity, const PolicyDocument* bucket) {
    PoliciesInForce policies{identity, bucket};
    policies.accounts = Accounts::kDifferent;
    return Evaluate(policies, kRequest).decision;
  };
  EXPECT_EQ(decide(&kAllows, &kAllows), Decision::kAllowed);
  EXPECT_EQ(decide(&kAllows, nullptr), Decision::kNotAllowed);
  EXPECT_EQ(decide(&kAllows, &kSaysNothing), Decision::kNotAllowed);
  EXPECT_EQ(decide(&kSaysNothing, &kAllows), Decision::kNotAllowed);
  EXPECT_EQ(decide(nullptr, &kAllows), Decision::kAllowed);
  EXPECT_EQ(decide(nullptr, nullptr), Decision::kNotAllowed);
  EXPECT_EQ(decide(&kAllows, &kDenies), Decision::kExplicitlyDenied);
}

TEST(Evaluation, NeedsAnAllowOfEachServiceControlPolicy) {
  const auto decide = [](const std::vector<PolicyDocument>& levels) {
    PoliciesInForce policies{&kAllows, &kAllows};
    policies.service_control = levels;
    return Evaluate(policies, kRequest);
  };
  EXPECT_EQ(decide({kAllows, kAllows}).decision, Decision::kAllowed);
  EXPECT_EQ(decide({kAllows, kSaysNothing}).decision, Decision::kNotAllowed);
  EXPECT_EQ(decide({kAllows, kSaysNothing}).because,
            "the service control policy does not allow s3:GetObject on "
            "arn:aws:s3:::examplebucket/a");
  EXPECT_EQ(decide({kAllows, kDenies}).decision, Decision::kExplicitlyDenied);
  EXPECT_EQ(decide({kUnreadable}).decision, Decision::kUnreadable);
}

TEST(Evaluation, LetsAResourceControlPolicyOnlyDeny) {
  const auto decide = [](const std::vector<PolicyDocument>& levels) {
    PoliciesInForce policies{&kAllows};
    policies.resource_control = levels;
    return Evaluate(policies, kRequest).decision;
  };
  EXPECT_EQ(decide({kSaysNothing}), Decision::kAllowed);
  EXPECT_EQ(decide({kSaysNothing, kDenies}), Decision::kExplicitlyDenied);
  EXPECT_EQ(decide({kUnreadable}), Decision::kUnreadable);
}

TEST(Evaluation, NeedsAnAllowOfTheEndpointsPolicy) {
  const auto decide = [](const PolicyDocument& endpoint, const PolicyDocument* identity) {
    PoliciesInForce policies{identity};
    policies.endpoint = &endpoint;
    return Evaluate(policies, kRequest).decision;
  };
  EXPECT_EQ(decide(kAllows, &kAllows), Decision::kAllowed);
  EXPECT_EQ(decide(kAllows, &kSaysNothing), Decision::kNotAllowed);
  EXPECT_EQ(decide(kSaysNothing, &kAllows), Decision::kNotAllowed);
  EXPECT_EQ(decide(kDenies, &kAllows), Decision::kExplicitlyDenied);
}

TEST(Evaluation, DeniesWhereNeitherAllows) {
  EXPECT_EQ(Decide(&kSaysNothing, nullptr), Decision::kNotAllowed);
  EXPECT_EQ(Decide(&kSaysNothing, &kSaysNothing), Decision::kNotAllowed);
}

TEST(Evaluation, DenyGoesBeforeEveryAllow) {
  const PolicyDocument both = With(
      {StatementOf(Effect::kAllow, "s3:GetObject"), StatementOf(Effect::kDeny, "s3:GetObject")});
  EXPECT_EQ(Decide(&both, nullptr), Decision::kExplicitlyDenied);
  EXPECT_EQ(Decide(&kAllows, &kDenies), Decision::kExplicitlyDenied);
  EXPECT_EQ(Decide(&kDenies, &kAllows), Decision::kExplicitlyDenied);
}

TEST(Evaluation, WithoutAnIdentityPolicyOnlyADenyRefuses) {
  EXPECT_EQ(Decide(nullptr, nullptr), Decision::kAllowed);
  EXPECT_EQ(Decide(nullptr, &kSaysNothing), Decision::kAllowed);
  EXPECT_EQ(Decide(nullptr, &kDenies), Decision::kExplicitlyDenied);
}

TEST(Evaluation, AnUnreadablePolicyAllowsNothing) {
  EXPECT_EQ(Decide(&kAllows, &kUnreadable), Decision::kUnreadable);
  EXPECT_EQ(Decide(&kUnreadable, &kAllows), Decision::kUnreadable);
  EXPECT_EQ(Decide(nullptr, &kUnreadable), Decision::kUnreadable);
}

TEST(Evaluation, SaysWhatItRestsOn) {
  EXPECT_EQ(Evaluate({&kAllows, &kDenies}, kRequest).because,
            "s3:GetObject is denied by statement Mine of the bucket policy");
  EXPECT_EQ(Evaluate({&kAllows, &kUnreadable}, kRequest).because,
            "the bucket policy cannot be read: /Statement: missing");
  EXPECT_EQ(Evaluate({&kSaysNothing, nullptr}, kRequest).because,
            "no policy allows s3:GetObject on arn:aws:s3:::examplebucket/a");
}

}  // namespace
}  // namespace countersign
