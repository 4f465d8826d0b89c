// Edits to the parameters that sign a request: key, scope, date, lifetime, token, signature. Part
// of Edits() (scene/edits.h), from which the mutator chooses.
#include <chrono>

#include "scene/edits.h"
#include "scene/parameters.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/timestamp.h"

namespace countersign::fuzz {
namespace {

constexpr std::string_view kLifetimes[] = {"0",
                                           "1",
                                           "2",
                                           "60",
                                           "86400",
                                           "129600",
                                           "129601",
                                           "21600",
                                           "21601",
                                           "604799",
                                           "604800",
                                           "604801",
                                           "-1",
                                           "-0",
                                           "+60",
                                           "%2B60",
                                           "060",
                                           "",
                                           "1e3",
                                           "60.0",
                                           "60s",
                                           "0x3C",
                                           "%2060",
                                           "60%20",
                                           "NaN",
                                           "9223372036854775807",
                                           "9223372036854775808",
                                           "18446744073709551617",
                                           "4294967297",
                                           "%D9%A6%D9%A0"};
constexpr std::string_view kDates[] = {"20130524T000000Z",
                                       "20130523T235959Z",
                                       "20120229T120000Z",
                                       "20130229T120000Z",
                                       "20131231T235959Z",
                                       "20140101T000000Z",
                                       "20130524t000000z",
                                       "20130524T000000",
                                       "20130524T240000Z",
                                       "20130524T235960Z",
                                       "2013-05-24T00:00:00Z",
                                       "20130524T0000Z",
                                       "",
                                       "Fri,%2024%20May%202013%2000%3A00%3A00%20GMT",
                                       "99991231T235959Z",
                                       "00000101T000000Z"};
constexpr std::string_view kRegions[] = {"us-east-1",    "us-west-2",  "eu-west-1",  "eu-central-1",
                                         "af-south-1",   "US-EAST-1",  "aws-global", "",
                                         "us-east-1%2F", "cn-north-1", "*",          "us_east_1"};
constexpr std::string_view kServices[] = {"s3", "S3", "iam", "s3express", "s3-object-lambda", ""};
constexpr std::string_view kTerminators[] = {
    "aws4_request", "aws4_Request", "AWS4_REQUEST", "aws4_request%2Fx", "", "aws4-request"};
constexpr std::string_view kTokens[] = {"IQoJb3JpZ2luX2VjEXAMPLE%2Ftoken%2Bwith%3Dsigns",
                                        "IQoJb3JpZ2luX2VjEXAMPLE/token+with=signs",
                                        "iqojb3jpz2lux2vjexample%2Ftoken%2Bwith%3Dsigns",
                                        "IQoJb3JpZ2luX2VjEXAMPLE",
                                        "",
                                        "x"};

using Seconds = std::chrono::seconds;

// SetScopePart changes one of the five parts of X-Amz-Credential; its slashes may be escaped or
// not.
void SetScopePart(Scene& scene, std::size_t part, std::string_view raw_value) {
  const std::string credential = Value(scene, "X-Amz-Credential").value_or("");
  std::size_t from = 0;
  for (std::size_t i = 0; i < part; ++i) {
    from = credential.find('/', from);
    if (from == std::string::npos) return;
    ++from;
  }
  const std::size_t end = std::min(credential.find('/', from), credential.size());
  SetRawValue(scene, "X-Amz-Credential",
              UriEncode(credential.substr(0, from), Slash::kEncode) + std::string(raw_value) +
                  UriEncode(credential.substr(end), Slash::kEncode));
}

// Changes the date of the scope as well, as signers do.
void SetDate(Scene& scene, Timestamp date) {
  SetRawValue(scene, "X-Amz-Date", FormatAmzDate(date));
  SetScopePart(scene, 1, FormatScopeDate(date));
}

void Lifetime(Scene& scene, Random& random) {
  SetRawValue(scene, "X-Amz-Expires", random.Of(kLifetimes));
}

void DateText(Scene& scene, Random& random) { SetRawValue(scene, "X-Amz-Date", random.Of(kDates)); }

void DateAroundNow(Scene& scene, Random& random) {
  constexpr int kOffsets[] = {0,    -1,    1,      899,     900,     901,    -900,
                              3600, -3600, -86400, -604800, -604801, 604800, 86400};
  const auto now = ParseRfc3339(scene.now);
  if (now) SetDate(scene, *now + Seconds(random.Of(kOffsets)));
}

void ScopeDate(Scene& scene, Random& random) {
  const auto date = ParseAmzDate(Value(scene, "X-Amz-Date").value_or(""));
  if (!date) return;
  constexpr int kOffsets[] = {0, -86400, 86400};
  SetScopePart(scene, 1, FormatScopeDate(*date + Seconds(random.Of(kOffsets))));
}

void AccessKey(Scene& scene, Random& random) {
  if (scene.credentials.empty() || random.OneIn(8)) {
    SetScopePart(scene, 0, random.OneIn(2) ? "AKIAIOSFODNN7UNKNOWN" : "");
    return;
  }
  const CredentialMessage& key = scene.credentials[random.Below(scene.credentials.size())];
  SetScopePart(scene, 0, UriEncode(key.access_key_id, Slash::kEncode));
  if (key.session_token && !random.OneIn(8)) {
    SetRawValue(scene, "X-Amz-Security-Token", UriEncode(*key.session_token, Slash::kEncode));
  }
}

void Region(Scene& scene, Random& random) { SetScopePart(scene, 2, random.Of(kRegions)); }
void Service(Scene& scene, Random& random) { SetScopePart(scene, 3, random.Of(kServices)); }
void Terminator(Scene& scene, Random& random) { SetScopePart(scene, 4, random.Of(kTerminators)); }

void CredentialRespell(Scene& scene, Random& random) {
  RawTarget target = SplitRawTarget(scene.request.target);
  const std::size_t at = target.Find("X-Amz-Credential");
  if (at == target.pieces.size()) return;
  for (std::size_t i = 1 + random.Below(8); i > 0; --i) RespellOnce(target.pieces[at], random);
  scene.request.target = JoinRawTarget(target);
}

void Token(Scene& scene, Random& random) {
  SetRawValue(scene, "X-Amz-Security-Token", random.Of(kTokens));
}

void KeyEnd(Scene& scene, Random& random) {
  const auto now = ParseRfc3339(scene.now);
  if (!now) return;
  // Changes all keys, because one of them signs.
  constexpr int kOffsets[] = {0, -1, 1, 3600};
  const std::string end = FormatRfc3339(*now + Seconds(random.Of(kOffsets)));
  for (CredentialMessage& key : scene.credentials) {
    if (key.session_token) key.expires_at = end;
  }
}

void Algorithm(Scene& scene, Random& random) {
  constexpr std::string_view kAlgorithms[] = {"AWS4-HMAC-SHA256", "aws4-hmac-sha256",
                                              "AWS4-ECDSA-P256-SHA256", "AWS4-HMAC-SHA1", ""};
  SetRawValue(scene, "X-Amz-Algorithm", random.Of(kAlgorithms));
}

void DropAuthenticationParameter(Scene& scene, Random& random) {
  constexpr std::string_view kNames[] = {"X-Amz-Algorithm",     "X-Amz-Credential",
                                         "X-Amz-Date",          "X-Amz-Expires",
                                         "X-Amz-SignedHeaders", "X-Amz-Security-Token"};
  RawTarget target = SplitRawTarget(scene.request.target);
  const std::size_t at = target.Find(random.Of(kNames));
  if (at == target.pieces.size()) return;
  target.pieces.erase(target.pieces.begin() + static_cast<std::ptrdiff_t>(at));
  scene.request.target = JoinRawTarget(target);
}

void Signature(Scene& scene, Random& random) {
  std::string signature = Value(scene, "X-Amz-Signature").value_or("");
  if (signature.empty()) return;
  switch (random.Below(6)) {
    case 0: signature.pop_back(); break;
    case 1:
      for (char& c : signature) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
      break;
    case 2: signature += random.OneIn(2) ? "0" : "%00"; break;
    case 3: signature.clear(); break;
    case 4: signature.assign(64, '0'); break;
    default:
      char& digit = signature[random.Below(signature.size())];
      digit = digit == '0' ? '1' : '0';
  }
  SetRawValue(scene, "X-Amz-Signature", signature);
}

}  // namespace

std::vector<Edit> AuthenticationEdits() {
  return {
      {"lifetime", Lifetime},
      {"date-text", DateText},
      {"date-around-now", DateAroundNow},
      {"scope-date", ScopeDate},
      {"access-key", AccessKey},
      {"scope-region", Region},
      {"scope-service", Service},
      {"scope-terminator", Terminator},
      {"credential-respell", CredentialRespell},
      {"token", Token},
      {"key-end", KeyEnd},
      {"algorithm", Algorithm},
      {"authentication-parameter-drop", DropAuthenticationParameter},
      {"signature", Signature},
  };
}

}  // namespace countersign::fuzz
