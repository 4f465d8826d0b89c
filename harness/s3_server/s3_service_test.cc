#include "s3_server/s3_service.h"

#include <gtest/gtest.h>

#include "presign.h"
#include "s3_server/memory_store.h"
#include "sigv4/digest.h"

namespace countersign {
namespace {

constexpr char kHost[] = "s3.us-east-1.amazonaws.com";
constexpr char kPath[] = "/examplebucket/test.txt";
const Timestamp kNow = *ParseRfc3339("2013-05-24T00:00:00Z");

// Service is an S3Service with one bucket in memory, in the given region.
class Service {
 public:
  explicit Service(const std::string& bucket_region = "us-east-1",
                   const std::string& credential_more = "")
      : service_(OptionsFor(bucket_region, credential_more)) {
    service_.Seed("test.txt", "0123456789", kNow);
  }

  // Presigned is a request for `path` with a correct URL that is valid for 60 seconds.
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

  S3Response Ask(const RequestHead& head) {
    auto outcome = service_.Respond(head);
    if (auto* response = std::get_if<S3Response>(&outcome)) return *std::move(response);
    ADD_FAILURE() << "a body is needed";
    return {};
  }
  // The response to a GET of the object at kPath with one more header, which is not signed.
  S3Response AskWith(HeaderField header) {
    RequestHead head = Presigned("GET", kPath);
    head.request.headers.push_back(std::move(header));
    return Ask(head);
  }
  S3Response Upload(RequestHead head, const std::string& body) {
    head.content_length = body.size();
    auto outcome = service_.Respond(head);
    if (auto* response = std::get_if<S3Response>(&outcome)) return *std::move(response);
    EXPECT_EQ(std::get<BodyNeeded>(outcome).length, body.size());
    return std::get<BodyNeeded>(outcome).respond(body);
  }

  S3Service& service() { return service_; }
  ClockReading now = kNow;
  std::string payload = "UNSIGNED-PAYLOAD";  // for Presigned()
  std::optional<std::string> session_token;  // for Presigned()
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
    // 150 bytes of content, with the keys test.txt, new and other.
    options.max_memory = 150 + 16 + 3 * kBytesBesideAnObject;
    options.clock = [this] { return now; };
    options.log = [this](const std::string& line) { log += line + "\n"; };
    return options;
  }

  S3Service service_;
};

std::string BodyOf(const S3Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
  const ObjectSlice& slice = std::get<ObjectSlice>(response.body);
  std::string content(slice.length, '\0');
  EXPECT_TRUE(slice.object->Read(slice.offset, content));
  return content;
}
std::string Element(const S3Response& response, const std::string& name) {
  const std::string body = BodyOf(response);
  const std::size_t start = body.find("<" + name + ">");
  if (start == std::string::npos) return "no " + name;
  const std::size_t text = start + name.size() + 2;
  return body.substr(text, body.find("</" + name + ">") - text);
}
void ExpectElements(const S3Response& response,
                    const std::vector<std::pair<std::string, std::string>>& expected) {
  for (const auto& [name, text] : expected) EXPECT_EQ(Element(response, name), text) << name;
}
std::string Header(const S3Response& response, const std::string& name) {
  for (const HeaderField& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return "no " + name;
}

TEST(S3Service, SendsAnObjectForItsUrl) {
  Service s;
  const S3Response response = s.Ask(s.Presigned("GET", kPath));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(BodyOf(response), "0123456789");
  EXPECT_EQ(Header(response, "Content-Type"), "text/plain");
  EXPECT_EQ(Header(response, "Last-Modified"), "Fri, 24 May 2013 00:00:00 GMT");
  EXPECT_EQ(s.log.substr(0, 60), "2013-05-24T00:00:00Z GET /examplebucket/test.txt?X-Amz-Algor");
  EXPECT_NE(s.log.find("X-Amz-Signature=[redacted] 200 - - -\n"), std::string::npos) << s.log;
}
TEST(S3Service, NamesBothStagesOfAWrongSignature) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.target.back() = head.request.target.back() == '0' ? '1' : '0';
  const S3Response response = s.Ask(head);
  EXPECT_EQ(response.status, 403);
  ExpectElements(response,
                 {{"Code", "SignatureDoesNotMatch"}, {"AWSAccessKeyId", "AKIAIOSFODNN7EXAMPLE"}});
  EXPECT_EQ(Element(response, "SignatureProvided"),
            head.request.target.substr(head.request.target.size() - 64));
  EXPECT_EQ(Element(response, "StringToSign").substr(0, 34),
            "AWS4-HMAC-SHA256\n20130524T000000Z\n");
  EXPECT_EQ(Element(response, "StringToSignBytes").substr(0, 11), "41 57 53 34");
  EXPECT_EQ(Element(response, "CanonicalRequest").substr(0, 28), "GET\n/examplebucket/test.txt\n");
  EXPECT_EQ(Element(response, "CanonicalRequestBytes").substr(0, 11), "47 45 54 0a");
  EXPECT_EQ(Element(response, "CountersignRule"), "signature/match");
  EXPECT_EQ(Header(response, "x-countersign-rule"), "signature/match");
  EXPECT_EQ(Header(response, "Content-Type"), "application/xml");
  EXPECT_NE(s.log.find(" 403 SignatureDoesNotMatch signature/match "), std::string::npos) << s.log;
}
// The elements are those of documents recorded from S3.
TEST(S3Service, SaysWhenAUrlExpired) {
  Service s;
  const RequestHead head = s.Presigned("GET", kPath);
  s.now = kNow + std::chrono::seconds(61);
  const S3Response response = s.Ask(head);
  EXPECT_EQ(response.status, 403);
  ExpectElements(response, {{"Code", "AccessDenied"},
                            {"Message", "Request has expired"},
                            {"X-Amz-Expires", "60"},
                            {"Expires", "2013-05-24T00:01:00Z"},
                            {"ServerTime", "2013-05-24T00:01:01Z"}});
}
TEST(S3Service, SaysWhenAUrlBecomesValid) {
  Service s;
  const RequestHead head = s.Presigned("GET", kPath);
  s.now = kNow - std::chrono::minutes(16);
  const S3Response response = s.Ask(head);
  ExpectElements(response, {{"Message", "Request is not yet valid"},
                            {"X-Amz-Date", "1369353600000"},
                            {"Expires", "2013-05-24T00:01:00Z"},
                            {"ServerTime", "2013-05-23T23:44:00Z"}});
}
TEST(S3Service, NamesUnsignedHeaders) {
  Service s;
  const S3Response response = s.AskWith({"X-Amz-Acl", "private"});
  ExpectElements(response,
                 {{"Message", "There were headers present in the request which were not signed"},
                  {"HeadersNotSigned", "x-amz-acl"}});
}
TEST(S3Service, NamesAMissingSignedHeader) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath, {{"x-amz-acl", "private"}});
  head.request.headers.pop_back();
  const S3Response response = s.Ask(head);
  ExpectElements(response,
                 {{"Code", "SignatureDoesNotMatch"},
                  {"CountersignReason", "The signed header \"x-amz-acl\" did not arrive."}});
}
TEST(S3Service, QuotesTheAuthorizationHeaderBesideAQuery) {
  Service s;
  const S3Response response = s.AskWith({"Authorization", "Bearer x"});
  EXPECT_EQ(response.status, 400);
  ExpectElements(response, {{"Code", "InvalidArgument"},
                            {"ArgumentName", "Authorization"},
                            {"ArgumentValue", "Bearer x"}});
}
TEST(S3Service, NamesAnUnknownKey) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.target.replace(head.request.target.find("AKIA"), 4, "AKIB");
  const S3Response response = s.Ask(head);
  ExpectElements(
      response, {{"Code", "InvalidAccessKeyId"},
                 {"AWSAccessKeyId", "AKIBIOSFODNN7EXAMPLE"},
                 {"Message", "The AWS Access Key Id you provided does not exist in our records."}});
}
TEST(S3Service, QuotesAWrongToken) {
  Service s("us-east-1", R"(,"session_token":"right")");
  s.session_token = "wrong";
  const S3Response response = s.Ask(s.Presigned("GET", kPath));
  ExpectElements(response, {{"Code", "InvalidToken"}, {"Token-0", "wrong"}});
  EXPECT_EQ(s.log.find("wrong"), std::string::npos) << s.log;
}
TEST(S3Service, RedirectsFromTheWrongRegion) {
  Service s("eu-west-1");
  const RequestHead head = s.Presigned("GET", kPath);
  S3Response response = s.Ask(head);
  EXPECT_EQ(response.status, 301);
  ExpectElements(response, {{"Code", "PermanentRedirect"},
                            {"Endpoint", "examplebucket.s3.eu-west-1.amazonaws.com"},
                            {"Bucket", "examplebucket"}});
  EXPECT_EQ(Header(response, "x-amz-bucket-region"), "eu-west-1");
  RequestHead global = head;
  global.request.headers[0].value = "examplebucket.s3.amazonaws.com";
  response = s.Ask(global);
  EXPECT_EQ(response.status, 307);
  EXPECT_EQ(Header(response, "Location"),
            "http://examplebucket.s3.eu-west-1.amazonaws.com" + head.request.target);
}

TEST(S3Service, DoesNotRedirectIfTheTargetWouldExtendTheHost) {
  Service s("eu-west-1");
  RequestHead head = s.Presigned("GET", kPath);
  head.request.headers[0].value = "examplebucket.s3.amazonaws.com";
  head.request.target.insert(0, ".evil.test");
  EXPECT_EQ(Header(s.Ask(head), "Location"), "no Location");
}

TEST(S3Service, EvaluatesPoliciesForTheObjectThatIsServed) {
  Service s("us-east-1",
            R"(,"policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)"
            R"("s3:GetObject","Resource":"arn:aws:s3:::examplebucket/test.txt","Condition":)"
            R"({"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]})");
  RequestHead head = s.Presigned("GET", kPath);
  head.client_ip = "192.0.2.7";
  EXPECT_EQ(s.Ask(head).status, 200);
  head.client_ip = "198.51.100.7";
  S3Response response = s.Ask(head);
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(Element(response, "Message"), "Access Denied");
  RequestHead other = s.Presigned("GET", "/examplebucket/other.txt");
  other.client_ip = "192.0.2.7";
  EXPECT_EQ(Element(s.Ask(other), "Code"), "AccessDenied");
}
TEST(S3Service, EvaluatesThePoliciesOfTheOrganization) {
  const auto ask = [](const std::string& credential) {
    Service s("us-east-1", credential);
    return s.Ask(s.Presigned("GET", kPath)).status;
  };
  const std::string policies =
      R"(,"service_control_policies":[{"Version":"2012-10-17","Statement":[)"
      R"({"Effect":"Allow","Action":"*","Resource":"*"},)"
      R"({"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":)"
      R"({"StringNotEquals":{"aws:PrincipalTag/presigned":"true"}}}]}])";
  EXPECT_EQ(ask(policies), 403);
  EXPECT_EQ(ask(policies + R"(,"tags":[["presigned","true"]])"), 200);
}

TEST(S3Service, SaysOnlyWithACorrectUrlWhichObjectsExist) {
  Service s;
  RequestHead head = s.Presigned("GET", "/examplebucket/absent");
  S3Response response = s.Ask(head);
  EXPECT_EQ(response.status, 404);
  ExpectElements(response, {{"Code", "NoSuchKey"}, {"Key", "absent"}});
  head.request.target.back() = 'x';
  EXPECT_EQ(s.Ask(head).status, 403);
  response = s.Ask(s.Presigned("GET", "/elsewhere/test.txt"));
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(Element(response, "BucketName"), "elsewhere");
}
TEST(S3Service, SendsARange) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.headers.push_back({"Range", "bytes=2-4"});
  S3Response response = s.Ask(head);
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(BodyOf(response), "234");
  EXPECT_EQ(Header(response, "Content-Range"), "bytes 2-4/10");
  head.request.headers.back().value = "bytes=10-";
  response = s.Ask(head);
  EXPECT_EQ(response.status, 416);
  EXPECT_EQ(Header(response, "Content-Range"), "bytes */10");
  EXPECT_EQ(Element(response, "ActualObjectSize"), "10");
}
TEST(S3Service, SendsTheWholeObjectIfItHasChanged) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  const std::string etag = Header(s.Ask(head), "ETag");
  head.request.headers.push_back({"Range", "bytes=2-4"});
  head.request.headers.push_back({"If-Range", etag});
  EXPECT_EQ(s.Ask(head).status, 206);
  head.request.headers.back().value = "\"other\"";
  EXPECT_EQ(s.Ask(head).status, 200);
}
TEST(S3Service, SendsTheHeadersThatTheUrlRequests) {
  Service s;
  const S3Response response =
      s.Ask(s.Presigned("GET", kPath, {}, {{"response-content-type", "text/html"}}));
  EXPECT_EQ(Header(response, "Content-Type"), "text/html");
}

TEST(S3Service, StoresAnUpload) {
  Service s;
  RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  put.request.headers.push_back({"Content-Type", "text/css"});
  const S3Response response = s.Upload(put, "body");
  EXPECT_EQ(response.status, 200);
  const S3Response got = s.Ask(s.Presigned("GET", "/examplebucket/new"));
  EXPECT_EQ(BodyOf(got), "body");
  EXPECT_EQ(Header(got, "Content-Type"), "text/css");
  EXPECT_EQ(Header(got, "ETag"), '"' + Hex(Sha256("body")).substr(0, 32) + '"');
  EXPECT_EQ(Header(got, "ETag"), Header(response, "ETag"));
  EXPECT_EQ(s.Ask(s.Presigned("DELETE", "/examplebucket/new")).status, 204);
  EXPECT_EQ(s.Ask(s.Presigned("GET", "/examplebucket/new")).status, 404);
  EXPECT_EQ(s.Ask(s.Presigned("DELETE", "/examplebucket/new")).status, 204);
}
TEST(S3Service, RefusesAnUploadBeforeItsBody) {
  Service s;
  RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  put.request.target.back() = 'x';
  put.content_length = 5;
  EXPECT_EQ(s.Ask(put).status, 403);
}
TEST(S3Service, ChecksTheHashOfABody) {
  Service s;
  // printf hello | sha256sum
  s.payload = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  const RequestHead put =
      s.Presigned("PUT", "/examplebucket/new", {{"x-amz-content-sha256", s.payload}});
  EXPECT_EQ(s.Upload(put, "hello").status, 200);
  const S3Response response = s.Upload(put, "hellO");
  EXPECT_EQ(response.status, 400);
  ExpectElements(
      response, {{"Code", "XAmzContentSHA256Mismatch"},
                 {"Message",
                  "The provided 'x-amz-content-sha256' header does not match what was computed."}});
  EXPECT_EQ(Element(response, "ClientComputedContentSHA256").substr(0, 8), "2cf24dba");
  // printf hellO | sha256sum
  EXPECT_EQ(Element(response, "S3ComputedContentSHA256").substr(0, 8), "04a6f55f");
}
TEST(S3Service, ComparesAnUploadWithItsMd5) {
  Service s;
  // printf hello | openssl md5 -binary | base64
  const RequestHead put =
      s.Presigned("PUT", "/examplebucket/new", {{"Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="}});
  EXPECT_EQ(s.Upload(put, "hello").status, 200);
  EXPECT_EQ(BodyOf(s.Ask(s.Presigned("GET", "/examplebucket/new"))), "hello");
  const S3Response response = s.Upload(put, "hellO");
  EXPECT_EQ(response.status, 400);
  ExpectElements(response,
                 {{"Code", "BadDigest"},
                  {"Message", "The Content-MD5 you specified did not match what we received."},
                  {"ExpectedDigest", "5d41402abc4b2a76b9719d911017c592"},
                  // printf hellO | openssl md5 -binary | base64
                  {"CalculatedDigest", "BmEsDZxz1HpwQq/XAk18gg=="}});
  EXPECT_EQ(BodyOf(s.Ask(s.Presigned("GET", "/examplebucket/new"))), "hello");
}
TEST(S3Service, RefusesADigestThatNoBodyHas) {
  Service s;
  const S3Response md5 =
      s.Upload(s.Presigned("PUT", "/examplebucket/new", {{"Content-MD5", "000"}}), "hello");
  EXPECT_EQ(md5.status, 400);
  ExpectElements(md5, {{"Code", "InvalidDigest"},
                       {"Message", "The Content-MD5 you specified was invalid."},
                       {"Content-MD5", "000"}});
  const S3Response checksum = s.Upload(
      s.Presigned("PUT", "/examplebucket/new", {{"x-amz-checksum-crc32", "AAAA"}}), "hello");
  EXPECT_EQ(checksum.status, 400);
  ExpectElements(checksum, {{"Code", "InvalidRequest"},
                            {"Message", "Value for x-amz-checksum-crc32 header is invalid."}});
  EXPECT_EQ(s.Ask(s.Presigned("GET", "/examplebucket/new")).status, 404);
}
TEST(S3Service, ComparesAnUploadWithItsChecksum) {
  Service s;
  // The CRC32 of "hello", as zlib computes it.
  const RequestHead put =
      s.Presigned("PUT", "/examplebucket/new", {{"x-amz-checksum-crc32", "NhCmhg=="}});
  EXPECT_EQ(s.Upload(put, "hello").status, 200);
  ExpectElements(s.Upload(put, "hellO"),
                 {{"Code", "BadDigest"},
                  {"Message", "The CRC32 you specified did not match the calculated checksum."}});
}
TEST(S3Service, FinishesAnUploadAfterItsUrlExpired) {
  Service s;
  RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  put.content_length = 4;
  auto outcome = s.service().Respond(put);
  s.now = kNow + std::chrono::hours(1);
  EXPECT_EQ(std::get<BodyNeeded>(outcome).respond("body").status, 200);
  EXPECT_EQ(s.Upload(put, "body").status, 403);
}
TEST(S3Service, StoresAPartBesideItsObject) {
  Service s;
  const RequestHead part = s.Presigned("PUT", kPath, {}, {{"partNumber", "1"}, {"uploadId", "u"}});
  EXPECT_EQ(s.Upload(part, "part").status, 200);
  EXPECT_EQ(BodyOf(s.Ask(s.Presigned("GET", kPath))), "0123456789");
  EXPECT_EQ(BodyOf(s.Ask(s.Presigned("GET", std::string(kPath) + "%3FpartNumber=1&uploadId=u"))),
            "part");
}
TEST(S3Service, LimitsUploadsAndMemory) {
  Service s;
  const RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  const S3Response response = s.Upload(put, std::string(101, 'x'));
  ExpectElements(response, {{"Code", "EntityTooLarge"}, {"MaxSizeAllowed", "100"}});
  EXPECT_EQ(s.Upload(put, std::string(100, 'x')).status, 200);
  const RequestHead other = s.Presigned("PUT", "/examplebucket/other");
  EXPECT_EQ(Element(s.Upload(other, std::string(41, 'x')), "Code"), "SlowDown");
  EXPECT_EQ(s.Upload(other, std::string(40, 'x')).status, 200);
  s.Ask(s.Presigned("DELETE", "/examplebucket/new"));
  EXPECT_EQ(s.Upload(other, std::string(41, 'x')).status, 200) << "the memory is available again";
}
TEST(S3Service, CountsObjectsWithoutContentToo) {
  Service s;
  int stored = 0;
  const auto put = [&s](int i) {
    return s.Upload(s.Presigned("PUT", "/examplebucket/" + std::to_string(i)), "").status;
  };
  while (stored < 100 && put(stored) == 200) ++stored;
  EXPECT_EQ(stored, 2);
}
TEST(S3Service, RequiresTheLengthOfABody) {
  Service s;
  RequestHead put = s.Presigned("PUT", "/examplebucket/new");
  EXPECT_EQ(Element(s.Ask(put), "Code"), "MissingContentLength");
  put.chunked = true;
  EXPECT_EQ(s.Ask(put).status, 501);
}

TEST(S3Service, SupportsOnlyObjects) {
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
  const S3Response response = s.Ask(s.Presigned("GET", bucket + std::string(1025, 'k')));
  EXPECT_EQ(Element(response, "Code"), "KeyTooLongError");
}
TEST(S3Service, RequiresOneHost) {
  Service s;
  RequestHead head = s.Presigned("GET", kPath);
  head.request.headers.push_back({"host", kHost});
  EXPECT_EQ(Element(s.Ask(head), "Code"), "BadRequest");
  head.request.headers.clear();
  EXPECT_EQ(Element(s.Ask(head), "Code"), "BadRequest");
  head.http_version = 10;
  EXPECT_EQ(Element(s.Ask(head), "Code"), "SignatureDoesNotMatch");
}
TEST(S3Service, AnswersWithAnErrorIfTheClockCannotBeRead) {
  Service s;
  s.now = "clock.txt: cannot be read";
  const S3Response response = s.Ask(s.Presigned("GET", kPath));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(Element(response, "CountersignReason"), "clock.txt: cannot be read");
}
TEST(S3Service, HasAnS3ErrorForEachHttpError) {
  Service s;
  EXPECT_EQ(s.service().RespondToHttpError(HttpError::kMalformed, "::1").status, 400);
  EXPECT_EQ(s.service().RespondToHttpError(HttpError::kHeadTooLarge, "::1").status, 431);
  EXPECT_EQ(s.service().RespondToHttpError(HttpError::kVersion, "::1").status, 505);
  EXPECT_EQ(Element(s.service().RespondToHttpError(HttpError::kIncompleteBody, "::1"), "Code"),
            "IncompleteBody");
}

}  // namespace
}  // namespace countersign
