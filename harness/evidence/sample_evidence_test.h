#pragma once

#include <memory>
#include <string>

#include "evidence/evidence.h"
#include "evidence/write_evidence.h"
#include "testing/example.h"

// What the tests of this room share: a suite of one case, and a file with its answer.
namespace countersign {

inline constexpr char kSampleDigest[] =
    "sha256:00000000000000000000000000000000000000000000000000000000000000aa";

inline std::shared_ptr<const Source> SampleSource(ProvenanceKind kind, Reported shown) {
  Source source;
  source.id = "sample/source";
  source.kind = kind;
  source.shown = shown;
  return std::make_shared<const Source>(source);
}

// A case with an answer of AWS as its source, which expects 403 SignatureDoesNotMatch.
inline Case SampleRefusal(std::string id = "verify/sample/refused") {
  ExpectedAnswer refusal;
  refusal.status = 403;
  refusal.code = "SignatureDoesNotMatch";
  Case c = CaseOf(std::move(id), PublishedVerify(), {refusal});
  c.rules = {"signature/match"};
  c.provenance = {SampleSource(ProvenanceKind::kReported, Reported::kAnswer)};
  return c;
}

inline Case SampleAcceptance(std::string id = "verify/sample/accepted") {
  Case c = SampleRefusal(std::move(id));
  c.expected.front() = {true, {}, {}, {}};
  return c;
}

inline Suite SuiteOf(std::vector<Case> cases) {
  Suite suite;
  suite.digest = kSampleDigest;
  suite.cases = std::move(cases);
  return suite;
}

inline RecordedAnswer SampleAnswer(const Case& c, int status, std::optional<std::string> code) {
  RecordedAnswer recorded;
  recorded.case_id = c.id;
  recorded.content = ContentDigest(c);
  recorded.suite = kSampleDigest;
  recorded.date = "2026-11-30T20:00:00Z";
  recorded.region = "us-east-1";
  recorded.place = "regional-virtual";
  recorded.method = "GET";
  recorded.scheme = "https";
  recorded.target = "/test.txt?X-Amz-Expires=60&X-Amz-Signature=[redacted]";
  recorded.request_headers = {{"Host", "examplebucket.s3.amazonaws.com"}};
  recorded.answer = {status, std::move(code)};
  return recorded;
}

inline std::string SampleFile(const std::vector<RecordedAnswer>& answers,
                              const std::string& server = kAws) {
  std::string text = EncodeHeader({"0.1.0", kSampleDigest, server, "2026-11-30T20:00:00Z"}) + '\n';
  for (const RecordedAnswer& one : answers) text += EncodeRecorded(one) + '\n';
  return text + EncodeFooter({answers.size(), 0, true, ""}) + '\n';
}

}  // namespace countersign
