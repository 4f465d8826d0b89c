#include "differential/askable.h"

#include <gtest/gtest.h>

#include <tuple>

#include "scene/mutate.h"
#include "scene/sign.h"

namespace countersign::fuzz {
namespace {

PresignMessage Plain() { return *PresignMessageOf(FirstScene()); }

TEST(CanBeAsked, IsTrueForAnOrdinaryRequest) {
  PresignMessage message = Plain();
  EXPECT_TRUE(CanBeAsked(message));
  message.host = "s3-fips.us-gov-west-1.amazonaws.com:8443";
  message.headers = {{"Range", "bytes=0-9"}, {"x-amz-date", "20150830T123600Z"}};
  message.query = {{"X-Amz-Signature-Note", "kept"}, {"k", ""}};
  EXPECT_TRUE(CanBeAsked(message));
}

TEST(CanBeAsked, IsFalseForHostsThatNoClientReaches) {
  for (const char* host :
       {"",      ".",
        "a..b",  "a.",
        "-a.b",  "a-.b",
        "A.b",   "a b",
        "a%20b", "a:",
        "a:0",   "a:443",
        "a:070", "a:65536",
        "a:b",   "a_b",
        "0",     "127.0.0.1",
        "[::1]", "a123456789012345678901234567890123456789012345678901234567890123.b"}) {
    PresignMessage message = Plain();
    message.host = host;
    EXPECT_FALSE(CanBeAsked(message)) << host;
  }
}

TEST(CanBeAsked, IsFalseForPathsThatCannotBeSentAsTheyAre) {
  for (const char* path :
       {"/a b", "/\xC3\xA9", "/a\x7F", "/a`b", "/%", "/%4", "/%4g", "/{a}", "/a?"}) {
    PresignMessage message = Plain();
    message.service = "sts";
    message.path = path;
    EXPECT_FALSE(CanBeAsked(message)) << path;
  }
}

TEST(CanBeAsked, IsTrueForEveryPathOfAUrl) {
  PresignMessage message = Plain();
  message.service = "sts";
  message.path = "/azAZ09-._~%4a%FF!$&'()*+,;=:@//";
  EXPECT_TRUE(CanBeAsked(message));
}

TEST(CanBeAsked, IsFalseForABucketThatTheServiceDoesNotHave) {
  PresignMessage message = Plain();
  for (const char* service : {"s3-outposts", "s3-object-lambda", "s3express"}) {
    message.service = service;
    message.bucket = "examplebucket";
    EXPECT_FALSE(CanBeAsked(message)) << service;
    const bool express = message.service == "s3express";
    message.bucket = express ? "a--use1-az4--x-s3" : "arn:aws:s3:us-east-1:123456789012:x";
    EXPECT_TRUE(CanBeAsked(message)) << service;
  }
}

TEST(CanBeAsked, IsFalseForTheNameOfAnotherOperation) {
  PresignMessage message = Plain();
  for (const auto& [method, operation, can] : {std::tuple("GET", "GetObject", true),
                                               {"GET", "UploadPart", false},
                                               {"PUT", "UploadPart", true},
                                               {"PUT", "GetObject", false},
                                               {"POST", "PutObject", false}}) {
    message.method = method;
    message.query = {{"x-id", operation}};
    EXPECT_EQ(CanBeAsked(message), can) << method << " " << operation;
  }
}

TEST(CanBeAsked, IsFalseForHeadersThatSomeSignersLeaveUnsigned) {
  for (const char* name : {"User-Agent", "x-amzn-trace-id", "Expect", "X-AMZ-EXPIRES"}) {
    PresignMessage message = Plain();
    message.headers = {{name, "a"}};
    EXPECT_FALSE(CanBeAsked(message)) << name;
  }
}

TEST(CanBeAsked, IsFalseForHeaderValuesThatCannotBeSent) {
  for (const auto& [value, can] : {std::pair("a\tb", true), {"\xc3\xa9", true}, {"\x1c", false}}) {
    PresignMessage message = Plain();
    message.headers = {{"x-amz-meta-a", value}};
    EXPECT_EQ(CanBeAsked(message), can) << value;
  }
}

TEST(CanBeAsked, IsFalseForParametersWithASigningNameOrWithoutAName) {
  for (const char* name : {"", "x-amz-date", "X-Amz-SIGNATURE", "X-Amz-Region-Set"}) {
    PresignMessage message = Plain();
    message.query = {{name, "a"}};
    EXPECT_FALSE(CanBeAsked(message)) << name;
  }
}

TEST(CanBeAsked, IsFalseForAnInvalidPayloadOrAHeaderThatDiffersFromIt) {
  const std::string hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  PresignMessage message = Plain();
  message.payload = hash;
  message.headers = {{"X-Amz-Content-Sha256", hash}};
  EXPECT_TRUE(CanBeAsked(message));
  message.headers.front().second += " ";
  EXPECT_FALSE(CanBeAsked(message));
  message.headers.front().second = hash;
  message.service = "execute-api";
  EXPECT_FALSE(CanBeAsked(message));
  message.headers.clear();
  EXPECT_TRUE(CanBeAsked(message));
  message.payload.pop_back();
  EXPECT_FALSE(CanBeAsked(message));
}

TEST(CanBeAsked, IsFalseForClocksMethodsAndScopesThatNoClientHas) {
  const auto with = [](std::string PresignMessage::*field, const char* value) {
    PresignMessage message = Plain();
    message.*field = value;
    return message;
  };
  EXPECT_FALSE(CanBeAsked(with(&PresignMessage::now, "0010-01-02T00:00:01Z")));
  EXPECT_FALSE(CanBeAsked(with(&PresignMessage::method, "Get")));
  EXPECT_FALSE(CanBeAsked(with(&PresignMessage::service, "s/3")));
  PresignMessage message = Plain();
  for (const char* region : {"", "us east", "us-east-"}) {
    message.region = region;
    EXPECT_FALSE(CanBeAsked(message)) << region;
  }
}

}  // namespace
}  // namespace countersign::fuzz
