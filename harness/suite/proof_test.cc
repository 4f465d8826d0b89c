#include "suite/proof.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

using Levels = std::vector<Level>;

constexpr Level kMust = Level::kMust;
constexpr Level kShould = Level::kShould;
constexpr Level kMay = Level::kMay;

Source OfKind(ProvenanceKind kind, Reported shown = Reported::kStatement) {
  Source source;
  source.kind = kind;
  source.shown = shown;
  return source;
}

// By that many implementations which encoded the path, and by others.
Source DerivedBy(int unencoded, int encoded) {
  Source source;
  for (int i = 0; i < unencoded; ++i) {
    source.implementations.push_back({"a", "1", PathInput::kUnencoded});
  }
  for (int i = 0; i < encoded; ++i) {
    source.implementations.push_back({"b", "1", PathInput::kEncoded});
  }
  return source;
}

Case Citing(const std::vector<Source>& sources, const char* path = "/a", bool accept = true) {
  Case c;
  PresignMessage message;
  message.path = path;
  c.request = message;
  c.rules = {"path/sample"};
  ExpectedAnswer answer;
  answer.accept = accept;
  c.expected = {answer};
  for (const Source& one : sources) c.provenance.push_back(std::make_shared<const Source>(one));
  return c;
}

// The strongest level for each confidence, A to D.
Levels Carried(const Case& c) {
  Levels levels;
  for (const char* confidence : {"A", "B", "C", "D"}) {
    levels.push_back(StrongestLevel(c, confidence));
  }
  return levels;
}

TEST(StrongestLevel, IsMustForAnAnswerUnlessTheRuleIsUnknown) {
  const Levels expected = {kMust, kMust, kMust, kShould};
  EXPECT_EQ(Carried(Citing({OfKind(ProvenanceKind::kPublished)})), expected);
  EXPECT_EQ(Carried(Citing({OfKind(ProvenanceKind::kRecorded)})), expected);
  EXPECT_EQ(Carried(Citing({OfKind(ProvenanceKind::kReported, Reported::kAnswer)})), expected);
}

TEST(StrongestLevel, IsMustForADocumentIfTheRuleIsKnownAsWell) {
  EXPECT_EQ(Carried(Citing({OfKind(ProvenanceKind::kDocumented)})),
            (Levels{kMust, kMust, kShould, kShould}));
}

TEST(StrongestLevel, IsMustForTwoImplementationsIfTheRuleIsKnown) {
  EXPECT_EQ(Carried(Citing({DerivedBy(0, 2)})), (Levels{kMust, kMust, kShould, kMay}));
  EXPECT_EQ(Carried(Citing({DerivedBy(0, 1)})), (Levels{kShould, kShould, kMay, kMay}));
}

TEST(StrongestLevel, IsMustForAStatementOnlyIfTheRuleIsAnswered) {
  EXPECT_EQ(Carried(Citing({OfKind(ProvenanceKind::kReported)})),
            (Levels{kMust, kShould, kShould, kMay}));
}

TEST(StrongestLevel, IsNeverMustForOtherServers) {
  EXPECT_EQ(Carried(Citing({OfKind(ProvenanceKind::kCompared)})),
            (Levels{kShould, kShould, kMay, kMay}));
}

TEST(StrongestLevel, OfASignatureSaysNothingOfARefusal) {
  for (const Source& source : {OfKind(ProvenanceKind::kPublished), DerivedBy(2, 2)}) {
    EXPECT_EQ(Carried(Citing({source}, "/a", false)), (Levels{kShould, kShould, kMay, kMay}));
  }
  EXPECT_EQ(StrongestLevel(Citing({OfKind(ProvenanceKind::kRecorded)}, "/a", false), "A"), kMust);
}

TEST(StrongestLevel, NeedsTwoThatEncodedThePathWhereItsEncodingIsTested) {
  EXPECT_EQ(StrongestLevel(Citing({DerivedBy(1, 3)}, "/%20"), "A"), kShould);
  EXPECT_EQ(StrongestLevel(Citing({DerivedBy(2, 0)}, "/%20"), "A"), kMust);
  Case about_the_host = Citing({DerivedBy(1, 3)}, "/%20");
  about_the_host.rules = {"host/sample", "path/sample"};
  EXPECT_EQ(StrongestLevel(about_the_host, "A"), kMust);
}

TEST(StrongestLevel, IsThatOfTheBestSource) {
  const Source hint = OfKind(ProvenanceKind::kCompared);
  const Source answer = OfKind(ProvenanceKind::kRecorded);
  EXPECT_EQ(StrongestLevel(Citing({hint, answer}), "C"), kMust);
  EXPECT_EQ(StrongestLevel(Citing({answer, hint}), "C"), kMust);
}

TEST(BestConfidence, IsOfAnAnswerADocumentOrAStatement) {
  const auto best = [](const Source& source) {
    return BestConfidence(BestProof(Citing({source})));
  };
  EXPECT_EQ(best(OfKind(ProvenanceKind::kRecorded)), "A");
  EXPECT_EQ(best(OfKind(ProvenanceKind::kDocumented)), "B");
  EXPECT_EQ(best(OfKind(ProvenanceKind::kReported)), "C");
  EXPECT_EQ(best(DerivedBy(0, 2)), "C");
  EXPECT_EQ(best(OfKind(ProvenanceKind::kCompared)), "D");
}

TEST(StrongestLevel, TakesAnUnknownConfidenceForTheWorst) {
  for (const char* confidence : {"", "E", "AB"}) {
    EXPECT_NE(StrongestLevel(Citing({OfKind(ProvenanceKind::kRecorded)}), confidence), kMust)
        << confidence;
  }
}

}  // namespace
}  // namespace countersign
