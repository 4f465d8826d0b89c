#include "judge/list_deviations.h"

#include <gtest/gtest.h>

#include <deque>

namespace countersign {
namespace {

// RunOf is a suite and the results of a run of it.
class RunOf {
 public:
  // Adds a case that was judged, with the answer and the known mistake that explains it.
  CaseResult& Add(const std::string& id, Verdict verdict, const std::string& cause = "") {
    Case c;
    c.id = id;
    if (id.starts_with("verify/")) c.request = VerifyMessage{};
    c.expected = {ExpectedAnswer{}};
    c.refused_by = "a/rule";
    suite_.cases.push_back(c);
    CaseResult& result = results_.emplace_back();
    result.verdict = verdict;
    result.observed = Answer(OkAnswer{});
    result.explanation = "It is wrong. In detail.";
    if (!cause.empty()) result.likely_causes = {{cause, "A mistake."}};
    return result;
  }

  // The last case allows an acceptance.
  void AllowAcceptance() { suite_.cases.back().expected = {{true, {}, {}, {}}}; }

  std::vector<Deviation> List(const std::vector<Deviation>& known = {}) {
    for (std::size_t i = 0; i < results_.size(); ++i) results_[i].vector = &suite_.cases[i];
    return ListDeviations({results_.begin(), results_.end()}, suite_, known);
  }

  // The list is written, read again and applied to the same run: nothing fails then.
  void ExpectThatTheListHolds() {
    const auto read = ParseDeviations(DeviationsText(List()), "list", suite_);
    ASSERT_TRUE(std::holds_alternative<std::vector<Deviation>>(read))
        << std::get<LoadErrors>(read).front().expected << DeviationsText(List());
    std::vector<CaseResult> results(results_.begin(), results_.end());
    ApplyDeviations(std::get<std::vector<Deviation>>(read), results);
    for (const CaseResult& result : results) {
      EXPECT_NE(result.verdict, Verdict::kFail) << result.vector->id;
      EXPECT_NE(result.verdict, Verdict::kFault) << result.vector->id;
      EXPECT_NE(result.verdict, Verdict::kUnexpectedPass) << result.vector->id;
    }
  }

 private:
  Suite suite_;
  std::deque<CaseResult> results_;
};

RejectAnswer Reject(int status, const std::string& code) {
  RejectAnswer reject;
  reject.status = status;
  reject.code = code;
  return reject;
}

TEST(ListDeviations, GroupsFailuresByTheirCause) {
  RunOf run;
  run.Add("presign/path/a", Verdict::kFail, "one");
  run.Add("presign/query/b", Verdict::kFail, "two");
  run.Add("presign/query/c", Verdict::kFail, "one");
  run.Add("presign/query/d", Verdict::kPass);
  const auto list = run.List();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].ids, (std::vector<std::string>{"presign/path/a", "presign/query/c"}));
  EXPECT_EQ(list[0].reason, "To fill in: it looks like one. A mistake. Not reported yet.");
  EXPECT_EQ(list[1].ids, std::vector<std::string>{"presign/query/b"});
  run.ExpectThatTheListHolds();
}

TEST(ListDeviations, GroupsOthersByWhatIsWrong) {
  RunOf run;
  run.Add("verify/date/accepted", Verdict::kFail);
  run.Add("verify/date/code", Verdict::kFail).observed = Answer(Reject(403, "AccessDenied"));
  run.Add("verify/mode/code", Verdict::kFail).observed = Answer(Reject(403, "AccessDenied"));
  run.Add("verify/mode/other-code", Verdict::kFail).observed = Answer(Reject(400, "BadRequest"));
  const auto list = run.List();
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].reason,
            "To fill in: Accepts what the rule a/rule refuses. Such as: It is wrong. Not reported "
            "yet.");
  EXPECT_EQ(list[1].ids, (std::vector<std::string>{"verify/date/code", "verify/mode/code"}));
  EXPECT_EQ(list[1].reason,
            "To fill in: Answers 403 AccessDenied, expected reject. Such as: It is wrong. Not "
            "reported yet.");
  run.ExpectThatTheListHolds();
}

TEST(ListDeviations, SaysWhatOfAUrlIsWrong) {
  RunOf run;
  run.Add("presign/path/a", Verdict::kFail).difference = StageDifference{"The path", "/a", "/b"};
  run.AllowAcceptance();
  EXPECT_EQ(run.List()[0].reason,
            "To fill in: A wrong URL in presign/path: the path. Such as: It is wrong. Not reported "
            "yet.");
}

TEST(ListDeviations, SaysThatAnEntryIsAboutFaults) {
  RunOf run;
  run.Add("presign/path/a", Verdict::kFault).explanation = "exited with status 101";
  run.Add("presign/path/b", Verdict::kFault).explanation = "exited with status 102";
  run.Add("presign/path/c", Verdict::kFail);
  const auto list = run.List();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_TRUE(list[0].fault);
  EXPECT_EQ(list[0].ids, (std::vector<std::string>{"presign/path/a", "presign/path/b"}));
  EXPECT_EQ(list[0].reason, "To fill in: Breaks: exited with status 101 Not reported yet.");
  EXPECT_FALSE(list[1].fault);
  run.ExpectThatTheListHolds();
}

TEST(ListDeviations, JoinsRareKindsIfThereAreTooMany) {
  RunOf run;
  for (int i = 0; i < 60; ++i) {
    run.Add("verify/date/" + std::to_string(i), Verdict::kFail).observed =
        Answer(Reject(400 + i, "Code" + std::to_string(i)));
  }
  run.Add("verify/date/accepted", Verdict::kFail);
  const auto list = run.List();
  ASSERT_EQ(list.size(), 2u);
  run.ExpectThatTheListHolds();
}

TEST(ListDeviations, WritesOneLineOfAscii) {
  RunOf run;
  run.Add("presign/path/a", Verdict::kFail).explanation = "An \x1b[2J escape\nand \xff\u2026";
  const auto list = run.List();
  EXPECT_EQ(list[0].reason,
            "To fill in: Signs what the rule a/rule refuses. Such as: An  [2J escape and  ... Not "
            "reported yet.");
  run.ExpectThatTheListHolds();
}

TEST(ListDeviations, KeepsWhatAnEarlierListSays) {
  RunOf run;
  run.Add("presign/path/a", Verdict::kExpectedFailure);
  run.Add("presign/path/b", Verdict::kUnexpectedPass);
  run.Add("presign/query/c", Verdict::kUnexpectedPass);
  run.Add("presign/query/d", Verdict::kFail);
  const auto list = run.List({{{"presign/path/*"}, "slow", "https://e.com/1"},
                              {{"presign/query/c"}, "mended", "https://e.com/2"},
                              {{"verify/x"}, "not run", "https://e.com/3"}});
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].ids, std::vector<std::string>{"presign/path/a"});
  EXPECT_EQ(list[0].reason, "slow");
  EXPECT_EQ(list[0].link, "https://e.com/1");
  EXPECT_EQ(list[1].reason, "not run");
  EXPECT_EQ(list[2].ids, std::vector<std::string>{"presign/query/d"});
}

TEST(DeviationsText, WritesTheFormatThatIsRead) {
  EXPECT_EQ(DeviationsText({{{"presign/a"}, "r", "https://e.com", false},
                            {{"verify/b", "verify/c"}, "Not reported yet.", "", true, "lets-in"}}),
            R"({
  "format": 1,
  "deviations": [
    {"id": "presign/a", "reason": "r", "link": "https://e.com"},
    {"ids": ["verify/b", "verify/c"], "fault": true, "reason": "Not reported yet.", "severity": "lets-in"}
  ]
}
)");
}

}  // namespace
}  // namespace countersign
