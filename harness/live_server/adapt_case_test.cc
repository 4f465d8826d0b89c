#include "live_server/adapt_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

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
  ADD_FAILURE() << "there is no case " << id;
  return EmbeddedSuite().cases.front();
}

CredentialMessage Key(const std::string& id, const std::string& secret) {
  CredentialMessage key;
  key.access_key_id = id;
  key.secret_access_key = secret;
  return key;
}

EndpointConfig Live(Addressing addressing = Addressing::kPath) {
  EndpointConfig live;
  live.url = std::get<EndpointUrl>(ParseEndpointUrl("http://store.example.net:9000"));
  live.bucket = "vault";
  live.addressing = addressing;
  live.region = "eu-south-2";
  live.prefix = "countersign-12345678/";
  live.credentials.primary = Key("LIVEKEYEXAMPLE", "live+secret/EXAMPLE");
  live.credentials.second = Key("SECONDKEYEXAMPLE", "second/EXAMPLE");
  live.credentials.inactive = Key("OLDKEYEXAMPLE", "old/EXAMPLE");
  live.credentials.inactive->status = "inactive";
  live.credentials.temporary = Key("TEMPKEYEXAMPLE", "temporary/EXAMPLE");
  live.credentials.temporary->session_token = "token/with+signs==" + std::string(80, 'T');
  return live;
}

std::variant<Case, NotAsked> Ambient(const std::string& id,
                                     Addressing addressing = Addressing::kPath) {
  return AdaptCase(Find(id), Live(addressing), EndpointClock::kAmbient, kPresent);
}

VerifyMessage::Request Posed(const std::string& id, Addressing addressing = Addressing::kPath) {
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
  if (why == nullptr) return "it is posed";
  EXPECT_EQ(why->verdict, Verdict::kNotExercised);
  return why->reason;
}

std::string HostOf(const VerifyMessage::Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (name == "Host") return value;
  }
  return "";
}

// The name of the rule by which the reference refuses a request; "accepted" where it does not.
std::string RuleOf(const Case& c) {
  const auto answer =
      std::get<Result<Accepted>>(VerifyWithReference(std::get<VerifyMessage>(c.request)));
  return answer.ok() ? "accepted" : std::string(RuleId(answer.rejection().rule));
}

// An endpoint does not declare that it can be given policies, so such a case is never posed.
bool NeedsPolicy(const Case& c) {
  return std::find(c.features.begin(), c.features.end(), "policy") != c.features.end();
}

// What a case is about is kept where the same rule refuses it as before. Some cannot: a signature
// that stands there as it is, where something before it is wrong as well, is not made anew.
void ExpectSameRules(EndpointClock clock, Addressing addressing, std::size_t at_least) {
  std::size_t posed_count = 0;
  for (const Case& c : EmbeddedSuite().cases) {
    if (OpOf(c) != Op::kVerify || NeedsPolicy(c)) continue;
    auto adapted = AdaptCase(c, Live(addressing), clock, kPresent);
    const auto* live = std::get_if<Case>(&adapted);
    if (live == nullptr) continue;
    ++posed_count;
    EXPECT_EQ(RuleOf(*live), RuleOf(c)) << c.id << "\n"
                                        << std::get<VerifyMessage>(live->request).request.target;
    EXPECT_EQ(live->id, c.id);
  }
  EXPECT_GE(posed_count, at_least);
}

TEST(AdaptCase, KeepsTheRuleThatRefusesEveryCaseOfTheSuite) {
  ExpectSameRules(EndpointClock::kAmbient, Addressing::kPath, 1700);
  ExpectSameRules(EndpointClock::kAmbient, Addressing::kVirtual, 1700);
  ExpectSameRules(EndpointClock::kSettable, Addressing::kPath, 2500);
}

TEST(AdaptCase, SignsAnewForHostBucketRegionKeyAndTime) {
  const VerifyMessage::Request request = Posed("verify/mode/query-authentication");
  EXPECT_EQ(request.scheme, "http");
  EXPECT_EQ(HostOf(request), "store.example.net:9000");
  const std::string start =
      "/vault/countersign-12345678/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
      "&X-Amz-Credential=LIVEKEYEXAMPLE%2F20261125%2Feu-south-2%2Fs3%2Faws4_request"
      "&X-Amz-Date=20261125T222223Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
      "&X-Amz-Signature=";
  EXPECT_EQ(request.target.substr(0, start.size()), start);
}

TEST(AdaptCase, PutsTheBucketInFrontOfTheHost) {
  const VerifyMessage::Request request =
      Posed("verify/mode/query-authentication", Addressing::kVirtual);
  EXPECT_EQ(HostOf(request), "vault.store.example.net:9000");
  EXPECT_TRUE(request.target.starts_with("/countersign-12345678/test.txt?")) << request.target;
}

TEST(AdaptCase, MovesACaseOfEitherStyleToTheOneThatIsAsked) {
  const std::string id = "verify/mode/query-authentication-virtual-hosted";
  EXPECT_TRUE(Posed(id).target.starts_with("/vault/countersign-12345678/test.txt?"));
  EXPECT_TRUE(Posed(id, Addressing::kVirtual).target.starts_with("/countersign-12345678/test.txt"));
}

TEST(AdaptCase, KeepsUnusualEscapesOfThePath) {
  EXPECT_TRUE(Posed("verify/path/dot-dot-segment").target.find("/../") != std::string::npos);
  EXPECT_TRUE(Posed("verify/path/lower-case-escapes").target.find("%c3") != std::string::npos);
  EXPECT_TRUE(Posed("verify/path/double-slash").target.find("//") != std::string::npos);
}

TEST(AdaptCase, MovesAMalformedDateInItsOwnForm) {
  EXPECT_NE(Posed("verify/date/extended-format").target.find("2026-11-25T00%3A00%3A00Z"),
            std::string::npos);
  EXPECT_NE(Posed("verify/date/rfc-1123").target.find("Wed%2C%2025%20Nov%202026%2000"),
            std::string::npos);
  // Midnight, in seconds after the epoch.
  EXPECT_NE(Posed("verify/date/epoch-seconds").target.find("X-Amz-Date=1795564800&"),
            std::string::npos);
}

TEST(AdaptCase, MakesTheCasesMistakeWithTheLiveSignature) {
  const std::string whole = Posed("verify/mode/query-authentication").target;
  const std::string right = whole.substr(whole.size() - 64);
  const auto ends_with = [](const std::string& id, const std::string& end) {
    const std::string target = Posed(id).target;
    return target.ends_with("X-Amz-Signature=" + end) ? "yes" : target;
  };
  EXPECT_EQ(ends_with("verify/signature/half-of-it", right.substr(0, 32)), "yes");
  EXPECT_EQ(ends_with("verify/signature/reversed", {right.rbegin(), right.rend()}), "yes");
  EXPECT_EQ(ends_with("verify/signature/twice-in-one-value", right + right), "yes");
}

TEST(AdaptCase, SaysWhatAnAmbientClockCannotAnswer) {
  EXPECT_NE(WhyNot("verify/window/one-minute-one-second-late").find("very second"),
            std::string::npos);
  EXPECT_NE(WhyNot("verify/window/one-minute-last-second").find("very second"), std::string::npos);
  EXPECT_NE(WhyNot("verify/window/fifteen-minutes-ahead").find("very second"), std::string::npos);
  EXPECT_NE(WhyNot("verify/window/across-midnight").find("day of the calendar"), std::string::npos);
  EXPECT_NE(WhyNot("verify/window/every-day-of-2024/2024-02-29").find("day of the calendar"),
            std::string::npos);
  EXPECT_NE(WhyNot("verify/date/month-13").find("cannot be moved"), std::string::npos);
  EXPECT_EQ(WhyNot("verify/window/long-expired"), "it is posed");
  EXPECT_EQ(WhyNot("verify/window/an-hour-ahead"), "it is posed");
}

TEST(AdaptCase, SaysWhatTheServerOrTheKeysLack) {
  EXPECT_NE(WhyNot("verify/keys/secret-trimmed").find("white space"), std::string::npos);
  EXPECT_NE(WhyNot("verify/token/expired-before-url").find("token that ends"), std::string::npos);
  EXPECT_NE(WhyNot("verify/path/root").find("more than one object"), std::string::npos);
  EXPECT_NE(WhyNot("verify/path/bucket-without-key").find("no key of its bucket"),
            std::string::npos);
  EXPECT_NE(WhyNot("verify/host/bucket-swapped").find("virtual-hosted"), std::string::npos);
  EXPECT_EQ(WhyNot("verify/host/bucket-swapped", Addressing::kVirtual), "it is posed");
  EndpointConfig bare = Live();
  bare.credentials.temporary.reset();
  bare.credentials.inactive.reset();
  for (const std::string id : {"verify/token/in-query", "verify/keys/inactive"}) {
    EXPECT_TRUE(std::holds_alternative<NotAsked>(
        AdaptCase(Find(id), bare, EndpointClock::kAmbient, kPresent)))
        << id;
  }
}

TEST(AdaptCase, DoesNotMistakeARegionForAnotherOne) {
  EndpointConfig live = Live();
  live.region = "us-east-2";
  const auto adapted = AdaptCase(Find("verify/credential/region-eu-west-1"), live,
                                 EndpointClock::kAmbient, kPresent);
  EXPECT_TRUE(std::holds_alternative<Case>(adapted));
  live.region = "eu-west-1";
  const auto same = AdaptCase(Find("verify/credential/region-eu-west-1"), live,
                              EndpointClock::kAmbient, kPresent);
  EXPECT_TRUE(std::holds_alternative<NotAsked>(same));
}

TEST(AdaptCase, WritesNowhereButUnderThePrefix) {
  for (const Case& c : EmbeddedSuite().cases) {
    if (OpOf(c) != Op::kVerify) continue;
    auto adapted = AdaptCase(c, Live(), EndpointClock::kSettable, kPresent);
    const auto* live = std::get_if<Case>(&adapted);
    if (live == nullptr) continue;
    const auto& request = std::get<VerifyMessage>(live->request).request;
    EXPECT_TRUE(request.target.starts_with("/vault/countersign-12345678/")) << c.id;
    if (request.method == "GET" || request.method == "HEAD") continue;
    EXPECT_EQ(request.target.find("/../"), std::string::npos) << c.id;
    EXPECT_EQ(request.target.find("%2E%2E"), std::string::npos) << c.id;
  }
}

TEST(AdaptCase, BeginsInThePresentWhatIsWaitedFor) {
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

}  // namespace
}  // namespace countersign
