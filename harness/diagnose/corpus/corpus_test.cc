#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "corpus/measure.h"
#include "judge/signed_suite_test.h"
#include "mutants/mutant.h"
#include "reference_adapter/in_process_connection.h"
#include "suite/select.h"

namespace countersign {
namespace {

// What the diagnosis reaches today, without the largest deviation: it must not get worse. Raise
// them with every improvement. The goal is a precision of 0.99 and a recall of 0.85.
constexpr double kLeastPrecision = 0.99;
constexpr double kLeastRecall = 0.93;

const Corpus& TheCorpus() {
  static const Corpus* const kCorpus = [] {
    auto read = ReadCorpus(COUNTERSIGN_RECORDINGS);
    if (const auto* errors = std::get_if<LoadErrors>(&read)) {
      for (const LoadError& one : *errors) {
        ADD_FAILURE() << one.file << ": " << one.pointer << ": " << one.expected;
      }
      return new Corpus();
    }
    return new Corpus(std::get<Corpus>(std::move(read)));
  }();
  return *kCorpus;
}

const std::vector<Measured>& Figures() {
  static const auto* const kFigures =
      new std::vector<Measured>(MeasureAll(TheCorpus(), SignedSuite()));
  return *kFigures;
}

const Measured& FiguresOf(const CorpusEntry& entry) {
  const std::string name = entry.recording.name + " " + entry.recording.adapter_info.version;
  return *std::find_if(Figures().begin(), Figures().end(),
                       [&](const Measured& one) { return one.name == name; });
}

std::vector<const Case*> AtLevel(Level weakest, const std::string& group = "*") {
  Selection selection;
  selection.select = {group};
  selection.weakest = weakest;
  return Select(SignedSuite(), selection);
}

TEST(Corpus, HasTenImplementations) { EXPECT_GE(TheCorpus().entries.size(), 10u); }

TEST(Corpus, DiagnosisIsAsGoodAsBefore) {
  const Score all = WithoutTheLargest(Figures());
  std::cout << FiguresTable(Figures());
  EXPECT_GE(all.Precision(), kLeastPrecision);
  EXPECT_GE(all.Recall(), kLeastRecall);
}

// An answer says nothing about a case that has changed. If this fails, record again: README.md.
TEST(Corpus, MostRecordedAnswersAreStillToCasesOfToday) {
  std::size_t recorded = 0;
  std::size_t skipped = 0;
  for (const CorpusEntry& one : TheCorpus().entries) {
    const Staleness staleness =
        StalenessOf(one.recording, TheCorpus().digests.at(one.recording.cases), SignedSuite());
    recorded += staleness.recorded;
    skipped += staleness.skipped;
  }
  std::cout << skipped << " of " << recorded
            << " recorded answers are skipped: their case is gone or has changed\n";
  EXPECT_LE(5 * skipped, recorded);
}

TEST(Corpus, EveryFailureHasATruthAndEveryTruthAFailure) {
  for (const CorpusEntry& entry : TheCorpus().entries) {
    std::set<const Truth*> used;
    for (const RecordedFailure& one : entry.recording.failures) {
      const Truth* truth = TruthOf(entry.truths, one.id);
      EXPECT_NE(truth, nullptr) << entry.recording.name << ": " << one.id;
      used.insert(truth);
    }
    used.erase(nullptr);
    EXPECT_EQ(used.size(), entry.truths.size()) << entry.recording.name;
  }
}

// Recordings with many failures would take most of the time and show nothing else.
TEST(Corpus, OptionalCasesChangeNoCause) {
  Agreement agreement;
  for (const CorpusEntry& entry : TheCorpus().entries) {
    if (entry.recording.failures.size() > 300) continue;
    agreement.Add(FiguresOf(entry), Measure(entry, TheCorpus(), AtLevel(Level::kMay)));
  }
  EXPECT_EQ(agreement.Changed(), 0u) << agreement.Text();
  EXPECT_GT(agreement.same, 100u);
}

// All groups take minutes: `diagnosis_corpus agreement` measures them.
TEST(Corpus, ARunOfOneGroupNamesTheCausesOfARunOfEverything) {
  Agreement all;
  for (const CorpusEntry& entry : TheCorpus().entries) {
    const std::vector<std::string> groups = GroupsOf(FiguresOf(entry));
    if (groups.empty()) continue;
    for (const std::string& group : std::set<std::string>{groups.front(), groups.back()}) {
      Agreement agreement;
      agreement.Add(FiguresOf(entry), MeasureGroup(entry, TheCorpus(), SignedSuite(), group));
      EXPECT_EQ(agreement.Changed(), 0u)
          << entry.recording.name << ", " << group << ": " << agreement.Text();
      all += agreement;
    }
  }
  std::cout << all.Text() << "\n";
  EXPECT_GT(all.same, 500u);
}

const RunResult& RunOfAMutant() {
  static const auto* const kRun = [] {
    const Implementation implementation = WithMutant(*FindMutant("expires-above-a-week-signed"));
    return new RunResult(
        std::get<RunResult>(Run(AtLevel(Level::kMay), InProcessConnector(implementation), {})));
  }();
  return *kRun;
}

const CaseDigests& DigestsOfToday() {
  static const auto* const kDigests =
      new CaseDigests(std::get<CaseDigests>(ReadDigests("digests", WriteDigests(SignedSuite()))));
  return *kDigests;
}

// A recording of a mutant: what is written is read again, and replayed as it ran.
class Recorded : public testing::Test {
 protected:
  Recorded() {
    recording_.day = "2026-11-30";
    recording_.cases = "cases.jsonl";
  }

  Replayed ReplayAll() const { return Replay(recording_, digests_, AtLevel(Level::kMay)); }
  Staleness Stale() const { return StalenessOf(recording_, digests_, SignedSuite()); }

  const RunResult& run_ = RunOfAMutant();
  RecordedRun recording_ = RecordedRunOf(run_, SignedSuite());
  CaseDigests digests_ = DigestsOfToday();
};

TEST_F(Recorded, IsReadAsItWasWritten) {
  const std::string text = WriteRecordedRun(recording_);
  const auto read = ReadRecordedRun("recording", text);
  ASSERT_TRUE(std::holds_alternative<RecordedRun>(read)) << std::get<LoadErrors>(read)[0].expected;
  EXPECT_EQ(WriteRecordedRun(std::get<RecordedRun>(read)), text);
}

TEST_F(Recorded, ReplaysThePassesAndFailuresOfTheRun) {
  std::map<std::string, Verdict> ran;
  for (const CaseResult& one : run_.results) {
    if (one.verdict == Verdict::kPass || one.verdict == Verdict::kFail) {
      ran[one.vector->id] = one.verdict;
    }
  }
  std::map<std::string, Verdict> replayed;
  for (const CaseResult& one : ReplayAll().results) replayed[one.vector->id] = one.verdict;
  EXPECT_EQ(replayed, ran);
  EXPECT_EQ(ReplayAll().failed_answers.size(), run_.failed_answers.size());
  EXPECT_EQ(Stale().recorded, ran.size());
  EXPECT_EQ(Stale().skipped, 0u);
}

TEST_F(Recorded, SkipsACaseWhoseRequestChanged) {
  digests_["presign/expires/thirty-days"][0] = 'x';
  digests_["presign/expires/hour"] = digests_["presign/expires/week"] = "gone";
  const Replayed replayed = ReplayAll();
  EXPECT_EQ(Stale().skipped, 3u);
  EXPECT_EQ(replayed.failed_answers.size(), run_.failed_answers.size() - 1);
}

TEST_F(Recorded, JudgesAFailureAgainIfOnlyTheAllowedAnswersChanged) {
  digests_["presign/expires/thirty-days"].back() = 'x';
  digests_["presign/expires/week"].back() = 'x';
  const Replayed replayed = ReplayAll();
  EXPECT_EQ(Stale().skipped, 1u);
  EXPECT_EQ(replayed.failed_answers.size(), run_.failed_answers.size());
}

TEST_F(Recorded, CountsACaseThatIsGone) {
  digests_["presign/expires/no-such-case"] = "0123456789ab";
  EXPECT_EQ(Stale().skipped, 1u);
}

TEST_F(Recorded, HasNoResultForACaseThatIsNewer) {
  digests_.erase("presign/expires/week");
  EXPECT_EQ(ReplayAll().results.size(), Stale().recorded);
  EXPECT_EQ(Stale().skipped, 0u);
}

// One recording with one failure, scored against one truth.
Score ScoreWith(const RecordedRun& recording, const CaseDigests& digests, Truth truth) {
  Corpus corpus;
  corpus.digests[recording.cases] = digests;
  truth.ids = {"presign/*"};
  const CorpusEntry entry{recording, {truth}};
  return Measure(entry, corpus, AtLevel(Level::kShould)).score;
}

TEST_F(Recorded, ScoresTheTruth) {
  const Score score =
      ScoreWith(recording_, digests_, {{}, {"expires-above-a-week-signed"}, {}, ""});
  EXPECT_EQ(score.explained, score.failures);
  EXPECT_EQ(score.Precision(), 1);
  EXPECT_EQ(score.Recall(), 1);
  EXPECT_EQ(score.deviations, 1u);
  EXPECT_EQ(score.deviations_explained, 1);
}

TEST_F(Recorded, ScoresAnotherCauseAsWrong) {
  const Score score = ScoreWith(recording_, digests_, {{}, {"expires-cut-to-a-week"}, {}, ""});
  EXPECT_EQ(score.Precision(), 0);
  EXPECT_EQ(score.Recall(), 0);
  EXPECT_EQ(score.in_catalogue, score.failures);
}

TEST_F(Recorded, ScoresACauseBesideTheTruthAsRightAndNotAsFound) {
  const Score score =
      ScoreWith(recording_, digests_, {{}, {}, {"expires-above-a-week-signed"}, ""});
  EXPECT_EQ(score.Precision(), 1);
  EXPECT_EQ(score.Recall(), 0);
  EXPECT_EQ(score.in_catalogue, 0u);
}

TEST_F(Recorded, FindsASetOfMutantsOnlyWhole) {
  const Score score = ScoreWith(
      recording_, digests_, {{}, {"expires-above-a-week-signed", "expires-zero-signed"}, {}, ""});
  EXPECT_EQ(score.Precision(), 1);
  EXPECT_EQ(score.Recall(), 0);
}

TEST(Truths, NameOnlyMutantsOfTheCatalogue) {
  const auto read = ReadTruths(
      "x", R"({"format":1,"truths":[{"ids":["presign/*"],"causes":["no-such"],"why":"w"}]})");
  ASSERT_TRUE(std::holds_alternative<LoadErrors>(read));
  EXPECT_EQ(std::get<LoadErrors>(read)[0].expected, "no mutant is named \"no-such\"");
}

}  // namespace
}  // namespace countersign
