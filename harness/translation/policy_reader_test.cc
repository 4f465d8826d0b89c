#include "translation/policy_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace countersign {
namespace {

// A statement of a bucket's policy; of a principal's without the member Principal.
constexpr const char* kStatement =
    R"("Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*")";

std::string Document(const std::string& statement, const char* version = "2012-10-17") {
  return R"({"Version":")" + std::string(version) + R"(","Statement":[{)" + statement + "}]}";
}

std::string With(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// The only statement of a policy that can be read.
Statement Read(const std::string& json, AttachedTo attached_to = AttachedTo::kBucket) {
  const PolicyDocument document = ReadPolicy(json, attached_to);
  if (const auto* unreadable = std::get_if<UnreadablePolicy>(&document)) {
    ADD_FAILURE() << json << ": " << unreadable->why;
    return {};
  }
  const Policy& policy = std::get<Policy>(document);
  EXPECT_EQ(policy.statements.size(), 1U);
  return policy.statements.empty() ? Statement() : policy.statements[0];
}

std::string ErrorOf(const std::string& json, AttachedTo attached_to = AttachedTo::kBucket) {
  const PolicyDocument document = ReadPolicy(json, attached_to);
  const auto* unreadable = std::get_if<UnreadablePolicy>(&document);
  return unreadable == nullptr ? "none" : unreadable->why;
}

// The error in a statement, below /Statement/0.
std::string InStatement(const std::string& from, const std::string& to) {
  const std::string why = ErrorOf(Document(With(kStatement, from, to)));
  const std::string place = "/Statement/0";
  return why.starts_with(place) ? why.substr(place.size()) : why;
}

std::string InCondition(const std::string& condition) {
  const std::string why =
      ErrorOf(Document(std::string(kStatement) + R"(,"Condition":)" + condition));
  const std::string place = "/Statement/0/Condition";
  return why.starts_with(place) ? why.substr(place.size()) : why;
}

TEST(PolicyReader, ReadsAStatement) {
  const Statement statement = Read(Document(
      R"("Sid":"One","Effect":"Allow","Principal":{"AWS":["123456789012","arn:aws:iam::1:user/a"],
         "Service":"cloudfront.amazonaws.com"},"NotAction":["s3:Put*","s3:Delete*"],
         "NotResource":"arn:aws:s3:::examplebucket/*"
         ,"Condition":{"StringEquals":{"AWS:sourcevpc":["vpc-a","vpc-b"]},
                       "BoolIfExists":{"aws:ViaAWSService":false},
                       "NumericLessThan":{"s3:signatureAge":600000}})"));
  EXPECT_EQ(statement.sid, "One");
  EXPECT_EQ(statement.effect, Effect::kAllow);
  ASSERT_TRUE(statement.principals);
  ASSERT_EQ(statement.principals->size(), 3U);
  EXPECT_EQ((*statement.principals)[0].kind, PrincipalKind::kAccount);
  EXPECT_EQ((*statement.principals)[1].kind, PrincipalKind::kArn);
  EXPECT_EQ((*statement.principals)[2].kind, PrincipalKind::kService);
  EXPECT_EQ(statement.actions.listed, Listed::kAllButNamed);
  EXPECT_EQ(statement.actions.patterns, (std::vector<std::string>{"s3:Put*", "s3:Delete*"}));
  EXPECT_EQ(statement.resources.listed, Listed::kAllButNamed);
  ASSERT_EQ(statement.conditions.size(), 3U);
  EXPECT_EQ(statement.conditions[0].key, ConditionKey::kSourceVpc);
  EXPECT_EQ(statement.conditions[0].operands.size(), 2U);
  EXPECT_EQ(statement.conditions[1].op.when_absent, WhenAbsent::kHolds);
  EXPECT_EQ(statement.conditions[1].operands[0], Operand(false));
  EXPECT_EQ(statement.conditions[2].operands[0], Operand(600000.0));
}

TEST(PolicyReader, TakesOneStatementWithoutAListAndAnyOrder) {
  const Statement statement =
      Read(R"({"Statement":{)" + std::string(kStatement) + R"(},"Id":"x","Version":"2008-10-17"})");
  EXPECT_EQ(statement.effect, Effect::kDeny);
  EXPECT_EQ(statement.actions.listed, Listed::kNamed);
  EXPECT_EQ(ErrorOf(R"({"Statement":[{)" + std::string(kStatement) + "}]}"), "none");
}

TEST(PolicyReader, KnowsTheAccountByItsRoot) {
  const Statement statement = Read(Document(
      With(kStatement, R"("*","Action")", R"({"AWS":"arn:aws:iam::123456789012:root"},"Action")")));
  ASSERT_TRUE(statement.principals);
  EXPECT_EQ((*statement.principals)[0].kind, PrincipalKind::kAccount);
  EXPECT_EQ((*statement.principals)[0].name, "123456789012");
}

TEST(PolicyReader, WantsAPrincipalOnBucketsAndNoneOnPrincipals) {
  const std::string bare = With(kStatement, R"("Principal":"*",)", "");
  EXPECT_FALSE(Read(Document(bare), AttachedTo::kPrincipal).principals);
  EXPECT_EQ(ErrorOf(Document(bare)), "/Statement/0/Principal: missing");
  EXPECT_EQ(ErrorOf(Document(kStatement), AttachedTo::kPrincipal),
            "/Statement/0/Principal: expected only in a policy of a bucket, of resources or of a "
            "VPC endpoint");
}

TEST(PolicyReader, ReadsThePoliciesOfAnOrganizationAndOfAnEndpoint) {
  const std::string bare = With(kStatement, R"("Principal":"*",)", "");
  EXPECT_FALSE(Read(Document(bare), AttachedTo::kAccounts).principals);
  EXPECT_TRUE(ErrorOf(Document(kStatement), AttachedTo::kAccounts)
                  .starts_with("/Statement/0/Principal: expected only in"));
  for (const AttachedTo about_everybody : {AttachedTo::kResources, AttachedTo::kEndpoint}) {
    EXPECT_TRUE(Read(Document(kStatement), about_everybody).principals);
    EXPECT_EQ(ErrorOf(Document(bare), about_everybody), "/Statement/0/Principal: missing");
    const std::string named =
        With(kStatement, R"("*","Action")", R"({"AWS":["*","123456789012"]},"Action")");
    EXPECT_EQ(ErrorOf(Document(named), about_everybody),
              "/Statement/0/Principal: expected * in a policy of resources or of a VPC endpoint");
  }
  const std::string allow = With(kStatement, "Deny", "Allow");
  EXPECT_EQ(ErrorOf(Document(allow), AttachedTo::kEndpoint), "none");
  EXPECT_EQ(ErrorOf(Document(allow), AttachedTo::kResources),
            "/Statement/0/Effect: expected Deny in a resource control policy, found Allow");
}

TEST(PolicyReader, RefusesWhatIsNoPolicy) {
  EXPECT_EQ(ErrorOf("{}"), "/Statement: missing");
  EXPECT_EQ(ErrorOf("[]"), "expected an object, found an array");
  EXPECT_EQ(ErrorOf(R"({"Version":"2012-10-17"})"), "/Statement: missing");
  EXPECT_EQ(ErrorOf(R"({"Statement":[]})"),
            "/Statement: expected a value at least, found an empty array");
  EXPECT_EQ(ErrorOf(R"({"Statement":[null]})"), "/Statement/0: expected an object, found null");
  EXPECT_EQ(ErrorOf(Document(kStatement, "2013-10-17")),
            "/Version: expected 2012-10-17 or 2008-10-17, found 2013-10-17");
  EXPECT_EQ(ErrorOf(R"({"version":"2012-10-17","Statement":[]})"),
            "/version: unknown element, expected Version, Id, Statement");
  EXPECT_TRUE(ErrorOf("{").starts_with("expected JSON")) << ErrorOf("{");
}

TEST(PolicyReader, RefusesAStatementThatLacksSomething) {
  EXPECT_EQ(InStatement(R"("Effect":"Deny",)", ""), "/Effect: missing");
  EXPECT_EQ(InStatement(R"("Action":"s3:*",)", ""), "/Action: missing");
  EXPECT_EQ(InStatement(R"(,"Resource":"*")", ""), "/Resource: missing");
  EXPECT_EQ(InStatement(R"("s3:*")", "[]"),
            "/Action: expected a value at least, found an empty array");
}

TEST(PolicyReader, RefusesAStatementThatSaysSomethingTwice) {
  EXPECT_EQ(InStatement(R"("Effect":"Deny")", R"("Effect":"Deny","Effect":"Allow")"),
            "/Effect: given twice");
  EXPECT_EQ(InStatement(R"("Action")", R"("NotAction":"s3:Get*","Action")"),
            "/Action: Action is given as well");
  EXPECT_EQ(InStatement(R"("Resource")", R"("NotResource":"*","Resource")"),
            "/Resource: Resource is given as well");
}

// The guide prints its network-path statement with an empty Action and Resource.
TEST(PolicyReader, RefusesWordsItDoesNotKnow) {
  EXPECT_EQ(InStatement("Deny", "deny"), "/Effect: expected Allow or Deny, found deny");
  EXPECT_EQ(InStatement(R"("s3:*")", R"("")"),
            R"(/Action: expected * or SERVICE:ACTION, found "")");
  EXPECT_EQ(InStatement(R"("s3:*")", R"(["s3:*","GetObject"])"),
            R"(/Action/1: expected * or SERVICE:ACTION, found "GetObject")");
  EXPECT_EQ(InStatement(R"("Resource":"*")", R"("Resource":"")"),
            R"(/Resource: expected * or an ARN, found "")");
  EXPECT_EQ(InStatement(R"("Resource":"*")", R"("Resource":"examplebucket/*")"),
            R"(/Resource: expected * or an ARN, found "examplebucket/*")");
  EXPECT_TRUE(InStatement(R"("Resource")", R"("Note":"","Resource")")
                  .starts_with("/Note: unknown element"));
  EXPECT_EQ(InStatement(R"("Resource")", R"("NotPrincipal":"*","Resource")"),
            "/NotPrincipal: not supported");
}

TEST(PolicyReader, RefusesPrincipalsThatAreNone) {
  const auto instead = [](const char* principal) {
    return InStatement(R"("Principal":"*")", R"("Principal":)" + std::string(principal));
  };
  EXPECT_EQ(instead(R"({})"), "/Principal: expected a principal at least");
  EXPECT_TRUE(instead(R"("alice")").starts_with("/Principal: expected * or an object"));
  EXPECT_TRUE(instead(R"({"AWS":"alice"})").starts_with("/Principal/AWS: expected *, an account"));
  EXPECT_TRUE(instead(R"({"AWS":["*","arn:aws:iam::123456789012:user/*"]})")
                  .starts_with("/Principal/AWS/1: expected *, an account"));
  EXPECT_EQ(instead(R"({"CanonicalUser":"79a5"})"),
            "/Principal/CanonicalUser: not supported, expected AWS, Service or Federated");
}

TEST(PolicyReader, RefusesConditionsItCannotEvaluate) {
  EXPECT_EQ(InCondition(R"({"StringEqual":{"aws:SourceVpc":"a"}})"),
            "/StringEqual: unknown condition operator");
  EXPECT_EQ(InCondition(R"({"StringEquals":{"aws:username":"a"}})"),
            "/StringEquals/aws:username: unknown condition key");
  EXPECT_EQ(InCondition(R"({"IpAddress":{"aws:SourceVpc":"10.0.0.0/8"}})"),
            "/IpAddress/aws:SourceVpc: not a key for this operator");
  EXPECT_EQ(InCondition(R"({"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24","IP-address"]}})"),
            R"(/NotIpAddress/aws:SourceIp/1: not a value for this operator, found "IP-address")");
  EXPECT_EQ(InCondition(R"({"Bool":{"aws:SecureTransport":null}})"),
            "/Bool/aws:SecureTransport: expected a string, a number or a boolean, found null");
  EXPECT_EQ(InCondition(R"({"Bool":{"aws:SecureTransport":[]}})"),
            "/Bool/aws:SecureTransport: expected a value at least, found an empty array");
  EXPECT_EQ(InCondition(R"({"Bool":{"aws:SecureTransport":"true","aws:SecureTransport":"false"}})"),
            "/Bool/aws:SecureTransport: given twice");
  EXPECT_EQ(InCondition("[]"), ": expected an object, found an array");
}

TEST(PolicyReader, RefusesVariablesItDoesNotKnow) {
  const std::string home =
      With(kStatement, R"("Resource":"*")", R"("Resource":"arn:aws:s3:::b/${aws:username}/*")");
  EXPECT_EQ(ErrorOf(Document(home)),
            "/Statement/0/Resource: unknown policy variable, found ${aws:username}");
  EXPECT_EQ(ErrorOf(Document(home, "2008-10-17")), "none");
  EXPECT_EQ(InCondition(R"({"StringEquals":{"aws:SourceVpc":"${aws:SourceVpc}-${x}"}})"),
            "/StringEquals/aws:SourceVpc: unknown policy variable, found ${x}");
  EXPECT_EQ(InCondition(R"({"StringEquals":{"aws:SourceVpc":"${aws:PrincipalTag/a, 'b'}${"}})"),
            "/StringEquals/aws:SourceVpc: unknown policy variable, found ${");
}

TEST(PolicyReader, RefusesVariablesWhereTheyCannotBe) {
  EXPECT_EQ(InStatement(R"("Resource":"*")", R"("Resource":"arn:aws:s3:::${aws:SourceVpc}/*")"),
            "none");
  EXPECT_EQ(
      InStatement(R"("Resource":"*")", R"("Resource":"arn:aws:s3::${aws:ResourceAccount}:b/*")"),
      "/Resource: expected policy variables after the fifth colon only, found "
      "arn:aws:s3::${aws:ResourceAccount}:b/*");
  EXPECT_EQ(InStatement(R"("Resource":"*")", R"("Resource":"${aws:SourceVpc}")"),
            "/Resource: expected policy variables after the fifth colon only, found "
            "${aws:SourceVpc}");
  EXPECT_EQ(InCondition(R"({"IpAddress":{"aws:SourceIp":"${aws:VpcSourceIp}"}})"),
            "/IpAddress/aws:SourceIp: expected policy variables with string and ARN operators "
            "only, found ${aws:VpcSourceIp}");
  EXPECT_EQ(InCondition(R"({"Null":{"aws:SourceIp":"${aws:VpcSourceIp}"}})"),
            "/Null/aws:SourceIp: expected policy variables with string and ARN operators only, "
            "found ${aws:VpcSourceIp}");
}

TEST(PolicyReader, WantsATagInTheKeyOfATag) {
  EXPECT_EQ(InCondition(R"({"StringEquals":{"aws:PrincipalTag/team":"a"}})"), "none");
  EXPECT_EQ(InCondition(R"({"StringEquals":{"aws:PrincipalTag":"a"}})"),
            "/StringEquals/aws:PrincipalTag: unknown condition key");
  EXPECT_EQ(InCondition(R"({"StringEquals":{"aws:SourceVpc/team":"a"}})"),
            "/StringEquals/aws:SourceVpc~1team: unknown condition key");
}

}  // namespace
}  // namespace countersign
