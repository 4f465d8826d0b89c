#include "live_server/first_put_advice.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

EndpointConfig AdvisedConfig() {
  EndpointConfig config;
  config.url = {"http", "h", 80};
  config.bucket = "vault";
  config.region = "eu-west-1";
  config.credentials.primary.access_key_id = "AKIALIVE";
  return config;
}

FirstPutAdvice OnCode(int status, const std::string& code, std::chrono::seconds ahead = {}) {
  HttpResponse response;
  response.status = status;
  if (!code.empty()) response.body = "<Error><Code>" + code + "</Code></Error>";
  return AdviceOn(response, ahead, AdvisedConfig());
}

TEST(FirstPutAdvice, NamesWhatTheUserCanChange) {
  const std::pair<std::string, std::string> advice[] = {
      {"NoSuchBucket", "create the bucket vault there, or name another with --bucket"},
      {"InvalidAccessKeyId",
       "the server does not know the key AKIALIVE: look at the file of --credentials"},
      {"SignatureDoesNotMatch", "is the secret access key in the file of --credentials right?"},
      {"ExpiredToken", "get a new session token for the file of --credentials"},
      {"AccessDenied", "the key needs permission to put, get and delete objects in the bucket"},
      {"Other", "look at --bucket, --region and the file of --credentials"},
      {"", "this is no answer of S3: is the URL of --endpoint right?"},
  };
  for (const auto& [code, text] : advice) {
    EXPECT_EQ(OnCode(403, code).text, text);
    EXPECT_TRUE(OnCode(403, code).is_wrong_input) << code;
  }
}

TEST(FirstPutAdvice, DoesNotBlameTheUserForABrokenServer) {
  EXPECT_FALSE(OnCode(500, "InternalError").is_wrong_input);
  EXPECT_FALSE(OnCode(502, "").is_wrong_input);
  EXPECT_EQ(OnCode(503, "SlowDown").text, "the server asks to slow down: try again later");
  EXPECT_FALSE(OnCode(503, "SlowDown").is_wrong_input);
  EXPECT_TRUE(OnCode(501, "").is_wrong_input);
  EXPECT_FALSE(
      AdviceOn(ExchangeError{"cannot connect to h:80: timed out"}, AdvisedConfig()).is_wrong_input);
}

TEST(FirstPutAdvice, KnowsAWrongClockAndAnotherRegion) {
  EXPECT_EQ(OnCode(403, "AccessDenied", std::chrono::seconds(-301)).text,
            "this machine's clock is wrong: by the server's Date header it is 301 s ahead");
  EXPECT_EQ(OnCode(403, "AccessDenied", std::chrono::seconds(301)).text,
            "this machine's clock is wrong: by the server's Date header it is 301 s behind");
  EXPECT_NE(OnCode(403, "AccessDenied", std::chrono::seconds(300)).text.find("permission"),
            std::string::npos);
  HttpResponse response;
  response.status = 301;
  response.headers = {{"x-amz-bucket-region", "us-west-2"}};
  EXPECT_EQ(AdviceOn(response, {}, AdvisedConfig()).text,
            "the bucket is in us-west-2, not in eu-west-1: use --region");
}

TEST(FirstPutAdvice, KnowsWhyNothingAnswers) {
  EndpointConfig config = AdvisedConfig();
  EXPECT_FALSE(AdviceOn(ExchangeError{"cannot connect to h:80: x"}, config).is_wrong_input);
  EXPECT_EQ(AdviceOn(ExchangeError{"cannot connect to h:80: Connection refused"}, config).text,
            "is the server running, and is the URL of --endpoint right?");
  EXPECT_EQ(
      AdviceOn(ExchangeError{"cannot connect to h:80: its certificate is not trusted"}, config)
          .text,
      "--insecure accepts any certificate");
  EXPECT_NE(AdviceOn(ExchangeError{"its first line is not a status line"}, config)
                .text.find("want https?"),
            std::string::npos);
  config.url.scheme = "https";
  EXPECT_EQ(AdviceOn(ExchangeError{"its first line is not a status line"}, config).text,
            "this is no answer of S3: is the port right?");
}

}  // namespace
}  // namespace countersign
