#include "s3/authorization.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace countersign {
namespace {

// Attempt is the published example, used a minute after it was signed.
struct Attempt {
  HttpRequest request{"GET",
                      "https",
                      "/examplebucket/a%20b.txt?X-Amz-Expires=86400",
                      {{"Host", "s3.us-east-1.amazonaws.com"}},
                      {}};
  std::vector<std::string> hosts = {"s3.us-east-1.amazonaws.com"};
  Credentials signer;
  Timestamp signed_at = *ParseAmzDate("20130524T000000Z");
  Timestamp now = *ParseAmzDate("20130524T000100Z");
  Origin origin;
  std::string service = "s3";
  std::optional<PolicyDocument> bucket_policy;
  BucketOwner owner;
  std::optional<AccessPoint> access_point;
  std::string bucket = "examplebucket";

  template <typename F>
  auto With(F use) const {
    const Target target = SplitTarget(request.target);
    const QueryString query = ParseQueryString(target.raw_query);
    return use(Access{request, target.raw_path, query, signer, signed_at, now, origin, hosts,
                      service, bucket, "us-east-1", bucket_policy ? &*bucket_policy : nullptr,
                      &owner, access_point ? &*access_point : nullptr});
  }
  AccessRequest Described() const { return With(DescribeAccess); }
  Refusal Check() const { return With(CheckAuthorization); }
  // The only value of a key; "absent" if it has no value.
  std::string Value(ConditionKey key) const {
    const AccessRequest described = Described();
    const auto values = described.context.Values(key);
    return values.empty() ? "absent" : values[0];
  }
};

PolicyDocument Saying(Effect effect, const char* action) {
  Statement statement;
  statement.effect = effect;
  statement.actions.patterns = {action};
  statement.resources.patterns = {"arn:aws:s3:::examplebucket/a b.txt"};
  return Policy{{statement}};
}

TEST(Authorization, TellsWhatIsDoneToWhat) {
  Attempt scene;
  EXPECT_EQ(scene.Described().action, "s3:GetObject");
  EXPECT_EQ(scene.Described().resource, "arn:aws:s3:::examplebucket/a b.txt");
  scene.request.headers[0].value = "examplebucket.s3.amazonaws.com";
  EXPECT_EQ(scene.Described().resource, "arn:aws:s3:::examplebucket/examplebucket/a b.txt");
}

void ExpectValues(const Attempt& scene,
                  std::initializer_list<std::pair<ConditionKey, const char*>> all) {
  for (const auto& [key, value] : all) EXPECT_EQ(scene.Value(key), value);
}

TEST(Authorization, TellsWhereTheRequestCameFrom) {
  Attempt scene;
  ExpectValues(scene, {{ConditionKey::kSourceIp, "absent"},
                       {ConditionKey::kSourceVpc, "absent"},
                       {ConditionKey::kSourceVpce, "absent"},
                       {ConditionKey::kViaAwsService, "false"}});
  scene.origin = {"203.0.113.7", {}, {}, true};
  ExpectValues(scene,
               {{ConditionKey::kSourceIp, "203.0.113.7"}, {ConditionKey::kViaAwsService, "true"}});
}

TEST(Authorization, HidesTheAddressBehindAVpcEndpoint) {
  Attempt scene;
  scene.origin = {"10.0.0.7", "vpc-1a2b", "vpce-1a2b", false};
  ExpectValues(scene, {{ConditionKey::kSourceIp, "absent"},
                       {ConditionKey::kSourceVpc, "vpc-1a2b"},
                       {ConditionKey::kSourceVpce, "vpce-1a2b"}});
}

TEST(Authorization, TellsHowItIsSigned) {
  Attempt scene;
  ExpectValues(scene, {{ConditionKey::kSignatureAge, "60000"},
                       {ConditionKey::kAuthType, "REST-QUERY-STRING"},
                       {ConditionKey::kSignatureVersion, "AWS4-HMAC-SHA256"},
                       {ConditionKey::kContentSha256, "UNSIGNED-PAYLOAD"}});
  scene.request.headers.push_back({"X-Amz-Content-Sha256", "abc"});
  ExpectValues(scene, {{ConditionKey::kContentSha256, "abc"}});
}

TEST(Authorization, TellsWhenWhoAndHowSecurely) {
  Attempt scene;
  ExpectValues(scene, {{ConditionKey::kCurrentTime, "2013-05-24T00:01:00Z"},
                       {ConditionKey::kEpochTime, "1369353660"},
                       {ConditionKey::kSecureTransport, "true"},
                       {ConditionKey::kPrincipalArn, "absent"}});
  scene.request.scheme = "http";
  scene.signer.arn = "arn:aws:sts::123456789012:assumed-role/uploader/ci";
  ExpectValues(scene, {{ConditionKey::kSecureTransport, "false"},
                       {ConditionKey::kPrincipalArn, "arn:aws:iam::123456789012:role/uploader"}});
  EXPECT_EQ(scene.Described().principal_arn, *scene.signer.arn);
}

TEST(Authorization, TellsTheAddressBehindAVpcEndpointByAKeyOfItsOwn) {
  Attempt scene;
  scene.origin = {"203.0.113.7", {}, {}, false};
  EXPECT_EQ(scene.Value(ConditionKey::kVpcSourceIp), "absent");
  scene.origin = {"10.0.0.7", "vpc-1a2b", "vpce-1a2b", false};
  EXPECT_EQ(scene.Value(ConditionKey::kVpcSourceIp), "10.0.0.7");
}

TEST(Authorization, TellsOfOrganizationsAccountsTagsAndTokens) {
  Attempt scene;
  for (const ConditionKey key : {ConditionKey::kPrincipalOrgId, ConditionKey::kResourceOrgId,
                                 ConditionKey::kResourceAccount, ConditionKey::kTokenIssueTime}) {
    EXPECT_EQ(scene.Value(key), "absent");
  }
  scene.signer.organization = "o-a";
  scene.signer.issued_at = scene.signed_at;
  scene.signer.tags = {{"team", "blue"}};
  scene.owner = {"111122223333", "o-b", {}};
  EXPECT_EQ(scene.Value(ConditionKey::kPrincipalOrgId), "o-a");
  EXPECT_EQ(scene.Value(ConditionKey::kResourceOrgId), "o-b");
  EXPECT_EQ(scene.Value(ConditionKey::kResourceAccount), "111122223333");
  EXPECT_EQ(scene.Value(ConditionKey::kTokenIssueTime), "2013-05-24T00:00:00Z");
  const AccessRequest described = scene.Described();
  EXPECT_EQ(described.context.Values({ConditionKey::kPrincipalTag, "Team"}).size(), 1U);
  EXPECT_TRUE(described.context.Values({ConditionKey::kPrincipalTag, "tea"}).empty());
}

TEST(Authorization, NeedsTheBucketsPolicyIfItBelongsToAnotherAccount) {
  Attempt scene;
  scene.signer.arn = "arn:aws:iam::123456789012:user/alice";
  scene.owner.account = "123456789012";
  EXPECT_FALSE(scene.Check());
  scene.owner.account = "111122223333";
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kPolicyAllowsNothing);
  scene.bucket_policy = Saying(Effect::kAllow, "s3:GetObject");
  EXPECT_FALSE(scene.Check());
}

TEST(Authorization, AsksTheOrganizationAndTheEndpointAsWell) {
  const PolicyDocument denies = Saying(Effect::kDeny, "s3:GetObject");
  Attempt by_accounts;
  by_accounts.signer.service_control_policies = {denies};
  ASSERT_TRUE(by_accounts.Check());
  EXPECT_EQ(by_accounts.Check()->detail,
            "Access Denied: s3:GetObject is denied by the service control policy");
  Attempt by_resources;
  by_resources.owner.resource_control_policies = {denies};
  ASSERT_TRUE(by_resources.Check());
  EXPECT_EQ(by_resources.Check()->rule, Rule::kPolicyDenies);
  Attempt by_endpoint;
  by_endpoint.origin.endpoint_policy = denies;
  ASSERT_TRUE(by_endpoint.Check());
  EXPECT_EQ(by_endpoint.Check()->rule, Rule::kPolicyDenies);
}

TEST(Authorization, LetsEverythingPassWithoutPolicies) {
  EXPECT_FALSE(Attempt().Check());
  Attempt other;
  other.service = "sns";
  EXPECT_FALSE(other.Check());
}

TEST(Authorization, ComparesTheExpectedOwnerWithThePrincipalsAccount) {
  Attempt scene;
  scene.request.target += "&x-amz-expected-bucket-owner=123456789012";
  EXPECT_EQ(scene.Check(), std::nullopt);  // nobody's account is known
  scene.signer.arn = "arn:aws:iam::123456789012:user/Bob";
  EXPECT_EQ(scene.Check(), std::nullopt);
  scene.signer.arn = "arn:aws:iam::210987654321:user/Bob";
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kExpectedOwner);
  scene.request.target = "/examplebucket/a%20b.txt?X-Amz-Expected-Bucket-Owner=123456789012";
  EXPECT_EQ(scene.Check(), std::nullopt);
  scene.request.headers.push_back({"x-amz-expected-bucket-owner", "123456789012"});
  EXPECT_EQ(scene.Check()->rule, Rule::kExpectedOwner);
}

TEST(Authorization, RefusesByTheRuleThatApplies) {
  Attempt scene;
  scene.signer.policy = Saying(Effect::kAllow, "s3:GetObject");
  EXPECT_FALSE(scene.Check());
  scene.signer.policy = Saying(Effect::kAllow, "s3:PutObject");
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kPolicyAllowsNothing);
  scene.bucket_policy = Saying(Effect::kAllow, "s3:GetObject");
  EXPECT_FALSE(scene.Check());
  scene.bucket_policy = Saying(Effect::kDeny, "s3:GetObject");
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kPolicyDenies);
  EXPECT_EQ(scene.Check()->detail, "Access Denied: s3:GetObject is denied by the bucket policy");
  scene.bucket_policy = UnreadablePolicy{"/Statement: missing"};
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kPolicyUnreadable);
}

constexpr char kPointArn[] = "arn:aws:s3:us-east-1:123456789012:accesspoint/test";

PolicyDocument AboutResource(Effect effect, std::string resource) {
  Statement statement;
  statement.effect = effect;
  statement.actions.patterns = {"s3:GetObject"};
  statement.resources.patterns = {std::move(resource)};
  return Policy{{statement}};
}

TEST(Authorization, AsksTheAccessPointAndTheBucketBehindIt) {
  const std::string object = std::string(kPointArn) + "/object/a b.txt";
  Attempt scene;
  scene.access_point = AccessPoint{kPointArn};
  EXPECT_FALSE(scene.Check());
  scene.signer.policy = AboutResource(Effect::kAllow, object);
  EXPECT_TRUE(scene.Check()) << "the bucket does not allow it";
  scene.bucket_policy = Saying(Effect::kAllow, "s3:GetObject");
  EXPECT_FALSE(scene.Check());
  scene.access_point->policy = AboutResource(Effect::kDeny, object);
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kPolicyDenies);
  EXPECT_EQ(scene.Check()->detail,
            "Access Denied: s3:GetObject is denied by the access point policy");
  scene.access_point.reset();
  EXPECT_FALSE(scene.Check());
}

TEST(Authorization, TellsWhichAccessPointTheRequestCameThrough) {
  Attempt scene;
  ExpectValues(scene, {{ConditionKey::kDataAccessPointArn, "absent"},
                       {ConditionKey::kAccessPointNetworkOrigin, "absent"}});
  scene.access_point = AccessPoint{kPointArn};
  ExpectValues(scene, {{ConditionKey::kDataAccessPointArn, kPointArn},
                       {ConditionKey::kDataAccessPointAccount, "123456789012"},
                       {ConditionKey::kAccessPointNetworkOrigin, "Internet"}});
  scene.access_point->vpc = "vpc-1a2b";
  ExpectValues(scene, {{ConditionKey::kAccessPointNetworkOrigin, "VPC"}});
}

TEST(Authorization, LetsOnlyItsVpcThroughAnAccessPoint) {
  Attempt scene;
  scene.access_point = AccessPoint{kPointArn, {}, "vpc-1a2b"};
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kAccessPointOrigin);
  scene.origin.source_vpc = "vpc-3c4d";
  EXPECT_TRUE(scene.Check());
  scene.origin.source_vpc = "vpc-1a2b";
  EXPECT_FALSE(scene.Check());
}

TEST(Authorization, AsksNoPolicyAboutASession) {
  Attempt scene;
  scene.service = "s3express";
  scene.signer.policy = Saying(Effect::kDeny, "*");
  EXPECT_TRUE(scene.Check());
  scene.signer.session = BucketSession{"examplebucket"};
  EXPECT_FALSE(scene.Check());
  scene.bucket = "otherbucket";
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kSessionBucket);
}

TEST(Authorization, ASessionThroughAnAccessPointIsForTheAccessPoint) {
  Attempt scene;
  scene.service = "s3express";
  scene.access_point = AccessPoint{"arn:aws:s3express:us-east-1:1:accesspoint/ap--use1-az4--xa-s3"};
  scene.signer.session = BucketSession{"examplebucket"};
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kSessionBucket);
  scene.signer.session = BucketSession{"ap--use1-az4--xa-s3"};
  EXPECT_FALSE(scene.Check());
  scene.access_point->scope = AccessPointScope{{"PutObject", "DeleteObject"}, {}};
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kAccessPointScope);
}

TEST(Authorization, TellsTheOperationsOfAScope) {
  Attempt scene;
  scene.service = "s3express";
  scene.access_point = AccessPoint{"arn:aws:s3express:us-east-1:1:accesspoint/ap--use1-az4--xa-s3"};
  ExpectValues(scene, {{ConditionKey::kPermissions, "absent"}});
  scene.access_point->scope = AccessPointScope{{"GetObject"}, {}};
  ExpectValues(scene, {{ConditionKey::kPermissions, "GetObject"}});
}

TEST(Authorization, AsksAboutWhatHeadersDo) {
  Attempt scene;
  scene.request.method = "PUT";
  scene.signer.policy = Saying(Effect::kAllow, "s3:PutObject");
  EXPECT_FALSE(scene.Check());
  scene.request.headers.push_back({"x-amz-acl", "public-read"});
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kPolicyAllowsNothing);
  scene.signer.policy = Saying(Effect::kAllow, "s3:PutObject*");
  EXPECT_FALSE(scene.Check());
}

TEST(Authorization, AsksAboutTheSourceOfACopy) {
  Attempt scene;
  scene.request.method = "PUT";
  scene.signer.policy = Saying(Effect::kAllow, "s3:*");
  scene.request.headers.push_back({"x-amz-copy-source", "examplebucket/a%20b.txt"});
  EXPECT_FALSE(scene.Check());
  scene.request.headers.back().value = "examplebucket/other";
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kPolicyAllowsNothing);
}

TEST(Authorization, RefusesWhatItCannotTellOfAnotherServicesRequest) {
  Attempt scene;
  scene.service = "sns";
  scene.signer.policy = Saying(Effect::kAllow, "*");
  ASSERT_TRUE(scene.Check());
  EXPECT_EQ(scene.Check()->rule, Rule::kPolicyAllowsNothing);
}

}  // namespace
}  // namespace countersign
