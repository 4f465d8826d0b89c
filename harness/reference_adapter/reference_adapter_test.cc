#include "reference_adapter/reference_adapter.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/adapter_info.h"
#include "protocol/codec.h"

namespace countersign {
namespace {

constexpr std::string_view kHello =
    R"({"id":0,"op":"hello","protocol":1,"harness":"countersign 0.1.0","max_inflight":64})";

// The request of "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", put
// as the protocol's example puts it; its answer is printed there.
constexpr std::string_view kPresign = R"({"id":17,"op":"presign","now":"2013-05-24T00:00:00Z",
    "method":"GET","scheme":"https","host":"examplebucket.s3.amazonaws.com",
    "addressing":"virtual","bucket":"examplebucket","key":"test.txt","path":"/test.txt",
    "query":[],"headers":[],"payload":"UNSIGNED-PAYLOAD","expires":86400,
    "region":"us-east-1","service":"s3","algorithm":"AWS4-HMAC-SHA256",
    "path_encoding":"once","normalize_path":false,
    "credentials":{"access_key_id":"AKIAIOSFODNN7EXAMPLE",
                   "secret_access_key":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}})";
constexpr std::string_view kTarget =
    "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
    "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
    "&X-Amz-SignedHeaders=host&X-Amz-Signature="
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
constexpr std::string_view kCanonicalRequest =
    "GET\n/test.txt\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F"
    "20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
    "&X-Amz-SignedHeaders=host\nhost:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD";
constexpr std::string_view kStringToSign =
    "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
    "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";

std::string Verify(std::string_view target, std::string_view now) {
  return R"({"id":18,"op":"verify","now":")" + std::string(now) +
         R"(","request":{"method":"GET","scheme":"https","target":")" + std::string(target) +
         R"(","headers":[["Host","examplebucket.s3.amazonaws.com"]]},
    "server":{"service":"s3","region":"us-east-1","hosts":["s3.amazonaws.com"]},
    "credentials":[{"access_key_id":"AKIAIOSFODNN7EXAMPLE",
                    "secret_access_key":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "policy":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}],
    "bucket":{"name":"examplebucket","region":"us-east-1"}})";
}

std::string With(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const std::size_t at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return out.replace(at, from.size(), to);
}

// Opened is the adapter through its C ABI, and what it emitted.
class ReferenceAdapterTest : public testing::Test {
 protected:
  ReferenceAdapterTest() : self_(Open(kHello)) {}
  ~ReferenceAdapterTest() override { adapter_.close(self_); }

  void* Open(std::string_view adapter_info) {
    return adapter_.open(adapter_info.data(), adapter_info.size(), Emit, &lines_);
  }

  // Ask returns the one line that answers.
  std::string Ask(std::string_view line) {
    lines_.clear();
    adapter_.call(self_, line.data(), line.size(), Emit, &lines_);
    EXPECT_EQ(lines_.size(), 1U);
    return lines_.empty() ? "" : lines_[0];
  }

  template <typename T>
  T AskFor(std::string_view line, Op op, std::int64_t id) {
    const Decoded<AnswerLine> decoded = DecodeAnswer(Ask(line), op);
    const auto* answer = std::get_if<AnswerLine>(&decoded);
    if (answer == nullptr || answer->id != id || !std::holds_alternative<T>(answer->answer)) {
      ADD_FAILURE() << "answered " << lines_[0];
      return {};
    }
    return std::get<T>(answer->answer);
  }

  static void Emit(void* sink, const char* json, size_t length) {
    static_cast<std::vector<std::string>*>(sink)->emplace_back(json, length);
  }

  const countersign_adapter& adapter_ = *ReferenceAdapter();
  std::vector<std::string> lines_;
  void* self_;
};

TEST_F(ReferenceAdapterTest, KeepsTheAbi) {
  EXPECT_EQ(adapter_.abi, 1U);
  EXPECT_EQ(adapter_.struct_size, sizeof(countersign_adapter));
}

TEST_F(ReferenceAdapterTest, IntroducesItself) {
  ASSERT_NE(self_, nullptr);
  ASSERT_EQ(lines_.size(), 1U);
  const Decoded<AdapterInfo> decoded = DecodeHelloAnswer(lines_[0]);
  ASSERT_TRUE(std::holds_alternative<AdapterInfo>(decoded)) << lines_[0];
  const AdapterInfo& adapter_info = std::get<AdapterInfo>(decoded);
  EXPECT_EQ(adapter_info.name, "countersign reference");
  EXPECT_EQ(adapter_info.errors, ErrorLevel::kCode);
  EXPECT_EQ(adapter_info.clock, Clock::kInjected);
  for (const std::string_view feature : Features(Op::kPresign)) {
    EXPECT_TRUE(Declares(adapter_info, Op::kPresign, feature)) << feature;
  }
  for (const std::string_view feature : Features(Op::kVerify)) {
    EXPECT_TRUE(Declares(adapter_info, Op::kVerify, feature)) << feature;
  }
}

TEST_F(ReferenceAdapterTest, RedirectsWhatArrivedInAnotherRegionThanTheBuckets) {
  const std::string line = With(Verify(kTarget, "2013-05-24T00:00:01Z"),
                                R"("name":"examplebucket","region":"us-east-1")",
                                R"("name":"examplebucket","region":"eu-west-1")");
  const auto reject = AskFor<RejectAnswer>(line, Op::kVerify, 18);
  EXPECT_EQ(reject.status, 307);
  EXPECT_EQ(reject.code, "TemporaryRedirect");
  EXPECT_EQ(reject.rejection_class, "wrong-endpoint");
  EXPECT_EQ(reject.message,
            "Please re-send this request to the specified temporary endpoint. Continue to use the "
            "original request endpoint for future requests. Endpoint: "
            "examplebucket.s3.eu-west-1.amazonaws.com; Bucket: examplebucket; x-amz-bucket-region: "
            "eu-west-1");
}

TEST_F(ReferenceAdapterTest, RefusesAnotherProtocolAndAnotherBeginning) {
  lines_.clear();
  EXPECT_EQ(Open(R"({"id":0,"op":"hello","protocol":2})"), nullptr);
  EXPECT_EQ(Open(kPresign), nullptr);
  EXPECT_EQ(Open("hello"), nullptr);
  ASSERT_EQ(lines_.size(), 3U);
  EXPECT_EQ(lines_[0], R"({"id":0,"fault":{"message":"/protocol: expected 1, found 2"}})");
  EXPECT_EQ(lines_[1], R"({"id":17,"fault":{"message":"/op: expected hello first"}})");
  EXPECT_TRUE(lines_[2].starts_with(R"({"id":0,"fault":{"message":"expected JSON: )")) << lines_[2];
}

TEST_F(ReferenceAdapterTest, PresignsAwssExample) {
  const auto ok = AskFor<OkAnswer>(kPresign, Op::kPresign, 17);
  EXPECT_EQ(ok.url, "https://examplebucket.s3.amazonaws.com" + std::string(kTarget));
  EXPECT_EQ(ok.canonical_request, kCanonicalRequest);
  EXPECT_EQ(ok.string_to_sign, kStringToSign);
  EXPECT_EQ(ok.headers, std::vector<NameValue>());
}

TEST_F(ReferenceAdapterTest, TellsWhichHeadersToSend) {
  const std::string asked =
      With(kPresign, R"("headers":[])", R"("headers":[["x-amz-acl","public-read"]])");
  const auto ok = AskFor<OkAnswer>(asked, Op::kPresign, 17);
  EXPECT_EQ(ok.headers, (std::vector<NameValue>{{"x-amz-acl", "public-read"}}));
}

TEST_F(ReferenceAdapterTest, RefusesToPresignByClass) {
  const auto too_long = AskFor<RejectAnswer>(With(kPresign, "86400", "604801"), Op::kPresign, 17);
  EXPECT_EQ(too_long.rejection_class, "expires-too-long");
  EXPECT_FALSE(too_long.message.value_or("").empty());
  const std::string beyond = With(
      kPresign, R"("credentials":{)",
      R"("credentials":{"session_token":"t","kind":"sts","expires_at":"2013-05-24T06:00:00Z",)");
  EXPECT_EQ(AskFor<RejectAnswer>(beyond, Op::kPresign, 17).rejection_class,
            "expires-beyond-credential");
}

TEST_F(ReferenceAdapterTest, PresignsSigV4A) {
  const std::string asked = With(With(kPresign, "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
                                 R"("region":"us-east-1")", R"("region_set":["us-east-1","eu-*"])");
  const std::string url = AskFor<OkAnswer>(asked, Op::kPresign, 17).url.value_or("");
  EXPECT_NE(url.find("&X-Amz-Region-Set=us-east-1%2Ceu-%2A&"), std::string::npos) << url;
}

TEST_F(ReferenceAdapterTest, RefusesAnUnknownAlgorithmAndAMalformedRegionSet) {
  for (const auto& [what, by] :
       {std::pair(R"("algorithm":"AWS4-HMAC-SHA256")", R"("algorithm":"AWS4-ECDSA-P384-SHA384")"),
        std::pair(R"("region":"us-east-1")", R"("region_set":["us-east-1"])")}) {
    const std::string asked = With(kPresign, what, by);
    EXPECT_EQ(AskFor<RejectAnswer>(asked, Op::kPresign, 17).rejection_class, "bad-input") << by;
  }
  const std::string spaced =
      With(With(kPresign, "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), R"("region":"us-east-1")",
           R"("region_set":["us-east-1, us-west-2"])");
  const auto refused = AskFor<RejectAnswer>(spaced, Op::kPresign, 17);
  EXPECT_EQ(refused.rejection_class, "bad-input");
  EXPECT_NE(refused.message.value_or("").find("region_set has"), std::string::npos);
}

TEST_F(ReferenceAdapterTest, AcceptsAwssExample) {
  const auto ok = AskFor<OkAnswer>(Verify(kTarget, "2013-05-24T00:00:01Z"), Op::kVerify, 18);
  EXPECT_EQ(ok.principal, "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(ok.canonical_request, kCanonicalRequest);
  EXPECT_EQ(ok.string_to_sign, kStringToSign);
}

TEST_F(ReferenceAdapterTest, RefusesAnAlteredPathWithItsStages) {
  const std::string altered = With(kTarget, "/test.txt", "/text.txt");
  const auto reject =
      AskFor<RejectAnswer>(Verify(altered, "2013-05-24T00:00:01Z"), Op::kVerify, 18);
  EXPECT_EQ(reject.status, 403);
  EXPECT_EQ(reject.code, "SignatureDoesNotMatch");
  EXPECT_EQ(reject.rejection_class, "signature-mismatch");
  EXPECT_EQ(reject.canonical_request, With(kCanonicalRequest, "/test.txt", "/text.txt"));
  EXPECT_TRUE(reject.string_to_sign.value_or("").starts_with("AWS4-HMAC-SHA256\n"));
}

TEST_F(ReferenceAdapterTest, RefusesAnExpiredUrlWithoutStages) {
  const auto reject =
      AskFor<RejectAnswer>(Verify(kTarget, "2013-05-25T00:00:01Z"), Op::kVerify, 18);
  EXPECT_EQ(reject.status, 403);
  EXPECT_EQ(reject.code, "AccessDenied");
  EXPECT_EQ(reject.rejection_class, "expired");
  EXPECT_EQ(reject.canonical_request, std::nullopt);
}

TEST_F(ReferenceAdapterTest, KnowsWhenACredentialIsInactive) {
  const std::string asked = With(Verify(kTarget, "2013-05-24T00:00:01Z"), R"("policy":)",
                                 R"("status":"inactive","policy":)");
  EXPECT_EQ(AskFor<RejectAnswer>(asked, Op::kVerify, 18).code, "InvalidAccessKeyId");
}

TEST_F(ReferenceAdapterTest, AsksThePolicies) {
  const std::string line = Verify(kTarget, "2013-05-24T00:00:01Z");
  const std::string upload = With(line, R"("Action":"*")", R"("Action":"s3:PutObject")");
  const auto reject = AskFor<RejectAnswer>(upload, Op::kVerify, 18);
  EXPECT_EQ(reject.status, 403);
  EXPECT_EQ(reject.code, "AccessDenied");
  EXPECT_EQ(reject.rejection_class, "access-denied");
  EXPECT_EQ(reject.message,
            "Access Denied: no policy allows s3:GetObject on arn:aws:s3:::examplebucket/test.txt");
  const std::string opened =
      With(upload, R"("region":"us-east-1"}})",
           R"("region":"us-east-1","policy":{"Statement":[)"
           R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/a"},)"
           R"("Action":"*","Resource":"*"}]}}})");
  AskFor<RejectAnswer>(opened, Op::kVerify, 18);
  AskFor<OkAnswer>(
      With(opened, R"("policy")", R"("arn":"arn:aws:iam::123456789012:user/a","policy")"),
      Op::kVerify, 18);
}

TEST_F(ReferenceAdapterTest, RefusesWhereAPolicyCannotBeRead) {
  const std::string line =
      With(Verify(kTarget, "2013-05-24T00:00:01Z"), R"("Action":"*")", R"("Action":"")");
  const auto reject = AskFor<RejectAnswer>(line, Op::kVerify, 18);
  EXPECT_EQ(reject.rejection_class, "access-denied");
  EXPECT_EQ(reject.message,
            "Access Denied: the identity policy cannot be read: /Statement/Action: expected * or "
            R"(SERVICE:ACTION, found "")");
}

TEST_F(ReferenceAdapterTest, TellsThePoliciesWhereARequestCameFrom) {
  const std::string only = R"("Action":"*","Condition":{"StringEquals":{"aws:SourceVpc":"v"},)"
                           R"("Bool":{"aws:ViaAWSService":"true"}})";
  const std::string line = With(Verify(kTarget, "2013-05-24T00:00:01Z"), R"("Action":"*")", only);
  AskFor<RejectAnswer>(line, Op::kVerify, 18);
  AskFor<OkAnswer>(
      With(line, R"("scheme":)", R"("source_vpc":"v","via_aws_service":true,"scheme":)"),
      Op::kVerify, 18);
  EXPECT_EQ(Ask(With(line, R"("scheme":)", R"("source_ip":"nowhere","scheme":)")),
            R"({"id":18,"fault":{"message":"/request/source_ip: )"
            R"(expected an IPv4 or IPv6 address, found nowhere"}})");
}

TEST_F(ReferenceAdapterTest, AnswersWhatItCannotReadWithAFault) {
  EXPECT_EQ(Ask(R"({"id":5,"op":"presign"})"), R"({"id":5,"fault":{"message":"/now: missing"}})");
  EXPECT_EQ(
      Ask(With(kPresign, "2013-05-24T00:00:00Z", "2013-05-24")),
      R"({"id":17,"fault":{"message":"/now: expected yyyy-MM-ddTHH:mm:ssZ, found 2013-05-24"}})");
  EXPECT_EQ(Ask(kHello), R"({"id":0,"fault":{"message":"/op: the hello was answered before"}})");
  const std::string expires = With(Verify(kTarget, "2013-05-24T00:00:01Z"), R"("policy":)",
                                   R"("expires_at":"tomorrow","policy":)");
  EXPECT_EQ(Ask(expires), R"({"id":18,"fault":{"message":"/credentials/0/expires_at: )"
                          R"(expected yyyy-MM-ddTHH:mm:ssZ, found tomorrow"}})");
  const std::string_view headers = R"("headers":[[)";
  const std::string two = With(Verify(kTarget, "2013-05-24T00:00:01Z"), headers,
                               R"("body":"","body_sha256":"",)" + std::string(headers));
  EXPECT_EQ(Ask(two),
            R"({"id":18,"fault":{"message":"/request/body_sha256: expected only without body"}})");
  const std::string coded = With(Verify(kTarget, "2013-05-24T00:00:01Z"), headers,
                                 R"("body":{"b64":"/w="},)" + std::string(headers));
  EXPECT_TRUE(Ask(coded).starts_with(R"({"id":18,"fault":{"message":"/request/body/b64: )"));
}

}  // namespace
}  // namespace countersign
