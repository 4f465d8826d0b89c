#include "live_server/outcome.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

HttpResponse Response(int status, const std::string& code = "") {
  HttpResponse response;
  response.status = status;
  if (!code.empty()) {
    response.body = "<Error><Code>" + code + "</Code><Message>words</Message></Error>";
  }
  return response;
}

TEST(Outcome, IsAcceptedIfOnlyTheOperationFails) {
  for (const auto& response :
       {Response(200), Response(206), Response(204), Response(304), Response(404, "NoSuchKey"),
        Response(412, "PreconditionFailed"), Response(416, "InvalidRange"), Response(404)}) {
    EXPECT_EQ(OutcomeOf(response), Outcome::kAccepted) << response.status << response.body;
  }
}

TEST(Outcome, IsRejectedByCodesOfAuthentication) {
  for (const auto& response :
       {Response(403, "SignatureDoesNotMatch"), Response(400, "AuthorizationQueryParametersError"),
        Response(403, "InvalidAccessKeyId"), Response(400, "ExpiredToken"), Response(403),
        Response(400), Response(307, "TemporaryRedirect"), Response(500, "InternalError")}) {
    EXPECT_EQ(OutcomeOf(response), Outcome::kRejected) << response.status << response.body;
  }
}

TEST(Outcome, IsAcceptedByEachCodeThatComesAfterAuthentication) {
  for (const char* code : {"NoSuchKey",
                           "NoSuchVersion",
                           "NoSuchUpload",
                           "NoSuchTagSet",
                           "NoSuchTagSetError",
                           "NoSuchObjectLockConfiguration",
                           "ObjectLockConfigurationNotFoundError",
                           "NoSuchBucketPolicy",
                           "NoSuchLifecycleConfiguration",
                           "PreconditionFailed",
                           "NotModified",
                           "InvalidRange",
                           "InvalidPart",
                           "InvalidPartOrder",
                           "InvalidPartNumber",
                           "EntityTooSmall",
                           "MissingContentLength",
                           "MissingRequestBodyError",
                           "MalformedXML",
                           "BadDigest",
                           "InvalidDigest",
                           "KeyTooLongError",
                           "InvalidObjectState"}) {
    EXPECT_EQ(OutcomeOf(Response(400, code)), Outcome::kAccepted) << code;
  }
}

TEST(Outcome, IsRejectedByEachCodeOfAuthentication) {
  for (const char* code : {"SignatureDoesNotMatch",
                           "AuthorizationQueryParametersError",
                           "AuthorizationHeaderMalformed",
                           "InvalidAccessKeyId",
                           "InvalidToken",
                           "InvalidTokenId",
                           "ExpiredToken",
                           "TokenRefreshRequired",
                           "RequestTimeTooSkewed",
                           "RequestExpired",
                           "ExpiredPresignRequest",
                           "InvalidSignature",
                           "InvalidCredentials",
                           "MissingSecurityHeader",
                           "MissingFields",
                           "XAmzContentSHA256Mismatch",
                           "XAmzContentChecksumMismatch",
                           "CredentialsNotSupported",
                           "InvalidSecurity",
                           "NotSignedUp",
                           "AccountProblem",
                           "InvalidURI"}) {
    EXPECT_EQ(OutcomeOf(Response(403, code)), Outcome::kRejected) << code;
  }
}

TEST(IsOfTheOperation, IsTrueForCodesThatDoNotDependOnWhoAsks) {
  EXPECT_TRUE(IsOfTheOperation(Response(404, "NoSuchBucket")));
  EXPECT_TRUE(IsOfTheOperation(Response(400, "InvalidStorageClass")));
  EXPECT_FALSE(IsOfTheOperation(Response(403, "AccessDenied")));
  EXPECT_FALSE(IsOfTheOperation(Response(400, "InvalidArgument")));
  EXPECT_FALSE(IsOfTheOperation(Response(404)));
}

TEST(Outcome, IsUnclearIfTheCodeMayComeBeforeOrAfterAuthentication) {
  for (const auto& response : {Response(403, "AccessDenied"), Response(400, "InvalidArgument"),
                               Response(404, "NoSuchBucket"), Response(405, "MethodNotAllowed"),
                               Response(400, "InvalidRequest")}) {
    EXPECT_EQ(OutcomeOf(response), Outcome::kUnclear) << response.body;
  }
}

TEST(Outcome, IsNeitherIfNotImplementedOrOutOfOrder) {
  EXPECT_EQ(OutcomeOf(Response(501, "NotImplemented")), Outcome::kNotImplemented);
  EXPECT_EQ(OutcomeOf(Response(503, "SlowDown")), Outcome::kBroken);
  EXPECT_EQ(OutcomeOf(Response(502)), Outcome::kBroken);
}

TEST(IsOfAProxy, IsTrueForItsStatusWithoutAnErrorDocument) {
  for (const int status : {502, 503, 504}) EXPECT_TRUE(IsOfAProxy(Response(status))) << status;
  EXPECT_FALSE(IsOfAProxy(Response(503, "SlowDown")));
  EXPECT_FALSE(IsOfAProxy(Response(500)));
  EXPECT_FALSE(IsOfAProxy(Response(505)));
}

TEST(AnswerOf, CarriesStatusCodeAndMessage) {
  const Answer answer = AnswerOf(Response(403, "SignatureDoesNotMatch"), "GET");
  const auto& reject = std::get<RejectAnswer>(answer);
  EXPECT_EQ(reject.status, 403);
  EXPECT_EQ(reject.code, "SignatureDoesNotMatch");
  EXPECT_EQ(reject.message, "words");
}

TEST(AnswerOf, HasNoCodeForHeadAndAnEmptyOneWithoutADocument) {
  EXPECT_EQ(std::get<RejectAnswer>(AnswerOf(Response(403), "HEAD")).code, std::nullopt);
  EXPECT_EQ(std::get<RejectAnswer>(AnswerOf(Response(403), "GET")).code, "");
}

TEST(AnswerOf, ShowsTheFirstLineOfARefusalWithoutADocument) {
  HttpResponse response = Response(403);
  response.body = "<html>No \x7f\x1b[31mway~</html>\nsecond line";
  const Answer answer = AnswerOf(response, "GET");
  EXPECT_EQ(std::get<RejectAnswer>(answer).message,
            "HTTP 403, without an S3 error document: <html>No [31mway~</html>");
  response.body = "";
  EXPECT_EQ(std::get<RejectAnswer>(AnswerOf(response, "GET")).message, "HTTP 403");
}

TEST(AnswerOf, ReportsTheLocationOfARedirect) {
  HttpResponse response = Response(307, "TemporaryRedirect");
  response.headers = {{"Location", "http://elsewhere.example.com/"}};
  const Answer answer = AnswerOf(response, "GET");
  EXPECT_NE(std::get<RejectAnswer>(answer).message->find("http://elsewhere.example.com/"),
            std::string::npos);
}

}  // namespace
}  // namespace countersign
