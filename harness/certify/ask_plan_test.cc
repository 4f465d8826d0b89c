#include "certify/ask_plan.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "certify/check.h"
#include "certify/sample_bundle_test.h"
#include "certify/standing.h"
#include "protocol/codec.h"
#include "suite/select.h"

namespace countersign {
namespace {

// An implementation that has learnt the right answer to every published case. It accepts or signs
// nothing that it does not know.
class Parrot {
 public:
  explicit Parrot(const Suite& suite) {
    const Implementation& reference = ReferenceImplementation();
    for (const Case& c : suite.cases) {
      if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
        answers_[EncodeRequestBody(c.request)] = reference.presign(*presign);
      } else {
        answers_[EncodeRequestBody(c.request)] =
            reference.verify(std::get<VerifyMessage>(c.request));
      }
    }
  }

  Implementation implementation() const {
    RejectAnswer no;
    no.status = 403;
    no.code = "SignatureDoesNotMatch";
    no.rejection_class = "signature-mismatch";
    RejectAnswer bad;
    bad.rejection_class = "bad-input";
    return {ReferenceImplementation().adapter_info,
            [this, bad](const PresignMessage& message) { return AnswerTo(message, bad); },
            [this, no](const VerifyMessage& message) { return AnswerTo(message, no); }};
  }

 private:
  Answer AnswerTo(const RequestMessage& request, const Answer& unknown) const {
    const auto found = answers_.find(EncodeRequestBody(request));
    return found == answers_.end() ? unknown : found->second;
  }

  std::map<std::string, Answer> answers_;
};

AskOptions Asking() {
  AskOptions options;
  options.about = [](std::string_view) {};
  options.last_record = [] { return std::size_t{1}; };
  return options;
}

TEST(AskPlan, FailsWhatLearntThePublishedVectorsInEveryProfile) {
  const Suite& suite = SmallSuite();
  const Parrot parrot(suite);
  const Implementation learnt = parrot.implementation();
  Plan published;
  for (const Case* c : Select(suite, Selection{})) {
    published.cases.push_back({c, *c, std::string(ProfileOf(*c).name), false});
  }
  for (const CaseResult& result :
       AskPlan(published, InProcessConnector(learnt), Asking()).results) {
    ASSERT_NE(result.verdict, Verdict::kFail) << result.vector->id << ": " << result.explanation;
  }
  const Plan plan = MakePlan(suite, SampleChallenge());
  const AskedPlan asked = AskPlan(plan, InProcessConnector(learnt), Asking());
  for (const ProfileStanding& one : StandingOfPlan(plan, asked).profiles) {
    EXPECT_FALSE(one.Passed()) << one.profile->name << ": " << one.must_passed << " passed";
  }
}

TEST(AskPlan, PassesWhatIsRightWithAnyChallenge) {
  const Ed25519Key key = MakeEd25519Key();
  for (char digit = '0'; digit <= '9'; ++digit) {
    const std::vector<NamedText> files =
        SampleBundle(SmallSuite(), ReferenceImplementation(), key, SampleChallenge(digit));
    const BundleCheck check = CheckBundle(files, SmallSuite(), {});
    EXPECT_TRUE(check.problems.empty()) << check.problems.front();
    EXPECT_EQ(check.title, "presigner and verifier: Acme SDK 1");
  }
}

TEST(AskPlan, StopsIfNothingAnswersTheHello) {
  const Plan plan = MakePlan(SmallSuite(), SampleChallenge());
  const ConnectFn none = []() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    return AdapterBroke{"no such program", {}};
  };
  const AskedPlan asked = AskPlan(plan, none, Asking());
  ASSERT_TRUE(asked.stopped);
  EXPECT_NE(asked.stopped->find("no such program"), std::string::npos);
}

}  // namespace
}  // namespace countersign
