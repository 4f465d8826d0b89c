#include "certify/one_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "certify/plan.h"
#include "judge/judge.h"
#include "judge/signed_suite_test.h"
#include "mutants/correct_variants.h"
#include "mutants/mutant.h"
#include "protocol/codec.h"
#include "reference_adapter/reference_adapter.h"
#include "suite/select.h"

namespace countersign {
namespace {

Challenge ChallengeOf(char digit) { return *ParseChallenge(std::string(64, digit)); }

// Every so many cases: all of them take seconds in this unoptimised program.
constexpr std::size_t kEach = 64;

std::vector<const Case*> SomeCases() {
  std::vector<const Case*> some;
  const std::vector<const Case*> all = Select(SignedSuite(), Selection{});
  for (std::size_t i = 0; i < all.size(); i += kEach) some.push_back(all[i]);
  return some;
}

const Case& CaseOf(std::string_view id) {
  for (const Case& c : SignedSuite().cases) {
    if (c.id == id) return c;
  }
  ADD_FAILURE() << "no case " << id;
  return SignedSuite().cases.front();
}

TEST(MakeOneTime, ReplacesNearlyEveryCase) {
  std::size_t replaced = 0;
  const std::vector<const Case*> cases = SomeCases();
  for (const Case* c : cases) {
    const OneTimeCase made = MakeOneTime(*c, ChallengeOf('1'));
    EXPECT_EQ(made.is_one_time,
              EncodeRequestBody(made.asked.request) != EncodeRequestBody(c->request))
        << c->id;
    replaced += made.is_one_time ? 1 : 0;
  }
  EXPECT_GT(replaced * 100, cases.size() * 95);
}

TEST(MakeOneTime, FollowsFromTheChallenge) {
  for (const Case* c : SomeCases()) {
    const OneTimeCase one = MakeOneTime(*c, ChallengeOf('1'));
    if (!one.is_one_time) continue;
    EXPECT_EQ(MakeOneTime(*c, ChallengeOf('1')).asked.request, one.asked.request) << c->id;
    EXPECT_NE(MakeOneTime(*c, ChallengeOf('2')).asked.request, one.asked.request) << c->id;
  }
}

TEST(MakeOneTime, GivesKeysBucketObjectAndDateOfTheirOwn) {
  const Case& c = CaseOf("presign/path/space");
  const auto& before = std::get<PresignMessage>(c.request);
  const Case made = MakeOneTime(c, ChallengeOf('1')).asked;
  const auto& after = std::get<PresignMessage>(made.request);
  EXPECT_NE(after.credentials.access_key_id, before.credentials.access_key_id);
  EXPECT_NE(after.credentials.secret_access_key, before.credentials.secret_access_key);
  EXPECT_NE(after.bucket, before.bucket);
  EXPECT_EQ(after.host.find(*before.bucket), std::string::npos);
  EXPECT_NE(after.now, before.now);
  EXPECT_TRUE(after.key->ends_with("/" + *before.key)) << *after.key;
  EXPECT_EQ(after.expires, before.expires);
}

bool Catches(const Implementation& wrong, const Case& c) {
  const auto* presign = std::get_if<PresignMessage>(&c.request);
  const Answer answer = presign != nullptr ? wrong.presign(*presign)
                                           : wrong.verify(std::get<VerifyMessage>(c.request));
  return Judge(wrong.adapter_info).Brief(c, answer).verdict == Verdict::kFail;
}

// A mutant that a case catches must be caught by the case as it is asked once: then it is about the
// same. Some mutants remember what they were asked before: each side has its own.
TEST(MakeOneTime, CatchesTheMutantsThatTheCaseCatches) {
  std::size_t caught = 0;
  std::vector<std::pair<const Case*, Case>> cases;
  for (const Case* c : SomeCases()) cases.emplace_back(c, MakeOneTime(*c, ChallengeOf('1')).asked);
  for (const Mutant& mutant : Mutants()) {
    // One keeps keys between cases, and is caught only if it is asked all of them.
    if (!mutant.breaks.empty() || mutant.name == "signing-key-kept-beyond-its-scope") continue;
    const Implementation wrong = WithMutant(mutant);
    const Implementation same = WithMutant(mutant);
    for (const auto& [c, made] : cases) {
      if (!BreaksRuleOf(mutant, *c)) continue;
      const bool is_caught = Catches(wrong, *c);
      const bool is_caught_again = Catches(same, made);
      caught += is_caught ? 1 : 0;
      EXPECT_TRUE(is_caught_again || !is_caught) << mutant.name << " by " << c->id;
    }
  }
  EXPECT_GT(caught, 100U);
}

// A correct implementation is certified, whatever it does differently from the reference.
TEST(MakeOneTime, IsFairToCorrectVariants) {
  std::vector<Case> cases;
  for (const Case* c : SomeCases()) cases.push_back(MakeOneTime(*c, ChallengeOf('1')).asked);
  for (const CorrectVariant& variant : CorrectVariants()) {
    for (const Case& c : cases) {
      EXPECT_FALSE(Catches(variant.implementation, c)) << variant.name << " by " << c.id;
    }
  }
}

}  // namespace
}  // namespace countersign
