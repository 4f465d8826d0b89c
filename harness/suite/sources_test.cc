#include "suite/sources.h"

#include <gtest/gtest.h>

#include "suite/load_error_test.h"
#include "suite/sample_vectors_test.h"

namespace countersign {
namespace {

SampleVectors With(const Json& sources) {
  SampleVectors vectors;
  vectors.PutSources(sources);
  return vectors;
}

Source Loaded(const std::string& base) {
  return *With(Json::array({SampleSource(base)})).Loaded().sources.at(0);
}

struct Sample {
  const char* base;  // of SampleSource
  ProvenanceKind kind;
  const char* citation;
};
constexpr Sample kSamples[] = {
    {"published", ProvenanceKind::kPublished, "A document, Example 1"},
    {"recorded", ProvenanceKind::kRecorded,
     "test_a, snapshot answer, 2026-02-21: 403 AccessDenied"},
    {"evidence", ProvenanceKind::kRecorded, "evidence/a.jsonl, verify/a/b: 403 AccessDenied"},
    {"documented", ProvenanceKind::kDocumented, "A page, Its section: It is so"},
    {"thread", ProvenanceKind::kReported, "owner/repo.js#12 (shows AWS's answer): It is so"},
    {"page", ProvenanceKind::kReported, "A commit (a statement)"},
    {"derived", ProvenanceKind::kDerived, "botocore 1.29.27 (which encoded the path), aws4 1.13.2"},
    {"compared", ProvenanceKind::kCompared, "Swift, MinIO, 2026-11 (not AWS): they refuse it"},
};

TEST(Sources, AreReadEachByItsKindWithACitationForPeople) {
  for (const Sample& sample : kSamples) {
    EXPECT_EQ(Loaded(sample.base).kind, sample.kind) << sample.base;
    EXPECT_EQ(Loaded(sample.base).citation, sample.citation);
  }
}

TEST(Sources, HaveTheAddressOfAThread) {
  EXPECT_EQ(Loaded("thread").url, "https://github.com/owner/repo.js/issues/12");
  EXPECT_EQ(Loaded("page").url, "https://example.com/a");
  EXPECT_EQ(Loaded("derived").url, "");
}

TEST(Sources, SayWhatAReportShows) {
  EXPECT_EQ(Loaded("thread").shown, Reported::kAnswer);
  EXPECT_EQ(Loaded("page").shown, Reported::kStatement);
}

TEST(Sources, SayWhichImplementationEncodedThePath) {
  const std::vector<Witness> list = Loaded("derived").implementations;
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].name, "botocore");
  EXPECT_EQ(list[0].version, "1.29.27");
  EXPECT_EQ(list[0].input, PathInput::kUnencoded);
  EXPECT_EQ(list[1].input, PathInput::kEncoded);
}

TEST(Sources, AreRefusedAtThePlaceOfTheMistake) {
  ASSERT_GE(MalformedSources().at("malformed").size(), 100u);
  for (const Json& entry : MalformedSources().at("malformed")) {
    const Json source = SampleSource(entry.at("base")).patch(entry.at("patch"));
    const LoadErrors errors = With(Json::array({source})).Errors();
    ASSERT_FALSE(errors.empty()) << entry;
    EXPECT_EQ(errors.front().file, "sources.json") << entry;
    EXPECT_EQ(errors.front().pointer, "/sources/0" + entry.at("pointer").get<std::string>())
        << entry;
  }
}

TEST(Sources, AreSortedAndEachStandsOnce) {
  const Json page = SampleSource("page");
  const Json recorded = SampleSource("recorded");
  EXPECT_EQ(With({page, recorded}).Errors(), LoadErrors{});
  EXPECT_EQ(With({recorded, page}).Errors(),
            (LoadErrors{{"sources.json", "/sources/1",
                         "expected an id after \"sample/recorded\", found \"sample/page\": sources "
                         "are sorted, and each stands once"}}));
  EXPECT_EQ(With({page, page}).Errors().at(0).pointer, "/sources/1");
}

TEST(Sources, AreAClosedObject) {
  SampleVectors vectors;
  vectors.Put("sources.json", {{"format", 2}, {"sources", Json::array()}, {"note", ""}});
  const LoadErrors errors = vectors.Errors();
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].pointer, "/format");
  EXPECT_EQ(errors[1].pointer, "/note");
}

TEST(Sources, AreSharedByTheCasesThatCiteThem) {
  SampleVectors vectors;
  vectors.Put("presign/sample/case.json", SampleCase("presign"));
  const Suite suite = vectors.Loaded();
  EXPECT_EQ(suite.cases.at(0).provenance.at(0), suite.sources.at(0));
}

}  // namespace
}  // namespace countersign
