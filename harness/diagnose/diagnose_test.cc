#include "diagnose/diagnose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>

#include "diagnose/further_cases.h"
#include "judge/deviations.h"
#include "judge/signed_suite_test.h"
#include "mutants/correct_variants.h"
#include "mutants/mutant.h"
#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"
#include "suite/select.h"

namespace countersign {
namespace {

struct Diagnosed {
  RunResult run;

  // Counts failures by the name of their first cause; "" if they have no cause.
  std::map<std::string, int> Firsts() const {
    std::map<std::string, int> firsts;
    for (const CaseResult& one : run.results) {
      if (one.verdict != Verdict::kFail) continue;
      ++firsts[one.likely_causes.empty() ? "" : one.likely_causes.front().name];
    }
    return firsts;
  }

  std::vector<Cause> CausesOf(const std::string& id) const {
    for (const CaseResult& one : run.results) {
      if (one.vector->id == id) return one.likely_causes;
    }
    ADD_FAILURE() << id << " did not run";
    return {};
  }
};

RunResult RunOn(const Implementation& implementation, const std::string& select) {
  Selection selection;
  selection.select = {select};
  const std::vector<const Case*> cases = Select(SignedSuite(), selection);
  return std::get<RunResult>(Run(cases, InProcessConnector(implementation), {}));
}

// Of SignedSuite(): what one test found out serves the next.
FailuresOfMutants& KnownOfTheSuite() {
  static auto* const kKnown = new FailuresOfMutants();
  return *kKnown;
}

Diagnosed RunAndDiagnose(const Implementation& implementation, const std::string& select) {
  Diagnosed diagnosed;
  diagnosed.run = RunOn(implementation, select);
  RunResult& run = diagnosed.run;
  Diagnose(run.adapter_info, run.failed_answers, run.results, {}, KnownOfTheSuite());
  return diagnosed;
}

using Firsts = std::map<std::string, int>;

Implementation WithMutantNamed(const char* name) {
  const Mutant* mutant = FindMutant(name);
  if (mutant != nullptr) return WithMutant(*mutant);
  ADD_FAILURE() << "unknown mutant " << name;
  return ReferenceImplementation();
}

// Answers as an SDK does: only a URL, which has a parameter that the SDK adds.
Implementation LikeAnSdk(Implementation inner) {
  Implementation outer = inner;
  outer.presign = [inner](PresignMessage message) {
    if (message.service == "s3") message.query.emplace_back("x-id", "GetObject");
    Answer answer = inner.presign(std::move(message));
    if (auto* ok = std::get_if<OkAnswer>(&answer)) {
      ok->canonical_request.reset();
      ok->string_to_sign.reset();
    }
    return answer;
  };
  return outer;
}

void ExpectTheMutantIsTheOnlyFirstCause(const char* mutant, const char* select) {
  const Firsts firsts = RunAndDiagnose(WithMutantNamed(mutant), select).Firsts();
  ASSERT_EQ(firsts.size(), 1u);
  EXPECT_EQ(firsts.begin()->first, mutant);
}

class Presigners : public testing::TestWithParam<const char*> {};

TEST_P(Presigners, GetTheirOwnMutantAsTheOnlyFirstCause) {
  ExpectTheMutantIsTheOnlyFirstCause(GetParam(), "presign");
}

INSTANTIATE_TEST_SUITE_P(Mutants, Presigners,
                         testing::Values("path-encoded-twice", "path-plus-becomes-space",
                                         "query-sorted-as-joined-text",
                                         "expires-above-a-week-signed", "signed-headers-dropped",
                                         "host-trailing-dot-dropped",
                                         "sigv4a-key-without-one-added"));

class Verifiers : public testing::TestWithParam<const char*> {};

TEST_P(Verifiers, GetTheirOwnMutantAsTheOnlyFirstCause) {
  ExpectTheMutantIsTheOnlyFirstCause(GetParam(), "verify");
}

INSTANTIATE_TEST_SUITE_P(Mutants, Verifiers,
                         testing::Values("signature-not-checked", "expiry-not-checked",
                                         "path-encoded-twice", "everything-accepted",
                                         "query-sorted-as-joined-text"));

TEST(Diagnose, RecognisesASignerThatAddsAParameterAndShowsNoStages) {
  const Firsts firsts =
      RunAndDiagnose(LikeAnSdk(WithMutantNamed("path-encoded-twice")), "presign/path").Firsts();
  EXPECT_GT(firsts.at("path-encoded-twice"), 1000);
  EXPECT_EQ(firsts.count(""), 0u);
}

TEST(Diagnose, RecognisesAVerifierThatAnswersOnlyTheOutcome) {
  Implementation implementation = WithMutantNamed("expiry-not-checked");
  implementation.adapter_info.errors = ErrorLevel::kOutcome;
  const Firsts firsts = RunAndDiagnose(implementation, "verify").Firsts();
  ASSERT_EQ(firsts.size(), 1u);
  EXPECT_EQ(firsts.begin()->first, "expiry-not-checked");
}

TEST(Diagnose, DistinguishesTwoMutantsOfOneImplementation) {
  Implementation implementation = WithMutantNamed("path-encoded-twice");
  const Implementation second = WithMutantNamed("expires-above-a-week-signed");
  implementation.presign = [first = implementation.presign, second](PresignMessage message) {
    return (message.expires > 604800 ? second.presign : first)(std::move(message));
  };
  const Firsts firsts = RunAndDiagnose(implementation, "presign").Firsts();
  EXPECT_GT(firsts.at("path-encoded-twice"), 1000);
  EXPECT_GT(firsts.at("expires-above-a-week-signed"), 5);
  EXPECT_EQ(firsts.size(), 2u);
}

// A library in JavaScript rounds a lifetime above 2^53.
TEST(Diagnose, RecognisesALifetimeThatWasRounded) {
  Implementation implementation = WithMutantNamed("expires-above-a-week-signed");
  implementation.presign = [inner = implementation.presign](PresignMessage message) {
    constexpr std::int64_t kAbove53Bits = (std::int64_t{1} << 53) + 1;
    if (message.expires == kAbove53Bits) --message.expires;
    return inner(std::move(message));
  };
  const Diagnosed diagnosed = RunAndDiagnose(implementation, "presign/expires");
  const std::vector<Cause> causes = diagnosed.CausesOf("presign/expires/above-53-bits");
  ASSERT_FALSE(causes.empty());
  EXPECT_EQ(causes.front().name, "expires-above-a-week-signed");
}

// It also excuses the signature if a signed header is missing: a mutant that agrees without
// exception, but explains a few cases only.
TEST(Diagnose, NamesTheWholeInsteadOfItsPart) {
  Implementation implementation = WithMutantNamed("signature-not-checked");
  implementation.verify = [inner = implementation.verify,
                           right = ReferenceImplementation().verify](VerifyMessage message) {
    const std::string& target = message.request.target;
    const bool of_host = target.find("X-Amz-SignedHeaders=host&") != std::string::npos;
    const bool exception = of_host && std::accumulate(target.begin(), target.end(), 0) % 4 == 0;
    return (exception ? right : inner)(std::move(message));
  };
  const Firsts firsts = RunAndDiagnose(implementation, "verify/sign*").Firsts();
  EXPECT_GT(firsts.at("signature-not-checked"), 100);
  EXPECT_EQ(firsts.count("missing-signed-header-excuses-the-signature"), 0U);
}

TEST(Diagnose, NamesAMistakeInASettingIfNoMutantExplainsASignature) {
  Implementation implementation = ReferenceImplementation();
  implementation.presign = [inner = implementation.presign](PresignMessage message) {
    message.credentials.secret_access_key += "\n";
    return inner(std::move(message));
  };
  const Diagnosed diagnosed = RunAndDiagnose(implementation, "presign/query");
  const Firsts firsts = diagnosed.Firsts();
  ASSERT_EQ(firsts.size(), 1u);
  EXPECT_EQ(firsts.begin()->first, "other-secret");
}

// Changes the last digit of every signature.
Implementation WithWrongLastDigit() {
  Implementation implementation = ReferenceImplementation();
  implementation.presign = [inner = implementation.presign](PresignMessage message) {
    Answer answer = inner(std::move(message));
    auto* ok = std::get_if<OkAnswer>(&answer);
    if (ok != nullptr && ok->url) ok->url->back() = ok->url->back() == '0' ? '1' : '0';
    return answer;
  };
  return implementation;
}

TEST(Diagnose, NamesNoCauseForASignatureThatNoKnownMistakeGives) {
  const Diagnosed diagnosed = RunAndDiagnose(WithWrongLastDigit(), "presign/headers");
  const Firsts firsts = diagnosed.Firsts();
  EXPECT_GT(firsts.at(""), 20);
  EXPECT_EQ(firsts.size(), 1u);
}

// Refuses targets of odd length. No mutant does that.
TEST(Diagnose, NamesNoCauseForOutcomesThatNoMutantGives) {
  Implementation implementation = ReferenceImplementation();
  implementation.verify = [inner = implementation.verify](VerifyMessage message) {
    const bool odd = message.request.target.size() % 2 == 1;
    Answer answer = inner(std::move(message));
    if (!odd || !std::holds_alternative<OkAnswer>(answer)) return answer;
    RejectAnswer reject;
    reject.status = 403;
    reject.code = "AccessDenied";
    return Answer(reject);
  };
  const Firsts firsts = RunAndDiagnose(implementation, "verify").Firsts();
  EXPECT_GT(firsts.at(""), 500);
  EXPECT_EQ(firsts.size(), 1u) << firsts.rbegin()->first;
}

// Presigns with a lifetime of 901 seconds if 0 is asked. Mutants do so with 900 and 604800.
TEST(Diagnose, NamesNoCauseThatTheUrlContradicts) {
  Implementation implementation = ReferenceImplementation();
  implementation.presign = [inner = implementation.presign](PresignMessage message) {
    if (message.expires == 0) message.expires = 901;
    return inner(std::move(message));
  };
  EXPECT_EQ(RunAndDiagnose(implementation, "presign/expires").Firsts(), (Firsts{{"", 2}}));
}

// Answers an unknown key with the code of a wrong signature, also if the signature was made with an
// empty secret, as Swift does. Nobody gets in.
TEST(Diagnose, NamesNoCauseThatAnotherFailureContradicts) {
  Implementation implementation = ReferenceImplementation();
  implementation.verify = [inner = implementation.verify](VerifyMessage message) {
    Answer answer = inner(std::move(message));
    auto* reject = std::get_if<RejectAnswer>(&answer);
    if (reject != nullptr && reject->code == "InvalidAccessKeyId") {
      reject->code = "SignatureDoesNotMatch";
    }
    return answer;
  };
  const Firsts firsts = RunAndDiagnose(implementation, "verify").Firsts();
  EXPECT_EQ(firsts.count("key-unknown-has-an-empty-secret"), 0u);
  EXPECT_GT(firsts.size(), 0u);
}

// Lets in who has a wrong signature, but refuses one of these cases for a reason of its own.
TEST(Diagnose, SaysHowManyCasesContradictACause) {
  Implementation implementation = WithMutantNamed("signature-not-checked");
  implementation.adapter_info.errors = ErrorLevel::kOutcome;
  implementation.verify = [inner = implementation.verify,
                           right = ReferenceImplementation().verify](VerifyMessage message) {
    const bool upper = message.request.target.find("X-Amz-Signature=82A") != std::string::npos;
    return (upper ? right : inner)(std::move(message));
  };
  const Diagnosed diagnosed = RunAndDiagnose(implementation, "verify/signature");
  const std::vector<Cause> causes = diagnosed.CausesOf("verify/signature/wildcard");
  ASSERT_FALSE(causes.empty());
  EXPECT_EQ(causes.front().name, "signature-not-checked");
  EXPECT_NE(causes.front().text.find(" All but 1 of "), std::string::npos) << causes.front().text;
}

// The cases of the suite that a run of `select` does not ask.
std::vector<const Case*> OthersThan(const std::string& select) {
  Selection selection;
  selection.exclude = {select};
  return Select(SignedSuite(), selection);
}

std::vector<const Case*> FurtherCasesOf(const RunResult& run, const std::string& select) {
  return FurtherCases(run.adapter_info, run.failed_answers, run.results, OthersThan(select),
                      KnownOfTheSuite());
}

// Runs `select`, then the further cases, and diagnoses.
Diagnosed RunWithFurtherCases(const Implementation& implementation, const std::string& select) {
  Diagnosed diagnosed;
  diagnosed.run = RunOn(implementation, select);
  RunResult& run = diagnosed.run;
  const std::vector<const Case*> further = FurtherCasesOf(run, select);
  RunResult answers = std::get<RunResult>(Run(further, InProcessConnector(implementation), {}));
  Diagnose(run.adapter_info, run.failed_answers, run.results,
           {std::move(answers.results), std::move(answers.failed_answers)}, KnownOfTheSuite());
  return diagnosed;
}

std::vector<std::string> NamesOf(const std::vector<Cause>& causes) {
  std::vector<std::string> names;
  for (const Cause& cause : causes) names.push_back(cause.name);
  return names;
}

TEST(FurtherCases, MakeARunOfOneCaseNameTheCausesOfARunOfEverything) {
  Implementation implementation = WithMutantNamed("window-not-checked");
  implementation.adapter_info.errors = ErrorLevel::kOutcome;
  const std::string id = "verify/window/one-minute-one-second-late";
  const Diagnosed everything = RunAndDiagnose(implementation, "*");
  const Diagnosed one = RunWithFurtherCases(implementation, id);
  EXPECT_EQ(one.run.results.size(), 1u);
  EXPECT_EQ(NamesOf(one.CausesOf(id)), NamesOf(everything.CausesOf(id)));
  EXPECT_NE(NamesOf(RunAndDiagnose(implementation, id).CausesOf(id)),
            NamesOf(everything.CausesOf(id)));
}

TEST(FurtherCases, AreThoseThatAMutantWhichExplainsAFailureFails) {
  const RunResult run =
      RunOn(WithMutantNamed("expires-above-a-week-signed"), "presign/expires/thirty-days");
  const std::vector<const Case*> further = FurtherCasesOf(run, "presign/expires/thirty-days");
  EXPECT_GT(further.size(), 3u);
  EXPECT_LT(further.size(), 50u);
  for (const Case* c : further) EXPECT_TRUE(c->id.starts_with("presign/")) << c->id;
}

TEST(FurtherCases, AreNoneIfEverythingPassedOrWasExpectedToFail) {
  RunResult run = RunOn(ReferenceImplementation(), "presign/expires");
  EXPECT_TRUE(FurtherCasesOf(run, "presign/expires").empty());
  run = RunOn(WithMutantNamed("expires-above-a-week-signed"), "presign/expires");
  ApplyDeviations({{{"presign/expires/*"}, "known", "https://example.com"}}, run.results);
  ASSERT_FALSE(run.failed_answers.empty());
  EXPECT_TRUE(FurtherCasesOf(run, "presign/expires").empty());
}

TEST(Diagnose, NamesNoCauseForCorrectImplementations) {
  for (const CorrectVariant& variant : CorrectVariants()) {
    const Diagnosed diagnosed = RunAndDiagnose(variant.implementation, "presign/expires");
    EXPECT_EQ(diagnosed.Firsts(), Firsts{}) << variant.name;
  }
}

TEST(Diagnose, EndsWithoutACauseWhenItIsInterrupted) {
  RunResult run = RunOn(WithMutantNamed("path-encoded-twice"), "presign/path/*space*");
  ASSERT_FALSE(run.failed_answers.empty());
  const std::atomic<bool> interrupted = true;
  FailuresOfMutants known(&interrupted);
  Diagnose(run.adapter_info, run.failed_answers, run.results, {}, known);
  for (const CaseResult& one : run.results) EXPECT_TRUE(one.likely_causes.empty());
  const std::vector<const Case*> all = Select(SignedSuite(), {});
  EXPECT_TRUE(FurtherCases(run.adapter_info, run.failed_answers, run.results, all, known).empty());
}

TEST(Diagnose, IgnoresExpectedFailures) {
  RunResult run = RunOn(WithMutantNamed("expires-above-a-week-signed"), "presign/expires");
  ApplyDeviations({{{"presign/expires/*"}, "known", "https://example.com"}}, run.results);
  Diagnose(run.adapter_info, run.failed_answers, run.results);
  ASSERT_FALSE(run.failed_answers.empty());
  for (const CaseResult& one : run.results) EXPECT_TRUE(one.likely_causes.empty());
}

// The text of a mistake may quote signed text, such as a host that contains a secret.
TEST(Diagnose, ShowsNoSecret) {
  const auto is_it = [](const Case& c) {
    return c.id == "presign/host/custom-domain-is-the-bucket";
  };
  const auto found = std::find_if(SignedSuite().cases.begin(), SignedSuite().cases.end(), is_it);
  ASSERT_NE(found, SignedSuite().cases.end());
  Case c = *found;
  PresignMessage& asked = std::get<PresignMessage>(c.request);
  asked.credentials.secret_access_key = "hunter2hunter2";
  PresignMessage signed_for = asked;
  signed_for.host = "hunter2hunter2.example.com";
  Answer answer = ReferenceImplementation().presign(signed_for);
  auto& ok = std::get<OkAnswer>(answer);
  ok.url->insert(ok.url->find("hunter2"), "www.");
  ok.canonical_request.reset();
  ok.string_to_sign.reset();

  CaseResult result;
  result.vector = &c;
  result.verdict = Verdict::kFail;
  std::vector<CaseResult> results = {result};
  FailedAnswer failure;
  failure.vector = &c;
  failure.answer = answer;
  Diagnose(ReferenceAdapterInfo(), {failure}, results);
  ASSERT_EQ(results.front().likely_causes.size(), 1u);
  EXPECT_EQ(results.front().likely_causes.front().text,
            "The host was [redacted].example.com, and www.[redacted].example.com was asked.");
}

}  // namespace
}  // namespace countersign
