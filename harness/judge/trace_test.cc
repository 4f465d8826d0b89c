// Rules, the lines that obey them, and the cases that test them, compared in every direction.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "judge/derive.h"
#include "sigv4/rule.h"
#include "suite/load.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "//= ";

// A reason to refuse that no case can show: the limit of an IAM user is a week, which
// expires/at-most-a-week sees to before.
constexpr Rule kNeverFirst = Rule::kIamUserLimit;

// Mark is one "//= RULE" above the line that obeys the rule.
struct Mark {
  std::string rule;
  std::string place;  // file:line
};

void ReadMarks(const fs::path& file, std::vector<Mark>& marks) {
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string::npos || line.compare(begin, kMark.size() - 1, "//=") != 0) continue;
    const std::string rule = line.substr(std::min(begin + kMark.size(), line.size()));
    marks.push_back({rule, fs::relative(file, COUNTERSIGN_SOURCE_ROOT).generic_string() + ":" +
                               std::to_string(number)});
  }
}

// The marks of a room's sources; tests obey nothing.
std::vector<Mark> MarksIn(const char* room) {
  std::vector<Mark> marks;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(COUNTERSIGN_SOURCE_ROOT) / room)) {
    const std::string name = entry.path().filename().string();
    const bool source = name.ends_with(".cc") || name.ends_with(".h");
    if (source && name.find("_test.") == std::string::npos) ReadMarks(entry.path(), marks);
  }
  return marks;
}

class TraceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto loaded = LoadEmbedded();
    ASSERT_TRUE(std::holds_alternative<Suite>(loaded));
    suite_ = new Suite(std::get<Suite>(std::move(loaded)));
    ASSERT_EQ(FillSignatures(*suite_), std::nullopt);
    for (const RuleEntry& rule : suite_->rules) rules_->insert(rule.id);
  }

  static const Suite& suite() { return *suite_; }
  static bool IsRule(const std::string& id) { return rules_->count(id) != 0; }

  // The rule by which the reference refuses a case; empty if it accepts.
  std::string Refusal(const Case& c) {
    if (const auto* verify = std::get_if<VerifyMessage>(&c.request)) {
      const auto answer = std::get<Result<Accepted>>(VerifyWithReference(*verify));
      return answer.ok() ? "" : std::string(RuleId(answer.rejection().rule));
    }
    const auto request = ToPresignRequest(std::get<PresignMessage>(c.request));
    const auto answer = Presign(std::get<PresignRequest>(request));
    return answer.ok() ? "" : std::string(RuleId(answer.rejection().rule));
  }

 private:
  static inline Suite* suite_ = nullptr;
  static inline auto* const rules_ = new std::set<std::string>;
};

TEST_F(TraceTest, EveryMarkNamesARule) {
  for (const char* room : {"reference", "harness", "reports"}) {
    for (const Mark& mark : MarksIn(room)) {
      EXPECT_TRUE(IsRule(mark.rule)) << mark.place << ": unknown rule: " << mark.rule;
    }
  }
  EXPECT_GE(MarksIn("reference").size(), 100u);
}

TEST_F(TraceTest, EveryRuleHasALineThatObeysIt) {
  std::set<std::string> marked;
  for (const char* room : {"reference", "harness"}) {
    for (const Mark& mark : MarksIn(room)) marked.insert(mark.rule);
  }
  for (const RuleEntry& rule : suite().rules) {
    EXPECT_EQ(marked.count(rule.id), 1u) << rule.id << ": no line is marked so";
  }
}

TEST_F(TraceTest, EveryReasonToRefuseIsARuleThatACaseIsRefusedBy) {
  std::set<std::string> tested;
  for (const Case& c : suite().cases) tested.insert(c.refused_by.value_or(""));
  for (const Rule rule : AllRules()) {
    const std::string id(RuleId(rule));
    EXPECT_TRUE(IsRule(id)) << id;
    EXPECT_EQ(tested.count(id), rule == kNeverFirst ? 0u : 1u) << id << ": cases refused by it";
  }
}

TEST_F(TraceTest, TheReferenceRefusesWhatItMustByTheRuleThatTheCaseNames) {
  for (const Case& c : suite().cases) {
    if (c.status == CaseStatus::kDisputed) continue;
    EXPECT_EQ(Refusal(c), c.refused_by.value_or("")) << c.id;
  }
}

// Where AWS's answer is unknown, the reference gives one of those that are allowed.
TEST_F(TraceTest, TheReferenceAnswersADisputedCaseInAWayThatIsAllowed) {
  for (const Case& c : suite().cases) {
    if (c.status != CaseStatus::kDisputed) continue;
    const bool accepts = Refusal(c).empty();
    EXPECT_TRUE(std::any_of(c.expected.begin(), c.expected.end(), [&](const ExpectedAnswer& a) {
      return a.accept == accepts;
    })) << c.id;
  }
}

TEST_F(TraceTest, TheStagesOfEachCaseAreWhatTheReferenceDerives) {
  for (const Case& c : suite().cases) {
    if (!c.stages) continue;
    const Stages derived = DeriveStages(c);
    EXPECT_EQ(derived.canonical_request, c.stages->canonical_request) << c.id;
    EXPECT_EQ(derived.string_to_sign, c.stages->string_to_sign) << c.id;
    EXPECT_EQ(derived.signature, c.stages->signature) << c.id;
  }
}

TEST_F(TraceTest, TheTargetOfEachCaseCarriesARightSignatureUnlessItSaysLiteral) {
  for (const Case& c : suite().cases) {
    if (OpOf(c) == Op::kPresign || c.signature_source == SignatureSource::kLiteral) continue;
    EXPECT_TRUE(CarriesRightSignature(c) || DeriveSignature(c).empty()) << c.id;
  }
}

TEST_F(TraceTest, TheDigestOfEachFamilyIsWhatTheReferenceDerives) {
  for (const FamilyDigest& family : suite().families) {
    EXPECT_EQ(DigestOfFamily(family, suite()), family.sha256) << family.id;
  }
}

}  // namespace
}  // namespace countersign
