#include "evidence/citations.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "evidence/sample_evidence_test.h"
#include "testing/temporary_folder.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

class LintEvidenceTest : public TemporaryFolderTest {
 protected:
  void SetUp() override {
    TemporaryFolderTest::SetUp();
    fs::create_directory(folder_ / "evidence");
  }

  void Put(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / "evidence" / name, std::ios::binary) << text;
  }

  // A suite of one case that cites its answer in evidence/a.jsonl.
  static Suite CitingSuite(const std::string& shows = "403 SignatureDoesNotMatch") {
    Source source;
    source.id = "recorded/refused";
    source.kind = ProvenanceKind::kRecorded;
    source.evidence = "evidence/a.jsonl";
    source.evidence_case = "verify/sample/refused";
    source.evidence_shows = shows;
    Suite suite = SuiteOf({SampleRefusal()});
    suite.sources = {std::make_shared<const Source>(source)};
    suite.cases.front().provenance = suite.sources;
    return suite;
  }

  // The problems, one a line.
  std::string Problems(const Suite& suite) const {
    std::string text;
    for (const LintProblem& one : LintEvidence(suite, folder_.string())) {
      text += one.where + ": " + one.text + '\n';
    }
    return text;
  }
};

TEST_F(LintEvidenceTest, TakesACitationThatHolds) {
  Put("a.jsonl", SampleFile({SampleAnswer(SampleRefusal(), 403, "SignatureDoesNotMatch")}));
  Put("README.md", "text");
  EXPECT_EQ(Problems(CitingSuite()), "");
  // A later suite may cite it, too: only what the case asks counts.
  Suite later = CitingSuite();
  later.digest.back() = 'b';
  EXPECT_EQ(Problems(later), "");
}

TEST_F(LintEvidenceTest, RefusesAFileThatIsMissingBrokenOrForeign) {
  EXPECT_EQ(Problems(CitingSuite()),
            "recorded/refused: cites evidence/a.jsonl, which does not exist or cannot be read\n");
  Put("a.jsonl", "{}\n");
  EXPECT_NE(Problems(CitingSuite()).find("evidence/a.jsonl line 1: /type: missing"),
            std::string::npos)
      << Problems(CitingSuite());
  Put("b.txt", "");
  EXPECT_NE(Problems(CitingSuite()).find("evidence/b.txt: expected nothing but .jsonl files"),
            std::string::npos);
}

TEST_F(LintEvidenceTest, RefusesAnAnswerThatIsMissingOrAnother) {
  Put("a.jsonl", SampleFile({SampleAnswer(SampleAcceptance(), 200, {})}));
  EXPECT_EQ(Problems(CitingSuite()),
            "recorded/refused: cites evidence/a.jsonl, which has no answer to "
            "verify/sample/refused\n");
  Put("a.jsonl", SampleFile({SampleAnswer(SampleRefusal(), 403, "SignatureDoesNotMatch")}));
  EXPECT_EQ(Problems(CitingSuite("403 AccessDenied")),
            "recorded/refused: shows \"403 AccessDenied\", but line 2 of evidence/a.jsonl has "
            "\"403 SignatureDoesNotMatch\"\n");
}

TEST_F(LintEvidenceTest, RefusesAnAnswerThatTheCaseDoesNotAllow) {
  Put("a.jsonl", SampleFile({SampleAnswer(SampleRefusal(), 400, "InvalidRequest")}));
  EXPECT_NE(Problems(CitingSuite("400 InvalidRequest")).find("answered 400 InvalidRequest"),
            std::string::npos);
}

TEST_F(LintEvidenceTest, RefusesAnAnswerOfACaseThatAsksSomethingElse) {
  Put("a.jsonl", SampleFile({SampleAnswer(SampleRefusal(), 403, "SignatureDoesNotMatch")}));
  Suite changed = CitingSuite();
  std::get<VerifyMessage>(changed.cases.front().request).request.target += "&x=1";
  EXPECT_NE(Problems(changed).find("evidence/a.jsonl line 2: expected sha256:"), std::string::npos);
}

TEST_F(LintEvidenceTest, RefusesAnswersThatAreNotOfAws) {
  Put("a.jsonl", SampleFile({SampleAnswer(SampleRefusal(), 403, "SignatureDoesNotMatch")},
                            "http://127.0.0.1:9000"));
  EXPECT_EQ(
      Problems(CitingSuite()),
      "recorded/refused: cites evidence/a.jsonl, which is of http://127.0.0.1:9000 and not of "
      "AWS\n");
}

}  // namespace
}  // namespace countersign
