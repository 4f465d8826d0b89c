#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "writers/formats.h"
#include "writers/sample_report_test.h"
#include "writers/text.h"

namespace countersign {
namespace {

std::vector<nlohmann::json> Parsed(const Report& report) {
  const std::string document = JsonLines(report);
  std::vector<nlohmann::json> lines;
  for (const std::string_view line : Lines(document)) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

TEST(JsonLines, IsTheResultFileOfTheProtocol) {
  SampleReport sample;
  sample.report.adapter_info.errors = ErrorLevel::kCode;
  sample.Add("verify/window/late", Verdict::kFail, "Accepted.");
  EXPECT_EQ(
      JsonLines(sample.report),
      R"({"type":"header","suite":"0.1.0","suite_digest":"sha256:00","adapter":{"protocol":1,)"
      R"("name":"mine","version":"1.0","language":"","ops":["verify"],"features":[],)"
      R"("clock":"injected","errors":"code","max_inflight":1},"errors":"code","clock":"injected"})"
      "\n"
      R"({"type":"case","id":"verify/window/late","level":"must","verdict":"fail",)"
      R"("expected":{"outcome":"reject","class":"expired"},"observed":{"outcome":"accept"},)"
      R"("explanation":"Accepted.","wrong":"let-in"})"
      "\n"
      R"({"type":"footer","pass":0,"fail":1,"fault":0,"unsupported":0,"not_exercised":0,)"
      R"("expected_failure":0,"unexpected_pass":0,"disputed":0,"complete":true,"wrong":{"let-in":1}})"
      "\n");
}

TEST(JsonLines, NamesTheLikelyCausesOfAFailure) {
  SampleReport sample;
  CaseResult& result = sample.Add("verify/window/late", Verdict::kFail, "Accepted.");
  result.likely_causes = {{"expiry-not-checked", "Accepts what has expired.", {"a/b#1", "c/d#2"}},
                          {"window-not-checked", "Never looks at the time.", {}}};
  const auto line = Parsed(sample.report)[1];
  EXPECT_EQ(line.at("likely_causes"), nlohmann::json::parse(R"([
    {"name":"expiry-not-checked","text":"Accepts what has expired.","seen":["a/b#1","c/d#2"]},
    {"name":"window-not-checked","text":"Never looks at the time.","seen":[]}])"));
}

TEST(JsonLines, CountsEveryVerdictInItsFooter) {
  SampleReport sample;
  sample.AddEveryVerdict("x");
  const auto footer = Parsed(sample.report).back();
  for (const char* name : {"pass", "fail", "fault", "unsupported", "not_exercised",
                           "expected_failure", "unexpected_pass", "disputed"}) {
    EXPECT_EQ(footer.at(name), 1) << name;
  }
}

TEST(JsonLines, IsJsonForAnyTextOfTheAdapter) {
  SampleReport sample;
  sample.report.adapter_info.name = kHostile;
  sample.AddEveryVerdict(kHostile);
  const auto lines = Parsed(sample.report);
  ASSERT_EQ(lines.size(), 10u);
  EXPECT_EQ(lines[2].at("explanation"), PrintableLines(kHostile));
}

TEST(JsonLines, SaysThatARunIsIncomplete) {
  SampleReport sample;
  sample.report.complete = false;
  EXPECT_EQ(Parsed(sample.report).back().at("complete"), false);
}

TEST(JsonLines, CountsTheFaultsOfTheRun) {
  SampleReport sample;
  sample.report.faults = {"the clock probe failed"};
  const auto lines = Parsed(sample.report);
  EXPECT_EQ(lines[1].at("type"), "fault");
  EXPECT_EQ(lines[1].at("message"), "the clock probe failed");
  EXPECT_EQ(lines.back().at("fault"), 1);
}

TEST(JsonLines, HasNoAdapterIfTheHelloWasNotAnswered) {
  SampleReport sample;
  sample.report.adapter_info = AdapterInfo{};
  EXPECT_TRUE(Parsed(sample.report).front().at("adapter").is_null());
}

}  // namespace
}  // namespace countersign
