#include "suite/lint.h"

#include <gtest/gtest.h>

#include <functional>

#include "suite/embedded.h"
#include "suite/sample_vectors_test.h"
#include "suite/write.h"

namespace countersign {

// For the messages of the assertions.
void PrintTo(const LintProblem& problem, std::ostream* out) {
  *out << problem.where << ": " << problem.text;
}

namespace {

using Problems = std::vector<LintProblem>;
using Edit = std::function<void(Json&)>;

constexpr char kPresign[] = "presign/sample/case.json";
constexpr char kPinned[] = "presign/sample/pinned.json";
constexpr char kVerify[] = "verify/sample/case.json";
constexpr char kFamily[] = "presign/sample/family.json";

void PutFormatted(SampleVectors& vectors, const std::string& path, const Json& document) {
  vectors.PutText(path, std::get<std::string>(FormatJson(document.dump())));
}

void PutSources(SampleVectors& vectors, const std::vector<Json>& sources) {
  PutFormatted(vectors, "sources.json", {{"format", 1}, {"sources", sources}});
}

// A refusal that AWS was seen to give: signatures that were published carry none.
Json RecordedRefusal() {
  Json refused = SampleCase("verify-refused");
  refused["provenance"] = {"sample/recorded"};
  return refused;
}

// Vectors in which lint finds nothing.
SampleVectors Clean() {
  SampleVectors vectors;
  PutFormatted(vectors, "rules.json", Json::parse(vectors.TextOf("rules.json")));
  PutSources(vectors, {SampleSource("published"), SampleSource("recorded")});
  PutFormatted(vectors, kPresign, SampleCase("presign"));
  PutFormatted(vectors, kFamily, SampleCase("presign-family"));
  Json refused = RecordedRefusal();
  refused["expect"]["answers"] = Json::array({{{"outcome", "reject"}}});
  PutFormatted(vectors, kVerify, refused);
  return vectors;
}

Problems Found(const SampleVectors& vectors) {
  const Suite suite = vectors.Loaded();
  return Lint(suite, vectors.Files());
}

// What lint finds once one of the clean files is edited.
Problems FoundAfter(const char* path, const Edit& edit) {
  SampleVectors vectors = Clean();
  Json document = Json::parse(vectors.TextOf(path));
  edit(document);
  PutFormatted(vectors, path, document);
  return Found(vectors);
}

// What lint finds once a case cites another source alone.
Problems FoundCiting(const char* path, const Json& source, const char* level = "must") {
  SampleVectors vectors = Clean();
  PutSources(vectors, {source, SampleSource("published"), SampleSource("recorded")});
  Json c = Json::parse(vectors.TextOf(path));
  c["provenance"] = Json::array({source["id"]});
  c["level"] = level;
  PutFormatted(vectors, path, c);
  PutFormatted(vectors, "verify/sample/other.json", SampleCase("verify"));
  Json recorded = RecordedRefusal();
  recorded["verify"]["request"]["method"] = "DELETE";
  recorded["expect"]["answers"] = Json::array({{{"outcome", "reject"}}});
  PutFormatted(vectors, "verify/sample/recorded.json", recorded);
  return Found(vectors);
}

std::string Weak(const char* level, const char* strongest) {
  return std::string("a ") + level + " whose sources carry " + strongest +
         " at most: its foremost rule sample/foremost has confidence A";
}

TEST(Lint, FindsNothingInTheEmbeddedSuite) {
  const auto suite = LoadEmbedded();
  ASSERT_TRUE(std::holds_alternative<Suite>(suite));
  EXPECT_EQ(Lint(std::get<Suite>(suite), EmbeddedVectors()), Problems{});
}

TEST(Lint, FindsNothingInCleanVectors) { EXPECT_EQ(Found(Clean()), Problems{}); }

TEST(Lint, RefusesAMustOfWeakSources) {
  const Json compared = SampleSource("compared");
  EXPECT_EQ(FoundCiting(kVerify, compared), (Problems{{kVerify, Weak("must", "should")}}));
  EXPECT_EQ(FoundCiting(kVerify, compared, "should"), Problems{});
  EXPECT_EQ(FoundCiting(kVerify, SampleSource("documented")), Problems{});
}

// The encoding of its path is not what the sample tests.
TEST(Lint, TakesTwoImplementationsForASignatureAndNotForARefusal) {
  EXPECT_EQ(FoundCiting(kPresign, SampleSource("derived")), Problems{});
  EXPECT_EQ(FoundCiting(kVerify, SampleSource("derived")),
            (Problems{{kVerify, Weak("must", "should")}}));
  Json alone = SampleSource("derived");
  alone["implementations"].erase(1);
  EXPECT_EQ(FoundCiting(kPresign, alone), (Problems{{kPresign, Weak("must", "should")}}));
}

TEST(Lint, WantsACaseOfEverySource) {
  SampleVectors vectors = Clean();
  PutSources(vectors, {SampleSource("page"), SampleSource("published"), SampleSource("recorded")});
  EXPECT_EQ(Found(vectors), (Problems{{"sample/page", "a source that no case cites"}}));
}

TEST(Lint, WantsASourceOfTheRulesOfAMust) {
  const auto no_source = [](Json& file) { file["rules"][1]["source"] = ""; };
  const std::string text = "a must whose rule has no source: sample/other";
  EXPECT_EQ(FoundAfter("rules.json", no_source),
            (Problems{{kPresign, text}, {kFamily, text}, {kVerify, text}}));
}

TEST(Lint, WantsAMustDisputedWhereItsForemostRuleIsUnknown) {
  SampleVectors vectors = Clean();
  Json foremost = SampleRule("sample/foremost");
  foremost["confidence"] = "D";
  Json other = SampleRule("sample/other");
  other["confidence"] = "D";  // it is foremost nowhere
  PutFormatted(vectors, "rules.json", {{"format", 1}, {"rules", {foremost, other}}});
  Json disputed = Json::parse(vectors.TextOf(kPresign));
  disputed["status"] = "disputed";
  PutFormatted(vectors, kPresign, disputed);
  Json should = Json::parse(vectors.TextOf(kFamily));
  should["level"] = "should";
  PutFormatted(vectors, kFamily, should);
  EXPECT_EQ(Found(vectors), (Problems{{kVerify,
                                       "a must that is not disputed, though AWS's answer is "
                                       "unknown (confidence D): sample/foremost"},
                                      {kVerify,
                                       "a must whose sources carry should at most: its foremost "
                                       "rule sample/foremost has confidence D"}}));
}

TEST(Lint, WantsTheRuleThatRefuses) {
  const SampleVectors vectors = Clean();
  Suite suite = vectors.Loaded();  // no file could hold such a case
  suite.cases.back().refused_by.reset();
  EXPECT_EQ(Lint(suite, vectors.Files()), (Problems{{kVerify, "a refusal without refused_by"}}));
}

TEST(Lint, SeesASecondFaultInWhatWasSigned) {
  const auto judged = [](Json& c) { c["expect"]["answers"][0]["class"] = "signature-mismatch"; };
  EXPECT_EQ(FoundAfter(kVerify, judged),
            (Problems{{kVerify,
                       "two faults: what was signed is not what is sent, and sample/foremost"}}));
  EXPECT_EQ(FoundAfter(kVerify,
                       [&](Json& c) {
                         judged(c);
                         c.erase("signed");
                       }),
            Problems{});
}

TEST(Lint, TakesAnAlterationForTheFaultWhereARuleRefusesAlterations) {
  for (const char* rule : {"signature/match", "signed-headers/must-arrive", "parameters/given-once",
                           "token/required", "keys/unknown"}) {
    SampleVectors vectors = Clean();
    PutFormatted(
        vectors, "rules.json",
        {{"format", 1},
         {"rules", {SampleRule("sample/foremost"), SampleRule("sample/other"), SampleRule(rule)}}});
    Json c = RecordedRefusal();
    c["expect"]["refused_by"] = rule;
    c["rules"] = {rule};
    PutFormatted(vectors, kVerify, c);
    EXPECT_EQ(Found(vectors), Problems{}) << rule;
  }
}

TEST(Lint, AllowsOneAlterationACase) {
  EXPECT_EQ(FoundAfter(kVerify, [](Json& c) { c["signed"]["target"] = "/"; }),
            (Problems{{kVerify, "two faults: more than one member in signed"}}));
}

TEST(Lint, SuspectsCredentialsThatItDoesNotKnow) {
  const std::string secret(40, 'Q');
  const std::string key = "AKIA" + std::string(16, '7');
  const std::string about_key = "an access key id that is not known to be a test's: " + key;
  const std::string about_secret = "a secret access key that is not known to be a test's";
  const auto both = [&](Json& credential) {
    credential["access_key_id"] = key;
    credential["secret_access_key"] = secret;
  };
  EXPECT_EQ(FoundAfter(kPresign, [&](Json& c) { both(c["presign"]["credentials"]); }),
            (Problems{{kPresign, about_secret}, {kPresign, about_key}}));
  EXPECT_EQ(FoundAfter(kVerify, [&](Json& c) { both(c["verify"]["credentials"][0]); }),
            (Problems{{kVerify, about_secret}, {kVerify, about_key}}));
  EXPECT_EQ(FoundAfter(kVerify,
                       [&](Json& c) {
                         c["signed"] = {{"secret_access_key", secret}};
                       }),
            (Problems{{kVerify, about_secret}}));
}

TEST(Lint, SeesThatTwoCasesAskTheSame) {
  SampleVectors vectors = Clean();
  vectors.PutText("presign/sample/copy.json", vectors.TextOf(kPresign));
  EXPECT_EQ(Found(vectors), (Problems{{"presign/sample/copy.json",
                                       "presign/sample/copy asks the same as "
                                       "presign/sample/case"}}));
}

TEST(Lint, SeesThatAPinnedUrlAsksMore) {
  SampleVectors vectors = Clean();
  PutFormatted(vectors, kPinned, SampleCase("presign-pinned"));
  EXPECT_EQ(Found(vectors), Problems{});
}

TEST(Lint, SeesThatAnotherSignerAsksMore) {
  SampleVectors vectors = Clean();
  int count = 0;
  for (const Json& change :
       {Json{{"method", "POST"}}, Json{{"method", "DELETE"}}, Json{{"target", "/"}},
        Json{{"target", "/b"}}, Json{{"payload", "x"}}, Json{{"payload", "y"}},
        Json{{"secret_access_key", "foo"}}, Json{{"secret_access_key", "bar"}},
        Json{{"headers", Json::array({{"a", "b"}})}},
        Json{{"headers", Json::array({{"a", "c"}})}}}) {
    Json c = Json::parse(vectors.TextOf(kVerify));
    c["signed"] = change;
    PutFormatted(vectors, "verify/sample/other-" + std::to_string(++count) + ".json", c);
  }
  EXPECT_EQ(Found(vectors), Problems{});
}

// A family covers its domain whole, so a case may ask what one of its members asks.
TEST(Lint, LetsAFamilyMeetACaseButNotItself) {
  SampleVectors vectors = Clean();
  Json c = SampleCase("presign");
  c["presign"]["path"] = "/a";
  PutFormatted(vectors, kPresign, c);
  EXPECT_EQ(Found(vectors), Problems{});
  Json family = Json::parse(vectors.TextOf(kFamily));
  family["family"]["over"]["rows"][1] = family["family"]["over"]["rows"][0];
  family["family"]["over"]["rows"][1]["name"] = "again";
  PutFormatted(vectors, kFamily, family);
  const Problems found = Found(vectors);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where, kFamily);
  EXPECT_NE(found[0].text.find(" asks the same as "), std::string::npos);
}

TEST(Lint, WantsTheFeatureThatRawBytesNeed) {
  const auto raw = [](Json& c) { c["presign"]["key"] = {{"b64", "/w=="}}; };
  EXPECT_EQ(FoundAfter(kPresign, raw),
            (Problems{{kPresign,
                       "presign/sample/case has bytes that are not valid UTF-8, but does not "
                       "require the feature bytes"}}));
  EXPECT_EQ(FoundAfter(kPresign,
                       [&](Json& c) {
                         raw(c);
                         c["requires"].push_back("bytes");
                       }),
            Problems{});
}

TEST(Lint, WantsTheFeaturesThatPoliciesNeed) {
  const auto texts = [](auto change) {
    std::vector<std::string> found;
    for (const LintProblem& problem : FoundAfter(kVerify, change)) found.push_back(problem.text);
    return found;
  };
  const Json document = {{"Version", "2012-10-17"}, {"Statement", Json::array()}};
  EXPECT_EQ(texts([&](Json& c) { c["verify"]["credentials"][0]["policy"] = document; }),
            (std::vector<std::string>{"does not require the feature policy"}));
  EXPECT_EQ(texts([&](Json& c) { c["verify"]["credentials"][0]["organization"] = "o-a"; }),
            (std::vector<std::string>{"does not require the feature principal-facts"}));
  EXPECT_EQ(texts([&](Json& c) {
              Json policy = document;
              policy["Statement"].push_back({{"Resource", "arn:aws:s3:::b/${aws:SourceVpc}"},
                                             {"aws:PrincipalTag/team", "a"}});
              c["verify"]["bucket"]["resource_control_policies"] = Json::array({policy});
            }),
            (std::vector<std::string>{"does not require the feature organization-policies",
                                      "does not require the feature policy",
                                      "does not require the feature policy-variables",
                                      "does not require the feature principal-facts"}));
  EXPECT_EQ(texts([&](Json& c) {
              c["requires"].push_back("policy");
              c["verify"]["request"]["source_vpce"] = "vpce-1a2b";
              c["verify"]["request"]["endpoint_policy"] = document;
            }),
            (std::vector<std::string>{"does not require the feature endpoint-policies"}));
}

TEST(Lint, WantsACaseOfEveryRule) {
  EXPECT_EQ(FoundAfter("rules.json",
                       [](Json& file) { file["rules"].push_back(SampleRule("sample/lonely")); }),
            (Problems{{"sample/lonely", "a rule without a case"}}));
}

TEST(Lint, WantsAWitnessOfEveryRuleBesidesOneComputation) {
  SampleVectors vectors = Clean();
  Json lonely = SampleRule("sample/lonely");
  lonely["confidence"] = "D";
  PutFormatted(vectors, "rules.json",
               {{"format", 1},
                {"rules", {SampleRule("sample/foremost"), SampleRule("sample/other"), lonely}}});
  const auto found = [&](const Json& source) {
    PutSources(vectors, {source, SampleSource("published"), SampleSource("recorded")});
    Json c = SampleCase("presign-family");
    c["rules"] = {"sample/foremost", "sample/lonely"};
    c["level"] = "should";
    c["provenance"] = Json::array({source["id"]});
    PutFormatted(vectors, kFamily, c);
    return Found(vectors);
  };
  Json alone = SampleSource("derived");
  alone["implementations"].erase(1);
  EXPECT_EQ(
      found(alone),
      (Problems{{"sample/lonely", "a rule whose only witness is derived, by one implementation"}}));
  EXPECT_EQ(found(SampleSource("derived")), Problems{});
  EXPECT_EQ(found(SampleSource("page")), Problems{});
}

TEST(Lint, WantsAConfidenceThatTheCasesOfARuleShow) {
  const auto found = [](const Json& source, const char* confidence) {
    SampleVectors vectors = Clean();
    Json lonely = SampleRule("sample/lonely");
    lonely["confidence"] = confidence;
    PutFormatted(vectors, "rules.json",
                 {{"format", 1},
                  {"rules", {SampleRule("sample/foremost"), SampleRule("sample/other"), lonely}}});
    PutSources(vectors, {source, SampleSource("published"), SampleSource("recorded")});
    Json c = SampleCase("presign-family");
    c["rules"] = {"sample/foremost", "sample/lonely"};
    c["provenance"] = Json::array({source["id"]});
    PutFormatted(vectors, kFamily, c);
    return Found(vectors);
  };
  const auto problem = [](const char* claimed, const char* shown) {
    return Problems{{"sample/lonely", std::string("a rule of confidence ") + claimed +
                                          ", though its cases show " + shown + " at most"}};
  };
  EXPECT_EQ(found(SampleSource("documented"), "A"), problem("A", "B"));
  EXPECT_EQ(found(SampleSource("page"), "B"), problem("B", "C"));
  EXPECT_EQ(found(SampleSource("derived"), "B"), problem("B", "C"));
  for (const char* confidence : {"B", "C", "D"}) {
    EXPECT_EQ(found(SampleSource("documented"), confidence), Problems{}) << confidence;
  }
}

TEST(Lint, WantsADigestOfEveryFamily) {
  EXPECT_EQ(FoundAfter(kFamily, [](Json& c) { c["family"].erase("digest"); }),
            (Problems{{kFamily, "a family without a digest"}}));
}

TEST(Lint, WantsTheCanonicalLayout) {
  for (const char* path : {"rules.json", "sources.json", kPresign, kFamily}) {
    SampleVectors vectors = Clean();
    vectors.PutText(path, vectors.TextOf(path) + "\n");
    EXPECT_EQ(Found(vectors),
              (Problems{{path, "not in canonical form; run countersign vectors accept"}}));
  }
}

TEST(Lint, WantsACaseOfAHundredLinesAtMost) {
  const auto lines = [](const char* path, int sources) {
    SampleVectors vectors = Clean();
    std::vector<Json> list;
    Json ids = {"sample/published"};
    // Each source with an id of that length has a line of its own.
    for (int i = 100; i < 100 + sources; ++i) {
      list.push_back(SampleSource("page"));
      list.back()["id"] = "a/" + std::string(70, 'x') + std::to_string(i);
      ids.push_back(list.back()["id"]);
    }
    list.push_back(SampleSource("published"));
    list.push_back(SampleSource("recorded"));
    PutSources(vectors, list);
    Json c = Json::parse(vectors.TextOf(path));
    c["provenance"] = ids;
    PutFormatted(vectors, path, c);
    return Found(vectors);
  };
  EXPECT_EQ(lines(kPresign, 5), Problems{});
  const Problems found = lines(kPresign, 100);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where, kPresign);
  EXPECT_NE(found[0].text.find(" lines; a case has at most 100"), std::string::npos);
  EXPECT_EQ(lines(kFamily, 100), Problems{});
}

TEST(Lint, SortsProblemsByWhereTheyAre) {
  SampleVectors vectors = Clean();
  vectors.PutText(kVerify, vectors.TextOf(kVerify) + "\n");
  Json family = SampleCase("presign-family");
  family["family"].erase("digest");
  PutFormatted(vectors, kFamily, family);
  const Problems found = Found(vectors);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].where, kFamily);
  EXPECT_EQ(found[1].where, kVerify);
}

}  // namespace
}  // namespace countersign
