#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "protocol/codec.h"
#include "testing/example.h"

namespace countersign {
namespace {

// The examples of the protocol's own page.
constexpr std::string_view kPresign = R"({"id":17,"op":"presign","now":"2013-05-24T00:00:00Z",
    "method":"GET","scheme":"https","host":"examplebucket.s3.amazonaws.com",
    "addressing":"virtual","bucket":"examplebucket","key":"test.txt","path":"/test.txt",
    "query":[["response-content-type","text/plain"]],
    "headers":[["x-amz-acl","public-read"]],
    "payload":"UNSIGNED-PAYLOAD","expires":86400,
    "region":"us-east-1","service":"s3","algorithm":"AWS4-HMAC-SHA256",
    "path_encoding":"once","normalize_path":false,
    "credentials":{"access_key_id":"AKIAIOSFODNN7EXAMPLE","secret_access_key":"…","session_token":"…",
                   "kind":"iam-user","expires_at":"2013-05-24T06:00:00Z","session":{"bucket":"b--x-s3"}}})";
constexpr std::string_view kVerify = R"({"id":18,"op":"verify","now":"2013-05-24T00:00:01Z",
    "request":{"method":"GET","scheme":"https","target":"/test.txt?X-Amz-Algorithm=…",
               "headers":[["Host","examplebucket.s3.amazonaws.com"]],
               "source_ip":"203.0.113.7","source_vpc":"vpc-1a2b","source_vpce":"vpce-1a2b",
               "endpoint_policy":{"e":1},"body_sha256":"…","body":"…"},
    "server":{"service":"s3","region":"us-east-1","hosts":["s3.us-east-1.amazonaws.com","s3.amazonaws.com"]},
    "credentials":[{"access_key_id":"…","secret_access_key":"…","session_token":"…","kind":"iam-user",
                    "expires_at":"…","session":{"bucket":"b--x-s3","mode":"ReadOnly"},"status":"active","policy":{"Version":"2012-10-17", "n":[1, 2]},
                    "tags":[["team","a"]],"organization":"o-a","issued_at":"…",
                    "service_control_policies":[{"s":1},{"s":2}]}],
    "bucket":{"name":"examplebucket","region":"us-east-1","policy":{},"account":"111122223333",
              "organization":"o-b","resource_control_policies":[{"r":1}],
              "access_point":{"arn":"arn:…","policy":{"p":1},"vpc":"vpc-1a2b",
              "scope":{"permissions":["GetObject"],"prefixes":["logs/*"]}}}})";

PresignMessage ExamplePresign() {
  PresignMessage message = PresignOfKey("test.txt");
  message.query = {{"response-content-type", "text/plain"}};
  message.headers = {{"x-amz-acl", "public-read"}};
  message.credentials.secret_access_key = "…";
  message.credentials.session_token = "…";
  message.credentials.kind = "iam-user";
  message.credentials.expires_at = "2013-05-24T06:00:00Z";
  message.credentials.session = SessionMessage{"b--x-s3", std::nullopt};
  return message;
}

VerifyMessage ExampleVerify() {
  VerifyMessage message = VerifyOfTarget("/test.txt?X-Amz-Algorithm=…");
  message.request.source_ip = "203.0.113.7";
  message.request.source_vpc = "vpc-1a2b";
  message.request.source_vpce = "vpce-1a2b";
  message.request.endpoint_policy = R"({"e":1})";
  message.request.body_sha256 = "…";
  message.request.body = "…";
  CredentialMessage credential;
  credential.access_key_id = credential.secret_access_key = "…";
  credential.session_token = credential.expires_at = "…";
  credential.kind = "iam-user";
  credential.session = SessionMessage{"b--x-s3", "ReadOnly"};
  credential.status = "active";
  credential.policy = R"({"Version":"2012-10-17","n":[1,2]})";
  credential.tags = {{"team", "a"}};
  credential.organization = "o-a";
  credential.issued_at = "…";
  credential.service_control_policies = {R"({"s":1})", R"({"s":2})"};
  message.credentials = {credential};
  message.bucket = {"examplebucket",
                    "us-east-1",
                    "{}",
                    "111122223333",
                    "o-b",
                    {R"({"r":1})"},
                    AccessPointMessage{"arn:…", R"({"p":1})", "vpc-1a2b",
                                       ScopeMessage{{"GetObject"}, {"logs/*"}}}};
  return message;
}

// Received decodes a whole line; an empty message and a failure if it is invalid.
IncomingRequest Received(std::string_view line) {
  const Decoded<Incoming> decoded = DecodeIncoming(line);
  if (const auto* error = std::get_if<ProtocolError>(&decoded)) {
    ADD_FAILURE() << error->message;
    return {};
  }
  return std::get<IncomingRequest>(std::get<Incoming>(decoded));
}

std::string Refused(std::string_view line) {
  const Decoded<Incoming> decoded = DecodeIncoming(line);
  const auto* error = std::get_if<ProtocolError>(&decoded);
  return error != nullptr ? error->message : "(accepted)";
}

std::string With(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const std::size_t at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return out.replace(at, from.size(), to);
}

PresignMessage Presign(std::string_view json) {
  const Decoded<PresignMessage> decoded = DecodePresign(json, Unknown::kIgnored);
  const auto* error = std::get_if<ProtocolError>(&decoded);
  EXPECT_EQ(error, nullptr) << error->message;
  return error != nullptr ? PresignMessage{} : std::get<PresignMessage>(decoded);
}

TEST(DecodeIncoming, ReadsAPresignRequest) {
  const IncomingRequest incoming = Received(kPresign);
  EXPECT_EQ(incoming.id, 17);
  EXPECT_EQ(std::get<PresignMessage>(incoming.request), ExamplePresign());
}

TEST(DecodeIncoming, ReadsAVerifyRequest) {
  const IncomingRequest incoming = Received(kVerify);
  EXPECT_EQ(incoming.id, 18);
  EXPECT_EQ(std::get<VerifyMessage>(incoming.request), ExampleVerify());
}

TEST(DecodeIncoming, ReadsTheHello) {
  const Decoded<Incoming> decoded = DecodeIncoming(
      R"({"id":0,"op":"hello","protocol":1,"harness":"countersign 0.1.0","max_inflight":64})");
  const auto& adapter_info = std::get<IncomingHello>(std::get<Incoming>(decoded));
  EXPECT_EQ(adapter_info.id, 0);
  EXPECT_EQ(adapter_info.protocol, 1);
  EXPECT_EQ(adapter_info.max_inflight, 64);
}

TEST(DecodeIncoming, IgnoresFieldsOfALaterProtocol) {
  const IncomingRequest incoming =
      Received(With(kPresign, R"("kind":)", R"("later":{"a":[{}]},"kind":)"));
  EXPECT_EQ(std::get<PresignMessage>(incoming.request), ExamplePresign());
}

TEST(DecodeIncoming, TakesTheOperationLast) {
  std::string line = With(kPresign, R"("id":17,"op":"presign",)", "");
  line.replace(line.rfind('}'), 1, R"(,"op":"presign","id":17})");
  EXPECT_EQ(std::get<PresignMessage>(Received(line).request), ExamplePresign());
}

TEST(DecodeIncoming, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(Refused(R"({"id":1})"), "/op: missing");
  EXPECT_EQ(Refused(R"({"id":1,"op":"sign"})"),
            "/op: expected one of hello, presign, verify, found sign");
  EXPECT_EQ(Refused(With(kPresign, R"("host":"examplebucket.s3.amazonaws.com",)", "")),
            "/host: missing");
  EXPECT_EQ(Refused(With(kPresign, "86400", "86400.5")),
            "/expires: expected an integer, found a number");
  EXPECT_EQ(Refused(With(kPresign, "iam-user", "iam_user")),
            "/credentials/kind: expected one of root, iam-user, sts, instance-profile, "
            "found iam_user");
  EXPECT_EQ(Refused(With(kPresign, R"("text/plain"]])", R"("text/plain"],["a"]])")),
            "/query/1: expected [name, value], found an array");
  EXPECT_EQ(Refused(With(kVerify, R"({"access_key_id":"…",)", "{")),
            "/credentials/0/access_key_id: missing");
  EXPECT_EQ(Refused(With(kVerify, R"("policy":{},)", R"("policy":"{}",)")),
            "/bucket/policy: expected an object, found a string");
  EXPECT_EQ(Refused(With(kVerify, R"([{"s":1},{"s":2}])", R"([{"s":1},[]])")),
            "/credentials/0/service_control_policies/1: expected an object, found an array");
}

TEST(DecodePresign, NamesAnUnknownKeyByItsPointer) {
  const std::string json =
      With(With(kPresign, R"("id":17,"op":"presign",)", ""), R"("kind":)", R"("knd":)");
  const Decoded<PresignMessage> decoded = DecodePresign(json, Unknown::kRefused);
  EXPECT_EQ(std::get<ProtocolError>(decoded).message, "/credentials/knd: unknown field");
}

TEST(DecodePresign, KnowsNothingOfTheEnvelope) {
  EXPECT_EQ(std::get<ProtocolError>(DecodePresign(kPresign, Unknown::kRefused)).message,
            "/id: unknown field");
}

TEST(DecodePresign, RefusesWhatOnlyAVerifierIsTold) {
  const std::string json = With(With(kPresign, R"("id":17,"op":"presign",)", ""), R"("kind":)",
                                R"("status":"active","kind":)");
  EXPECT_EQ(std::get<ProtocolError>(DecodePresign(json, Unknown::kRefused)).message,
            "/credentials/status: unknown field");
}

TEST(DecodeVerify, NamesAnUnknownKeyByItsPointer) {
  const std::string json =
      With(With(kVerify, R"("id":18,"op":"verify",)", ""), R"("status":)", R"("statsu":)");
  EXPECT_EQ(std::get<ProtocolError>(DecodeVerify(json, Unknown::kRefused)).message,
            "/credentials/0/statsu: unknown field");
}

TEST(DecodeVerify, ReadsWhatVectorsHold) {
  const std::string json = With(kVerify, R"("id":18,"op":"verify",)", "");
  const Decoded<VerifyMessage> decoded = DecodeVerify(json, Unknown::kRefused);
  ASSERT_TRUE(std::holds_alternative<VerifyMessage>(decoded));
  EXPECT_EQ(std::get<VerifyMessage>(decoded), ExampleVerify());
}

TEST(DecodePresign, ReadsALifetimeBeyond64BitsAsTheNearestWithin) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  const std::pair<const char*, std::int64_t> lifetimes[] = {
      {"0", 0},
      {"-1", -1},
      {"999999999999999999", 999999999999999999},
      {"9223372036854775807", kMost},
      {"9223372036854775808", kMost},
      {"18446744073709551615", kMost},
      {"18446744073709551616", kMost},
      {"1000000000000000000000000000000000000000", kMost},
      {"-9223372036854775807", -kMost},
      {"-9223372036854775808", kLeast},
      {"-9223372036854775809", kLeast},
      {"-1000000000000000000000000000000000000000", kLeast},
  };
  for (const auto& [text, seconds] : lifetimes) {
    EXPECT_EQ(Presign(With(kPresign, "86400", text)).expires, seconds) << text;
  }
}

TEST(DecodePresign, LeavesDigitsInTextsAloneWhenALifetimeIsTooLong) {
  const std::string json = With(With(kPresign, "86400", "99999999999999999999999"), "test.txt",
                                R"(\"99999999999999999999999)");
  EXPECT_EQ(Presign(json).key, "\"99999999999999999999999");
}

TEST(DecodePresign, RefusesALongLifetimeWithALeadingZero) {
  const std::string json = With(kPresign, "86400", "099999999999999999999999");
  EXPECT_TRUE(std::holds_alternative<ProtocolError>(DecodePresign(json, Unknown::kIgnored)));
}

TEST(DecodePresign, ReadsBytesInAnyText) {
  const std::string json = With(kPresign, R"("key":"test.txt")", R"("key":{"b64":"/wA="})");
  EXPECT_EQ(Presign(json).key, std::string("\xff\0", 2));
}

TEST(RequestLine, RoundTripsBothOperations) {
  for (const RequestMessage& request :
       {RequestMessage(ExamplePresign()), RequestMessage(ExampleVerify())}) {
    const IncomingRequest incoming = Received(RequestLine(7, EncodeRequestBody(request)));
    EXPECT_EQ(incoming.id, 7);
    EXPECT_EQ(incoming.request, request);
  }
}

TEST(RequestLine, RoundTripsEveryOctetAndNeverBreaksALine) {
  PresignMessage message = ExamplePresign();
  std::string all;
  for (int c = 0; c < 256; ++c) {
    message.query.emplace_back(std::string(1, static_cast<char>(c)), "x");
    all += static_cast<char>(c);
  }
  message.key = all;
  message.headers.emplace_back("x-amz-meta-a", all);
  const std::string line = RequestLine(1, EncodeRequestBody(message));
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(std::get<PresignMessage>(Received(line).request), message);
}

TEST(RequestLine, BeginsAsTheProtocolShowsIt) {
  EXPECT_TRUE(RequestLine(17, EncodeRequestBody(ExamplePresign()))
                  .starts_with(R"({"id":17,"op":"presign","now":"2013-05-24T00:00:00Z",)"
                               R"("method":"GET","scheme":"https",)"));
}

TEST(RequestLine, LeavesOutWhatDoesNotApply) {
  PresignMessage message = ExamplePresign();
  message.addressing = message.bucket = message.key = message.region = std::nullopt;
  message.credentials = {"AKID", "secret", {}, {}, {}, {}, {}, {}, {}};
  message.region_set = {"us-*"};
  const std::string body = EncodeRequestBody(message);
  for (const char* name :
       {"addressing", "bucket\"", "\"key\"", "\"region\"", "session_token", "kind", "expires_at",
        "status", "arn", "policy", "tags", "organization", "issued_at", "policies", "null"}) {
    EXPECT_EQ(body.find(name), std::string::npos) << name;
  }
  EXPECT_NE(body.find(R"("region_set":["us-*"])"), std::string::npos);
  EXPECT_EQ(std::get<PresignMessage>(Received(RequestLine(1, body)).request), message);
}

TEST(NeedsBytes, TellsWhetherAnyTextIsNoUtf8) {
  PresignMessage presign = ExamplePresign();
  EXPECT_FALSE(NeedsBytes(presign));
  presign.query.emplace_back("n", "\xff");
  EXPECT_TRUE(NeedsBytes(presign));
  VerifyMessage verify = ExampleVerify();
  EXPECT_FALSE(NeedsBytes(verify));
  verify.request.target += '\x80';
  EXPECT_TRUE(NeedsBytes(verify));
}

TEST(EncodeHelloRequest, IsTheProtocolsOwnExample) {
  EXPECT_EQ(EncodeHelloRequest(64),
            R"({"id":0,"op":"hello","protocol":1,"harness":"countersign )" COUNTERSIGN_VERSION
            R"(","max_inflight":64})");
}

}  // namespace
}  // namespace countersign
