// Reports of real runs: the recorded answers of twenty implementations. They fit onto two screens,
// into an issue and into a page of a megabyte, and no failure is lost.
//
// With COUNTERSIGN_WRITE_REPORTS=FOLDER, the documents are written into the folder.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "corpus/measure.h"
#include "diagnose/diagnose.h"
#include "judge/signed_suite_test.h"
#include "runner/not_asked.h"
#include "suite/select.h"
#include "writers/formats.h"
#include "writers/kinds.h"
#include "writers/layout.h"
#include "writers/wrong.h"

namespace countersign {
namespace {

constexpr std::size_t kLargestIssue = 65'536;  // characters that GitHub takes in an issue
constexpr std::size_t kLargestPage = 1'000'000;

// What was not asked, with the reason that a run gives; the recording names no reason.
void AddLeftOut(const std::vector<const Case*>& selected, Report& report) {
  std::vector<std::string> asked;
  for (const CaseResult& result : report.results) asked.push_back(result.vector->id);
  for (const Case* one : selected) {
    if (std::binary_search(asked.begin(), asked.end(), one->id)) continue;
    CaseResult result;
    result.vector = one;
    const auto why = WhyUnsupported(*one, report.adapter_info);
    result.verdict = why ? why->verdict : Verdict::kNotExercised;
    result.explanation = why ? why->reason : "It was left out of the recording.";
    result.observed = why ? *why : NotAsked{result.verdict, result.explanation};
    result.expected = Expectation{one->expected, std::nullopt};
    report.results.push_back(std::move(result));
  }
  std::sort(report.results.begin(), report.results.end(),
            [](const auto& a, const auto& b) { return a.vector->id < b.vector->id; });
}

struct RealRun {
  std::string name;
  Report report;
};

const std::vector<RealRun>& RealRuns() {
  static const auto* const kRuns = [] {
    auto* runs = new std::vector<RealRun>();
    auto read = ReadCorpus(COUNTERSIGN_RECORDINGS);
    if (std::holds_alternative<LoadErrors>(read)) return runs;
    const Corpus& corpus = std::get<Corpus>(read);
    const std::vector<const Case*> selected = Select(SignedSuite(), Selection{});
    for (const CorpusEntry& entry : corpus.entries) {
      RealRun& run = runs->emplace_back();
      run.name = entry.recording.name;
      Replayed replayed =
          Replay(entry.recording, corpus.digests.at(entry.recording.cases), selected);
      Diagnose(replayed.adapter_info, replayed.failed_answers, replayed.results);
      run.report.suite_version = "0.1.0";
      run.report.suite = &SignedSuite();
      run.report.date = entry.recording.day;
      run.report.target = "--adapter ./" + run.name;
      run.report.adapter_info = replayed.adapter_info;
      run.report.results = std::move(replayed.results);
      run.report.complete = true;
      AddLeftOut(selected, run.report);
    }
    return runs;
  }();
  return *kRuns;
}

std::string Last(const std::string& id) { return id.substr(id.rfind('/') + 1); }

TEST(RealRuns, AreTen) { EXPECT_GE(RealRuns().size(), 10u); }

TEST(RealRuns, FitOntoTwoScreensWithTheVerdictFirst) {
  for (const RealRun& run : RealRuns()) {
    const std::string text = ConsoleText(run.report, false);
    EXPECT_LE(LinesTaken(text), kConsoleLines) << run.name;
    EXPECT_EQ(text.find(VerdictLine(run.report)), 0u) << run.name;
  }
}

TEST(RealRuns, LoseNoKindOnTheConsole) {
  for (const RealRun& run : RealRuns()) {
    const std::string text = ConsoleText(run.report, false);
    const std::vector<Kind> kinds = Kinds(run.report);
    std::size_t failures = 0;
    std::size_t at = 0;
    for (const Kind& kind : kinds) {
      failures += kind.results.size();
      const std::string heading =
          " " + std::to_string(kind.results.size()) + " " + EntryOf(kind.wrong).label + ": ";
      at = text.find(heading, at);
      ASSERT_NE(at, std::string::npos) << run.name << heading;
      ++at;
    }
    EXPECT_EQ(failures, static_cast<std::size_t>(Problems(Count(run.report)))) << run.name;
  }
}

TEST(RealRuns, NameEachFailureInEveryReport) {
  for (const RealRun& run : RealRuns()) {
    for (const ReportFormat& format : ReportFormats()) {
      if (format.name == "github" || format.name == "svg") continue;  // of a limited size
      const std::string document = format.write(run.report);
      for (const CaseResult& result : run.report.results) {
        if (result.verdict != Verdict::kFail) continue;
        ASSERT_NE(document.find(Last(result.vector->id)), std::string::npos)
            << run.name << format.name << result.vector->id;
      }
    }
  }
}

TEST(RealRuns, FitIntoAnIssueAndAPage) {
  for (const RealRun& run : RealRuns()) {
    EXPECT_LT(Markdown(run.report).size(), kLargestIssue) << run.name;
    EXPECT_LT(Html(run.report).size(), kLargestPage) << run.name;
  }
}

TEST(RealRuns, AreWrittenForPeopleToLookAt) {
  const char* const folder = std::getenv("COUNTERSIGN_WRITE_REPORTS");
  if (folder == nullptr) GTEST_SKIP() << "COUNTERSIGN_WRITE_REPORTS names no folder";
  for (const RealRun& run : RealRuns()) {
    const std::string path = std::string(folder) + "/" + run.name;
    std::ofstream(path + ".txt") << ConsoleText(run.report, false);
    for (const ReportFormat& format : ReportFormats()) {
      std::ofstream(path + "." + std::string(format.name)) << format.write(run.report);
    }
  }
}

}  // namespace
}  // namespace countersign
