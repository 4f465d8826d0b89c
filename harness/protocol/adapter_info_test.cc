#include "protocol/adapter_info.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "protocol/codec.h"

namespace countersign {
namespace {

// The example of the protocol's own page.
constexpr std::string_view kAnswer =
    R"({"id":0,"ok":{"protocol":1,"name":"botocore","version":"1.29.27","language":"python",
                 "ops":["presign"],"features":["session-token","path-style"],
                 "clock":"injected","errors":"code","max_inflight":16}})";

AdapterInfo Decode(std::string_view line) {
  const Decoded<AdapterInfo> decoded = DecodeHelloAnswer(line);
  if (const auto* error = std::get_if<ProtocolError>(&decoded)) {
    ADD_FAILURE() << error->message;
    return {};
  }
  return std::get<AdapterInfo>(decoded);
}

TEST(DecodeHelloAnswer, ReadsTheProtocolsOwnExample) {
  const AdapterInfo adapter_info = Decode(kAnswer);
  EXPECT_EQ(adapter_info.protocol, 1);
  EXPECT_EQ(adapter_info.name, "botocore");
  EXPECT_EQ(adapter_info.version, "1.29.27");
  EXPECT_EQ(adapter_info.language, "python");
  EXPECT_EQ(adapter_info.ops, std::vector<std::string>{"presign"});
  EXPECT_EQ(adapter_info.features, (std::vector<std::string>{"session-token", "path-style"}));
  EXPECT_EQ(adapter_info.clock, Clock::kInjected);
  EXPECT_EQ(adapter_info.errors, ErrorLevel::kCode);
  EXPECT_EQ(adapter_info.max_inflight, 16);
}

TEST(DecodeHelloAnswer, FillsInTheDefaults) {
  const AdapterInfo adapter_info =
      Decode(R"({"id":0,"ok":{"protocol":1,"name":"n","ops":["verify"]}})");
  EXPECT_EQ(adapter_info.clock, Clock::kInjected);
  EXPECT_EQ(adapter_info.errors, ErrorLevel::kOutcome);
  EXPECT_EQ(adapter_info.max_inflight, 1);
  EXPECT_TRUE(adapter_info.features.empty());
}

TEST(DecodeHelloAnswer, ReadsTheOtherChoices) {
  const AdapterInfo adapter_info = Decode(
      R"({"id":0,"ok":{"protocol":1,"name":"n","ops":["verify","presign"],"clock":"ambient",
          "errors":"class","features":["verify:policy","presign:bytes"]}})");
  EXPECT_EQ(adapter_info.clock, Clock::kAmbient);
  EXPECT_EQ(adapter_info.errors, ErrorLevel::kClass);
}

struct MalformedHello {
  const char* line;
  const char* error;
};
class DecodeMalformedHello : public testing::TestWithParam<MalformedHello> {};

TEST_P(DecodeMalformedHello, SaysWhatIsWrongAndWhere) {
  const Decoded<AdapterInfo> decoded = DecodeHelloAnswer(GetParam().line);
  ASSERT_TRUE(std::holds_alternative<ProtocolError>(decoded)) << GetParam().line;
  EXPECT_EQ(std::get<ProtocolError>(decoded).message, GetParam().error) << GetParam().line;
}

INSTANTIATE_TEST_SUITE_P(
    Lines, DecodeMalformedHello,
    testing::Values(
        MalformedHello{R"([])", "expected an object, found an array"},
        MalformedHello{R"({"id":0})", "/ok: missing"},
        MalformedHello{R"({"ok":{"protocol":1,"name":"n","ops":["verify"]}})", "/id: missing"},
        MalformedHello{R"({"id":1,"ok":{"protocol":1,"name":"n","ops":["verify"]}})",
                       "/id: expected 0, found 1"},
        MalformedHello{R"({"id":0,"ok":{"name":"n","ops":["verify"]}})", "/ok/protocol: missing"},
        MalformedHello{R"({"note":1,"id":0,"ok":{"new":1,"name":"n","protocol":2,"ops":{}}})",
                       "/ok/protocol: this harness speaks protocol 1, the adapter speaks 2"},
        MalformedHello{R"({"id":0,"ok":{"name":"n","protocol":2,"new":1,"ops":{}},"note":1})",
                       "/ok/protocol: this harness speaks protocol 1, the adapter speaks 2"},
        MalformedHello{R"({"id":0,"ok":{"protocol":"1","name":"n","ops":["verify"]}})",
                       "/ok/protocol: expected an integer, found a string"},
        MalformedHello{R"({"id":0,"ok":{"protocol":1,"ops":["verify"]}})", "/ok/name: missing"},
        MalformedHello{R"({"id":0,"ok":{"protocol":1,"name":"n"}})", "/ok/ops: missing"},
        MalformedHello{R"({"id":0,"ok":{"protocol":1,"name":"n","ops":[]}})",
                       "/ok/ops: expected at least one of presign, verify"},
        MalformedHello{R"({"id":0,"ok":{"protocol":1,"name":"n","ops":["verify","sign"]}})",
                       "/ok/ops/1: expected one of presign, verify, found sign"},
        MalformedHello{
            R"({"id":0,"ok":{"protocol":1,"name":"n","ops":["verify"],"features":["bits"]}})",
            "/ok/features/0: expected a feature of presign (session-token, path-style, "
            "virtual-hosted, extra-query, signed-headers, payload-hash, credential-limits, non-s3, "
            "sigv4a, bytes, access-points, s3-express) or of verify (session-token, path-style, "
            "virtual-hosted, region, "
            "signed-headers, payload-hash, policy, network-policy, redirects, non-s3, sigv4a, "
            "bytes, policy-variables, principal-facts, organization-policies, "
            "endpoint-policies, body, access-points, s3-express), found bits"},
        MalformedHello{R"({"id":0,"ok":{"protocol":1,"name":"n","ops":["verify"],"extra":true}})",
                       "/ok/extra: unknown field"},
        MalformedHello{R"({"id":0,"ok":{"protocol":1,"name":"n","ops":["verify"],"clock":"mine"}})",
                       "/ok/clock: expected one of injected, ambient, found mine"},
        MalformedHello{R"({"id":0,"ok":{"protocol":1,"name":"n","ops":["verify"],"errors":"all"}})",
                       "/ok/errors: expected one of outcome, class, code, found all"},
        MalformedHello{
            R"({"id":0,"ok":{"protocol":1,"name":"n","ops":["verify"],"max_inflight":0}})",
            "/ok/max_inflight: expected at least 1, found 0"},
        MalformedHello{R"({"id":0,"fault":{"message":"no licence"}})",
                       "/fault: the adapter cannot serve: no licence"},
        MalformedHello{R"({"id":0,"skip":{"feature":"bytes"}})", "/skip: unknown field"}));

TEST(IsFeature, AcceptsTheFeaturesOfEachOperation) {
  for (const char* text :
       {"session-token", "extra-query", "policy", "presign:extra-query", "verify:network-policy",
        "principal-facts", "presign:bytes", "verify:bytes"}) {
    EXPECT_TRUE(IsFeature(text)) << text;
  }
  for (const char* text : {"", "Bytes", "presign:policy", "verify:extra-query",
                           "presign:", ":bytes", "hello:bytes", "presign:verify:bytes"}) {
    EXPECT_FALSE(IsFeature(text)) << text;
  }
}

TEST(Declares, KeepsTheOperationsApart) {
  AdapterInfo adapter_info;
  adapter_info.ops = {"presign"};
  adapter_info.features = {"session-token", "presign:bytes", "verify:region"};
  EXPECT_TRUE(Declares(adapter_info, Op::kPresign, "session-token"));
  EXPECT_TRUE(Declares(adapter_info, Op::kVerify, "session-token"));
  EXPECT_TRUE(Declares(adapter_info, Op::kPresign, "bytes"));
  EXPECT_FALSE(Declares(adapter_info, Op::kVerify, "bytes"));
  EXPECT_TRUE(Declares(adapter_info, Op::kVerify, "region"));
  EXPECT_FALSE(Declares(adapter_info, Op::kPresign, "sigv4a"));
  EXPECT_TRUE(Serves(adapter_info, Op::kPresign));
  EXPECT_FALSE(Serves(adapter_info, Op::kVerify));
}

TEST(EncodeHelloAnswer, RoundTrips) {
  const AdapterInfo adapter_info = Decode(kAnswer);
  const std::string line = EncodeHelloAnswer(adapter_info);
  EXPECT_EQ(EncodeHelloAnswer(Decode(line)), line);
  EXPECT_EQ(line,
            R"({"id":0,"ok":{"protocol":1,"name":"botocore","version":"1.29.27",)"
            R"("language":"python","ops":["presign"],"features":["session-token","path-style"],)"
            R"("clock":"injected","errors":"code","max_inflight":16}})");
}

}  // namespace
}  // namespace countersign
