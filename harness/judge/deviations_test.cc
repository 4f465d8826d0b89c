#include "judge/deviations.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

Suite SuiteOf(std::initializer_list<const char*> ids) {
  Suite suite;
  for (const char* id : ids) suite.cases.emplace_back().id = id;
  return suite;
}

const char kOne[] =
    R"({"format":1,"deviations":[{"id":"presign/*","reason":"known","link":"https://e.com/1"}]})";

// The first error: its place, and what was expected.
std::string ErrorOf(std::string_view document) {
  const auto read = ParseDeviations(document, "expected.json", SuiteOf({"presign/path/a"}));
  const auto* errors = std::get_if<LoadErrors>(&read);
  if (errors == nullptr) return "none";
  EXPECT_EQ(errors->front().file, "expected.json");
  return errors->front().pointer + ": " + errors->front().expected;
}

std::vector<Deviation> Deviations(const Suite& suite) {
  return std::get<std::vector<Deviation>>(ParseDeviations(kOne, "expected.json", suite));
}

TEST(ParseDeviations, ReadsEntries) {
  const auto deviations = Deviations(SuiteOf({"presign/path/a"}));
  ASSERT_EQ(deviations.size(), 1u);
  EXPECT_EQ(deviations[0].ids, std::vector<std::string>{"presign/*"});
  EXPECT_EQ(deviations[0].reason, "known");
  EXPECT_EQ(deviations[0].link, "https://e.com/1");
}

TEST(ParseDeviations, NamesPlaceAndWhatWasExpected) {
  EXPECT_EQ(ErrorOf("{").rfind(": expected JSON: ", 0), 0u);
  EXPECT_EQ(ErrorOf("[]"), ": expected an object, found an array");
  EXPECT_EQ(ErrorOf(R"({"format":2,"deviations":[]})"),
            "/format: expected an integer from 1 to 1, found 2");
  EXPECT_EQ(ErrorOf(R"({"format":1})"), "/deviations: missing");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[],"deviation":[]})"),
            "/deviation: unknown key, expected one of format, deviations");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[7]})"),
            "/deviations/0: expected an object, found a number");
  EXPECT_EQ(
      ErrorOf(R"({"format":1,"deviations":[{"id":"presign/*","reason":"","link":"https://e"}]})"),
      "/deviations/0/reason: expected a text, found an empty one");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[{"id":"presign/*","reason":"r"}]})"),
            "/deviations/0: expected a link, or a reason that says \"Not reported yet\"");
  EXPECT_EQ(
      ErrorOf(R"({"format":1,"deviations":[{"id":"presign/*","reason":"r","link":"later"}]})"),
      "/deviations/0/link: expected an address that begins with https://, found \"later\"");
}

TEST(ParseDeviations, RefusesAnIdThatMatchesNoCase) {
  EXPECT_EQ(
      ErrorOf(R"({"format":1,"deviations":[{"id":"verify/*","reason":"r","link":"https://e"}]})"),
      "/deviations/0/id: no case of the suite matches verify/*");
}

TEST(ParseDeviations, SaysInOneErrorThatTheListIsForAnotherSuite) {
  const auto read = ParseDeviations(R"({"format":1,"deviations":[
      {"ids":["presign/path/a","presign/old"],"reason":"r","link":"https://e"},
      {"id":"verify/*","reason":"r","link":"https://e"}]})",
                                    "expected.json", SuiteOf({"presign/path/a"}));
  EXPECT_EQ(std::get<LoadErrors>(read),
            (LoadErrors{{"expected.json", "",
                         "2 of its 3 ids match no case of this suite, presign/old first: the list "
                         "is for another suite or version. Remove them, or write a new list with "
                         "--write-expected"}}));
}

TEST(ParseDeviations, NeedsNoLinkIfTheReasonSaysThatNothingWasReported) {
  const auto read = ParseDeviations(
      R"({"format":1,"deviations":[{"id":"presign/*","reason":"Old. Not reported yet."}]})",
      "expected.json", SuiteOf({"presign/path/a"}));
  EXPECT_EQ(std::get<std::vector<Deviation>>(read).front().link, "");
}

TEST(ParseDeviations, ReadsWhetherABreakIsExpected) {
  const auto with = [](const char* fault) {
    return R"({"format":1,"deviations":[{"id":"presign/*","fault":)" + std::string(fault) +
           R"(,"reason":"r","link":"https://e"}]})";
  };
  const auto read = ParseDeviations(with("true"), "expected.json", SuiteOf({"presign/path/a"}));
  EXPECT_TRUE(std::get<std::vector<Deviation>>(read).front().fault);
  EXPECT_FALSE(Deviations(SuiteOf({"presign/path/a"})).front().fault);
  EXPECT_EQ(ErrorOf(with("false")), "/deviations/0/fault: expected true");
  EXPECT_EQ(ErrorOf(with("1")), "/deviations/0/fault: expected true");
}

TEST(ParseDeviations, ReadsHowSevereADeviationIs) {
  const auto with = [](const char* severity) {
    return R"({"format":1,"deviations":[{"id":"presign/*","severity":")" + std::string(severity) +
           R"(","reason":"r","link":"https://e"}]})";
  };
  for (const std::string_view severity : kSeverities) {
    const auto read =
        ParseDeviations(with(severity.data()), "expected.json", SuiteOf({"presign/path/a"}));
    EXPECT_EQ(std::get<std::vector<Deviation>>(read).front().severity, severity);
  }
  EXPECT_EQ(Deviations(SuiteOf({"presign/path/a"})).front().severity, "");
  EXPECT_EQ(
      ErrorOf(with("bad")),
      "/deviations/0/severity: expected one of lets-in, another-object, refused, another-code");
  EXPECT_EQ(ErrorOf(with("")), "/deviations/0/severity: expected a text, found an empty one");
}

TEST(ParseDeviations, RefusesAnIdThatAnEarlierOneCovers) {
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[
                {"id":"presign/*","reason":"r","link":"https://e"},
                {"id":"presign/path/a","reason":"r","link":"https://e"}]})"),
            "/deviations/1/id: an earlier id matches presign/path/a");
}

TEST(ParseDeviations, ReadsSeveralIdsForOneReason) {
  const auto read =
      ParseDeviations(R"({"format":1,"deviations":[
      {"ids":["presign/path/a","verify/*"],"reason":"r","link":"https://e"}]})",
                      "expected.json", SuiteOf({"presign/path/a", "verify/window/b"}));
  const auto& deviations = std::get<std::vector<Deviation>>(read);
  ASSERT_EQ(deviations.size(), 1u);
  EXPECT_EQ(deviations[0].ids, (std::vector<std::string>{"presign/path/a", "verify/*"}));
}

TEST(ParseDeviations, ChecksEveryOneOfSeveralIds) {
  const auto error = [](const std::string& members, const std::string& before = "") {
    return ErrorOf(R"({"format":1,"deviations":[)" + before + "{" + members +
                   R"("reason":"r","link":"https://e"}]})");
  };
  EXPECT_EQ(error(R"("ids":[],)"), "/deviations/0/ids: must not be empty");
  EXPECT_EQ(error(R"("ids":"presign/*",)"), "/deviations/0/ids: expected an array, found a string");
  EXPECT_EQ(error(R"("ids":["presign/*",7],)"),
            "/deviations/0/ids/1: expected a string, found a number");
  EXPECT_EQ(error(R"("ids":["presign/*","verify/*"],)"),
            "/deviations/0/ids/1: no case of the suite matches verify/*");
  EXPECT_EQ(error(R"("ids":["presign/path/a","presign/path/a"],)"),
            "/deviations/0/ids/1: an earlier id matches presign/path/a");
  EXPECT_EQ(error(R"("ids":["presign/path/a"],)",
                  R"({"id":"presign/*","reason":"r","link":"https://e"},)"),
            "/deviations/1/ids/0: an earlier id matches presign/path/a");
  EXPECT_EQ(error(R"("id":"presign/*","ids":["presign/*"],)"),
            "/deviations/0: expected either id or ids");
  EXPECT_EQ(error(""), "/deviations/0: expected either id or ids");
  EXPECT_EQ(error(R"("ids":["presign/*"],"id_s":1,)").substr(0, 33),
            "/deviations/0/id_s: unknown key, ");
  EXPECT_EQ(error(R"("ids":["presign/*"],"ids":["presign/*"],)"),
            "/deviations/0/ids: expected once, found again");
}

TEST(ParseDeviations, RefusesAKeyGivenTwice) {
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[],"deviations":[]})"),
            "/deviations: expected once, found again");
}

TEST(ReadDeviations, SaysThatAFileCannotBeRead) {
  const auto read = ReadDeviations("no/such/file.json", Suite{});
  EXPECT_EQ(std::get<LoadErrors>(read),
            (LoadErrors{{"no/such/file.json", "", "cannot be read: No such file or directory"}}));
  EXPECT_TRUE(std::holds_alternative<LoadErrors>(ReadDeviations("/", Suite{})));
}

TEST(ApplyDeviations, ChangesFailsAndPassesOnly) {
  const Suite suite = SuiteOf({"presign/path/a", "verify/window/b"});
  const auto applied = [&suite](std::size_t index, Verdict verdict) {
    std::vector<CaseResult> results(1);
    results[0].vector = &suite.cases[index];
    results[0].verdict = verdict;
    ApplyDeviations(Deviations(suite), results);
    return results[0];
  };
  EXPECT_EQ(applied(0, Verdict::kFail).verdict, Verdict::kExpectedFailure);
  EXPECT_EQ(applied(0, Verdict::kFail).deviation, "known https://e.com/1");
  EXPECT_EQ(applied(0, Verdict::kPass).verdict, Verdict::kUnexpectedPass);
  EXPECT_EQ(applied(0, Verdict::kPass).explanation,
            "This deviation no longer occurs: remove it. (presign/*)");
  for (const Verdict verdict :
       {Verdict::kFault, Verdict::kUnsupported, Verdict::kNotExercised, Verdict::kDisputed}) {
    EXPECT_EQ(applied(0, verdict).verdict, verdict);
  }
  EXPECT_EQ(applied(1, Verdict::kFail).verdict, Verdict::kFail);
}

TEST(ApplyDeviations, ExpectsAFaultOnlyOfAnEntryThatSaysSo) {
  const Suite suite = SuiteOf({"presign/path/a"});
  const auto applied = [&suite](bool fault, Verdict verdict) {
    std::vector<CaseResult> results(1);
    results[0].vector = &suite.cases[0];
    results[0].verdict = verdict;
    const std::vector<Deviation> list = {{{"presign/*"}, "Panics. Not reported yet.", "", fault}};
    EXPECT_EQ(ExpectedBy(list, results[0]) != nullptr,
              (verdict == Verdict::kFault && fault) || (verdict == Verdict::kFail && !fault));
    ApplyDeviations(list, results);
    return results[0];
  };
  EXPECT_EQ(applied(true, Verdict::kFault).verdict, Verdict::kExpectedFailure);
  EXPECT_EQ(applied(true, Verdict::kFault).deviation, "Panics. Not reported yet.");
  EXPECT_EQ(applied(true, Verdict::kFail).verdict, Verdict::kFail);
  EXPECT_EQ(applied(true, Verdict::kPass).verdict, Verdict::kUnexpectedPass);
  EXPECT_EQ(applied(false, Verdict::kFault).verdict, Verdict::kFault);
}

TEST(ApplyDeviations, SaysThatAGlobMatchesTooMuchIfOtherCasesOfItFail) {
  const Suite suite = SuiteOf({"presign/path/a", "presign/path/b"});
  std::vector<CaseResult> results(2);
  results[0].vector = &suite.cases[0];
  results[0].verdict = Verdict::kPass;
  results[1].vector = &suite.cases[1];
  results[1].verdict = Verdict::kFail;
  ApplyDeviations(Deviations(suite), results);
  EXPECT_EQ(results[0].verdict, Verdict::kUnexpectedPass);
  EXPECT_EQ(results[0].explanation,
            "This case passes, but other cases that match presign/* fail: list those instead of "
            "the glob.");
  EXPECT_EQ(results[1].verdict, Verdict::kExpectedFailure);
}

}  // namespace
}  // namespace countersign
