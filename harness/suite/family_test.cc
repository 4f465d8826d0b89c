#include "suite/family.h"

#include <gtest/gtest.h>

#include "suite/load_error_test.h"

namespace countersign {
namespace {

const Family kTwo{{{"a", {{"x", "1"}, {"y", "${x}"}}}, {"b", {{"x", "\xFF"}, {"y", ""}}}}, "", {}};

Case PresignPattern() {
  Case c;
  c.id = "presign/sample/family";
  PresignMessage m;
  m.path = "/${x}/${x}${y}";
  c.request = std::move(m);
  return c;
}

class CheckVariablesTest : public testing::Test {
 protected:
  std::size_t Check(std::string_view json, const Family& family = kTwo) {
    errors_.clear();
    JsonPlace place = *file_.Parse("family.json", json, errors_);
    place.pointer = pointer_;
    return CheckVariables(place, family);
  }

  std::string pointer_ = "/presign";
  JsonFile file_;
  LoadErrors errors_;
};

TEST(Expand, MakesOneCaseOfEachMember) {
  const std::vector<Case> cases = Expand(PresignPattern(), kTwo);
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].id, "presign/sample/family/a");
  EXPECT_EQ(cases[1].id, "presign/sample/family/b");
  EXPECT_EQ(std::get<PresignMessage>(cases[1].request).path, "/\xFF/\xFF");
}

TEST(Expand, DoesNotExpandWhatAVariableHolds) {
  const std::vector<Case> cases = Expand(PresignPattern(), kTwo);
  EXPECT_EQ(std::get<PresignMessage>(cases[0].request).path, "/1/1${x}");
}

// Every text of a presign request, that a variable may stand in.
TEST(Expand, ReachesEveryTextOfAPresignRequest) {
  const std::string x = "${x}";
  PresignMessage m;
  m.now = m.method = m.scheme = m.host = m.path = m.payload = m.service = m.algorithm = x;
  m.bucket = m.key = m.region = x;
  m.query = m.headers = {{x, x}};
  m.region_set = {x};
  m.credentials.access_key_id = m.credentials.secret_access_key = x;
  m.credentials.session_token = m.credentials.expires_at = m.credentials.arn = x;
  Case pattern;
  pattern.request = m;

  m.now = m.method = m.scheme = m.host = m.path = m.payload = m.service = m.algorithm = "1";
  m.bucket = m.key = m.region = "1";
  m.query = m.headers = {{"1", "1"}};
  m.region_set = {"1"};
  m.credentials.access_key_id = m.credentials.secret_access_key = "1";
  m.credentials.session_token = m.credentials.expires_at = m.credentials.arn = "1";
  EXPECT_EQ(std::get<PresignMessage>(Expand(pattern, kTwo)[0].request), m);
}

TEST(Expand, ReachesEveryTextOfAVerifyRequestAndOfWhatWasSigned) {
  const auto message = [](const std::string& x) {
    VerifyMessage m;
    m.now = m.request.method = m.request.scheme = m.request.target = x;
    m.request.headers = {{x, x}};
    m.request.source_ip = m.request.source_vpc = m.request.source_vpce = x;
    m.request.body_sha256 = m.server.service = m.server.region = x;
    m.server.hosts = {x};
    CredentialMessage& credential = m.credentials.emplace_back();
    credential.access_key_id = credential.secret_access_key = x;
    credential.session_token = credential.expires_at = credential.arn = x;
    m.bucket = VerifyMessage::Bucket{x, x, std::nullopt};
    return m;
  };
  Case pattern;
  pattern.request = message("${x}");
  pattern.signed_as = Signed{"${x}", "${x}", {{{"${x}", "${x}"}}}, "${x}", "${x}"};
  const Case expanded = Expand(pattern, kTwo)[0];
  EXPECT_EQ(std::get<VerifyMessage>(expanded.request), message("1"));
  EXPECT_EQ(expanded.signed_as->method, "1");
  EXPECT_EQ(expanded.signed_as->target, "1");
  EXPECT_EQ(expanded.signed_as->headers, (std::vector<NameValue>{{"1", "1"}}));
  EXPECT_EQ(expanded.signed_as->payload, "1");
  EXPECT_EQ(expanded.signed_as->secret_access_key, "1");
}

TEST(Expand, LeavesPoliciesAndTheSignaturesPlace) {
  const std::string policy = R"({"Resource":"arn:aws:s3:::b/${x}"})";
  VerifyMessage m;
  m.request.target = "/${x}?X-Amz-Signature=${signature}";
  m.credentials.emplace_back().policy = policy;
  m.bucket = VerifyMessage::Bucket{"b", "r", policy};
  Case pattern;
  pattern.request = m;
  const auto expanded = std::get<VerifyMessage>(Expand(pattern, kTwo)[0].request);
  EXPECT_EQ(expanded.request.target, "/1?X-Amz-Signature=${signature}");
  EXPECT_EQ(expanded.credentials.at(0).policy, policy);
  EXPECT_EQ(expanded.bucket->policy, policy);
}

TEST_F(CheckVariablesTest, CountsThemWhereverTheyStand) {
  EXPECT_EQ(Check(R"({"a": "${x}${y}", "b": [["${x}", "x"], "$x {x}"], "c": 1, "d": true})"), 3u);
  EXPECT_EQ(errors_, LoadErrors{});
}

TEST_F(CheckVariablesTest, ComplainsOfWhatIsNone) {
  EXPECT_EQ(Check(R"({"query": [["${x}", "a${z}b"]]})"), 1u);
  EXPECT_EQ(errors_, (LoadErrors{{"family.json", "/presign/query/0/1",
                                  "expected a variable of the family (x, y), found \"${z}b\""}}));
  EXPECT_EQ(Check(R"({"path": "${x"})"), 0u);
  EXPECT_EQ(errors_.at(0).expected, "expected a variable of the family (x, y), found \"${x\"");
}

TEST_F(CheckVariablesTest, KnowsTheSignatureInAVerifyTargetOnly) {
  pointer_ = "/verify";
  EXPECT_EQ(Check(R"({"request": {"target": "/?X-Amz-Signature=${signature}"}})"), 0u);
  EXPECT_EQ(errors_, LoadErrors{});
  Check(R"({"request": {"method": "${signature}"}})");
  EXPECT_EQ(errors_.at(0).pointer, "/verify/request/method");
  pointer_ = "/signed";
  Check(R"({"target": "${signature}"})");
  EXPECT_EQ(errors_.at(0).pointer, "/signed/target");
}

TEST_F(CheckVariablesTest, LeavesPolicies) {
  EXPECT_EQ(Check(R"({"policy": {"Resource": "arn:aws:s3:::b/${aws:username}${x}"}})"), 0u);
  EXPECT_EQ(errors_, LoadErrors{});
}

TEST(ReadFamily, ReadsMembersAndDigest) {
  JsonFile file;
  LoadErrors errors;
  const std::string digest(64, 'a');
  const auto read = [&](const std::string& json) {
    const JsonPlace place = *file.Parse("family.json", json, errors);
    return ReadFamily(place, place.element);
  };
  const Family family = read(R"({"over": {"octets": [0, 2]}, "digest": ")" + digest + "\"}");
  EXPECT_EQ(family.members.size(), 3u);
  EXPECT_EQ(family.digest, digest);
  EXPECT_EQ(read(R"({"over": {"octets": [0, 2]}})").digest, "");
  EXPECT_EQ(errors, LoadErrors{});
  read(R"({"digest": "A", "over": {}, "count": 3})");
  std::vector<std::string> pointers;
  for (const LoadError& error : errors) pointers.push_back(error.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/over", "/digest", "/count"}));
}

}  // namespace
}  // namespace countersign
