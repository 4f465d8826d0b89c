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

std::string ErrorOf(std::string_view document) {
  const auto read = ParseDeviations(document, "expected.json", SuiteOf({"presign/path/a"}));
  const auto* error = std::get_if<DeviationsError>(&read);
  return error != nullptr ? error->message : "none";
}

std::vector<Deviation> Deviations(const Suite& suite) {
  return std::get<std::vector<Deviation>>(ParseDeviations(kOne, "expected.json", suite));
}

TEST(ParseDeviations, ReadsEntries) {
  const auto deviations = Deviations(SuiteOf({"presign/path/a"}));
  ASSERT_EQ(deviations.size(), 1u);
  EXPECT_EQ(deviations[0].id, "presign/*");
  EXPECT_EQ(deviations[0].reason, "known");
  EXPECT_EQ(deviations[0].link, "https://e.com/1");
}

TEST(ParseDeviations, NamesFilePlaceAndWhatWasExpected) {
  EXPECT_EQ(ErrorOf("{").rfind("expected.json: no JSON: ", 0), 0u);
  EXPECT_EQ(ErrorOf("[]"), "expected.json: /: expected an object");
  EXPECT_EQ(ErrorOf(R"({"format":2,"deviations":[]})"), "expected.json: /format: expected 1");
  EXPECT_EQ(ErrorOf(R"({"format":1})"), "expected.json: /deviations: expected a list");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviation":[]})"),
            "expected.json: /deviation: unknown key; expected format and deviations");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[7]})"),
            "expected.json: /deviations/0: expected an object");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[{"id":"a","reason":"","link":"https://e"}]})"),
            "expected.json: /deviations/0/reason: expected a text that is not empty");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[{"id":"a","reason":"r"}]})"),
            "expected.json: /deviations/0/link: expected a text that is not empty");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[{"id":"a","reason":"r","link":"later"}]})"),
            "expected.json: /deviations/0/link: expected an address that begins with https://");
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[{"id":"a","x":1}]})"),
            "expected.json: /deviations/0/x: unknown key; expected id, reason and link");
}

TEST(ParseDeviations, RefusesAnEntryThatMatchesNothing) {
  EXPECT_EQ(
      ErrorOf(R"({"format":1,"deviations":[{"id":"verify/*","reason":"r","link":"https://e"}]})"),
      "expected.json: /deviations/0/id: no case of the suite matches verify/*");
}

TEST(ParseDeviations, RefusesAKeyGivenTwice) {
  EXPECT_EQ(ErrorOf(R"({"format":1,"deviations":[],"deviations":[]})").rfind("expected.json: ", 0),
            0u);
}

TEST(ReadDeviations, SaysThatAFileCannotBeRead) {
  const auto read = ReadDeviations("no/such/file.json", Suite{});
  EXPECT_EQ(std::get<DeviationsError>(read).message, "no/such/file.json: cannot be read");
  EXPECT_TRUE(std::holds_alternative<DeviationsError>(ReadDeviations("/", Suite{})));
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

}  // namespace
}  // namespace countersign
