#pragma once

#include <deque>
#include <string>
#include <utility>

#include "writers/report.h"

namespace countersign {

// Text with which an adapter could break any of the formats.
inline const std::string kHostile =
    "]]> <b>&\"' | `` ``` # -- \x1b[31m \xff\xfe \r\n::error::x\n... 100%0A \xe2\x80\xae end";

inline bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline RejectAnswer Refusal(int status, const std::string& code) {
  RejectAnswer refusal;
  refusal.status = status;
  refusal.code = code;
  return refusal;
}

// SampleReport is a report for tests.
class SampleReport {
 public:
  SampleReport() {
    suite_.digest = "sha256:00";
    suite_.rules.push_back({"window/expired", "A URL ends after its lifetime.", "User guide",
                            "https://example.com/guide", "A", Level::kMust});
    report.suite_version = "0.1.0";
    report.suite = &suite_;
    report.target = "--adapter 'python3 mine.py'";
    report.adapter_info.protocol = 1;
    report.adapter_info.name = "mine";
    report.adapter_info.version = "1.0";
    report.adapter_info.ops = {"verify"};
    report.complete = true;
  }

  CaseResult& Add(const std::string& id, Verdict verdict, const std::string& explanation = "") {
    Case& vector = cases_.emplace_back();
    vector.id = id;
    vector.why = "URLs would live for ever.";
    vector.rules = {"window/expired"};
    vector.request = VerifyMessage{};
    CaseResult& result = report.results.emplace_back();
    result.vector = &vector;
    result.verdict = verdict;
    result.expected = Expectation{{{false, "expired", {}, {}}}, std::nullopt};
    result.observed = Answer(OkAnswer{});
    result.explanation = explanation;
    return result;
  }

  // Every verdict once, with the explanation.
  void AddEveryVerdict(const std::string& explanation) {
    for (const Verdict verdict :
         {Verdict::kExpectedFailure, Verdict::kFail, Verdict::kFault, Verdict::kNotExercised,
          Verdict::kPass, Verdict::kUnexpectedPass, Verdict::kUnsupported, Verdict::kDisputed}) {
      CaseResult& result = Add(std::string("verify/window/") + VerdictName(verdict), verdict,
                               verdict == Verdict::kPass ? "" : explanation);
      if (verdict == Verdict::kExpectedFailure) result.deviation = explanation;
      if (verdict == Verdict::kFault) result.stderr_tail = explanation;
      if (verdict == Verdict::kFail) {
        result.difference = StageDifference{"canonical request", "GET\n/a", "GET\n/b", 5};
        result.likely_causes = {{"some-mistake", explanation, {explanation}}};
      }
    }
  }

  Case& VectorOf(const CaseResult& result) { return const_cast<Case&>(*result.vector); }

  Report report;

 private:
  Suite suite_;
  std::deque<Case> cases_;
};

}  // namespace countersign
