#include "live_server/adapt_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "judge/derive.h"
#include "suite/load.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

constexpr Timestamp kPresent{std::chrono::seconds(1795648943)};  // 2026-11-25T23:22:23Z

const Suite& EmbeddedSuite() {
  static const Suite suite = std::get<Suite>(LoadEmbedded());
  return suite;
}

const Case& Find(const std::string& id) {
  for (const Case& c : EmbeddedSuite().cases) {
    if (c.id == id) return c;
  }
  ADD_FAILURE() << "no case " << id;
  return EmbeddedSuite().cases.front();
}

CredentialMessage Key(const std::string& id, const std::string& secret) {
  CredentialMessage key;
  key.access_key_id = id;
  key.secret_access_key = secret;
  return key;
}

EndpointConfig ConfigOf(Addressing addressing = Addressing::kPath) {
  EndpointConfig config;
  config.url = std::get<EndpointUrl>(ParseEndpointUrl("http://store.example.net:9000"));
  config.bucket = "vault";
  config.addressing = addressing;
  config.region = "eu-south-2";
  config.prefix = "countersign-12345678/";
  config.credentials.primary = Key("LIVEKEYEXAMPLE", "live+secret/EXAMPLE");
  config.credentials.second = Key("SECONDKEYEXAMPLE", "second/EXAMPLE");
  config.credentials.inactive = Key("OLDKEYEXAMPLE", "old/EXAMPLE");
  config.credentials.inactive->status = "inactive";
  config.credentials.temporary = Key("TEMPKEYEXAMPLE", "temporary/EXAMPLE");
  config.credentials.temporary->session_token = "token/with+signs==" + std::string(80, 'T');
  return config;
}

std::variant<Case, NotAsked> Ambient(const std::string& id,
                                     Addressing addressing = Addressing::kPath) {
  return AdaptCase(Find(id), ConfigOf(addressing), EndpointClock::kAmbient, kPresent);
}

VerifyMessage::Request Adapted(const std::string& id, Addressing addressing = Addressing::kPath) {
  auto adapted = Ambient(id, addressing);
  if (const auto* c = std::get_if<Case>(&adapted)) {
    return std::get<VerifyMessage>(c->request).request;
  }
  ADD_FAILURE() << id << ": " << std::get<NotAsked>(adapted).reason;
  return {};
}

std::string WhyNot(const std::string& id, Addressing addressing = Addressing::kPath) {
  auto adapted = Ambient(id, addressing);
  const auto* why = std::get_if<NotAsked>(&adapted);
  if (why == nullptr) return "it is asked";
  EXPECT_EQ(why->verdict, Verdict::kNotExercised);
  return why->reason;
}

std::string HostOf(const VerifyMessage::Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (name == "Host") return value;
  }
  return "";
}

// The rule by which the reference refuses a request; "accepted" if it does not.
std::string RuleOf(const Case& c) {
  const auto answer =
      std::get<Result<Accepted>>(VerifyWithReference(std::get<VerifyMessage>(c.request)));
  return answer.ok() ? "accepted" : std::string(RuleId(answer.rejection().rule));
}

// A live server does not declare these features, so it is never asked such a case.
bool NeedsMore(const Case& c) {
  return std::any_of(c.features.begin(), c.features.end(), [](const std::string& feature) {
    return feature == "policy" || feature == "sigv4a" || feature == "access-points" ||
           feature == "s3-express";
  });
}

// A case still tests the same if the same rule refuses it as before. Some cases cannot be adapted
// and are skipped here.
void ExpectSameRules(EndpointClock clock, const EndpointConfig& config, std::size_t at_least) {
  std::size_t adapted_count = 0;
  for (const Case& c : EmbeddedSuite().cases) {
    if (OpOf(c) != Op::kVerify || NeedsMore(c)) continue;
    auto adapted = AdaptCase(c, config, clock, kPresent);
    const auto* live = std::get_if<Case>(&adapted);
    if (live == nullptr) continue;
    ++adapted_count;
    EXPECT_EQ(RuleOf(*live), RuleOf(c)) << c.id << "\n"
                                        << std::get<VerifyMessage>(live->request).request.target;
    EXPECT_EQ(live->id, c.id);
  }
  EXPECT_GE(adapted_count, at_least);
}

TEST(AdaptCase, KeepsTheRuleThatRefusesEachCase) {
  ExpectSameRules(EndpointClock::kAmbient, ConfigOf(Addressing::kPath), 1700);
  ExpectSameRules(EndpointClock::kAmbient, ConfigOf(Addressing::kVirtualHosted), 1700);
  ExpectSameRules(EndpointClock::kSettable, ConfigOf(Addressing::kPath), 2500);
}

TEST(AdaptCase, PutsThePathOfTheEndpointInFront) {
  EndpointConfig config = ConfigOf();
  config.url = std::get<EndpointUrl>(ParseEndpointUrl("http://store.example.net:9000/storage/s3"));
  ExpectSameRules(EndpointClock::kAmbient, config, 1700);
  const auto adapted = AdaptCase(Find("verify/mode/query-authentication"), config,
                                 EndpointClock::kAmbient, kPresent);
  const auto& request = std::get<VerifyMessage>(std::get<Case>(adapted).request).request;
  EXPECT_TRUE(request.target.starts_with("/storage/s3/vault/countersign-12345678/test.txt?"));
  config.addressing = Addressing::kVirtualHosted;
  EXPECT_EQ(config.PathStart(), "/storage/s3/countersign-12345678/");
}

TEST(AdaptCase, AsksNothingAboutAnotherRegionIfTheServerHasNone) {
  EndpointConfig config = ConfigOf();
  config.regions = EndpointRegions::kNone;
  ExpectSameRules(EndpointClock::kAmbient, config, 1600);
  for (const std::string name : {"region-eu-west-1", "region-empty", "region-star",
                                 "region-upper-case", "region-us-east-2"}) {
    const std::string id = "verify/credential/" + name;
    const auto adapted = AdaptCase(Find(id), config, EndpointClock::kAmbient, kPresent);
    ASSERT_TRUE(std::holds_alternative<NotAsked>(adapted)) << id;
    EXPECT_NE(std::get<NotAsked>(adapted).reason.find("(--no-region)"), std::string::npos);
    EXPECT_EQ(WhyNot(id), "it is asked");
  }
  EXPECT_TRUE(std::holds_alternative<Case>(AdaptCase(Find("verify/mode/query-authentication"),
                                                     config, EndpointClock::kAmbient, kPresent)));
}

TEST(AdaptCase, SignsForTheServersHostBucketRegionKeyAndTime) {
  const VerifyMessage::Request request = Adapted("verify/mode/query-authentication");
  EXPECT_EQ(request.scheme, "http");
  EXPECT_EQ(HostOf(request), "store.example.net:9000");
  const std::string start =
      "/vault/countersign-12345678/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
      "&X-Amz-Credential=LIVEKEYEXAMPLE%2F20261125%2Feu-south-2%2Fs3%2Faws4_request"
      "&X-Amz-Date=20261125T222223Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
      "&X-Amz-Signature=";
  EXPECT_EQ(request.target.substr(0, start.size()), start);
}

TEST(AdaptCase, PutsTheBucketIntoTheHost) {
  const VerifyMessage::Request request =
      Adapted("verify/mode/query-authentication", Addressing::kVirtualHosted);
  EXPECT_EQ(HostOf(request), "vault.store.example.net:9000");
  EXPECT_TRUE(request.target.starts_with("/countersign-12345678/test.txt?")) << request.target;
}

TEST(AdaptCase, ChangesTheAddressingToTheServers) {
  const std::string id = "verify/mode/query-authentication-virtual-hosted";
  EXPECT_TRUE(Adapted(id).target.starts_with("/vault/countersign-12345678/test.txt?"));
  EXPECT_TRUE(
      Adapted(id, Addressing::kVirtualHosted).target.starts_with("/countersign-12345678/test.txt"));
}

TEST(AdaptCase, KeepsUnusualSpellingsOfThePath) {
  EXPECT_TRUE(Adapted("verify/path/dot-dot-segment").target.find("/../") != std::string::npos);
  EXPECT_TRUE(Adapted("verify/path/lower-case-escapes").target.find("%c3") != std::string::npos);
  EXPECT_TRUE(Adapted("verify/path/double-slash").target.find("//") != std::string::npos);
}

TEST(AdaptCase, KeepsTheFormOfAMalformedDate) {
  EXPECT_NE(Adapted("verify/date/extended-format").target.find("2026-11-25T00%3A00%3A00Z"),
            std::string::npos);
  EXPECT_NE(Adapted("verify/date/rfc-1123").target.find("Wed%2C%2025%20Nov%202026%2000"),
            std::string::npos);
  // Midnight, in seconds after the epoch.
  EXPECT_NE(Adapted("verify/date/epoch-seconds").target.find("X-Amz-Date=1795564800&"),
            std::string::npos);
}

TEST(AdaptCase, ChangesTheNewSignatureAsTheCaseChangedItsOwn) {
  const std::string whole = Adapted("verify/mode/query-authentication").target;
  const std::string right = whole.substr(whole.size() - 64);
  const auto ends_with = [](const std::string& id, const std::string& end) {
    const std::string target = Adapted(id).target;
    return target.ends_with("X-Amz-Signature=" + end) ? "yes" : target;
  };
  EXPECT_EQ(ends_with("verify/signature/half-of-it", right.substr(0, 32)), "yes");
  EXPECT_EQ(ends_with("verify/signature/reversed", {right.rbegin(), right.rend()}), "yes");
  EXPECT_EQ(ends_with("verify/signature/twice-in-one-value", right + right), "yes");
}

TEST(AdaptCase, SaysWhyACaseCannotBeAsked) {
  for (const auto& [id, words] : std::map<std::string, std::string>{
           {"verify/window/one-minute-one-second-late", "very second"},
           {"verify/window/one-minute-last-second", "very second"},
           {"verify/window/fifteen-minutes-ahead", "very second"},
           {"verify/window/across-midnight", "day of the calendar"},
           {"verify/window/every-day-of-2024/2024-02-29", "day of the calendar"},
           {"verify/date/month-13", "cannot be moved"},
           {"verify/keys/secret-trimmed", "white space"},
           {"verify/token/expired-before-url", "token that ends"},
           {"verify/path/root", "names no key"},
           {"verify/path/bucket-without-key", "not below its bucket"},
           {"verify/host/bucket-swapped", "virtual-hosted"},
           {"verify/body/completion-md5", "upload that the server does not have"},
       }) {
    EXPECT_NE(WhyNot(id).find(words), std::string::npos) << id << ": " << WhyNot(id);
  }
  EXPECT_EQ(WhyNot("verify/window/long-expired"), "it is asked");
  EXPECT_EQ(WhyNot("verify/window/an-hour-ahead"), "it is asked");
}

TEST(AdaptCase, SaysWhatTheServerOrTheKeysLack) {
  EXPECT_EQ(WhyNot("verify/host/bucket-swapped", Addressing::kVirtualHosted), "it is asked");
  EndpointConfig bare = ConfigOf();
  bare.credentials.temporary.reset();
  bare.credentials.inactive.reset();
  for (const std::string id : {"verify/token/in-query", "verify/keys/inactive"}) {
    EXPECT_TRUE(std::holds_alternative<NotAsked>(
        AdaptCase(Find(id), bare, EndpointClock::kAmbient, kPresent)))
        << id;
  }
}

TEST(AdaptCase, DistinguishesTwoRegionsOfTheSameLength) {
  EndpointConfig config = ConfigOf();
  config.region = "us-east-2";
  const auto adapted = AdaptCase(Find("verify/credential/region-eu-west-1"), config,
                                 EndpointClock::kAmbient, kPresent);
  EXPECT_TRUE(std::holds_alternative<Case>(adapted));
  config.region = "eu-west-1";
  const auto same = AdaptCase(Find("verify/credential/region-eu-west-1"), config,
                              EndpointClock::kAmbient, kPresent);
  EXPECT_TRUE(std::holds_alternative<NotAsked>(same));
}

TEST(AdaptCase, WritesOnlyBelowThePrefix) {
  for (const Case& c : EmbeddedSuite().cases) {
    if (OpOf(c) != Op::kVerify) continue;
    auto adapted = AdaptCase(c, ConfigOf(), EndpointClock::kSettable, kPresent);
    const auto* live = std::get_if<Case>(&adapted);
    if (live == nullptr) continue;
    const auto& request = std::get<VerifyMessage>(live->request).request;
    EXPECT_TRUE(request.target.starts_with("/vault/countersign-12345678/")) << c.id;
    if (request.method == "GET" || request.method == "HEAD") continue;
    EXPECT_EQ(request.target.find("/../"), std::string::npos) << c.id;
    EXPECT_EQ(request.target.find("%2E%2E"), std::string::npos) << c.id;
  }
}

TEST(AdaptCase, BeginsTransfersInThePresent) {
  for (const auto& [name, wait] :
       {std::pair{"download-outlives-its-url", 0}, std::pair{"range-before-its-end", 1},
        std::pair{"range-after-its-end", 8}}) {
    const auto adapted = Ambient(std::string("verify/transfer/") + name);
    ASSERT_TRUE(std::holds_alternative<Case>(adapted)) << name;
    const auto& message = std::get<VerifyMessage>(std::get<Case>(adapted).request);
    EXPECT_NE(message.request.target.find("X-Amz-Date=20261125T232223Z&X-Amz-Expires=6&"),
              std::string::npos)
        << message.request.target;
    EXPECT_EQ(message.now, FormatRfc3339(kPresent + std::chrono::seconds(wait))) << name;
  }
}

TEST(AdaptCase, GivesTheRequestItsTransferScenario) {
  const auto transfer = [](const std::string& id) {
    const auto adapted = Ambient(id);
    return std::get<VerifyMessage>(std::get<Case>(adapted).request).transfer;
  };
  EXPECT_EQ(transfer("verify/transfer/download-outlives-its-url"), TransferScenario::kOutlives);
  EXPECT_EQ(transfer("verify/mode/query-authentication"), std::nullopt);
}

// The rest of what a case about a wrong signer needs is in KeepsTheRuleThatRefusesEachCase.
TEST(AdaptCase, RepeatsTheMistakeOfAWrongSigner) {
  for (const char* id : {"verify/path/raw-form-signed",
                         "verify/path/decoded-form-signed",
                         "verify/signing-key/without-prefix",
                         "verify/signing-key/through-hex",
                         "verify/signing-key/in-another-order",
                         "verify/signing-key/of-another-day",
                         "verify/signing-key/of-another-region",
                         "verify/signing-key/of-another-service",
                         "verify/string-to-sign/with-final-newline",
                         "verify/string-to-sign/with-key-id-in-scope",
                         "verify/credential/terminator-aws5",
                         "verify/credential/empty-terminator",
                         "verify/credential/scope-date-yesterday-signed-for-today",
                         "verify/query/signed-unsorted",
                         "verify/query/signed-with-signature",
                         "verify/parameters/signed-headers-missing",
                         "verify/order/unsigned-header-before-missing-one",
                         "verify/path/signed-without-its-bucket",
                         "verify/signature/wrong-beside-streaming-header",
                         "verify/signed-headers/host-listed-twice",
                         "verify/signed-headers/leading-semicolon",
                         "verify/signed-headers/listed-with-spaces"}) {
    EXPECT_EQ(WhyNot(id), "it is asked") << id;
  }
  EXPECT_EQ(WhyNot("verify/path/signed-with-its-bucket-and-sent-virtual-hosted",
                   Addressing::kVirtualHosted),
            "it is asked");
}

std::string SignatureOfTarget(const VerifyMessage::Request& request) {
  return request.target.substr(request.target.size() - 64);
}

// A server that verifies /test.txt, whatever the bucket, would find its own signature there.
TEST(AdaptCase, SignsThePathWithoutTheServersBucket) {
  const auto adapted = Ambient("verify/path/signed-without-its-bucket");
  ASSERT_TRUE(std::holds_alternative<Case>(adapted));
  VerifyMessage message = std::get<VerifyMessage>(std::get<Case>(adapted).request);
  message.request.target.erase(0, std::string_view("/vault").size());
  message.request.headers = {{"Host", "store.example.net:9000"}};
  Case without = std::get<Case>(adapted);
  without.request = message;
  EXPECT_EQ(SignatureOfTarget(message.request), DeriveSignature(without));
}

TEST(AdaptCase, SignsForTheMomentOfUseOnlyIfItCanSetTheClock) {
  const std::string id = "verify/string-to-sign/with-the-moment-of-use";
  EXPECT_NE(WhyNot(id).find("the second in which it arrives"), std::string::npos) << WhyNot(id);
  EXPECT_TRUE(std::holds_alternative<Case>(
      AdaptCase(Find(id), ConfigOf(), EndpointClock::kSettable, kPresent)));
}

TEST(AdaptCase, SaysWhichAddressingAWrongSignerNeeds) {
  EXPECT_NE(WhyNot("verify/path/signed-with-its-bucket-and-sent-virtual-hosted")
                .find("a virtual-hosted bucket"),
            std::string::npos);
  EXPECT_NE(WhyNot("verify/path/signed-without-its-bucket", Addressing::kVirtualHosted)
                .find("a bucket in the path"),
            std::string::npos);
}

TEST(AdaptCase, ChangesTheAddressingOfACaseThatChangesThePortAlone) {
  const std::string id = "verify/crossed/port-changed/";
  std::size_t asked = 0;
  for (const Case& c : EmbeddedSuite().cases) {
    if (!c.id.starts_with(id + "get-virtual")) continue;
    EXPECT_EQ(WhyNot(c.id), "it is asked") << c.id;
    ++asked;
  }
  EXPECT_GT(asked, 0u);
}

TEST(AdaptCase, AsksACaseAboutPortsOnlyOnAPortOfItsKind) {
  EXPECT_NE(WhyNot("verify/host/default-port-sent-and-signed").find("its scheme's default port"),
            std::string::npos);
  EXPECT_EQ(WhyNot("verify/host/with-port"), "it is asked");
  EndpointConfig config = ConfigOf();
  config.url = std::get<EndpointUrl>(ParseEndpointUrl("http://store.example.net"));
  const auto adapted = [&config](const char* id) {
    return AdaptCase(Find(id), config, EndpointClock::kAmbient, kPresent);
  };
  EXPECT_EQ(adapted("verify/host/default-port-sent-and-signed").index(), 0u);
  const auto with_port = adapted("verify/host/with-port");
  ASSERT_EQ(with_port.index(), 1u);
  EXPECT_NE(std::get<NotAsked>(with_port).reason.find("a port that is not the default"),
            std::string::npos);
}

// MinIO refuses STANDARD_IA and such version ids before it verifies anything.
TEST(AdaptCase, SendsValuesThatServersKnow) {
  EXPECT_NE(Adapted("verify/parameters/version-added-after-signing").target.find("versionId=null"),
            std::string::npos);
  EXPECT_NE(Adapted("verify/query/version-changed").target.find("versionId=null"),
            std::string::npos);
  for (const auto& [name, value] : Adapted("verify/headers/four-amz-headers").headers) {
    if (name == "x-amz-storage-class") {
      EXPECT_EQ(value, "STANDARD");
    }
  }
}

std::string CopySourceOf(const VerifyMessage::Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (name == "x-amz-copy-source") return value;
  }
  return "";
}

// A bucket that does not exist would hide a server that copies what it must not.
TEST(AdaptCase, CopiesAnObjectOfTheRunsOwnWhateverBucketTheCaseNames) {
  EXPECT_EQ(CopySourceOf(Adapted("verify/signed-headers/unsigned-copy-source")),
            "/vault/countersign-12345678/payroll.csv");
  EXPECT_EQ(CopySourceOf(Adapted("verify/signed-headers/copy-source-signed")),
            "/vault/countersign-12345678/public.txt");
  EXPECT_EQ(CopySourceOf(Adapted("verify/signed-headers/copy-source-encoded-and-signed")),
            "vault%2Fcountersign-12345678%2Fpublic.txt");
}

TEST(AdaptCase, AsksAboutABucketInAnotherRegionIfThereIsOne) {
  const Case& c = Find("verify/endpoint/regional-for-us-east-1");
  EndpointConfig config = ConfigOf();
  EXPECT_NE(WhyNot("verify/endpoint/regional-for-us-east-1").find("a bucket in another region"),
            std::string::npos);
  config.region = "us-east-1";
  config.endpoint_region = "ap-southeast-2";
  const auto adapted = AdaptCase(c, config, EndpointClock::kAmbient, kPresent);
  ASSERT_TRUE(std::holds_alternative<Case>(adapted)) << std::get<NotAsked>(adapted).reason;
  const auto& message = std::get<VerifyMessage>(std::get<Case>(adapted).request);
  EXPECT_EQ(message.bucket->region, "us-east-1");
  EXPECT_EQ(message.server.region, "ap-southeast-2");
  EXPECT_NE(message.request.target.find("%2Fus-east-1%2Fs3"), std::string::npos);
  const auto at_home =
      AdaptCase(Find("verify/path/space"), config, EndpointClock::kAmbient, kPresent);
  EXPECT_TRUE(std::holds_alternative<NotAsked>(at_home));
}

// A scope that names the endpoint's region, and not the bucket's, names the live endpoint's.
TEST(AdaptCase, KeepsTheScopeOfTheEndpointsRegion) {
  EndpointConfig config = ConfigOf();
  config.endpoint_region = "ap-southeast-2";
  const auto adapted =
      AdaptCase(Find("verify/endpoint/regional-for-older-region-scope-of-the-endpoint"), config,
                EndpointClock::kAmbient, kPresent);
  ASSERT_TRUE(std::holds_alternative<Case>(adapted)) << std::get<NotAsked>(adapted).reason;
  const auto& message = std::get<VerifyMessage>(std::get<Case>(adapted).request);
  EXPECT_NE(message.request.target.find("%2Fap-southeast-2%2Fs3"), std::string::npos)
      << message.request.target;
}

TEST(AdaptCase, AsksAboutARawPlusOnlyIfTheTokenHasOne) {
  EndpointConfig config = ConfigOf();
  const Case& c = Find("verify/token/raw-plus");
  const auto adapted = AdaptCase(c, config, EndpointClock::kAmbient, kPresent);
  EXPECT_TRUE(std::holds_alternative<Case>(adapted));
  config.credentials.temporary->session_token = "token/without/plus==" + std::string(80, 'T');
  const auto without = AdaptCase(c, config, EndpointClock::kAmbient, kPresent);
  ASSERT_TRUE(std::holds_alternative<NotAsked>(without));
  EXPECT_NE(std::get<NotAsked>(without).reason.find("contains a '+'"), std::string::npos);
}

}  // namespace
}  // namespace countersign
