#include "live_server/server_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "protocol/base64.h"
#include "sigv4/digest.h"

namespace countersign {
namespace {

constexpr char kSecret[] = "live/CANARY+secretaccesskey0123456789";
constexpr char kToken[] = "token/CANARY+sessionsessionsession==";
constexpr char kSignature[] = "0123456789abcdeffedcba98765432100123456789abcdeffedcba9876543210";

CredentialMessage KeyOf(std::string id, std::string secret) {
  CredentialMessage key;
  key.access_key_id = std::move(id);
  key.secret_access_key = std::move(secret);
  return key;
}

EndpointCredentials LiveKeys() {
  EndpointCredentials keys;
  keys.primary = KeyOf("AKIALIVE", kSecret);
  keys.temporary = KeyOf("ASIALIVE", "another/CANARYsecret01234567890");
  keys.temporary->session_token = kToken;
  return keys;
}

TEST(ServerWords, HidesSecretsAndTokensInEverySpelling) {
  const ServerWords words(LiveKeys());
  for (const std::string said :
       {"you sent live/CANARY+secretaccesskey0123456789",
        "live%2FCANARY%2Bsecretaccesskey0123456789",
        "live%252FCANARY%252Bsecretaccesskey0123456789", "LIVE/CANARY+SECRETACCESSKEY0123456789",
        "live%2fCANARY%2bsecretaccesskey0123456789", "token/CANARY+sessionsessionsession==",
        "a part: CANARY+sessions", "cut: secretaccesske", "?X-Amz-Security-Token=unknown/CANARY&",
        "x-amz-security-token: unknown/CANARY", "another/CANARYsecret01234567890"}) {
    const std::string shown = words.Shown(said);
    EXPECT_EQ(shown.find("CANARY"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("secretaccess"), std::string::npos) << shown;
    EXPECT_NE(shown.find("[redacted]"), std::string::npos) << shown;
  }
  EXPECT_EQ(words.Shown("AccessDenied by AKIALIVE"), "AccessDenied by AKIALIVE");
}

// The ways in which servers, their logs and proxies write what they were sent, other than in plain
// and percent-encoded.
std::vector<std::string> Spellings(const std::string& value) {
  std::string json;
  std::string references;
  std::string split;
  std::string percent;
  for (const char c : value) {
    const std::string hex = Hex(std::string(1, c));
    json += "\\u00" + hex;
    references += "&amp;#x" + hex + ";";
    split += std::string(1, c) + (split.size() % 3 == 0 ? "\r\n " : "\xe2\x80\x8b");
    percent += "%2525" + hex;
  }
  std::vector<std::string> all = {json, references, split, percent, Hex(value)};
  for (const std::string before : {"", "x", "xy"}) {
    std::string base64;
    AppendBase64(before + value, base64);
    all.push_back(base64.substr(before.empty() ? 0 : before.size() + 1));
  }
  return all;
}

TEST(ServerWords, HidesSecretsThatAreEscapedSplitOrInOtherAlphabets) {
  ServerWords words(LiveKeys());
  const std::string signature = Hex(Sha256("a signature"));
  words.Note("/k?X-Amz-Signature=" + signature);
  for (const std::string& value : {std::string(kSecret), std::string(kToken), signature}) {
    for (const std::string& said : Spellings(value)) {
      const std::string shown = words.Shown("it said " + said + " to us");
      EXPECT_TRUE(shown.starts_with("it said [redacted]")) << shown;
      EXPECT_TRUE(shown.ends_with("to us")) << shown;
      EXPECT_LT(shown.size(), 60U) << shown;
    }
  }
  const std::string ours = "100%25 &amp; \\u0041 a\r\nb &#65; bG9yZW0gaXBzdW0gZG9sb3I=";
  EXPECT_EQ(words.Shown(ours), ours);
}

TEST(ServerWords, HidesTheSignaturesOfAllRequestsSoFar) {
  ServerWords words(LiveKeys());
  const std::string bare = std::string("bad: ") + kSignature + ".";
  EXPECT_EQ(words.Shown(bare), bare) << "it may be any hash";
  words.Note(std::string("/b/k?a=b&%58-Amz-Signature=") + kSignature + "&c=d");
  words.Note("/b/another?X-Amz-Signature=" + std::string(64, 'b'));
  EXPECT_EQ(words.Shown(bare), "bad: [redacted].");
  EXPECT_EQ(words.Shown(std::string("X-Amz-Signature%3D") + kSignature),
            "X-Amz-Signature%3D[redacted]");
  EXPECT_EQ(words.Shown("0123456789ABCDEFFEDCBA98"), "[redacted]");
  EXPECT_EQ(words.Shown("?X-Amz-Signature=123&x"), "?X-Amz-Signature=[redacted]&x")
      << "by its name";
}

TEST(ServerWords, KeepsTheBeginningLengthAndDigestOfALongText) {
  const ServerWords words(LiveKeys());
  const std::string text(5'000'000, 'm');
  EXPECT_EQ(words.Shown(text),
            std::string(2000, 'm') + "… (5000000 bytes, SHA-256 " + Hex(Sha256(text)) + ")");
  EXPECT_EQ(words.Shown(std::string(2000, 'm')), std::string(2000, 'm'));
}

TEST(ServerWords, HidesASecretInWhoseMiddleTheTextIsCut) {
  const ServerWords words(LiveKeys());
  for (std::size_t before = 1960; before < 2001; ++before) {
    const std::string shown =
        words.Shown(std::string(before, ' ') + kSecret + std::string(50, ' '));
    EXPECT_EQ(shown.find("live"), std::string::npos) << before;
    EXPECT_EQ(shown.find("CANARY"), std::string::npos) << before;
  }
}

TEST(ServerWords, CleansEachTextOfAnAnswer) {
  ServerWords words(LiveKeys());
  words.Note(std::string("/k?X-Amz-Signature=") + kSignature);
  const std::string quoted = std::string("X-Amz-Signature=") + kSignature + "&s=" + kSecret;
  RejectAnswer reject;
  reject.code = reject.message = reject.canonical_request = reject.string_to_sign = quoted;
  for (Answer answer :
       {Answer(reject), Answer(SkipAnswer{{}, quoted}), Answer(FaultAnswer{quoted})}) {
    words.Clean(VerifyMessage(), answer);
    if (const auto* cleaned = std::get_if<RejectAnswer>(&answer)) {
      for (const auto* text : {&cleaned->code, &cleaned->message, &cleaned->canonical_request,
                               &cleaned->string_to_sign}) {
        EXPECT_EQ(*text, "X-Amz-Signature=[redacted]&s=[redacted]");
      }
    } else if (const auto* skip = std::get_if<SkipAnswer>(&answer)) {
      EXPECT_EQ(skip->issue, "X-Amz-Signature=[redacted]&s=[redacted]");
    } else {
      EXPECT_EQ(std::get<FaultAnswer>(answer).message, "X-Amz-Signature=[redacted]&s=[redacted]");
    }
  }
}

TEST(ServerWords, LeavesTheCasesOwnTokenToTheJudge) {
  const ServerWords words(LiveKeys());
  VerifyMessage message;
  RejectAnswer reject;
  reject.canonical_request = std::string("x-amz-security-token:") + kToken;
  Answer answer = reject;
  message.credentials = {*LiveKeys().temporary};
  words.Clean(message, answer);
  EXPECT_EQ(answer, Answer(reject)) << "the judge compares it";
  message.credentials.clear();
  words.Clean(message, answer);
  EXPECT_EQ(std::get<RejectAnswer>(answer).canonical_request, "x-amz-security-token:[redacted]");
}

TEST(ServerWords, KeepsLittleOfALongCodeOrStage) {
  const ServerWords words(LiveKeys());
  RejectAnswer reject;
  reject.code = reject.canonical_request = std::string(100'000, 'A');
  Answer answer = reject;
  words.Clean(VerifyMessage(), answer);
  EXPECT_LT(std::get<RejectAnswer>(answer).code->size(), 400U);
  EXPECT_LT(std::get<RejectAnswer>(answer).canonical_request->size(), 3000U);
  reject.canonical_request = std::string(16384, 'A');
  answer = reject;
  words.Clean(VerifyMessage(), answer);
  EXPECT_EQ(std::get<RejectAnswer>(answer).canonical_request->size(), 16384U);
}

}  // namespace
}  // namespace countersign
