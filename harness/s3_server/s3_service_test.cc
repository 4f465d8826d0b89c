#include "s3_server/s3_service.h"

#include <gtest/gtest.h>

#include "presign.h"
#include "s3_server/memory_store.h"

namespace countersign {
namespace {

constexpr char kHost[] = "s3.us-east-1.amazonaws.com";
const Timestamp kNow = *ParseRfc3339("2013-05-24T00:00:00Z");

// Service is an S3Service with one bucket in memory, in a region of our choice.
class Service {
 public:
  explicit Service(const std::string& bucket_region = "us-east-1",
                   const std::string& credential_more = "")
      : service_(OptionsFor(bucket_region, credential_more)) {
    service_.Seed("test.txt", "0123456789", kNow);
  }

  // Presigned is a request that GET-s, PUT-s … `path` through a good URL that lives 60 seconds.
  RequestHead Presigned(const std::string& method, const std::string& path,
                        std::vector<HeaderField> signed_headers = {},
                        std::vector<std::pair<std::string, std::string>> query = {}) {
    PresignRequest request;
    request.now = kNow;
    request.method = method;
    request.scheme = "https";
    request.host = kHost;
    request.path = path;
    request.query = std::move(query);
    request.headers = signed_headers;
    request.payload = payload;
    request.expires = 60;
    request.region = "us-east-1";
    request.service = "s3";
    request.credentials.access_key_id = "AKIAIOSFODNN7EXAMPLE";
    request.credentials.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    request.credentials.session_token = session_token;
    const Result<PresignedUrl> presigned = Presign(request);
    EXPECT_TRUE(presigned.ok());
    RequestHead head;
    head.request.method = method;
    head.request.scheme = "http";
    head.request.target = presigned.value().url.substr(sizeof("https://") - 1 + sizeof(kHost) - 1);
    head.request.headers = {{"Host", kHost}};
    for (HeaderField& header : signed_headers) head.request.headers.push_back(std::move(header));
    return head;
  }

  HttpAnswer Ask(const RequestHead& head) {
    auto decision = service_.OnHead(head);
    if (auto* answer = std::get_if<HttpAnswer>(&decision)) return *std::move(answer);
    ADD_FAILURE() << "a body is wanted";
    return {};
  }
  HttpAnswer Upload(RequestHead head, const std::string& body) {
    head.content_length = body.size();
    auto decision = service_.OnHead(head);
    if (auto* answer = std::get_if<HttpAnswer>(&decision)) return *std::move(answer);
    EXPECT_EQ(std::get<BodyWanted>(decision).length, body.size());
    return std::get<BodyWanted>(decision).answer(body);
  }

  S3Service& service() { return service_; }
  ClockReading now = kNow;
  std::string payload = "UNSIGNED-PAYLOAD";  // of what is presigned,
  std::optional<std::string> session_token;  // and with which token
  std::string log;

 private:
  S3Service::Options OptionsFor(const std::string& region, const std::string& credential_more) {
    S3Service::Options options;
    auto config = ParseServerConfig(
        R"({"region":"us-east-1","buckets":[{"name":"examplebucket","region":")" + region +
        R"("}],"credentials":[{"access_key_id":"AKIAIOSFODNN7EXAMPLE",)"
        R"("secret_access_key":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")" +
        credential_more + "}]}");
    options.config = std::get<ServerConfig>(std::move(config));
    options.stores.push_back(std::make_unique<MemoryStore>());
    options.max_object_size = 100;
    options.max_memory = 150;
    options.clock = [this] { return now; };
    options.log = [this](const std::string& line) { log += line + "\n"; };
    return options;
  }

  S3Service service_;
};

std::string BodyOf(const HttpAnswer& answer) {
  if (const auto* text = std::get_if<std::string>(&answer.body)) return *text;
  const ObjectSlice& slice = std::get<ObjectSlice>(answer.body);
  std::string content(slice.length, '\0');
  EXPECT_TRUE(slice.object->Read(slice.offset, content));
  return content;
}
std::string Element(const HttpAnswer& answer, const std::string& name) {
  const std::string body = BodyOf(answer);
  const std::size_t start = body.find("<" + name + ">");
  if (start == std::string::npos) return "no " + name;
  const std::size_t text = start + name.size() + 2;
  return body.substr(text, body.find("</" + name + ">") - text);
}
std::string Header(const HttpAnswer& answer, const std::string& name) {
  for (const HeaderField& header : answer.headers) {
    if (header.name == name) return header.value;
  }
  return "no " + name;
}

constexpr char kPath[] = "/examplebucket/test.txt";

TEST(S3Service, GivesAnObjectToTheHolderOfItsUrl) {
  Service s;
  const HttpAnswer answer = s.Ask(s.Presigned("GET", kPath));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(BodyOf(answer), "0123456789");
  EXPECT_EQ(Header(answer, "Content-Type"), "text/plain");
  EXPECT_EQ(Header(answer, "Last-Modified"), "Fri, 24 May 2013 00:00:00 GMT");
  EXPECT_EQ(s.log.substr(0, 60), "2013-05-24T00:00:00Z GET /examplebucket/test.txt?X-Amz-Algor");
  EXPECT_NE(s.log.find("X-Amz-Signature=[redacted] 200 - - -\n"), std::string::npos) << s.log;
}
TEST(S3Service, NamesBothStagesOfASignatureThatDiffers) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.target.back() = head.request.target.back() == '0' ? '1' : '0';
  const HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(Element(answer, "Code"), "SignatureDoesNotMatch");
  EXPECT_EQ(Element(answer, "AWSAccessKeyId"), "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(Element(answer, "SignatureProvided"),
            head.request.target.substr(head.request.target.size() - 64));
  EXPECT_EQ(Element(answer, "StringToSign").substr(0, 34), "AWS4-HMAC-SHA256\n20130524T000000Z\n");
  EXPECT_EQ(Element(answer, "StringToSignBytes").substr(0, 11), "41 57 53 34");
  EXPECT_EQ(Element(answer, "CanonicalRequest").substr(0, 28), "GET\n/examplebucket/test.txt\n");
  EXPECT_EQ(Element(answer, "CanonicalRequestBytes").substr(0, 11), "47 45 54 0a");
  EXPECT_EQ(Element(answer, "CountersignRule"), "signature/match");
  EXPECT_EQ(Header(answer, "x-countersign-rule"), "signature/match");
  EXPECT_EQ(Header(answer, "Content-Type"), "application/xml");
  EXPECT_NE(s.log.find(" 403 SignatureDoesNotMatch signature/match "), std::string::npos) << s.log;
}
// The elements are those of documents recorded from S3.
TEST(S3Service, TellsWhenAUrlExpired) {
  Service s;
  const RequestHead head = s.Presigned("GET", kPath);
  s.now = kNow + std::chrono::seconds(61);
  const HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(Element(answer, "Code"), "AccessDenied");
  EXPECT_EQ(Element(answer, "Message"), "Request has expired");
  EXPECT_EQ(Element(answer, "X-Amz-Expires"), "60");
  EXPECT_EQ(Element(answer, "Expires"), "2013-05-24T00:01:00Z");
  EXPECT_EQ(Element(answer, "ServerTime"), "2013-05-24T00:01:01Z");
}
TEST(S3Service, TellsSinceWhenAUrlWillBeValid) {
  Service s;
  const RequestHead head = s.Presigned("GET", kPath);
  s.now = kNow - std::chrono::minutes(16);
  const HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(Element(answer, "Message"), "Request is not yet valid");
  EXPECT_EQ(Element(answer, "X-Amz-Date"), "1369353600000");
  EXPECT_EQ(Element(answer, "Expires"), "2013-05-24T00:01:00Z");
  EXPECT_EQ(Element(answer, "ServerTime"), "2013-05-23T23:44:00Z");
}
TEST(S3Service, NamesHeadersThatAreNotSigned) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.headers.push_back({"X-Amz-Acl", "private"});
  const HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(Element(answer, "Message"),
            "There were headers present in the request which were not signed");
  EXPECT_EQ(Element(answer, "HeadersNotSigned"), "x-amz-acl");
}
TEST(S3Service, NamesTheSignedHeaderThatDidNotArrive) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath, {{"x-amz-acl", "private"}});
  head.request.headers.pop_back();
  const HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(Element(answer, "Code"), "SignatureDoesNotMatch");
  EXPECT_EQ(Element(answer, "CountersignReason"),
            "The signed header \"x-amz-acl\" did not arrive.");
}
TEST(S3Service, QuotesTheAuthorizationHeaderBesideAQuery) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.headers.push_back({"Authorization", "Bearer x"});
  const HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(Element(answer, "Code"), "InvalidArgument");
  EXPECT_EQ(Element(answer, "ArgumentName"), "Authorization");
  EXPECT_EQ(Element(answer, "ArgumentValue"), "Bearer x");
}
TEST(S3Service, NamesTheKeyThatIsUnknown) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.target.replace(head.request.target.find("AKIA"), 4, "AKIB");
  const HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(Element(answer, "Code"), "InvalidAccessKeyId");
  EXPECT_EQ(Element(answer, "AWSAccessKeyId"), "AKIBIOSFODNN7EXAMPLE");
  EXPECT_EQ(Element(answer, "Message"),
            "The AWS Access Key Id you provided does not exist in our records.");
}
TEST(S3Service, RepeatsATokenThatIsWrong) {
  Service s("us-east-1", R"(,"session_token":"right")");
  s.session_token = "wrong";
  const HttpAnswer answer = s.Ask(s.Presigned("GET", kPath));
  EXPECT_EQ(Element(answer, "Code"), "InvalidToken");
  EXPECT_EQ(Element(answer, "Token-0"), "wrong");
  EXPECT_EQ(s.log.find("wrong"), std::string::npos) << s.log;
}
TEST(S3Service, SendsWhoAsksInTheWrongRegionToTheRightOne) {
  Service s("eu-west-1");
  const RequestHead head = s.Presigned("GET", kPath);
  HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(answer.status, 301);
  EXPECT_EQ(Element(answer, "Code"), "PermanentRedirect");
  EXPECT_EQ(Element(answer, "Endpoint"), "examplebucket.s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(Element(answer, "Bucket"), "examplebucket");
  EXPECT_EQ(Header(answer, "x-amz-bucket-region"), "eu-west-1");
  RequestHead global = head;
  global.request.headers[0].value = "examplebucket.s3.amazonaws.com";
  answer = s.Ask(global);
  EXPECT_EQ(answer.status, 307);
  EXPECT_EQ(Header(answer, "Location"),
            "http://examplebucket.s3.eu-west-1.amazonaws.com" + head.request.target);
}

TEST(S3Service, DoesNotRedirectToAHostThatTheTargetWouldComplete) {
  Service s("eu-west-1");
  RequestHead head = s.Presigned("GET", kPath);
  head.request.headers[0].value = "examplebucket.s3.amazonaws.com";
  head.request.target.insert(0, ".evil.test");
  EXPECT_EQ(Header(s.Ask(head), "Location"), "no Location");
}

TEST(S3Service, AsksThePoliciesOfKeyAndBucketAboutTheObjectThatIsServed) {
  Service s("us-east-1",
            R"(,"policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)"
            R"("s3:GetObject","Resource":"arn:aws:s3:::examplebucket/test.txt","Condition":)"
            R"({"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]})");
  RequestHead head = s.Presigned("GET", kPath);
  head.peer_ip = "192.0.2.7";
  EXPECT_EQ(s.Ask(head).status, 200);
  head.peer_ip = "198.51.100.7";
  HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(Element(answer, "Message"), "Access Denied");
  RequestHead other = s.Presigned("GET", "/examplebucket/other.txt");
  other.peer_ip = "192.0.2.7";
  EXPECT_EQ(Element(s.Ask(other), "Code"), "AccessDenied");
}
TEST(S3Service, TellsOnlyHoldersOfAUrlWhatIsThere) {
  Service s;
  RequestHead head = s.Presigned("GET", "/examplebucket/absent");
  HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(Element(answer, "Code"), "NoSuchKey");
  EXPECT_EQ(Element(answer, "Key"), "absent");
  head.request.target.back() = 'x';
  EXPECT_EQ(s.Ask(head).status, 403);
  answer = s.Ask(s.Presigned("GET", "/elsewhere/test.txt"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(Element(answer, "BucketName"), "elsewhere");
}
TEST(S3Service, GivesARange) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.headers.push_back({"Range", "bytes=2-4"});
  HttpAnswer answer = s.Ask(head);
  EXPECT_EQ(answer.status, 206);
  EXPECT_EQ(BodyOf(answer), "234");
  EXPECT_EQ(Header(answer, "Content-Range"), "bytes 2-4/10");
  head.request.headers.back().value = "bytes=10-";
  answer = s.Ask(head);
  EXPECT_EQ(answer.status, 416);
  EXPECT_EQ(Header(answer, "Content-Range"), "bytes */10");
  EXPECT_EQ(Element(answer, "ActualObjectSize"), "10");
}
TEST(S3Service, GivesTheWholeToWhoResumesAnotherObject) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  const std::string etag = Header(s.Ask(head), "ETag");
  head.request.headers.push_back({"Range", "bytes=2-4"});
  head.request.headers.push_back({"If-Range", etag});
  EXPECT_EQ(s.Ask(head).status, 206);
  head.request.headers.back().value = "\"other\"";
  EXPECT_EQ(s.Ask(head).status, 200);
}
TEST(S3Service, GivesTheHeadersThatTheUrlAsksFor) {
  Service s;
  const HttpAnswer answer =
      s.Ask(s.Presigned("GET", kPath, {}, {{"response-content-type", "text/html"}}));
  EXPECT_EQ(Header(answer, "Content-Type"), "text/html");
}

TEST(S3Service, TakesAnUploadAndGivesItBack) {
  Service s;
  RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  put.request.headers.push_back({"Content-Type", "text/css"});
  const HttpAnswer answer = s.Upload(put, "body");
  EXPECT_EQ(answer.status, 200);
  const HttpAnswer got = s.Ask(s.Presigned("GET", "/examplebucket/new"));
  EXPECT_EQ(BodyOf(got), "body");
  EXPECT_EQ(Header(got, "Content-Type"), "text/css");
  EXPECT_EQ(Header(got, "ETag"), Header(answer, "ETag"));
  EXPECT_EQ(s.Ask(s.Presigned("DELETE", "/examplebucket/new")).status, 204);
  EXPECT_EQ(s.Ask(s.Presigned("GET", "/examplebucket/new")).status, 404);
  EXPECT_EQ(s.Ask(s.Presigned("DELETE", "/examplebucket/new")).status, 204);
}
TEST(S3Service, WantsNoBodyOfAnUploadThatItRefuses) {
  Service s;
  RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  put.request.target.back() = 'x';
  put.content_length = 5;
  EXPECT_EQ(s.Ask(put).status, 403);
}
TEST(S3Service, ChecksABodysHash) {
  Service s;
  // printf hello | sha256sum
  s.payload = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  const RequestHead put =
      s.Presigned("PUT", "/examplebucket/new", {{"x-amz-content-sha256", s.payload}});
  EXPECT_EQ(s.Upload(put, "hello").status, 200);
  const HttpAnswer answer = s.Upload(put, "hellO");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(Element(answer, "Code"), "XAmzContentSHA256Mismatch");
  EXPECT_EQ(Element(answer, "Message"),
            "The provided 'x-amz-content-sha256' header does not match what was computed.");
  EXPECT_EQ(Element(answer, "ClientComputedContentSHA256").substr(0, 8), "2cf24dba");
  // printf hellO | sha256sum
  EXPECT_EQ(Element(answer, "S3ComputedContentSHA256").substr(0, 8), "04a6f55f");
}
TEST(S3Service, LetsAnUploadOutliveItsUrl) {
  Service s;
  RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  put.content_length = 4;
  auto decision = s.service().OnHead(put);
  s.now = kNow + std::chrono::hours(1);
  EXPECT_EQ(std::get<BodyWanted>(decision).answer("body").status, 200);
  EXPECT_EQ(s.Upload(put, "body").status, 403);
}
TEST(S3Service, KeepsAPartBesideItsObject) {
  Service s;
  const RequestHead part = s.Presigned("PUT", kPath, {}, {{"partNumber", "1"}, {"uploadId", "u"}});
  EXPECT_EQ(s.Upload(part, "part").status, 200);
  EXPECT_EQ(BodyOf(s.Ask(s.Presigned("GET", kPath))), "0123456789");
  EXPECT_EQ(BodyOf(s.Ask(s.Presigned("GET", std::string(kPath) + "%3FpartNumber=1&uploadId=u"))),
            "part");
}
TEST(S3Service, BoundsUploadsAndMemory) {
  Service s;
  const RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  const HttpAnswer answer = s.Upload(put, std::string(101, 'x'));
  EXPECT_EQ(Element(answer, "Code"), "EntityTooLarge");
  EXPECT_EQ(Element(answer, "MaxSizeAllowed"), "100");
  EXPECT_EQ(s.Upload(put, std::string(100, 'x')).status, 200);
  const RequestHead other = s.Presigned("PUT", "/examplebucket/other");
  EXPECT_EQ(Element(s.Upload(other, std::string(41, 'x')), "Code"), "SlowDown");
  EXPECT_EQ(s.Upload(other, std::string(40, 'x')).status, 200);
  s.Ask(s.Presigned("DELETE", "/examplebucket/new"));
  EXPECT_EQ(s.Upload(other, std::string(41, 'x')).status, 200) << "memory comes back";
}
TEST(S3Service, WantsTheLengthOfABody) {
  Service s;
  RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  EXPECT_EQ(Element(s.Ask(put), "Code"), "MissingContentLength");
  put.chunked = true;
  EXPECT_EQ(s.Ask(put).status, 501);
}

TEST(S3Service, HasObjectsAlone) {
  Service s;
  for (const char* name : {"acl", "uploads", "versionId", "tagging"}) {
    EXPECT_EQ(s.Ask(s.Presigned("GET", kPath, {}, {{name, ""}})).status, 501) << name;
    EXPECT_EQ(s.Ask(s.Presigned("DELETE", kPath, {}, {{name, ""}})).status, 501) << name;
    EXPECT_EQ(s.Upload(s.Presigned("PUT", kPath, {}, {{name, ""}}), "x").status, 501) << name;
  }
  EXPECT_EQ(s.Ask(s.Presigned("GET", "/examplebucket/")).status, 501);
  EXPECT_EQ(s.Upload(s.Presigned("PUT", kPath, {{"x-amz-copy-source", "/a/b"}}), "").status, 501);
  EXPECT_EQ(s.Ask(s.Presigned("POST", kPath)).status, 405);
  EXPECT_EQ(BodyOf(s.Ask(s.Presigned("GET", kPath))), "0123456789");
}
TEST(S3Service, RefusesALongKey) {
  Service s;
  const std::string bucket = "/examplebucket/";
  EXPECT_EQ(s.Ask(s.Presigned("GET", bucket + std::string(1024, 'k'))).status, 404);
  const HttpAnswer answer = s.Ask(s.Presigned("GET", bucket + std::string(1025, 'k')));
  EXPECT_EQ(Element(answer, "Code"), "KeyTooLongError");
}
TEST(S3Service, WantsOneHost) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.headers.push_back({"host", kHost});
  EXPECT_EQ(Element(s.Ask(head), "Code"), "BadRequest");
  head.request.headers.clear();
  EXPECT_EQ(Element(s.Ask(head), "Code"), "BadRequest");
  head.http_version = 10;
  EXPECT_EQ(Element(s.Ask(head), "Code"), "SignatureDoesNotMatch");
}
TEST(S3Service, ServesNothingWithoutATime) {
  Service s;
  s.now = "clock.txt: cannot be read";
  const HttpAnswer answer = s.Ask(s.Presigned("GET", kPath));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(Element(answer, "CountersignReason"), "clock.txt: cannot be read");
}
TEST(S3Service, WordsWhatIsNoRequestInS3sWayToo) {
  Service s;
  EXPECT_EQ(s.service().OnHttpError(HttpError::kMalformed, "::1").status, 400);
  EXPECT_EQ(s.service().OnHttpError(HttpError::kHeadTooLarge, "::1").status, 431);
  EXPECT_EQ(s.service().OnHttpError(HttpError::kVersion, "::1").status, 505);
  EXPECT_EQ(Element(s.service().OnHttpError(HttpError::kIncompleteBody, "::1"), "Code"),
            "IncompleteBody");
}

}  // namespace
}  // namespace countersign
