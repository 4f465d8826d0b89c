#include <gtest/gtest.h>

#include <chrono>
#include <functional>

#include "judge/judgement.h"
#include "judge/sample_case_test.h"

namespace countersign {
namespace {

Judgement JudgeUrl(const Case& c, const std::string& url, Clock clock = Clock::kInjected) {
  OkAnswer answer;
  answer.url = url;
  return JudgePresign(c, answer, clock);
}

// The judgement on a sound URL for a message that departs from the one asked.
Judgement JudgeDeparture(const std::function<void(PresignMessage&)>& depart,
                         PresignMessage asked = PublishedPresign()) {
  PresignMessage other = asked;
  depart(other);
  return JudgeUrl(PresignCase(asked), SignedUrlFor(other));
}

std::string With(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

#define EXPECT_FAILS(judgement, sentence)      \
  do {                                         \
    const Judgement judged = (judgement);      \
    EXPECT_EQ(judged.verdict, Verdict::kFail); \
    EXPECT_EQ(judged.explanation, (sentence)); \
  } while (false)

constexpr const char* kChanged =
    " The signature is right for the request that was asked: the URL was changed after it had been "
    "signed.";

TEST(JudgePresign, PassesThePublishedUrl) {
  EXPECT_EQ(JudgeUrl(PresignCase(), kPublishedUrl).explanation, "");
  EXPECT_EQ(JudgeUrl(PresignCase(), kPublishedUrl).verdict, Verdict::kPass);
}

// What awscrt 0.38.1 made for SigV4AAsked, with a random signature.
const std::string kSigV4AUrl =
    "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/test.txt"
    "?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fs3%2Faws4_request&X-Amz-Date="
    "20130524T000000Z"
    "&X-Amz-SignedHeaders=host&X-Amz-Expires=86400&X-Amz-Region-Set=us-east-1%2Ceu-%2A"
    "&X-Amz-Signature=304402200ac27937c91edd22f7369d43bc39af532f2c52fcc9b10b8543ac351edfb01e9a"
    "0220548bb11d437f80dad9eb02e0b0773fd9b67e31a8dfa9aab6e9c8e601730ca0e8";

PresignMessage SigV4AAsked() {
  PresignMessage asked = PublishedPresign();
  asked.host = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
  asked.algorithm = "AWS4-ECDSA-P256-SHA256";
  asked.region.reset();
  asked.region_set = {"us-east-1", "eu-*"};
  return asked;
}

TEST(JudgePresign, PassesAnySignatureThatThePublicKeyVerifies) {
  EXPECT_EQ(JudgeUrl(PresignCase(SigV4AAsked()), kSigV4AUrl).explanation, "");
  const std::string own = SignedUrlFor(SigV4AAsked());
  EXPECT_EQ(own.find("0ac27937c91edd22"), std::string::npos);
  EXPECT_EQ(JudgeUrl(PresignCase(SigV4AAsked()), own).explanation, "");
}

TEST(JudgePresign, FailsASignatureThatThePublicKeyDoesNotVerify) {
  const Case c = PresignCase(SigV4AAsked());
  EXPECT_FAILS(
      JudgeUrl(c, With(kSigV4AUrl, "0ca0e8", "0ca0e9")),
      "The signature is not the one that the URL's own content calls for. (An adapter that "
      "reports canonical_request and string_to_sign is shown where.) The public key of the "
      "access key does not verify it.");
}

TEST(JudgePresign, FailsAnotherRegionSet) {
  const auto depart = [](std::vector<std::string> regions) {
    return JudgeDeparture([&](PresignMessage& m) { m.region_set = regions; }, SigV4AAsked());
  };
  EXPECT_FAILS(depart({"eu-*", "us-east-1"}),
               "X-Amz-Region-Set is eu-*,us-east-1, us-east-1,eu-* was asked.");
  EXPECT_FAILS(depart({"*"}), "X-Amz-Region-Set is *, us-east-1,eu-* was asked.");
}

TEST(JudgePresign, PassesParametersInAnyOrder) {
  const std::string moved =
      With(With(kPublishedUrl, "X-Amz-Algorithm=AWS4-HMAC-SHA256&", ""), kPublishedSignature,
           kPublishedSignature + "&X-Amz-Algorithm=AWS4-HMAC-SHA256");
  EXPECT_EQ(JudgeUrl(PresignCase(), moved).verdict, Verdict::kPass);
}

TEST(JudgePresign, PassesAShownDefaultPortAndASpelledOutPath) {
  EXPECT_EQ(JudgeUrl(PresignCase(), With(kPublishedUrl, ".com/", ".com:443/")).verdict,
            Verdict::kPass);
  EXPECT_EQ(JudgeUrl(PresignCase(), With(kPublishedUrl, "/test.txt", "/%74est.txt")).verdict,
            Verdict::kPass);
  EXPECT_EQ(JudgeUrl(PresignCase(), With(kPublishedUrl, "https:", "HTTPS:")).verdict,
            Verdict::kPass);
}

TEST(JudgePresign, PassesAnEmptyPathForASlash) {
  PresignMessage asked = PublishedPresign();
  asked.path = "/";
  EXPECT_EQ(JudgeUrl(PresignCase(asked), With(SignedUrlFor(asked), ".com/?", ".com?")).verdict,
            Verdict::kPass);
}

TEST(JudgePresign, PassesASignedParameterOfTheImplementationsOwn) {
  EXPECT_EQ(JudgeDeparture([](auto& m) {
              m.query = {{"x-id", "GetObject"}};
            }).verdict,
            Verdict::kPass);
}

TEST(JudgePresign, PassesAnAmzHeaderMovedIntoTheQuery) {
  PresignMessage asked = PublishedPresign();
  asked.headers = {{"x-amz-acl", "public-read"}};
  const auto move = [](const char* name, const char* value) {
    return [=](PresignMessage& m) {
      m.headers.clear();
      m.query = {{name, value}};
    };
  };
  EXPECT_EQ(JudgeDeparture(move("x-amz-acl", "public-read"), asked).verdict, Verdict::kPass);
  EXPECT_FAILS(JudgeDeparture(move("x-amz-acl", "private"), asked),
               "The header \"x-amz-acl\" was asked and is not signed. The query parameter "
               "\"x-amz-acl\" is \"private\", \"public-read\" was asked.");
}

TEST(JudgePresign, NamesEachThingThatWasNotAsked) {
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.expires = 3600; }),
               "X-Amz-Expires is 3600, 86400 was asked.");
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.now = "2013-05-24T00:00:01Z"; }),
               "X-Amz-Date is 20130524T000001Z, 20130524T000000Z was asked.");
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.host = "s3.amazonaws.com"; }),
               "The host is s3.amazonaws.com, examplebucket.s3.amazonaws.com was asked.");
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.scheme = "http"; }),
               "The scheme is http, https was asked.");
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.path = "/a%2520b"; }),
               "The path is /a%2520b, /test.txt was asked.");
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.region = "eu-west-1"; }),
               "X-Amz-Credential is AKIAIOSFODNN7EXAMPLE/20130524/eu-west-1/s3/aws4_request, "
               "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request was asked.");
  EXPECT_FAILS(JudgeDeparture([](auto& m) {
                 m.headers = {{"Content-Type", "text/plain"}};
               }),
               "X-Amz-SignedHeaders names \"content-type\", which was not requested: a user of the "
               "URL would not send it.");
}

TEST(JudgePresign, ReadsARawPlusAsTheServiceDoes) {
  PresignMessage asked = PublishedPresign();
  asked.path = "/a%2Bb";
  const auto raw = [](const PresignMessage& m) { return With(SignedUrlFor(m), "%2Bb", "+b"); };
  EXPECT_FAILS(JudgeUrl(PresignCase(asked), raw(asked)),
               std::string("The path is /a+b, /a%2Bb was asked.") + kChanged);
  asked.path = "/a%20b";
  EXPECT_EQ(JudgeUrl(PresignCase(asked), With(SignedUrlFor(asked), "a%20b", "a+b")).verdict,
            Verdict::kPass);
  asked.service = "execute-api";
  asked.path_encoding = "twice";
  asked.path = "/a+b";
  EXPECT_EQ(JudgeUrl(PresignCase(asked), SignedUrlFor(asked)).explanation, "");
  asked.path = "/a%20b";
  EXPECT_FAILS(JudgeUrl(PresignCase(asked), With(SignedUrlFor(asked), "a%20b", "a+b")),
               std::string("The path is /a+b, /a%20b was asked.") + kChanged);
}

TEST(JudgePresign, JudgesTheHeadersThatTheAnswerTells) {
  OkAnswer answer;
  answer.url = kPublishedUrl;
  answer.headers.emplace();
  EXPECT_EQ(JudgePresign(PresignCase(), answer, Clock::kInjected).verdict, Verdict::kPass);
  answer.headers->emplace_back("Content-Type", "text/plain");
  EXPECT_FAILS(JudgePresign(PresignCase(), answer, Clock::kInjected),
               "The header \"content-type\" is among those that the answer tells its user to send, "
               "and is not signed.");
}

TEST(JudgePresign, PointsAtTheFirstDifferingByteOfAValue) {
  const auto difference = JudgeDeparture([](auto& m) { m.expires = 8600; }).difference;
  ASSERT_TRUE(difference.has_value());
  EXPECT_EQ(difference->stage, "X-Amz-Expires");
  EXPECT_EQ(difference->expected, "86400");
  EXPECT_EQ(difference->observed, "8600");
  EXPECT_EQ(difference->offset, 2u);
}

TEST(JudgePresign, SeesThatAnotherMethodOrPayloadWasSigned) {
  const std::string explanation =
      "The signature is not the one that the URL's own content calls for. (An adapter that "
      "reports canonical_request and string_to_sign is shown where.)";
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.method = "PUT"; }), explanation);
  PresignMessage elsewhere = PublishedPresign();
  elsewhere.service = "execute-api";
  elsewhere.payload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.payload = "UNSIGNED-PAYLOAD"; }, elsewhere),
               explanation);
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.credentials.secret_access_key += "x"; }),
               explanation);
}

TEST(JudgePresign, NamesTheStageWhereAReportedComputationDeparts) {
  OkAnswer answer;
  answer.url = With(kPublishedUrl, kPublishedSignature, std::string(64, '0'));
  answer.canonical_request = With(kPublishedCanonicalRequest, "UNSIGNED-PAYLOAD", "e3b0c442");
  answer.string_to_sign = "AWS4";
  Judgement judgement = JudgePresign(PresignCase(), answer, Clock::kInjected);
  ASSERT_TRUE(judgement.difference.has_value());
  EXPECT_EQ(judgement.difference->stage, "canonical request");
  EXPECT_EQ(judgement.difference->expected, kPublishedCanonicalRequest);
  EXPECT_EQ(judgement.difference->offset, kPublishedCanonicalRequest.size() - 16);

  answer.canonical_request = kPublishedCanonicalRequest;
  judgement = JudgePresign(PresignCase(), answer, Clock::kInjected);
  EXPECT_EQ(judgement.difference->stage, "string to sign");
  EXPECT_EQ(judgement.difference->expected, kPublishedStringToSign);

  answer.string_to_sign = kPublishedStringToSign;
  judgement = JudgePresign(PresignCase(), answer, Clock::kInjected);
  EXPECT_EQ(judgement.difference->stage, "signature");
  EXPECT_EQ(judgement.difference->expected, kPublishedSignature);
}

TEST(JudgePresign, WantsEachSigningParameterExactlyOnce) {
  EXPECT_FAILS(JudgeUrl(PresignCase(), With(kPublishedUrl, "&X-Amz-Expires=86400", "")),
               "X-Amz-Expires is not in the URL.");
  EXPECT_FAILS(JudgeUrl(PresignCase(), kPublishedUrl + "&X-Amz-Expires=86400"),
               "X-Amz-Expires is in the URL 2 times, once is allowed.");
  EXPECT_FAILS(JudgeUrl(PresignCase(), "https://examplebucket.s3.amazonaws.com/"),
               "X-Amz-Algorithm is not in the URL. X-Amz-Credential is not in the URL. (4 more "
               "departures.)");
  EXPECT_FAILS(JudgeDeparture([](auto& m) {
                 m.query = {{"x-amz-expires", "60"}};
               }),
               "The query parameter \"x-amz-expires\" repeats X-Amz-Expires.");
}

// Such a key is asked for where AWS's answer is not known, so a URL with it is allowed.
TEST(JudgePresign, FailsACredentialThatHasTooManyParts) {
  PresignMessage asked = PublishedPresign();
  asked.credentials.access_key_id = "AKIA/IOSF/EXAMPLE";
  EXPECT_FAILS(JudgeUrl(PresignCase(asked),
                        With(kPublishedUrl, "AKIAIOSFODNN7EXAMPLE", "AKIA%2FIOSF%2FEXAMPLE")),
               "X-Amz-Credential does not name a key and the parts of a scope.");
}

TEST(JudgePresign, RefusesWhatCannotTravel) {
  EXPECT_FAILS(JudgeUrl(PresignCase(), "test.txt"),
               "The answer is not an absolute URL (scheme://host/path).");
  EXPECT_FAILS(JudgeUrl(PresignCase(), With(kPublishedUrl, "//", "//me@")),
               "The URL carries user information before its host.");
  EXPECT_FAILS(JudgeUrl(PresignCase(), kPublishedUrl + "#top"),
               "The URL has a fragment ('#' unescaped): what follows it is never sent.");
  EXPECT_FAILS(JudgeUrl(PresignCase(), With(kPublishedUrl, "test", "te st")),
               "The URL contains a byte that must be percent-encoded, at offset 41.");
  EXPECT_FAILS(JudgeUrl(PresignCase(), kPublishedUrl + "&a=%4"),
               "The URL holds a '%' that is not followed by two hex digits.");
}

TEST(JudgePresign, WantsEveryParameterAskedAsOftenAsAsked) {
  PresignMessage asked = PublishedPresign();
  asked.query = {{"a", "1"}, {"a", "2"}, {"b", "x y"}};
  EXPECT_EQ(JudgeDeparture([](auto& m) { std::swap(m.query[0], m.query[1]); }, asked).verdict,
            Verdict::kPass);
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.query.pop_back(); }, asked),
               "The query parameter \"b\" is not in the URL, \"x y\" was asked.");
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.query[1].second = "3"; }, asked),
               "The query parameter \"a\" is \"3\", \"2\" was asked.");
  EXPECT_FAILS(JudgeDeparture(
                   [](auto& m) {
                     m.query.push_back({"a", "1"});
                   },
                   asked),
               "The query parameter \"a\" is there once more, as \"1\", than was asked.");
}

TEST(JudgePresign, SeesAUrlThatWasChangedAfterItHadBeenSigned) {
  PresignMessage asked = PublishedPresign();
  asked.query = {{"versionId", "a b"}};
  asked.path = "/a/b";
  EXPECT_FAILS(
      JudgeUrl(PresignCase(asked), With(SignedUrlFor(asked), "versionId=a%20b&", "")),
      std::string("The query parameter \"versionId\" is not in the URL, \"a b\" was asked.") +
          kChanged);
  EXPECT_FAILS(JudgeUrl(PresignCase(asked), With(SignedUrlFor(asked), "/a/b?", "/b?")),
               std::string("The path is /b, /a/b was asked.") + kChanged);
}

TEST(JudgePresign, WantsTheTokenUnderItsServicesName) {
  PresignMessage asked = PublishedPresign();
  asked.credentials.session_token = "TOKEN/+=";
  EXPECT_EQ(JudgeDeparture([](auto&) {}, asked).verdict, Verdict::kPass);
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.credentials.session_token.reset(); }, asked),
               "X-Amz-Security-Token is not in the URL.");
  EXPECT_FAILS(JudgeDeparture([](auto& m) { m.credentials.session_token = "t"; }),
               "X-Amz-Security-Token is in the URL, the credential has no session token.");
  EXPECT_FAILS(
      JudgeUrl(PresignCase(asked), kPublishedUrl + "&X-Amz-S3session-Token=TOKEN%2F%2B%3D"),
      "X-Amz-S3session-Token is in the URL; this service's token is X-Amz-Security-Token. "
      "X-Amz-Security-Token is not in the URL. The signature does not fit either.");
  EXPECT_FAILS(JudgeUrl(PresignCase(asked), kPublishedUrl + "&x-amz-security-token=TOKEN%2F%2B%3D"),
               "X-Amz-Security-Token is in the URL as x-amz-security-token, and names are compared "
               "with their "
               "case. The signature does not fit either.");
}

TEST(JudgePresign, SeesATokenThatWasAddedAfterSigning) {
  PresignMessage asked = PublishedPresign();
  asked.credentials.session_token = "TOKEN";
  const Judgement judgement =
      JudgeUrl(PresignCase(asked), kPublishedUrl + "&X-Amz-Security-Token=TOKEN");
  EXPECT_EQ(judgement.verdict, Verdict::kFail);
  EXPECT_EQ(judgement.difference->stage, "signature");
}

TEST(JudgePresign, KeepsThePayloadThatWasAsked) {
  const auto with_hash = [](PresignMessage& m) {
    m.query = {{"X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"}};
  };
  EXPECT_EQ(JudgeDeparture(with_hash).verdict, Verdict::kPass);
  const auto other_hash = [](PresignMessage& m) {
    m.payload = std::string(64, 'a');
    m.query = {{"X-Amz-Content-Sha256", m.payload}};
  };
  EXPECT_EQ(JudgeDeparture(other_hash).verdict, Verdict::kFail);
}

TEST(JudgePresign, ReadsTheMachinesClockWhereTheAdapterDoes) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  PresignMessage message = PublishedPresign();
  const auto at = [&message, now](std::chrono::seconds age) {
    message.now = FormatRfc3339(now - age);
    return SignedUrlFor(message);
  };
  using std::chrono::seconds;
  EXPECT_EQ(JudgeUrl(PresignCase(), at(seconds(2)), Clock::kAmbient).explanation, "");
  EXPECT_EQ(JudgeUrl(PresignCase(), at(seconds(60)), Clock::kAmbient).verdict, Verdict::kFail);
  EXPECT_EQ(JudgeUrl(PresignCase(), at(seconds(-60)), Clock::kAmbient).verdict, Verdict::kFail);
  EXPECT_EQ(JudgeUrl(PresignCase(), at(seconds(2))).verdict, Verdict::kFail);
}

TEST(JudgePresign, AllowsNormalisedPathsOnlyWhereTheyWereAsked) {
  PresignMessage asked = PublishedPresign();
  asked.service = "execute-api";
  asked.path = "/a/./b//c";
  asked.path_encoding = "twice";
  asked.normalize_path = true;
  asked.payload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const auto normalise = [](PresignMessage& m) { m.path = "/a/b/c"; };
  EXPECT_EQ(JudgeDeparture(normalise, asked).explanation, "");
  PresignMessage s3 = PublishedPresign();
  s3.path = asked.path;
  EXPECT_EQ(JudgeDeparture(normalise, s3).verdict, Verdict::kFail);
}

TEST(JudgePresign, TakesABucketWithAndWithoutItsSlash) {
  PresignMessage asked = PublishedPresign();
  asked.host = "s3.amazonaws.com";
  asked.addressing = "path";
  asked.bucket = "files";
  asked.key = "";
  asked.path = "/files";
  EXPECT_EQ(JudgeDeparture([](auto& m) { m.path = "/files/"; }, asked).explanation, "");
  EXPECT_EQ(JudgeDeparture([](auto& m) { m.path = "/files//"; }, asked).verdict, Verdict::kFail);
  EXPECT_EQ(JudgeDeparture([](auto& m) { m.path = "/"; }, asked).verdict, Verdict::kFail);
  asked.key = "a";
  asked.path = "/files/a";
  EXPECT_EQ(JudgeDeparture([](auto& m) { m.path = "/files/a/"; }, asked).verdict, Verdict::kFail);
}

TEST(JudgePresign, ComparesAPinnedUrlByteForByte) {
  Case c = PresignCase();
  c.pinned_url = kPublishedUrl;
  EXPECT_EQ(JudgeUrl(c, kPublishedUrl).verdict, Verdict::kPass);
  EXPECT_FAILS(JudgeUrl(c, With(kPublishedUrl, "%2Fs3%2F", "%2fs3%2f")),
               "The URL conforms, but differs from the exact URL that this case requires.");
}

Case LifetimeCase() {
  Case c = PresignCase();
  c.expected = {{false, "expires-too-long", {}, {}}, {false, "expires-beyond-credential", {}, {}}};
  return c;
}

RejectAnswer Refusing(std::optional<std::string> rejection_class) {
  RejectAnswer answer;
  answer.rejection_class = std::move(rejection_class);
  answer.message = "no";
  return answer;
}

TEST(JudgePresign, AllowsAUrlThatIsShorterThanAsked) {
  Case c = LifetimeCase();
  c.expected.push_back({true, {}, {}, {}, 3600});
  const auto url = [](std::int64_t life) {
    PresignMessage message = PublishedPresign();
    message.expires = life;
    return SignedUrlFor(message);
  };
  EXPECT_EQ(JudgeUrl(c, url(3600)).explanation, "");
  EXPECT_EQ(JudgeUrl(c, url(60)).explanation, "");
  EXPECT_FAILS(JudgeUrl(c, url(3601)), "X-Amz-Expires is 3601, 3600 was asked.");
  EXPECT_FAILS(
      JudgeUrl(c, With(url(60), "Expires=60", "Expires=61")),
      "The signature is not the one that the URL's own content calls for. (An adapter that "
      "reports canonical_request and string_to_sign is shown where.)");
}

TEST(JudgePresign, WantsParametersToBeAbsent) {
  Case c = PresignCase();
  c.absent = {"x-amz-checksum-crc32"};
  EXPECT_EQ(JudgeUrl(c, kPublishedUrl).verdict, Verdict::kPass);
  PresignMessage message = PublishedPresign();
  message.query = {{"X-Amz-Checksum-Crc32", "AAAAAA=="}};
  EXPECT_FAILS(JudgeUrl(c, SignedUrlFor(message)),
               "The query parameter x-amz-checksum-crc32 is in the URL, and was not asked.");
}

TEST(JudgePresign, FailsAHeaderThatMovesIntoTheQueryInCapitals) {
  PresignMessage asked = PublishedPresign();
  asked.headers = {{"x-amz-acl", "private"}};
  const auto moved = [](const char* name) {
    return [name](PresignMessage& m) {
      m.headers.clear();
      m.query = {{name, "private"}};
    };
  };
  EXPECT_EQ(JudgeDeparture(moved("x-amz-acl"), asked).explanation, "");
  EXPECT_FAILS(JudgeDeparture(moved("X-Amz-Acl"), asked),
               "The header \"x-amz-acl\" was asked and is not signed.");
}

TEST(JudgePresign, FailsAnAmzParameterInTwoSpellings) {
  const auto twice = [](PresignMessage& m) {
    m.query = {{"x-amz-meta-a", "1"}, {"x-amz-meta-A", "1"}};
  };
  EXPECT_FAILS(JudgeDeparture(twice),
               "The query parameter \"x-amz-meta-A\" is in the URL in lower case as well: S3 signs "
               "both and reads one.");
}

TEST(JudgePresign, SaysWhatBecomesOfAUrlThatShouldNotBe) {
  EXPECT_FAILS(JudgeUrl(LifetimeCase(), kPublishedUrl),
               "The signer made a URL although it must refuse (expires-too-long or "
               "expires-beyond-credential). S3 refuses such a URL, which only its user finds "
               "out.");
}

TEST(JudgePresign, JudgesARefusalAtTheLevelDeclared) {
  const Case c = LifetimeCase();
  EXPECT_EQ(JudgePresign(c, Refusing("bad-input"), ErrorLevel::kOutcome).verdict, Verdict::kPass);
  EXPECT_EQ(JudgePresign(c, Refusing("expires-beyond-credential"), ErrorLevel::kClass).verdict,
            Verdict::kPass);
  EXPECT_EQ(JudgePresign(c, Refusing("expires-too-long"), ErrorLevel::kCode).verdict,
            Verdict::kPass);
  EXPECT_FAILS(JudgePresign(c, Refusing("bad-input"), ErrorLevel::kClass),
               "Refused as bad-input, but expires-too-long or expires-beyond-credential is "
               "expected.");
  EXPECT_EQ(JudgePresign(c, Refusing("bad-input"), ErrorLevel::kCode).verdict, Verdict::kFail);
  EXPECT_EQ(JudgePresign(c, Refusing(std::nullopt), ErrorLevel::kClass).verdict, Verdict::kFault);
}

TEST(JudgePresign, FailsARefusalOfWhatMustBeSigned) {
  EXPECT_FAILS(JudgePresign(PresignCase(), Refusing("bad-input"), ErrorLevel::kOutcome),
               "The signer refused what it must sign (bad-input): no");
}

TEST(JudgePresign, CallsAnOkWithoutUrlAFault) {
  EXPECT_EQ(JudgePresign(PresignCase(), OkAnswer{}, Clock::kInjected).verdict, Verdict::kFault);
}

}  // namespace
}  // namespace countersign
