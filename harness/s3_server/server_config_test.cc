#include "s3_server/server_config.h"

#include <gtest/gtest.h>

#include "sigv4/service.h"

namespace countersign {
namespace {

constexpr char kKey[] = R"({"access_key_id":"AKIAIOSFODNN7EXAMPLE","secret_access_key":"s"})";

std::string Config(const std::string& buckets, const std::string& credentials,
                   const std::string& more = "") {
  return R"({"region":"us-east-1","buckets":[)" + buckets + R"(],"credentials":[)" + credentials +
         "]" + more + "}";
}
std::string Bucket(const std::string& name) {
  return R"({"name":")" + name + R"(","region":"eu-west-1"})";
}
ServerConfig Good(const std::string& json) {
  auto config = ParseServerConfig(json);
  if (const auto* error = std::get_if<ConfigError>(&config)) {
    ADD_FAILURE() << error->message;
    return {};
  }
  return std::get<ServerConfig>(std::move(config));
}
std::string ErrorOf(const std::string& json) {
  const auto config = ParseServerConfig(json);
  const auto* error = std::get_if<ConfigError>(&config);
  return error == nullptr ? "no error" : error->message;
}

TEST(ServerConfig, ReadsTheExampleOfAwsDocumentation) {
  const ServerConfig config = Good(std::string(ExampleConfigJson()));
  EXPECT_EQ(config.region, "us-east-1");
  EXPECT_EQ(config.bucket_names, std::vector<std::string>{"examplebucket"});
  EXPECT_EQ(config.hosts, std::vector<std::string>{"localhost"});
  ASSERT_EQ(config.verify_inputs.size(), 2u);
  EXPECT_EQ(config.verify_inputs[0].credentials[0].access_key_id, "AKIAIOSFODNN7EXAMPLE");
}
TEST(ServerConfig, KeepsTheRegionOfEachBucketAndOfTheServer) {
  const ServerConfig config =
      Good(Config(Bucket("one") + "," + Bucket("two"), kKey, R"(,"hosts":["S3.Test"])"));
  EXPECT_EQ(config.bucket_names, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(config.hosts, std::vector<std::string>{"s3.test"});
  EXPECT_EQ(config.verify_inputs[1].bucket, "two");
  EXPECT_EQ(config.verify_inputs[1].region, "eu-west-1");
  EXPECT_EQ(config.verify_inputs[1].server_region, "us-east-1");
  EXPECT_EQ(config.verify_inputs[2].bucket, "");
  EXPECT_EQ(config.verify_inputs[2].region, "us-east-1");
}
TEST(ServerConfig, IsForAnyServiceOfTheS3Family) {
  EXPECT_EQ(Good(Config(Bucket("one"), kKey)).verify_inputs[0].service, "s3");
  for (const std::string_view service : S3Services()) {
    const std::string more = R"(,"service":")" + std::string(service) + "\"";
    EXPECT_EQ(Good(Config(Bucket("one"), kKey, more)).verify_inputs[0].service, service);
  }
  EXPECT_EQ(ErrorOf(Config(Bucket("one"), kKey, R"(,"service":"iam")")),
            "/service: expected one of s3, s3express, s3-outposts, s3-object-lambda, found iam");
}
TEST(ServerConfig, AcceptsTheCredentialsOfTheProtocol) {
  const ServerConfig config = Good(
      Config(Bucket("one"),
             R"({"access_key_id":"A","secret_access_key":"s","session_token":"t","kind":"sts",)"
             R"("expires_at":"2013-05-24T06:00:00Z","status":"inactive"})"));
  const Credentials& credentials = config.verify_inputs[0].credentials[0];
  EXPECT_EQ(credentials.session_token, "t");
  EXPECT_EQ(credentials.kind, CredentialKind::kSts);
  EXPECT_EQ(credentials.expires_at, ParseRfc3339("2013-05-24T06:00:00Z"));
  EXPECT_EQ(credentials.status, CredentialStatus::kInactive);
}
TEST(ServerConfig, NamesThePlaceOfAnError) {
  EXPECT_EQ(ErrorOf(R"({"region":"r","buckets":[]})"), "/credentials: missing");
  EXPECT_EQ(ErrorOf(Config(Bucket("one"), kKey, R"(,"regoin":"x")")), "/regoin: unknown field");
  EXPECT_EQ(ErrorOf(Config("", kKey)), "/buckets: expected at least one");
  EXPECT_EQ(ErrorOf(Config(Bucket("one"), "")), "/credentials: expected at least one");
  EXPECT_EQ(ErrorOf(Config(Bucket("one") + R"(,{"name":"two"})", kKey)),
            "/buckets/1/region: missing");
  EXPECT_EQ(ErrorOf(Config(Bucket("one"), std::string(kKey) + R"(,{"access_key_id":"B"})")),
            "/credentials/1/secret_access_key: missing");
  EXPECT_EQ(ErrorOf(Config(Bucket("one"), R"({"access_key_id":"B","secret_access_key":"s",)"
                                          R"("expires_at":"noon"})")),
            "/credentials/0/expires_at: expected yyyy-MM-ddTHH:mm:ssZ, found noon");
  EXPECT_EQ(ErrorOf(Config(Bucket("one"), R"({"access_key_id":"B","access_key_id":"C",)"
                                          R"("secret_access_key":"s"})")),
            "/credentials/0/access_key_id: given twice");
}
TEST(ServerConfig, RefusesRepeatedNames) {
  EXPECT_EQ(ErrorOf(Config(Bucket("one") + "," + Bucket("one"), kKey)),
            "/buckets/1/name: given twice");
  EXPECT_EQ(ErrorOf(Config(Bucket("one"), std::string(kKey) + "," + kKey)),
            "/credentials/1/access_key_id: given twice");
}
TEST(ServerConfig, RefusesBucketNamesThatS3DoesNotAllow) {
  for (const char* name : {"", "ab", "a/b", "..", "Upper", "-abc"}) {
    EXPECT_EQ(ErrorOf(Config(Bucket(name), kKey)).rfind("/buckets/0/name: expected 3 to 63", 0), 0u)
        << name;
  }
}
TEST(ServerConfig, SaysThatTheFileIsNotJson) {
  EXPECT_NE(ErrorOf("{").find("JSON: "), std::string::npos) << ErrorOf("{");
}

}  // namespace
}  // namespace countersign
