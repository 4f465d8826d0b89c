#include "policy/statement.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

constexpr const char* kAlice = "arn:aws:iam::123456789012:user/alice";
constexpr const char* kSession = "arn:aws:sts::123456789012:assumed-role/uploader/ci";

AccessRequest GetObject() {
  return {"s3:GetObject", "arn:aws:s3:::examplebucket/reports/a.txt", kAlice, {}};
}

Statement About(std::vector<std::string> actions, std::vector<std::string> resources) {
  Statement statement;
  statement.actions.patterns = std::move(actions);
  statement.resources.patterns = std::move(resources);
  return statement;
}

bool AppliesTo(PrincipalKind kind, const char* name, const char* arn) {
  Statement statement = About({"*"}, {"*"});
  statement.principals = {{kind, name}};
  AccessRequest request = GetObject();
  request.principal_arn = arn;
  return Applies(statement, request);
}

TEST(Statement, IsAboutTheActionsItNamesInAnyCase) {
  EXPECT_TRUE(Applies(About({"s3:GetObject"}, {"*"}), GetObject()));
  EXPECT_TRUE(Applies(About({"S3:getobject"}, {"*"}), GetObject()));
  EXPECT_TRUE(Applies(About({"s3:PutObject", "s3:Get*"}, {"*"}), GetObject()));
  EXPECT_FALSE(Applies(About({"s3:PutObject"}, {"*"}), GetObject()));
  EXPECT_FALSE(Applies(About({"s3:GetObjectVersion"}, {"*"}), GetObject()));
  EXPECT_FALSE(Applies(About({"ec2:*"}, {"*"}), GetObject()));
}

TEST(Statement, IsAboutTheResourcesItNames) {
  EXPECT_TRUE(Applies(About({"*"}, {"arn:aws:s3:::examplebucket/reports/a.txt"}), GetObject()));
  EXPECT_TRUE(Applies(About({"*"}, {"arn:aws:s3:::examplebucket/*"}), GetObject()));
  EXPECT_TRUE(Applies(About({"*"}, {"arn:aws:s3:::*"}), GetObject()));
  EXPECT_FALSE(Applies(About({"*"}, {"arn:aws:s3:::examplebucket"}), GetObject()));
  EXPECT_FALSE(Applies(About({"*"}, {"arn:aws:s3:::examplebucket/Reports/*"}), GetObject()));
}

TEST(Statement, IsAboutAllButWhatItExcludes) {
  Statement statement = About({"s3:PutObject"}, {"*"});
  statement.actions.listed = Listed::kAllButNamed;
  EXPECT_TRUE(Applies(statement, GetObject()));
  statement.actions.patterns = {"s3:PutObject", "s3:Get*"};
  EXPECT_FALSE(Applies(statement, GetObject()));
  statement = About({"*"}, {"arn:aws:s3:::examplebucket/public/*"});
  statement.resources.listed = Listed::kAllButNamed;
  EXPECT_TRUE(Applies(statement, GetObject()));
  statement.resources.patterns = {"arn:aws:s3:::examplebucket/reports/*"};
  EXPECT_FALSE(Applies(statement, GetObject()));
}

TEST(Statement, OfABucketPolicyIsAboutItsPrincipals) {
  EXPECT_TRUE(AppliesTo(PrincipalKind::kEveryone, "*", ""));
  EXPECT_TRUE(AppliesTo(PrincipalKind::kArn, kAlice, kAlice));
  EXPECT_FALSE(AppliesTo(PrincipalKind::kArn, "arn:aws:iam::123456789012:user/Alice", kAlice));
  EXPECT_FALSE(AppliesTo(PrincipalKind::kArn, "arn:aws:iam::123456789012:user/*", kAlice));
  EXPECT_TRUE(AppliesTo(PrincipalKind::kAccount, "123456789012", kAlice));
  EXPECT_FALSE(AppliesTo(PrincipalKind::kAccount, "210987654321", kAlice));
  EXPECT_FALSE(AppliesTo(PrincipalKind::kAccount, "123456789012", ""));
  EXPECT_FALSE(AppliesTo(PrincipalKind::kService, "cloudfront.amazonaws.com", kAlice));
}

TEST(Statement, NamesASessionByItselfOrByItsRole) {
  EXPECT_TRUE(AppliesTo(PrincipalKind::kArn, kSession, kSession));
  EXPECT_TRUE(AppliesTo(PrincipalKind::kArn, "arn:aws:iam::123456789012:role/uploader", kSession));
  EXPECT_FALSE(AppliesTo(PrincipalKind::kArn, "arn:aws:iam::123456789012:role/upload", kSession));
}

TEST(Statement, WithoutPrincipalsIsAboutWhomeverItIsAttachedTo) {
  AccessRequest request = GetObject();
  request.principal_arn.clear();
  EXPECT_TRUE(Applies(About({"*"}, {"*"}), request));
}

TEST(Statement, ReplacesVariablesInItsResources) {
  AccessRequest request = GetObject();
  request.resource = "arn:aws:s3:::examplebucket/blue/a";
  Statement statement = About({"*"}, {"arn:aws:s3:::examplebucket/${aws:PrincipalTag/team}/*"});
  EXPECT_FALSE(Applies(statement, request));
  statement.variables = Variables::kReplaced;
  EXPECT_FALSE(Applies(statement, request));
  request.context.AddTag("team", "blue");
  EXPECT_TRUE(Applies(statement, request));
  request.resource = "arn:aws:s3:::examplebucket/red/a";
  EXPECT_FALSE(Applies(statement, request));
}

TEST(Statement, WantsAllOfItsConditions) {
  Statement statement = About({"*"}, {"*"});
  const auto op = *ParseConditionOperator("Bool");
  statement.conditions = {{op, ConditionKey::kSecureTransport, {true}},
                          {op, ConditionKey::kViaAwsService, {false}}};
  AccessRequest request = GetObject();
  request.context.Add(ConditionKey::kSecureTransport, "true");
  EXPECT_FALSE(Applies(statement, request));
  request.context.Add(ConditionKey::kViaAwsService, "false");
  EXPECT_TRUE(Applies(statement, request));
}

TEST(Role, StandsBehindItsSessions) {
  EXPECT_EQ(RoleOf(kSession), "arn:aws:iam::123456789012:role/uploader");
  EXPECT_EQ(RoleOf("arn:aws-cn:sts::123456789012:assumed-role/a/b"),
            "arn:aws-cn:iam::123456789012:role/a");
  EXPECT_EQ(RoleOf(kAlice), kAlice);
  EXPECT_EQ(RoleOf("arn:aws:sts::123456789012:federated-user/bob"),
            "arn:aws:sts::123456789012:federated-user/bob");
  EXPECT_EQ(RoleOf(""), "");
}

}  // namespace
}  // namespace countersign
