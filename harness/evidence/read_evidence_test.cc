#include "evidence/read_evidence.h"

#include <gtest/gtest.h>

#include "evidence/sample_evidence_test.h"
#include "suite/load_error_test.h"

namespace countersign {
namespace {

RecordedAnswer WholeAnswer() {
  RecordedAnswer recorded = SampleAnswer(SampleRefusal(), 403, "AccessDenied");
  recorded.target = "/\xFF?X-Amz-Signature=[redacted]";
  recorded.message = "no \"way\"";
  recorded.headers = {{"server", "AmazonS3"}};
  recorded.with_wrong_signature = StatusAndCode{403, "SignatureDoesNotMatch"};
  return recorded;
}

LoadErrors ErrorsOf(std::string_view text) {
  const auto read = ParseEvidence("e.jsonl", text);
  const auto* errors = std::get_if<LoadErrors>(&read);
  return errors == nullptr ? LoadErrors{} : *errors;
}

std::string FirstErrorOf(std::string_view text) {
  const LoadErrors errors = ErrorsOf(text);
  if (errors.empty()) return "";
  return errors.front().file + errors.front().pointer + ": " + errors.front().expected;
}

// The text with the only `what` replaced.
std::string Replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

TEST(ParseEvidence, ReadsWhatIsWritten) {
  const auto read = ParseEvidence("e.jsonl", SampleFile({WholeAnswer()}));
  ASSERT_TRUE(std::holds_alternative<RecordedEvidence>(read));
  const RecordedEvidence& evidence = std::get<RecordedEvidence>(read);
  EXPECT_EQ(evidence.header.server, "aws");
  EXPECT_EQ(evidence.header.suite, kSampleDigest);
  EXPECT_TRUE(evidence.footer.complete);
  ASSERT_EQ(evidence.answers.size(), 1u);
  const RecordedAnswer& one = evidence.answers.front();
  const RecordedAnswer written = WholeAnswer();
  EXPECT_EQ(one.line, 2u);
  EXPECT_EQ(one.target, written.target);
  EXPECT_EQ(one.request_headers, written.request_headers);
  EXPECT_EQ(one.headers, written.headers);
  EXPECT_EQ(one.answer, written.answer);
  EXPECT_EQ(one.message, written.message);
  EXPECT_EQ(one.with_wrong_signature, written.with_wrong_signature);
  EXPECT_EQ(EncodeRecorded(one), EncodeRecorded(written));
}

TEST(ParseEvidence, TakesARecordingThatWasInterrupted) {
  std::string text = SampleFile({WholeAnswer()});
  text = Replaced(text, "\"complete\":true", "\"complete\":false,\"reason\":\"interrupted\"");
  const auto read = ParseEvidence("e.jsonl", text);
  ASSERT_TRUE(std::holds_alternative<RecordedEvidence>(read));
  EXPECT_EQ(std::get<RecordedEvidence>(read).footer.reason, "interrupted");
}

TEST(ParseEvidence, RefusesATruncatedFileWhereverItEnds) {
  const std::string text = SampleFile({WholeAnswer()});
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ErrorsOf(std::string_view(text).substr(0, size)).empty()) << size;
  }
  EXPECT_EQ(FirstErrorOf(text.substr(0, text.rfind("{\"type\":\"end\""))),
            "e.jsonl line 2: the file ends here, expected a last line of the type \"end\": it is "
            "truncated");
}

struct Malformed {
  const char* what;
  const char* by;
  const char* error;
};

TEST(ParseEvidence, NamesFileLineFoundAndExpected) {
  const std::string text = SampleFile({WholeAnswer()});
  for (const Malformed& one : std::initializer_list<Malformed>{
           {"\"type\":\"evidence\"", "\"type\":\"header\"",
            "e.jsonl line 1/type: expected evidence, found \"header\""},
           {"\"type\":\"answer\"", "\"type\":\"case\"",
            "e.jsonl line 2/type: expected one of answer, end, found \"case\""},
           {"\"format\":1", "\"format\":2",
            "e.jsonl line 1/format: expected an integer from 1 to 1, found 2"},
           {"\"status\":403", "\"status\":\"403\"",
            "e.jsonl line 2/status: expected an integer from 100 to 999, found a string"},
           {"\"status\":403,", "", "e.jsonl line 2/status: missing"},
           {"\"method\"", "\"mehtod\"", "e.jsonl line 2/request/method: missing"},
           {"\"region\":\"us-east-1\"", "\"region\":\"us-east-1\",\"x\":1",
            "e.jsonl line 2/x: unknown key, expected one of type, case, content, suite, date, "
            "region, endpoint, request, status, code, message, headers, with_wrong_signature"},
           {"2026-11-30T20:00:00Z\",\"region\"", "yesterday\",\"region\"",
            "e.jsonl line 2/date: expected a time such as 2026-11-30T20:00:00Z, found "
            "\"yesterday\""},
           {"\"answers\":1", "\"answers\":2",
            "e.jsonl line 3: expected 1 answers, as many as there are lines, found 2: lines are "
            "missing"},
       }) {
    EXPECT_EQ(FirstErrorOf(Replaced(text, one.what, one.by)), one.error);
  }
}

TEST(ParseEvidence, NeverQuotesASecretThatWasLeftIn) {
  RecordedAnswer recorded = WholeAnswer();
  recorded.target = "/?X-Amz-Signature=0123abcd";
  EXPECT_EQ(FirstErrorOf(SampleFile({recorded})),
            "e.jsonl line 2/request: expected [redacted] as the value of X-Amz-Signature, found 8 "
            "bytes");
  recorded = WholeAnswer();
  recorded.request_headers = {{"X-Amz-Security-Token", "token/EXAMPLE"}};
  const std::string error = FirstErrorOf(SampleFile({recorded}));
  EXPECT_NE(error.find("X-Amz-Security-Token"), std::string::npos) << error;
  EXPECT_EQ(error.find("token/EXAMPLE"), std::string::npos) << error;
}

TEST(ParseEvidence, RefusesLinesOfTwoSuitesAndACaseTwice) {
  RecordedAnswer other = SampleAnswer(SampleAcceptance(), 200, std::nullopt);
  other.suite.back() = 'b';
  EXPECT_NE(FirstErrorOf(SampleFile({WholeAnswer(), other})).find("line 3: expected the suite of"),
            std::string::npos);
  EXPECT_NE(FirstErrorOf(SampleFile({WholeAnswer(), WholeAnswer()}))
                .find("line 3: expected each case once, found verify/sample/refused again after "
                      "line 2"),
            std::string::npos);
}

TEST(ParseEvidence, RefusesWhatFollowsTheLastLine) {
  const std::string text = SampleFile({}) + SampleFile({});
  EXPECT_EQ(FirstErrorOf(text),
            "e.jsonl line 3: expected nothing after the line of the type \"end\"");
}

TEST(ParseEvidence, RefusesAForeignFileAtItsFirstLine) {
  const LoadErrors errors = ErrorsOf("{\"type\":\"header\"}\n{}\n{}\n");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(ErrorsOf("").size(), 1u);
  EXPECT_EQ(ErrorsOf("<xml/>\n").front().file, "e.jsonl line 1");
}

RecordedEvidence Parsed(const std::string& text) {
  return std::get<RecordedEvidence>(ParseEvidence("e.jsonl", text));
}

TEST(CheckEvidence, TakesTheSuiteThatWasAsked) {
  const RecordedEvidence evidence = Parsed(SampleFile({WholeAnswer()}));
  EXPECT_EQ(CheckEvidence("e", evidence, SuiteOf({SampleRefusal()}), OtherSuite::kRefused),
            LoadErrors{});
}

TEST(CheckEvidence, RefusesAnotherSuiteUnlessToldOtherwise) {
  const RecordedEvidence evidence = Parsed(SampleFile({WholeAnswer()}));
  Suite suite = SuiteOf({SampleRefusal()});
  suite.digest.back() = 'b';
  const LoadErrors errors = CheckEvidence("e", evidence, suite, OtherSuite::kRefused);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].file, "e line 1");
  EXPECT_NE(errors[0].expected.find(suite.digest + ", found " + kSampleDigest), std::string::npos);
  EXPECT_EQ(CheckEvidence("e", evidence, suite, OtherSuite::kTaken), LoadErrors{});
}

TEST(CheckEvidence, RefusesUnknownCasesAndChangedCases) {
  const RecordedEvidence evidence = Parsed(SampleFile({WholeAnswer()}));
  LoadErrors errors =
      CheckEvidence("e", evidence, SuiteOf({SampleAcceptance()}), OtherSuite::kTaken);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].file + errors[0].pointer, "e line 2/case");
  EXPECT_NE(errors[0].expected.find("found \"verify/sample/refused\""), std::string::npos);

  Case changed = SampleRefusal();
  std::get<VerifyMessage>(changed.request).request.target += "&x=1";
  errors = CheckEvidence("e", evidence, SuiteOf({changed}), OtherSuite::kTaken);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].file + errors[0].pointer, "e line 2/content");
}

TEST(ContentDigest, LeavesOutWhatIsExpected) {
  Case same = SampleRefusal();
  same.expected = SampleAcceptance().expected;
  same.why = "another reason";
  EXPECT_EQ(ContentDigest(same), ContentDigest(SampleRefusal()));
  Case other = SampleRefusal();
  other.signed_as.emplace().method = "PUT";
  EXPECT_NE(ContentDigest(other), ContentDigest(SampleRefusal()));
}

}  // namespace
}  // namespace countersign
