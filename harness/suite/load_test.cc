#include "suite/load.h"

#include <gtest/gtest.h>

#include "suite/embedded.h"
#include "suite/load_error_test.h"
#include "suite/sample_vectors_test.h"

namespace countersign {
namespace {

std::string OpNameOf(const std::string& base) { return base.substr(0, base.find('-')); }

SampleVectors OneCase(const std::string& path, const Json& document) {
  SampleVectors vectors;
  vectors.Put(path, document);
  return vectors;
}

Case LoadedCase(const std::string& base) {
  return OneCase(OpNameOf(base) + "/sample/case.json", SampleCase(base)).Loaded().cases.front();
}

std::vector<std::string> IdsOf(const Suite& suite) {
  std::vector<std::string> ids;
  for (const Case& c : suite.cases) ids.push_back(c.id);
  return ids;
}

TEST(Load, ReadsWhatAPresignCaseSays) {
  const Case c = LoadedCase("presign");
  EXPECT_EQ(c.id, "presign/sample/case");
  EXPECT_EQ(c.file, "presign/sample/case.json");
  EXPECT_EQ(c.why, "A sample.");
  EXPECT_EQ(c.rules, (std::vector<std::string>{"sample/foremost", "sample/other"}));
  EXPECT_EQ(c.level, Level::kMust);
  EXPECT_EQ(c.status, CaseStatus::kActive);
  EXPECT_EQ(c.features, std::vector<std::string>{"virtual-hosted"});
  EXPECT_FALSE(c.needs_exact_clock);
  const auto& presign = std::get<PresignMessage>(c.request);
  EXPECT_EQ(presign.path, "/test.txt");
  EXPECT_EQ(presign.headers, (std::vector<NameValue>{{"x-amz-acl", "public-read"}}));
  EXPECT_EQ(presign.credentials.kind, "iam-user");
  ASSERT_EQ(c.expected.size(), 1u);
  EXPECT_TRUE(c.expected[0].accept);
  ASSERT_TRUE(c.stages.has_value());
  EXPECT_EQ(c.stages->signature,
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  ASSERT_EQ(c.provenance.size(), 1u);
  EXPECT_EQ(c.provenance[0]->kind, ProvenanceKind::kPublished);
}

TEST(Load, ReadsWhatIsOptionalInAPresignCase) {
  Json document = SampleCase("presign-pinned");
  document["status"] = "disputed";
  document["exact_clock"] = true;
  document["presign"]["key"] = {{"b64", "/w=="}};
  const Case c = OneCase("presign/sample/case.json", document).Loaded().cases.front();
  EXPECT_EQ(c.status, CaseStatus::kDisputed);
  EXPECT_EQ(c.level, Level::kMay);
  EXPECT_TRUE(c.needs_exact_clock);
  EXPECT_EQ(c.pinned_url, document["expect"]["url"].get<std::string>());
  EXPECT_EQ(std::get<PresignMessage>(c.request).key, "\xFF");
}

TEST(Load, ReadsWhatARefusedVerifyCaseSays) {
  const Case c = LoadedCase("verify-refused");
  EXPECT_EQ(c.refused_by, "sample/foremost");
  ASSERT_EQ(c.expected.size(), 1u);
  EXPECT_FALSE(c.expected[0].accept);
  EXPECT_EQ(c.expected[0].rejection_class, "signature-mismatch");
  EXPECT_EQ(c.expected[0].status, 403);
  EXPECT_EQ(c.expected[0].code, "SignatureDoesNotMatch");
  ASSERT_TRUE(c.signed_as.has_value());
  EXPECT_EQ(c.signed_as->method, "PUT");
  EXPECT_EQ(c.signed_as->target, std::nullopt);
  EXPECT_EQ(c.signature_source, SignatureSource::kComputed);
  EXPECT_EQ(c.stages, std::nullopt);
  const auto& verify = std::get<VerifyMessage>(c.request);
  EXPECT_EQ(verify.server.hosts, std::vector<std::string>{"s3.amazonaws.com"});
  EXPECT_EQ(verify.credentials.at(0).status, "active");
  EXPECT_EQ(LoadedCase("verify-literal").signature_source, SignatureSource::kLiteral);
}

TEST(Load, ReadsAnExactClockOfAVerifyCase) {
  Json document = SampleCase("verify");
  EXPECT_FALSE(
      OneCase("verify/sample/case.json", document).Loaded().cases.front().needs_exact_clock);
  document["exact_clock"] = true;
  EXPECT_TRUE(
      OneCase("verify/sample/case.json", document).Loaded().cases.front().needs_exact_clock);
}

TEST(Load, ReadsEveryMemberOfSigned) {
  Json document = SampleCase("verify-refused");
  document["signed"] = {{"method", "PUT"},
                        {"target", "/a"},
                        {"headers", Json::array({{"Host", "h"}})},
                        {"payload", "UNSIGNED-PAYLOAD"},
                        {"secret_access_key", {{"b64", "/w=="}}}};
  const Signed s = *OneCase("verify/sample/case.json", document).Loaded().cases.front().signed_as;
  EXPECT_EQ(s.method, "PUT");
  EXPECT_EQ(s.target, "/a");
  EXPECT_EQ(s.headers, (std::vector<NameValue>{{"Host", "h"}}));
  EXPECT_EQ(s.payload, "UNSIGNED-PAYLOAD");
  EXPECT_EQ(s.secret_access_key, "\xFF");
}

TEST(Load, ReadsWhatSurroundsALiveRequest) {
  EXPECT_EQ(LoadedCase("verify").live, std::nullopt);
  Json document = SampleCase("verify");
  for (const auto& [name, use] : {std::pair{"outlives", TransferScenario::kOutlives},
                                  std::pair{"used-before", TransferScenario::kUsedBefore},
                                  std::pair{"broken-off", TransferScenario::kBrokenOff}}) {
    document["live"] = name;
    EXPECT_EQ(OneCase("verify/sample/case.json", document).Loaded().cases.front().live, use);
  }
}

TEST(Load, SortsCasesByIdAndExpandsFamilies) {
  SampleVectors vectors;
  vectors.Put("verify/sample/case.json", SampleCase("verify"));
  vectors.Put("presign/sample/family.json", SampleCase("presign-family"));
  vectors.Put("presign/sample/case.json", SampleCase("presign"));
  const Suite suite = vectors.Loaded();
  EXPECT_EQ(IdsOf(suite),
            (std::vector<std::string>{"presign/sample/case", "presign/sample/family/plain",
                                      "presign/sample/family/space", "verify/sample/case"}));
  EXPECT_EQ(suite.cases[2].file, "presign/sample/family.json");
  EXPECT_EQ(std::get<PresignMessage>(suite.cases[2].request).path, "/%20");
  ASSERT_EQ(suite.families.size(), 1u);
  EXPECT_EQ(suite.families[0].id, "presign/sample/family");
  EXPECT_EQ(suite.families[0].sha256, std::string(64, '5'));
  EXPECT_EQ(suite.families[0].members, (std::vector<std::string>{"presign/sample/family/plain",
                                                                 "presign/sample/family/space"}));
  EXPECT_EQ(suite.digest, "");
}

TEST(Load, TakesEveryBaseOfTheMalformedCases) {
  for (const auto& [base, document] : MalformedCases().at("bases").items()) {
    EXPECT_EQ(OneCase(OpNameOf(base) + "/sample/case.json", document).Errors(), LoadErrors{})
        << base;
  }
}

TEST(Load, RefusesEveryMalformedCaseAtItsPlace) {
  ASSERT_GE(MalformedCases().at("malformed").size(), 200u);
  for (const Json& entry : MalformedCases().at("malformed")) {
    const std::string base = entry.at("base");
    const std::string path = OpNameOf(base) + "/sample/case.json";
    const Json document = SampleCase(base).patch(entry.at("patch"));
    const LoadErrors errors = OneCase(path, document).Errors();
    ASSERT_FALSE(errors.empty()) << entry;
    EXPECT_EQ(errors.front().pointer, entry.at("pointer").get<std::string>()) << entry;
    EXPECT_EQ(errors.front().file, path) << entry;
    EXPECT_FALSE(errors.front().expected.empty()) << entry;
  }
}

TEST(Load, SaysWhatWasExpectedAndWhatWasFound) {
  const auto said = [](const char* base, Json::json_pointer place, const Json& value) {
    Json document = SampleCase(base);
    document[place] = value;
    return OneCase(OpNameOf(base) + "/sample/case.json", document).Errors().at(0).expected;
  };
  EXPECT_EQ(said("presign", "/level"_json_pointer, "optional"),
            "expected one of must, should, may, found \"optional\"");
  EXPECT_EQ(said("presign", "/presign/now"_json_pointer, "today"),
            "expected a time such as 2013-05-24T00:00:00Z, found \"today\"");
  EXPECT_EQ(said("presign", "/rules"_json_pointer, {"sample/absent"}),
            "unknown rule: \"sample/absent\"");
  EXPECT_EQ(said("presign", "/rules"_json_pointer, Json::array()), "rules must not be empty");
  EXPECT_EQ(said("presign", "/provenance"_json_pointer, {"sample/absent"}),
            "unknown source: \"sample/absent\"");
  EXPECT_EQ(said("presign", "/stages/signing_key"_json_pointer, ""),
            "unknown key, expected one of canonical_request, string_to_sign, signature");
  EXPECT_EQ(said("presign", "/status"_json_pointer, nullptr), "expected a value, found null");
  EXPECT_EQ(said("presign", "/why"_json_pointer, 7), "expected a string, found a number");
  EXPECT_EQ(said("verify-refused", "/expect/answers/0/status"_json_pointer, 200),
            "expected an integer from 300 to 599, found 200");
  EXPECT_EQ(said("presign-family", "/presign/host"_json_pointer, "${host}.s3.amazonaws.com"),
            "expected a variable of the family (key, time), found \"${host}.s3.amazonaws.com\"");
  EXPECT_EQ(said("verify-family", "/verify/request/target"_json_pointer, "/${key}"),
            "expected to end in X-Amz-Signature=${signature} in a family");
}

TEST(Load, SaysHowToWriteStagesThatAreMissing) {
  Json document = SampleCase("presign");
  document.erase("stages");
  const LoadErrors errors = OneCase("presign/sample/case.json", document).Errors();
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0], (LoadError{"presign/sample/case.json", "/stages",
                                  "missing: expected if the first answer is accept. Copy those of "
                                  "another case; 'countersign vectors accept' corrects them"}));
}

TEST(Load, RefusesAKeyThatIsGivenTwiceWhereItIsGivenAgain) {
  SampleVectors vectors;
  std::string text = SampleCase("presign").dump();
  text.replace(text.find("\"method\""), 0, "\"method\":\"GET\",");
  vectors.PutText("presign/sample/case.json", text);
  const LoadErrors errors = vectors.Errors();
  ASSERT_FALSE(errors.empty());
  EXPECT_EQ(errors[0], (LoadError{"presign/sample/case.json", "/presign/method",
                                  "expected once, found again"}));
}

TEST(Load, SaysWhereATextStopsBeingJson) {
  SampleVectors vectors;
  vectors.PutText("presign/sample/case.json", "{\n  \"format\": 1,\n}\n");
  const LoadErrors errors = vectors.Errors();
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].pointer, "");
  EXPECT_EQ(errors[0].expected.rfind("expected JSON: ", 0), 0u) << errors[0].expected;
  EXPECT_NE(errors[0].expected.find("line 3, column 1"), std::string::npos) << errors[0].expected;
}

TEST(Load, RefusesAFileWhoseNameIsNoId) {
  for (const char* path : {"presign/case.json", "case.json", "present/sample/case.json",
                           "presign/sample/deep/case.json", "presign/Sample/case.json",
                           "presign/sample/a_case.json", "presign/sample/.json"}) {
    const LoadErrors errors = OneCase(path, SampleCase("presign")).Errors();
    ASSERT_EQ(errors.size(), 1u) << path;
    EXPECT_EQ(errors[0].file, path);
    EXPECT_EQ(errors[0].expected.rfind("expected the name presign/STEP/NAME.json", 0), 0u);
  }
}

TEST(Load, RefusesTheSameIdTwice) {
  const std::string text = SampleCase("presign").dump();
  SampleVectors rules;
  std::vector<VectorFile> files = rules.Files();
  files.insert(files.end(), 2, VectorFile{"presign/sample/case.json", text});
  const auto loaded = Load(files);
  ASSERT_TRUE(std::holds_alternative<LoadErrors>(loaded));
  EXPECT_EQ(std::get<LoadErrors>(loaded),
            (LoadErrors{{"presign/sample/case.json", "",
                         "a case of this id came before: presign/sample/case"}}));
}

TEST(Load, RefusesVectorsWithoutRules) {
  SampleVectors vectors;
  vectors.Remove("rules.json");
  EXPECT_EQ(vectors.Errors(),
            (LoadErrors{{"rules.json", "", "missing: the file with every rule"}}));
}

TEST(Load, RefusesVectorsWithoutSources) {
  SampleVectors vectors;
  vectors.Remove("sources.json");
  EXPECT_EQ(vectors.Errors(),
            (LoadErrors{{"sources.json", "", "missing: the file with every source"}}));
}

TEST(Load, TellsOfEveryMistakeInAFileAtOnce) {
  Json document = SampleCase("presign");
  document.erase("why");
  document["level"] = "optional";
  document["colour"] = "red";
  std::vector<std::string> pointers;
  for (const LoadError& error : OneCase("presign/sample/case.json", document).Errors()) {
    pointers.push_back(error.pointer);
  }
  EXPECT_EQ(pointers, (std::vector<std::string>{"/why", "/level", "/colour"}));
}

TEST(Load, TellsOfTwentyMistakesAtMost) {
  Json document = SampleCase("presign");
  for (int i = 0; i < 30; ++i) document["unknown-" + std::to_string(i)] = i;
  EXPECT_EQ(OneCase("presign/sample/case.json", document).Errors().size(), kMostErrors);
}

TEST(Load, GivesNoCaseOfAFileThatHasAMistake) {
  SampleVectors vectors = OneCase("presign/sample/good.json", SampleCase("presign"));
  vectors.PutText("presign/sample/bad.json", "{}");
  EXPECT_TRUE(std::holds_alternative<LoadErrors>(Load(vectors.Files())));
}

TEST(LoadEmbedded, IsTheVectorsFolderWithItsDigest) {
  const auto embedded = LoadEmbedded();
  const auto folder = LoadDirectory(COUNTERSIGN_VECTORS);
  ASSERT_TRUE(std::holds_alternative<Suite>(embedded))
      << testing::PrintToString(std::get<LoadErrors>(embedded));
  ASSERT_TRUE(std::holds_alternative<Suite>(folder));
  EXPECT_EQ(std::get<Suite>(embedded).digest, EmbeddedDigest());
  EXPECT_EQ(std::get<Suite>(embedded).digest, std::get<Suite>(folder).digest);
  EXPECT_EQ(IdsOf(std::get<Suite>(embedded)), IdsOf(std::get<Suite>(folder)));
  EXPECT_GE(std::get<Suite>(embedded).cases.size(), 1000u);
}

TEST(LoadDirectory, SaysThatThereIsNoSuchFolder) {
  const auto loaded = LoadDirectory("/nowhere");
  ASSERT_TRUE(std::holds_alternative<LoadErrors>(loaded));
  EXPECT_EQ(std::get<LoadErrors>(loaded),
            (LoadErrors{{"/nowhere", "", "expected a folder of vectors, found none"}}));
}

}  // namespace
}  // namespace countersign
