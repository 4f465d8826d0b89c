#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "protocol/codec.h"

namespace countersign {
namespace {

AnswerLine Answered(std::string_view line, Op op) {
  const Decoded<AnswerLine> decoded = DecodeAnswer(line, op);
  if (const auto* error = std::get_if<ProtocolError>(&decoded)) {
    ADD_FAILURE() << line << "\n" << error->message;
    return {};
  }
  return std::get<AnswerLine>(decoded);
}

std::string Refused(std::string_view line, Op op) {
  const Decoded<AnswerLine> decoded = DecodeAnswer(line, op);
  const auto* error = std::get_if<ProtocolError>(&decoded);
  return error != nullptr ? error->message : "(accepted)";
}

// The examples of the protocol's own page.
TEST(DecodeAnswer, ReadsAPresignedUrl) {
  const AnswerLine line = Answered(
      R"({"id":17,"ok":{"url":"https://…","headers":[["x-amz-acl","public-read"]],
                  "canonical_request":"GET\n/","string_to_sign":"AWS4"}})",
      Op::kPresign);
  EXPECT_EQ(line.id, 17);
  const auto& ok = std::get<OkAnswer>(line.answer);
  EXPECT_EQ(ok.url, "https://…");
  EXPECT_EQ(ok.headers, (std::vector<NameValue>{{"x-amz-acl", "public-read"}}));
  EXPECT_EQ(ok.canonical_request, "GET\n/");
  EXPECT_EQ(ok.string_to_sign, "AWS4");
  EXPECT_EQ(ok.principal, std::nullopt);
}

TEST(DecodeAnswer, ReadsASignersRefusal) {
  const AnswerLine line =
      Answered(R"({"id":17,"reject":{"class":"expires-too-long","message":"…"}})", Op::kPresign);
  const auto& reject = std::get<RejectAnswer>(line.answer);
  EXPECT_EQ(reject.rejection_class, "expires-too-long");
  EXPECT_EQ(reject.message, "…");
  EXPECT_EQ(reject.status, std::nullopt);
}

TEST(DecodeAnswer, ReadsSkipsAndFaults) {
  EXPECT_EQ(std::get<SkipAnswer>(
                Answered(R"({"id":17,"skip":{"feature":"sigv4a"}})", Op::kPresign).answer)
                .feature,
            "sigv4a");
  EXPECT_EQ(
      std::get<SkipAnswer>(Answered(R"({"id":1,"skip":{"issue":"https://…"}})", Op::kVerify).answer)
          .issue,
      "https://…");
  EXPECT_EQ(std::get<FaultAnswer>(
                Answered(R"({"id":17,"fault":{"message":"it broke"}})", Op::kVerify).answer)
                .message,
            "it broke");
}

TEST(DecodeAnswer, ReadsAVerifiersAnswers) {
  const AnswerLine accepted =
      Answered(R"({"id":18,"ok":{"principal":"AKIAIOSFODNN7EXAMPLE"}})", Op::kVerify);
  EXPECT_EQ(std::get<OkAnswer>(accepted.answer).principal, "AKIAIOSFODNN7EXAMPLE");
  const AnswerLine refused = Answered(
      R"({"id":18,"reject":{"status":403,"code":"SignatureDoesNotMatch","class":"signature-mismatch",
                      "message":"…","canonical_request":"c","string_to_sign":"s"}})",
      Op::kVerify);
  const auto& reject = std::get<RejectAnswer>(refused.answer);
  EXPECT_EQ(reject.status, 403);
  EXPECT_EQ(reject.code, "SignatureDoesNotMatch");
  EXPECT_EQ(reject.rejection_class, "signature-mismatch");
  EXPECT_EQ(reject.message, "…");
  EXPECT_EQ(reject.canonical_request, "c");
  EXPECT_EQ(reject.string_to_sign, "s");
}

TEST(DecodeAnswer, TakesNullForAbsent) {
  const AnswerLine line = Answered(
      R"({"id":1,"ok":{"url":"u","headers":null,"string_to_sign":null},"reject":null,"skip":null,"fault":null})",
      Op::kPresign);
  EXPECT_EQ(std::get<OkAnswer>(line.answer).url, "u");
  EXPECT_EQ(std::get<OkAnswer>(line.answer).string_to_sign, std::nullopt);
}

TEST(DecodeAnswer, TakesMembersInAnyOrder) {
  EXPECT_EQ(Answered(R"( {"ok":{} , "id" : -3} )", Op::kVerify).id, -3);
}

TEST(DecodeAnswer, ReadsBytesWhereTheProtocolHasThem) {
  const AnswerLine line = Answered(
      R"({"id":1,"ok":{"url":{"b64":"/w=="},"headers":[["x-amz-meta-a",{"b64":"/w=="}]],
          "canonical_request":{"b64":"R0VU/w=="},"string_to_sign":{"b64":""}}})",
      Op::kPresign);
  const auto& ok = std::get<OkAnswer>(line.answer);
  EXPECT_EQ(ok.url, "\xff");
  EXPECT_EQ(ok.headers->front().second, "\xff");
  EXPECT_EQ(ok.canonical_request, "GET\xff");
  EXPECT_EQ(ok.string_to_sign, "");
}

struct MalformedAnswer {
  Op op;
  const char* line;
  const char* error;
};

class DecodeMalformedAnswer : public testing::TestWithParam<MalformedAnswer> {};

TEST_P(DecodeMalformedAnswer, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(Refused(GetParam().line, GetParam().op), GetParam().error) << GetParam().line;
}

INSTANTIATE_TEST_SUITE_P(
    Structure, DecodeMalformedAnswer,
    testing::Values(
        MalformedAnswer{Op::kPresign, R"([])", "expected an object, found an array"},
        MalformedAnswer{Op::kPresign, R"("id")", "expected an object, found a string"},
        MalformedAnswer{Op::kPresign, R"(null)", "expected an object, found null"},
        MalformedAnswer{Op::kPresign, R"({})", "/id: missing"},
        MalformedAnswer{Op::kPresign, R"({"id":null,"ok":{"url":"u"}})", "/id: missing"},
        MalformedAnswer{Op::kPresign, R"({"id":"1","ok":{"url":"u"}})",
                        "/id: expected an integer, found a string"},
        MalformedAnswer{Op::kPresign, R"({"id":1.0,"ok":{"url":"u"}})",
                        "/id: expected an integer, found a number"},
        MalformedAnswer{Op::kPresign, R"({"id":true,"ok":{"url":"u"}})",
                        "/id: expected an integer, found a boolean"},
        MalformedAnswer{Op::kPresign, R"({"id":1})",
                        "expected one of ok, reject, skip, fault, found none"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":null})",
                        "expected one of ok, reject, skip, fault, found none"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"ok":{},"fault":{"message":"m"}})",
                        "expected one of ok, reject, skip, fault, found ok and fault"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"reject":{},"skip":{"feature":"region"}})",
                        "expected one of ok, reject, skip, fault, found reject and skip"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"id":1,"ok":{"url":"u"}})", "/id: given twice"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u"},"ok":null})", "/ok: given twice"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u","url":"u"}})",
                        "/ok/url: given twice"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u"},"note":1})",
                        "/note: unknown field"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"ulr":"u"}})", "/ok/ulr: unknown field"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u","a~b/c":null}})",
                        "/ok/a~0b~1c: unknown field"}));

INSTANTIATE_TEST_SUITE_P(
    Members, DecodeMalformedAnswer,
    testing::Values(
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":true})",
                        "/ok: expected an object, found a boolean"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{}})", "/ok/url: missing"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":null}})", "/ok/url: missing"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":7}})",
                        "/ok/url: expected a string, found a number"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u","principal":"p"}})",
                        "/ok/principal: unknown field"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"ok":{"url":"u"}})", "/ok/url: unknown field"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u","headers":{"a":"b"}}})",
                        "/ok/headers: expected an array, found an object"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u","headers":[["a","b"],["a"]]}})",
                        "/ok/headers/1: expected [name, value], found an array"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u","headers":[["a","b","c"]]}})",
                        "/ok/headers/0: expected [name, value], found an array"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":"u","headers":[["a",null]]}})",
                        "/ok/headers/0/1: expected a string, found null"},
        MalformedAnswer{Op::kPresign,
                        R"({"id":1,"ok":{"url":"u","headers":[[{"b64":"YQ=="},"b"]]}})",
                        "/ok/headers/0/0: expected a string, found an object"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":{"b64":"YQ"}}})",
                        "/ok/url/b64: expected padded base64, found YQ"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":{"b65":"YQ=="}}})",
                        "/ok/url/b65: unknown field"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"ok":{"url":{}}})", "/ok/url/b64: missing"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"reject":{}})", "/reject/class: missing"},
        MalformedAnswer{Op::kPresign, R"({"id":1,"reject":{"class":"bad-input","status":400}})",
                        "/reject/status: unknown field"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"reject":{"status":"403"}})",
                        "/reject/status: expected an integer, found a string"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"reject":{"status":99}})",
                        "/reject/status: expected an HTTP status, 100 to 599, found 99"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"reject":{"status":4294967699}})",
                        "/reject/status: expected an HTTP status, 100 to 599, found 2147483647"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"reject":{"code":{"b64":"YQ=="}}})",
                        "/reject/code: expected a string, found an object"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"skip":{}})",
                        "/skip: expected a feature or an issue as the reason"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"skip":{"feature":""}})",
                        "/skip: expected a feature or an issue as the reason"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"skip":{"reason":"x"}})",
                        "/skip/reason: unknown field"},
        MalformedAnswer{Op::kVerify, R"({"id":1,"fault":"x"})",
                        "/fault: expected an object, found a string"}));

TEST(DecodeAnswer, RefusesWhatIsNoJson) {
  for (const char* line :
       {"", " ", "Starting adapter…", R"({"id":1,"ok":{"url":"u"})",
        R"({"id":1,"ok":{"url":"u"}}})", R"({"id":1,"ok":{"url":"u"}} x)",
        R"({"id":1,"ok":{"url":"u"}}{"id":2})", R"({"id":1,"ok":{"url":"u",}})", R"({'id':1})",
        R"({"id":01})", R"({"id":1,"ok":{"url":nul}})", "{\"id\":1,\"ok\":{\"url\":\"a\nb\"}}",
        R"({"id":1,"ok":{"url":"\x"}})", R"({"id":1,"ok":{"url":"\ud800"}})",
        "{\"id\":1,\"ok\":{\"url\":\"\xff\"}}", "\xef\xbb\xbf{\"id\":1}"}) {
    EXPECT_TRUE(Refused(line, Op::kPresign).starts_with("expected JSON: ")) << line;
  }
}

TEST(DecodeAnswer, RefusesNestingWithoutEnd) {
  EXPECT_TRUE(Refused(std::string(1 << 20, '['), Op::kPresign).starts_with("expected JSON: "));
}

TEST(DecodeAnswer, QuotesNoMoreThanTheBeginningOfALongKey) {
  const std::string error = Refused("{\"" + std::string(5000, 'k') + "\":1}", Op::kPresign);
  EXPECT_LT(error.size(), 200U) << error;
}

TEST(DecodeAnswer, RoundTripsEveryKind) {
  const std::vector<NameValue> headers = {{"a", "\xff\n"}};
  const OkAnswer presigned{"https://h/?a", headers, std::nullopt, "GET\n/\n\xff",
                           "AWS4-HMAC-SHA256\n"};
  AnswerLine line = Answered(EncodeAnswer({9, presigned}), Op::kPresign);
  EXPECT_EQ(line.id, 9);
  EXPECT_EQ(std::get<OkAnswer>(line.answer).url, presigned.url);
  EXPECT_EQ(std::get<OkAnswer>(line.answer).headers, presigned.headers);
  EXPECT_EQ(std::get<OkAnswer>(line.answer).canonical_request, presigned.canonical_request);
  line = Answered(EncodeAnswer({1, RejectAnswer{403, "C", "c", "m", "cr", "sts"}}), Op::kVerify);
  EXPECT_EQ(std::get<RejectAnswer>(line.answer).status, 403);
  EXPECT_EQ(std::get<RejectAnswer>(line.answer).string_to_sign, "sts");
  line = Answered(EncodeAnswer({1, SkipAnswer{"sigv4a", std::nullopt}}), Op::kVerify);
  EXPECT_EQ(std::get<SkipAnswer>(line.answer).feature, "sigv4a");
  line = Answered(EncodeAnswer({1, FaultAnswer{"\"why\""}}), Op::kVerify);
  EXPECT_EQ(std::get<FaultAnswer>(line.answer).message, "\"why\"");
}

TEST(EncodeAnswer, WritesTheProtocolsOwnExamples) {
  EXPECT_EQ(EncodeAnswer({17, SkipAnswer{"sigv4a", std::nullopt}}),
            R"({"id":17,"skip":{"feature":"sigv4a"}})");
  OkAnswer accepted;
  accepted.principal = "AKIAIOSFODNN7EXAMPLE";
  EXPECT_EQ(EncodeAnswer({18, accepted}), R"({"id":18,"ok":{"principal":"AKIAIOSFODNN7EXAMPLE"}})");
}

TEST(DecodeAnswerId, ReadsItWhateverElseTheLineHolds) {
  for (const char* line : {R"({"id":42,"ok":{}})", R"({"id":42,"garbage)",
                           R"( {"x":[1], "id" : 42})", R"({"ulr":1,"id":42})"}) {
    const Decoded<std::int64_t> id = DecodeAnswerId(line);
    ASSERT_TRUE(std::holds_alternative<std::int64_t>(id)) << line;
    EXPECT_EQ(std::get<std::int64_t>(id), 42) << line;
  }
}

TEST(DecodeAnswerId, SaysWhyThereIsNone) {
  EXPECT_EQ(std::get<ProtocolError>(DecodeAnswerId(R"({"ok":{}})")).message, "/id: missing");
  EXPECT_EQ(std::get<ProtocolError>(DecodeAnswerId(R"({"id":1.5,"ok":{}})")).message,
            "/id: expected an integer, found a number");
  EXPECT_TRUE(std::get<ProtocolError>(DecodeAnswerId(R"({"id":17)"))
                  .message.starts_with("expected JSON: "));
}

}  // namespace
}  // namespace countersign
